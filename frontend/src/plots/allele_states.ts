// What a genome has at a locus: five states in words, and as shapes that tell them apart without
// colour. Cells of the matrix, bars of the table and legends are made from the same shapes.

import { formatNumber, plural } from "./format";
import { element, line, rectangle } from "./svg";

/** As in the column `state`, in the order in which bars and legends show them. */
export const STATES = ["typed", "below_threshold", "absent", "multiple", "missing"] as const;
export type AlleleState = (typeof STATES)[number];
export type StateCounts = Readonly<Record<AlleleState, number>>;

export const STATE_WORDS: Readonly<Record<AlleleState, string>> = {
  typed: "typed",
  below_threshold: "below threshold",
  absent: "absent",
  multiple: "several places",
  missing: "missing",
};

/** px of a cell that has room for a number. */
export const NUMBERED = { width: 16, height: 14 };

/** px around the box of a cell below the threshold. */
const INSET = 2.5;

/** A part of a cell; (0, 0) is its upper left corner. */
export type CellShape =
  | { kind: "fill"; part: 0 | 1; x: number; y: number; width: number; height: number }
  | { kind: "outline"; x: number; y: number; width: number; height: number }
  | { kind: "line"; x1: number; y1: number; x2: number; y2: number };

export interface Paint {
  colour: string;
  /** 0 to 1. */
  opacity: number;
}

/** The parts of a cell: typed is full; below the threshold a smaller box, or half as high where no
 * number fits; absent hollow; several places two halves, or a double line; missing hatched. `part` is
 * 1 for the second of several places. */
export function cellShapes(state: AlleleState, width: number, height: number): CellShape[] {
  const isNumbered = width >= NUMBERED.width && height >= NUMBERED.height;
  switch (state) {
    case "typed":
      return [fill(0, 0, 0, width, height)];
    case "below_threshold":
      return isNumbered
        ? [fill(0, INSET, INSET, width - 2 * INSET, height - 2 * INSET)]
        : [fill(0, 0, height / 2, width, height / 2)];
    case "absent":
      return [outline(width, height)];
    case "multiple":
      return isNumbered ? sideBySide(width, height) : doubled(width, height);
    case "missing":
      return hatch(width, height);
  }
}

/** The shapes as elements, at a place of a drawing. */
export function drawShapes(
  shapes: readonly CellShape[],
  x: number,
  y: number,
  fills: readonly [string, string],
  ink: string,
): SVGElement[] {
  return shapes.map((shape) => {
    if (shape.kind === "line") {
      const { x1, y1, x2, y2 } = shape;
      return line(x + x1, y + y1, x + x2, y + y2, { stroke: ink });
    }
    const box = [x + shape.x, y + shape.y, shape.width, shape.height] as const;
    return shape.kind === "fill"
      ? rectangle(...box, { fill: fills[shape.part] })
      : rectangle(...box, { fill: "none", stroke: ink });
  });
}

/** The shapes on a canvas, in the same places. */
export function paintShapes(
  context: CanvasRenderingContext2D,
  shapes: readonly CellShape[],
  x: number,
  y: number,
  fills: readonly [Paint, Paint],
  ink: string,
): void {
  for (const shape of shapes) {
    if (shape.kind === "fill") {
      const { colour, opacity } = fills[shape.part];
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.fillRect(x + shape.x, y + shape.y, shape.width, shape.height);
      context.globalAlpha = 1;
      continue;
    }
    context.strokeStyle = ink;
    context.lineWidth = 1;
    if (shape.kind === "outline") {
      context.strokeRect(x + shape.x, y + shape.y, shape.width, shape.height);
      continue;
    }
    context.beginPath();
    context.moveTo(x + shape.x1, y + shape.y1);
    context.lineTo(x + shape.x2, y + shape.y2);
    context.stroke();
  }
}

/** `16 typed, 1 below threshold, 1 missing`; states that no genome has are left out. */
export function describeStates(counts: StateCounts): string {
  const parts = STATES.filter((state) => counts[state] > 0).map(
    (state) => `${formatNumber(counts[state])} ${STATE_WORDS[state]}`,
  );
  return parts.join(", ") || plural(0, "genome");
}

/** The state that most genomes have: `33 of 34 several places`. */
export function describeMost(counts: StateCounts): string {
  const most = STATES.reduce((best, state) => (counts[state] > counts[best] ? state : best));
  const all = STATES.reduce((sum, state) => sum + counts[state], 0);
  return `${formatNumber(counts[most])} of ${formatNumber(all)} ${STATE_WORDS[most]}`;
}

/** The states with their shapes as a line of a drawing, as they are in cells with or without numbers;
 * its first line begins at y 0. */
export function stateLegend(
  states: readonly AlleleState[],
  width: number,
  hasNumbers = false,
): { nodes: SVGElement[]; height: number; place(x: number, y: number): SVGGElement } {
  const items = states.map((state) => ({ state, room: 24 + 6.3 * STATE_WORDS[state].length + 14 }));
  const nodes: SVGElement[] = [];
  const [fill, height] = ["var(--mark-2)", hasNumbers ? NUMBERED.height : 12];
  let [x, y] = [0, 0];
  for (const { state, room } of items) {
    if (x > 0 && x + room > width) [x, y] = [0, y + 18];
    nodes.push(
      ...drawShapes(cellShapes(state, 18, height), x, y + 1, [fill, fill], "var(--axis)"),
      element("text", { x: x + 24, y: y + 11, fill: "var(--text-2)" }, STATE_WORDS[state]),
    );
    x += room;
  }
  const place = (left: number, top: number) =>
    element("g", { transform: `translate(${left} ${top})` }, ...nodes);
  return { nodes, height: y + 18, place };
}

function fill(part: 0 | 1, x: number, y: number, width: number, height: number): CellShape {
  return { kind: "fill", part, x, y, width, height };
}

/** Each half has room for its number. */
function sideBySide(width: number, height: number): CellShape[] {
  const gap = Math.max(3, width / 12);
  const half = (width - gap) / 2;
  return [fill(0, 0, 0, half, height), fill(1, half + gap, 0, half, height)];
}

/** A double line: halves side by side would look like two cells. */
function doubled(width: number, height: number): CellShape[] {
  const third = height / 3;
  return [fill(0, 0, 0, width, third), fill(1, 0, height - third, width, third)];
}

/** Inside the cell, so that neighbours do not share it. */
function outline(width: number, height: number): CellShape {
  return { kind: "outline", x: 0.5, y: 0.5, width: width - 1, height: height - 1 };
}

/** Strokes from below left to above right, cut at the edges; one of them in a thin cell. */
function hatch(width: number, height: number): CellShape[] {
  if (height < 4 || width < 4) {
    const y = height / 2;
    return [{ kind: "line", x1: width * 0.35, y1: y, x2: width * 0.65, y2: y }];
  }
  const step = Math.max(5, Math.min(8, height));
  const strokes: CellShape[] = [];
  for (let foot = -height + step / 2; foot < width; foot += step) {
    const [from, to] = [Math.max(0, foot), Math.min(width, foot + height)];
    if (to - from < 2) continue;
    strokes.push({
      kind: "line",
      x1: from,
      y1: height - (from - foot),
      x2: to,
      y2: height - (to - foot),
    });
  }
  return strokes;
}
