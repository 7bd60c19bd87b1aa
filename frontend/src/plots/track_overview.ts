// The upper part of a track: how dense SSRs are along the whole genome, and which part is shown.

import { axisLine, tickTexts, tickValues } from "./axes";
import { formatNumber } from "./format";
import { element, line, markAttributes, rectangle, text, textWidth } from "./svg";
import type { Track } from "./track_data";
import { clumps, isCrowded, ssrFilter, ssrTip } from "./track_marks";
import type { TrackWindow } from "./track_places";

export const OVERVIEW_HEIGHT = 88;
/** px left of position 0 and right of the end. */
export const LEFT = 60;
export const RIGHT = 16;

const TOP = 24;
const BASE = 58;
const MOST_WINDOWS = 250;

export interface Scale {
  x(position: number): number;
  position(x: number): number;
  /** px of one bp. */
  px: number;
}

/** Scale of the positions of a window over the whole drawing, with its inverse. */
export function positions(window: TrackWindow, width: number): Scale {
  const bases = Math.max(1, window.to - window.from);
  const px = Math.max(1, width - LEFT - RIGHT) / bases;
  return {
    x: (position: number) => LEFT + (position - window.from) * px,
    position: (x: number) => window.from + (x - LEFT) / px,
    px,
  };
}

/** Density, genes as a strip, polymorphic SSRs as triangles; positions of the whole genome. */
export function overview(track: Track, width: number): SVGGElement {
  const scale = positions({ from: 0, to: track.length }, width);
  const { x } = scale;
  const size = windowSize(track.length);
  const counts = countSsrs(track, size);
  const largest = Math.max(1, ...counts);
  const y = (count: number) => BASE - (count / largest) * (BASE - TOP);
  const bars = counts.map((count, i) => {
    const left = x(i * size);
    const right = Math.max(left + 1.5, x(Math.min(track.length, (i + 1) * size)) - 0.8);
    return count ? `M${short(left)},${BASE}V${short(y(count))}H${short(right)}V${BASE}Z` : "";
  });
  return element(
    "g",
    {},
    text(`↑ SSRs per ${windowName(size)}`, 0, 10, "hint"),
    ...[0, largest].map((count) =>
      text(formatNumber(count), LEFT - 6, y(count) + 4, "axis", { "text-anchor": "end" }),
    ),
    line(LEFT, TOP, width - RIGHT, TOP),
    element("path", { d: bars.join(""), fill: "var(--mark)" }),
    ...geneStrip(track, width),
    ...triangles(track, scale),
    ...kilobases(track, x, width),
  );
}

/** The shown part, with handles at its edges. */
export function brush(track: Track, width: number, window: TrackWindow): SVGGElement {
  const { x } = positions({ from: 0, to: track.length }, width);
  const [from, to] = [x(window.from), x(window.to)];
  const handle = (edge: "from" | "to", place: number) =>
    rectangle(place - 3, 38, 6, 16, {
      "data-part": edge,
      rx: 2,
      fill: "var(--surface)",
      stroke: "var(--text)",
    });
  return element(
    "g",
    { "data-part": "window" },
    rectangle(from, TOP - 2, Math.max(1, to - from), 47, {
      fill: "var(--brush)",
      stroke: "var(--text)",
    }),
    handle("from", from),
    handle("to", to),
  );
}

/** bp of the windows that SSRs are counted in: a round number, 100 bp or more. */
export function windowSize(length: number): number {
  const least = Math.max(100, length / MOST_WINDOWS);
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10) * power;
}

function windowName(size: number): string {
  if (size < 1000) return `${formatNumber(size)} bp`;
  return size === 1000 ? "kb" : `${formatNumber(size / 1000)} kb`;
}

function countSsrs(track: Track, size: number): number[] {
  const counts = new Array<number>(Math.ceil(track.length / size)).fill(0);
  for (const ssr of track.ssrs) {
    const place = Math.floor(ssr.start / size);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

function geneStrip(track: Track, width: number): SVGElement[] {
  const { x } = positions({ from: 0, to: track.length }, width);
  if (!track.genes.length) return [axisLine(LEFT, BASE, width - RIGHT, BASE)];
  const strips = track.genes.map(
    (gene) => `M${short(x(gene.start))},62H${short(x(gene.end))}V67H${short(x(gene.start))}Z`,
  );
  return [
    rectangle(LEFT, 62, width - LEFT - RIGHT, 5, { fill: "var(--line-2)" }),
    element("path", { d: strips.join(""), fill: "var(--mark-2)" }),
  ];
}

function triangles(track: Track, { x, px }: Scale): SVGElement[] {
  const ssrs = track.ssrs.filter((ssr) => ssr.isPolymorphic);
  return clumps(ssrs, px, isCrowded(ssrs)).flatMap((clump) => {
    const [ssr] = clump;
    if (!ssr) return [];
    return element("path", {
      d: `M${short(x(ssr.start))},20l4,-6h-8Z`,
      fill: "var(--c2)",
      ...markAttributes(ssrTip(clump), clump.length === 1 ? ssrFilter(ssr) : undefined),
    });
  });
}

function kilobases(track: Track, x: (position: number) => number, width: number): SVGElement[] {
  const values = tickValues([0, track.length / 1000], (width - LEFT) / 90);
  const texts = tickTexts(values);
  return values.flatMap((value, i) => {
    const label = i === 0 ? `${texts[i]} kb` : (texts[i] ?? "");
    const place = x(value * 1000);
    if (place + textWidth(label) / 2 > width) return [];
    return [text(label, place, 82, "axis", { "text-anchor": i === 0 ? "start" : "middle" })];
  });
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
