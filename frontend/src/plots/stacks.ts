// Equal marks that stand on one place of an axis: stacked upwards, beside each other if there is room.

export interface Offset {
  /** px to the right of the place. */
  x: number;
  /** px above the baseline. */
  y: number;
}

/** px from the centre of a mark to that of the next. */
export const MARK_STEP = 7.6;
const LARGEST_HEIGHT = 10;

/** Places of so many marks, bottom row first. `room` is the distance to the next place in px: a
 * stack of more than ten marks becomes wider, as long as it does not touch the next one. */
export function stackOffsets(marks: number, room: number, step = MARK_STEP): Offset[] {
  const columns = stackColumns(marks, room, step);
  return Array.from({ length: marks }, (_, i) => ({
    x: ((i % columns) - (columns - 1) / 2) * step,
    y: Math.floor(i / columns) * step,
  }));
}

/** px from the lowest to the highest mark of a stack. */
export function stackHeight(marks: number, room: number, step = MARK_STEP): number {
  return (Math.ceil(marks / stackColumns(marks, room, step)) - 1) * step;
}

function stackColumns(marks: number, room: number, step: number): number {
  const fitting = Math.max(1, Math.floor(room / step) - 1);
  return Math.min(fitting, Math.max(1, Math.ceil(marks / LARGEST_HEIGHT)));
}
