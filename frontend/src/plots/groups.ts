// One colour and one shape per category, the same in every figure, table and legend.

import { compareNatural } from "./format";
import { element } from "./svg";

export type Shape = "circle" | "square" | "triangle" | "diamond" | "down" | "cross";

export interface GroupStyle {
  /** `var(--c1)` ... `var(--c8)`, then `var(--c-other)`. */
  colour: string;
  /** An outline that keeps a light colour visible. */
  outline: string | null;
  shape: Shape;
}

export type Groups = ReadonlyMap<string, GroupStyle>;

const SHAPES: readonly Shape[] = ["circle", "square", "triangle", "diamond", "down", "cross"];
const COLOURS = 8;
const OTHER: GroupStyle = { colour: "var(--c-other)", outline: null, shape: "circle" };
const NONE: GroupStyle = { colour: "var(--c-none)", outline: "var(--axis)", shape: "circle" };

/** Styles of all categories of a result, in natural order; `undefined` is hollow, the ninth and
 * later are grey. */
export function assignGroups(categories: readonly string[]): Groups {
  const named = [...new Set(categories)]
    .sort(compareNatural)
    .filter((name) => name !== "undefined");
  const styles = new Map<string, GroupStyle>(
    named.map((name, i) => [
      name,
      i >= COLOURS
        ? OTHER
        : {
            colour: `var(--c${i + 1})`,
            outline: i === COLOURS - 1 ? "var(--c8-line)" : null,
            shape: SHAPES[i % SHAPES.length] ?? "circle",
          },
    ]),
  );
  if (categories.includes("undefined")) styles.set("undefined", NONE);
  return styles;
}

export function styleOf(groups: Groups, name: string | null): GroupStyle {
  return groups.get(name ?? "undefined") ?? (name === null || name === "undefined" ? NONE : OTHER);
}

/** A mark of a category, centred, as large in area as a circle of the radius. */
export function groupMark(style: GroupStyle, x: number, y: number, radius = 3.5): SVGPathElement {
  return element("path", {
    d: shapePath(style.shape, x, y, radius),
    fill: style.colour,
    stroke: style.outline,
    "stroke-width": style.outline ? 1 : null,
  });
}

/** Outline of a shape. */
export function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  const points = (...pairs: readonly (readonly [number, number])[]) =>
    `M${pairs.map(([dx, dy]) => `${short(x + dx * radius)},${short(y + dy * radius)}`).join("L")}Z`;
  switch (shape) {
    case "circle":
      return `M${short(x - radius)},${short(y)}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0Z`;
    case "square":
      return points([-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]);
    case "triangle":
      return points([0, -1.2], [1.15, 0.85], [-1.15, 0.85]);
    case "down":
      return points([0, 1.2], [1.15, -0.85], [-1.15, -0.85]);
    case "diamond":
      return points([0, -1.3], [1.2, 0], [0, 1.3], [-1.2, 0]);
    case "cross": {
      const a = 0.4;
      const b = 1.2;
      return points(
        [-a, -b],
        [a, -b],
        [a, -a],
        [b, -a],
        [b, a],
        [a, a],
        [a, b],
        [-a, b],
        [-a, a],
        [-b, a],
        [-b, -a],
        [-a, -a],
      );
    }
  }
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
