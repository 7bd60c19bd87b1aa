// Labels that never overlap: the first come are kept, what has no room is left out.

import { textWidth } from "./svg";

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Label {
  text: string;
  x: number;
  /** Baseline. */
  y: number;
  anchor: "start" | "middle" | "end";
}

/** The room that a label takes. */
export function boxOf(label: Label, size = 11, isMono = false): Box {
  const width = textWidth(label.text, size, isMono);
  const left = label.x - { start: 0, middle: width / 2, end: width }[label.anchor];
  return { left, right: left + width, top: label.y - 0.8 * size, bottom: label.y + 0.2 * size };
}

function isWithin(box: Box, limits: Box): boolean {
  const isWide = box.left < limits.left || box.right > limits.right;
  return !isWide && box.top >= limits.top && box.bottom <= limits.bottom;
}

export function touch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The labels that have room beside those before them, `gap` px away, beside obstacles, and within
 * limits. */
export function placeLabels<Kind extends Label>(
  labels: readonly Kind[],
  obstacles: readonly Box[] = [],
  limits?: Box,
  gap = 0,
): Kind[] {
  const taken = [...obstacles];
  return labels.filter((label) => {
    const box = boxOf(label);
    const isOutside = limits && !isWithin(box, limits);
    if (isOutside || taken.some((other) => touch(box, other))) return false;
    taken.push({ ...box, left: box.left - gap, right: box.right + gap });
    return true;
  });
}
