// Which mark the arrow keys up and down lead to.

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Place of the nearest mark below (`down` 1) or above (-1) the current one; the current one if there
 * is none. Nearest: the least way down, where the way aside counts twice. */
export function nextAlong(marks: readonly Box[], current: number, down: number): number {
  const from = marks[current];
  if (!from) return 0;
  let best = current;
  let least = Number.POSITIVE_INFINITY;
  marks.forEach((mark, place) => {
    const way = (middle(mark).y - middle(from).y) * down;
    if (way < 1) return;
    const distance = way + 2 * Math.abs(middle(mark).x - middle(from).x);
    if (distance < least) {
      least = distance;
      best = place;
    }
  });
  return best;
}

function middle(box: Box): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
