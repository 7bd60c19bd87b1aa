// A rectangle that is drawn over a figure with the pointer.

interface Point {
  x: number;
  y: number;
}

interface Box extends Point {
  width: number;
  height: number;
}

/** A smaller rectangle is a click. px. */
const LEAST = 6;

export class Brush {
  /** What is drawn at present. */
  box = $state.raw<Box | null>(null);
  private corner: Point | null = null;

  start(at: Point): void {
    this.corner = at;
  }

  move(at: Point): void {
    if (!this.corner) return;
    this.box = {
      x: Math.min(at.x, this.corner.x),
      y: Math.min(at.y, this.corner.y),
      width: Math.abs(at.x - this.corner.x),
      height: Math.abs(at.y - this.corner.y),
    };
  }

  /** The finished rectangle; null if it was only a click. */
  end(): Box | null {
    const box = this.box;
    this.box = null;
    this.corner = null;
    return box && Math.max(box.width, box.height) >= LEAST ? box : null;
  }
}

/** Whether the middle of a mark lies in a rectangle. */
export function isInside(box: Box, mark: Box): boolean {
  const x = mark.x + mark.width / 2;
  const y = mark.y + mark.height / 2;
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
