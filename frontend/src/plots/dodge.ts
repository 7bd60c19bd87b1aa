// Marks of equal values beside each other, the same at every drawing.

/** Offsets across the value axis, in px, for ascending positions: marks closer than `size` stand
 * beside each other from the middle on, at most `reach` away; those without room are scattered,
 * each where its name puts it. */
export function dodge(
  positions: readonly number[],
  size: number,
  reach: number,
  nameOf: (index: number) => string,
): number[] {
  const slots = slotOffsets(size, reach);
  const lastIn = slots.map(() => Number.NEGATIVE_INFINITY);
  const offsets: number[] = [];
  let from = 0;
  positions.forEach((position, i) => {
    if (i && position - (positions[i - 1] ?? position) >= size) {
      center(offsets, from);
      from = i;
    }
    const slot = lastIn.findIndex((last) => position - last >= size);
    if (slot >= 0) lastIn[slot] = position;
    offsets.push(slots[slot] ?? (2 * hashShare(nameOf(i)) - 1) * reach);
  });
  center(offsets, from);
  return offsets;
}

/** A number from 0 to below 1 that depends on the text only. */
export function hashShare(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** 0, 1, -1, 2, -2 ... steps. */
function slotOffsets(size: number, reach: number): number[] {
  const sides = Math.max(0, Math.floor(reach / size));
  const steps = Array.from({ length: sides }, (_, i) => [(i + 1) * size, -(i + 1) * size]);
  return [0, ...steps.flat()];
}

/** Moves the offsets from an index on so that they lie evenly about 0. */
function center(offsets: number[], from: number): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < offsets.length; i++) {
    least = Math.min(least, offsets[i] ?? 0);
    most = Math.max(most, offsets[i] ?? 0);
  }
  for (let i = from; i < offsets.length; i++) {
    offsets[i] = (offsets[i] ?? 0) - (least + most) / 2;
  }
}
