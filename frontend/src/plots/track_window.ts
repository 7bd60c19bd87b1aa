// The lower part of a track: genes and SSRs of the shown part, with a common axis of positions.

import { group } from "d3-array";
import { axisLine, tickTexts, tickValues, titleBelow, valueColumns } from "./axes";
import { formatNumber, plural } from "./format";
import { element, markAttributes, rectangle, text, textWidth } from "./svg";
import type { Track, TrackSsr } from "./track_data";
import { geneLanes, genesHeight } from "./track_genes";
import { clumps, isCrowded, ssrFilter, ssrName, ssrTip } from "./track_marks";
import { LEFT, positions, RIGHT, type Scale } from "./track_overview";
import type { TrackWindow } from "./track_places";

const LANE = 31;
const LANES = [1, 2, 3, 4, 5, 6];

/** px of the lower part. */
export function windowHeight(track: Track): number {
  return genesHeight(track) + 18 + LANES.length * LANE + 34;
}

export interface ViewOptions {
  /** Name of the chosen gene. */
  selected?: string | undefined;
  /** While the window is dragged: SSRs of a lane are one outline, and say nothing. */
  isMoving?: boolean;
}

/** Genes and SSRs that lie in the window, at least in part; y 0 is the upper edge. */
export function windowView(
  track: Track,
  width: number,
  window: TrackWindow,
  { selected, isMoving = false }: ViewOptions = {},
): SVGGElement {
  const scale = positions(window, width);
  const right = width - RIGHT;
  const isShown = (item: { start: number; end: number }) =>
    item.end > window.from && item.start < window.to;
  const genes = track.genes.filter(isShown);
  const ssrs = track.ssrs.filter(isShown);
  const top = genesHeight(track) + 18;
  return element(
    "g",
    {},
    ...stripes(top, right),
    ...positionAxis(track, window, width, scale),
    ...geneLanes(track, genes, scale, right, selected),
    text("SSRs by motif length", 0, top - 8, "hint"),
    ...LANES.flatMap((length) => lane(length, top, ssrs, scale, right, isMoving)),
  );
}

function stripes(top: number, right: number): SVGElement[] {
  return LANES.filter((length) => length % 2).map((length) =>
    rectangle(LEFT, top + (length - 1) * LANE, right - LEFT, LANE, { fill: "var(--bg)" }),
  );
}

function positionAxis(track: Track, window: TrackWindow, width: number, scale: Scale) {
  const bottom = windowHeight(track) - 34;
  const kilobases = (value: number) => scale.x(value * 1000);
  const values = tickValues([window.from / 1000, window.to / 1000], (width - LEFT) / 100);
  const texts = tickTexts(values);
  const fitting = values.filter(
    (value, i) => kilobases(value) + textWidth(texts[i] ?? "") / 2 <= width,
  );
  return [
    ...valueColumns(fitting, kilobases, genesHeight(track) ? 18 : 0, bottom),
    axisLine(LEFT, bottom, width - RIGHT, bottom),
    titleBelow(`position in ${track.id}, kb`, width - RIGHT, bottom + 30),
  ];
}

/** SSRs of one motif length: ticks as high as they are long, polymorphic ones with their names. */
function lane(
  length: number,
  top: number,
  shown: readonly TrackSsr[],
  scale: Scale,
  right: number,
  isMoving: boolean,
): SVGElement[] {
  const y = top + (length - 1) * LANE;
  const ssrs = shown.filter((ssr) => ssr.motifLength === length);
  const tip = `${length} bp\n${plural(ssrs.length, "SSR")} in the window`;
  const name = text(
    `${length} bp`,
    0,
    y + 20,
    "axis",
    markAttributes(tip, { motif_length: [length] }),
  );
  const ticks = clumps(ssrs, scale.px, isCrowded(shown)).map((clump) =>
    tickOf(clump, y + LANE - 3, scale, right),
  );
  const marks = isMoving ? outlines(ticks) : ticks.map(tickMark);
  return [name, ...marks, ...ssrNames(ssrs, y + 10.5, scale, right)];
}

interface Tick {
  ssrs: readonly TrackSsr[];
  colour: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

function tickOf(ssrs: readonly TrackSsr[], base: number, scale: Scale, right: number): Tick {
  const start = ssrs[0]?.start ?? 0;
  const [end, bases] = ssrs.reduce(
    ([last, most], ssr) => [Math.max(last, ssr.end), Math.max(most, ssr.end - ssr.start)],
    [0, 0],
  );
  const height = Math.min(14, 4 + bases / 3);
  const x = Math.max(LEFT, Math.min(right - 2, scale.x(start)));
  return {
    ssrs,
    colour: ssrs.some((ssr) => ssr.isPolymorphic) ? "var(--c2)" : "var(--mark)",
    x,
    y: base - height,
    width: Math.max(2, Math.min(right, scale.x(end)) - x),
    height,
  };
}

/** Its outline takes no ink but widens what the pointer hits. */
function tickMark({ ssrs, colour, x, y, width, height }: Tick): SVGRectElement {
  const [first] = ssrs;
  return rectangle(x, y, width, height, {
    fill: colour,
    stroke: colour,
    "stroke-opacity": 0,
    "stroke-width": 5,
    ...markAttributes(ssrTip(ssrs), first && ssrs.length === 1 ? ssrFilter(first) : undefined),
  });
}

function outlines(ticks: readonly Tick[]): SVGPathElement[] {
  return [...group(ticks, (tick) => tick.colour)].map(([colour, members]) => {
    const boxes = members.map(
      ({ x, y, width, height }) =>
        `M${x.toFixed(1)},${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}Z`,
    );
    return element("path", { d: boxes.join(""), fill: colour });
  });
}

function ssrNames(ssrs: readonly TrackSsr[], y: number, scale: Scale, right: number) {
  let free = LEFT;
  return ssrs.flatMap((ssr) => {
    const name = ssrName(ssr);
    const x = Math.max(LEFT, scale.x(ssr.start)) + 1;
    const width = textWidth(name, 10.5, true);
    if (!ssr.isPolymorphic || x < free || x + width > right) return [];
    free = x + width + 6;
    return [text(name, x, y, "mono", { "pointer-events": "none" })];
  });
}

/** `132,000–181,000`. */
export function windowName(window: TrackWindow): string {
  return `${formatNumber(window.from)}–${formatNumber(window.to)}`;
}
