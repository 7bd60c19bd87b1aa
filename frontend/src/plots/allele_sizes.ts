// The two small drawings that a locus has in a row: genomes by repeat number, and by state.

import { max } from "d3-array";
import { scaleLinear } from "d3-scale";
import {
  cellShapes,
  describeStates,
  drawShapes,
  STATE_WORDS,
  STATES,
  type StateCounts,
} from "./allele_states";
import { tickValues } from "./axes";
import { formatNumber, plural } from "./format";
import type { AlleleSize, Locus } from "./locus_rows";
import { element, line, rectangle, text, textWidth } from "./svg";

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Repeat numbers that a locus of one number is drawn among, so that its bar is no wall. */
const LEAST_SPAN = 8;
const WIDEST_BAR = 7;

/** Limits of one scale for all of the loci. */
export function sizeDomain(loci: readonly Locus[]): [number, number] {
  const sizes = loci.flatMap((locus) => locus.sizes.map((size) => size.repeat));
  return [0, Math.max(LEAST_SPAN, max(sizes) ?? 0)];
}

/** Bars of genomes by repeat number on a line from the least to the largest. The modal one is dark
 * and has a tick below. On a scale of its own a row tells its limits at its ends. */
export function drawSizes(locus: Locus, frame: Frame, domain?: [number, number]): SVGElement[] {
  const { sizes, modal } = locus;
  if (!sizes.length) return [];
  const ends = domain ? 0 : endRoom(sizes);
  const x = scaleLinear(domain ?? ownDomain(sizes), [
    frame.x + ends + WIDEST_BAR / 2,
    frame.x + frame.width - ends - WIDEST_BAR / 2,
  ]);
  const base = frame.y + frame.height - 5;
  const width = Math.max(1, Math.min(WIDEST_BAR, 0.8 * (x(1) - x(0))));
  const largest = max(sizes, (size) => size.genomes) ?? 1;
  const bars = sizes.map(({ repeat, genomes }) => {
    const height = Math.max(2, ((frame.height - 8) * genomes) / largest);
    const fill = repeat === modal ? "var(--text)" : "var(--mark-2)";
    return rectangle(x(repeat) - width / 2, base - height, width, height, { fill });
  });
  return [
    line(x(sizes[0]?.repeat ?? 0), base + 0.5, x(sizes.at(-1)?.repeat ?? 0), base + 0.5, {
      stroke: "var(--axis)",
    }),
    ...bars,
    ...(modal === null ? [] : [modalTick(x(modal), base)]),
    ...(domain ? [] : endLabels(sizes, x, base)),
  ];
}

/** The axis of one scale for all rows, over their first one. */
export function drawSizeAxis(domain: [number, number], width: number): SVGElement[] {
  const x = scaleLinear(domain, [WIDEST_BAR / 2, width - WIDEST_BAR / 2]);
  const ticks = tickValues(domain, width / 60).filter(Number.isInteger);
  return [
    text("repeat number →", width, 11, "hint", { "text-anchor": "end" }),
    ...ticks.flatMap((tick) => [
      line(x(tick), 26, x(tick), 30, { stroke: "var(--axis)" }),
      text(String(tick), x(tick), 24, "axis", { "text-anchor": "middle" }),
    ]),
  ];
}

/** A bar of the genomes in their states, with the shapes of the matrix. */
export function drawStates(counts: StateCounts, frame: Frame): SVGElement[] {
  const all = STATES.reduce((sum, state) => sum + counts[state], 0);
  let { x } = frame;
  return STATES.filter((state) => counts[state] > 0).flatMap((state) => {
    const width = (frame.width * counts[state]) / all;
    const [left, room] = [x, Math.max(1.5, width - 1)];
    x += width;
    const shapes = cellShapes(state, room, frame.height);
    return drawShapes(shapes, left, frame.y, [MARK, MARK], "var(--axis)");
  });
}

/** What the bars of a locus say. */
export function describeSizes({ sizes, modal }: Locus): string {
  if (!sizes.length) return "no repeat number";
  const listed = sizes.slice(0, 8).map(({ repeat, genomes }) => `${repeat}: ${genomes}`);
  const more = sizes.length > 8 ? `, and ${plural(sizes.length - 8, "other")}` : "";
  return `repeat number: genomes — ${listed.join(", ")}${more}; modal ${modal ?? "–"}`;
}

/** What the bar of states says, a line per state that some genome has. */
export function tipOfStates(counts: StateCounts): string {
  const lines = STATES.filter((state) => counts[state] > 0).map(
    (state) => `${formatNumber(counts[state])} ${STATE_WORDS[state]}`,
  );
  return lines.join("\n") || describeStates(counts);
}

function ownDomain(sizes: readonly AlleleSize[]): [number, number] {
  const [least, most] = [sizes[0]?.repeat ?? 0, sizes.at(-1)?.repeat ?? 0];
  const air = Math.max(0, LEAST_SPAN - (most - least)) / 2;
  const from = Math.max(0, Math.floor(least - air));
  return [from, Math.max(most, from + LEAST_SPAN)];
}

/** px of the larger of the two numbers at the ends, with air. */
function endRoom(sizes: readonly AlleleSize[]): number {
  return textWidth(String(sizes.at(-1)?.repeat ?? 0)) + 6;
}

function endLabels(
  sizes: readonly AlleleSize[],
  x: (value: number) => number,
  base: number,
): SVGElement[] {
  const [least, most] = [sizes[0]?.repeat ?? 0, sizes.at(-1)?.repeat ?? 0];
  const label = (value: number, at: number, anchor: string) =>
    text(String(value), at, base, "hint", { "text-anchor": anchor });
  const right = label(most, x(most) + WIDEST_BAR / 2 + 4, "start");
  return least === most ? [right] : [label(least, x(least) - WIDEST_BAR / 2 - 4, "end"), right];
}

function modalTick(x: number, base: number): SVGElement {
  const d = `M${x.toFixed(2)},${base + 1.5}l3,3.5h-6Z`;
  return element("path", { d, fill: "var(--text)" });
}

const MARK = "var(--mark)";
