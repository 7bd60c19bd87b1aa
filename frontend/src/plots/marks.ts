// Marks of genomes: elements of the drawing as long as they are few, else painted on a canvas.

import type { Filters } from "../filters";
import type { CanvasLayer } from "./drawing";
import { type GroupStyle, shapePath } from "./groups";
import { element, markAttributes } from "./svg";

export interface PlacedMark {
  x: number;
  y: number;
  radius: number;
  style: GroupStyle;
  tip: string;
  filter?: Partial<Filters> | undefined;
}

const MOST_ELEMENTS = 5000;
/** px around a mark on a canvas within which it is meant. */
const REACH = 6;

/** Radius of the marks where so many may stand together. */
export function markRadius(count: number): number {
  return count > 14 ? 2 : 3.4;
}

function markElement(mark: PlacedMark): SVGPathElement {
  const isSmall = mark.radius < 3;
  return element("path", {
    d: shapePath(mark.style.shape, mark.x, mark.y, mark.radius),
    fill: mark.style.colour,
    "fill-opacity": isSmall ? 0.75 : null,
    stroke: mark.style.outline ?? (isSmall ? null : "var(--halo)"),
    "stroke-width": isSmall ? (mark.style.outline ? 0.5 : null) : 1,
    ...markAttributes(mark.tip, mark.filter),
  });
}

/** The marks as elements, or as a layer where they are too many; either is empty. */
export function drawMarks(
  marks: readonly PlacedMark[],
  width: number,
  height: number,
): { elements: Node[]; canvas: CanvasLayer | undefined } {
  return marks.length > MOST_ELEMENTS
    ? { elements: [], canvas: markLayer(marks, width, height) }
    : { elements: marks.map(markElement), canvas: undefined };
}

/** One row of cells, each a mark in reading order. */
function markLayer(marks: readonly PlacedMark[], width: number, height: number): CanvasLayer {
  return {
    x: 0,
    y: 0,
    width,
    height,
    rows: 1,
    columns: marks.length,
    paint: (context, colour) => {
      for (const mark of marks) paintMark(mark, context, colour);
    },
    at: (x, y) => {
      const column = nearest(marks, x, y);
      return column < 0 ? null : { row: 0, column };
    },
    mark: (_, column) => {
      const mark = marks[column];
      if (!mark) throw new Error(`There is no mark ${column}, only ${marks.length}.`);
      const { x, y, radius, tip, filter } = mark;
      const size = 2 * radius;
      return { tip, filter, x: x - radius, y: y - radius, width: size, height: size };
    },
  };
}

function paintMark(
  mark: PlacedMark,
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
): void {
  const shape = new Path2D(shapePath(mark.style.shape, mark.x, mark.y, mark.radius));
  context.globalAlpha = 0.75;
  context.fillStyle = colour(tokenOf(mark.style.colour));
  context.fill(shape);
  if (!mark.style.outline) return;
  context.lineWidth = 0.5;
  context.strokeStyle = colour(tokenOf(mark.style.outline));
  context.stroke(shape);
}

/** `--c1` of `var(--c1)`. */
function tokenOf(variable: string): string {
  return variable.slice("var(".length, -1);
}

function nearest(marks: readonly PlacedMark[], x: number, y: number): number {
  let best = -1;
  let bestDistance = REACH ** 2;
  marks.forEach((mark, i) => {
    const distance = (mark.x - x) ** 2 + (mark.y - y) ** 2;
    if (distance <= bestDistance) {
      best = i;
      bestDistance = distance;
    }
  });
  return best;
}
