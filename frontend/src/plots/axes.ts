// Axes as the figure grammar has them: gridlines for quantities, horizontal titles with an arrow.

import { ticks } from "d3-array";
import { formatNumber } from "./format";
import { fitted, line, text, textWidth } from "./svg";

/** A value to px; any scale of d3-scale is one. */
export type Position = (value: number) => number;

/** Texts of tick values, all with the same decimals. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = Math.max(0, ...values.map(decimalsOf));
  return values.map((value) => formatNumber(value, decimals));
}

/** Round values within a domain, about as many as asked for. */
export function tickValues(domain: readonly [number, number], count: number): number[] {
  return ticks(domain[0], domain[1], Math.max(1, count)).map((value) => Number(value.toFixed(10)));
}

/** px at the left of an axis for the values of a domain. */
export function valueRoom(domain: readonly [number, number], count = 4, least = 22): number {
  const widths = tickTexts(tickValues(domain, count)).map((label) => textWidth(label));
  return Math.max(least, ...widths) + 8;
}

/** 1, 2, 5, 10 ... up to the largest value: those of them that lie `space` px apart. */
export function logTicks(largest: number, position: Position, space = 15): number[] {
  for (const steps of [[1, 2, 5], [1, 5], [1]]) {
    const values = powers(largest).flatMap((power) => steps.map((step) => step * power));
    const kept = values.filter((value) => value <= largest);
    if (apart(kept, position, space) || steps.length === 1) return kept;
  }
  return [1];
}

/** Horizontal gridlines with their values at the left. */
export function valueLines(
  values: readonly number[],
  position: Position,
  left: number,
  right: number,
): Node[] {
  const texts = tickTexts(values);
  return values.flatMap((value, i) => {
    const y = position(value);
    return [
      line(left, y, right, y),
      text(texts[i] ?? "", left - 6, y + 4, "axis", { "text-anchor": "end" }),
    ];
  });
}

/** Values under a horizontal axis, with vertical gridlines from `top` on; those that would touch
 * are left out. */
export function valueColumns(
  values: readonly number[],
  position: Position,
  top: number,
  bottom: number,
): Node[] {
  const texts = tickTexts(values);
  let free = Number.NEGATIVE_INFINITY;
  return values.flatMap((value, i) => {
    const x = position(value);
    const label = texts[i] ?? "";
    const half = textWidth(label) / 2;
    const isFree = x - half >= free;
    if (isFree) free = x + half + 6;
    return [
      line(x, top, x, bottom),
      ...(isFree ? [text(label, x, bottom + 15, "axis", { "text-anchor": "middle" })] : []),
    ];
  });
}

/** The one line of an axis. */
export function axisLine(x1: number, y1: number, x2: number, y2: number) {
  return line(x1, y1, x2, y2, { stroke: "var(--axis)" });
}

/** Title of a vertical axis, above it. */
export function titleAbove(title: string, width: number, x = 0, y = 10) {
  return text(fitted(`↑ ${title}`, width), x, y, "hint");
}

/** Title of a horizontal axis, below its right end. */
export function titleBelow(title: string, right: number, y: number, width = right) {
  const space = textWidth(" →");
  return text(`${fitted(title, width - space)} →`, right, y, "hint", { "text-anchor": "end" });
}

/** The sign that a vertical axis does not begin at 0, at its lower end. */
export function breakMark(x: number, y: number): Node[] {
  return [-7, -3].map((dy) => line(x - 4, y + dy, x + 4, y + dy - 4, { stroke: "var(--axis)" }));
}

function decimalsOf(value: number): number {
  return (String(Number(value.toFixed(6))).split(".")[1] ?? "").length;
}

function powers(largest: number): number[] {
  const count = Math.floor(Math.log10(Math.max(1, largest))) + 1;
  return Array.from({ length: count }, (_, i) => 10 ** i);
}

function apart(values: readonly number[], position: Position, space: number): boolean {
  return values.every(
    (value, i) => i === 0 || Math.abs(position(value) - position(values[i - 1] ?? value)) >= space,
  );
}
