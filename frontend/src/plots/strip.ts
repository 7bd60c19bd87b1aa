// A strip of genomes per group over a quiet box: upright, or with the groups as rows where their
// names need the room.

import { extent, quantileSorted } from "d3-array";
import { scaleLinear } from "d3-scale";
import { groupFilter } from "../filters";
import { axisLine, breakMark, tickValues, valueColumns, valueLines } from "./axes";
import { dodge } from "./dodge";
import { formatNumber, plural } from "./format";
import { type Groups, styleOf } from "./groups";
import { markRadius, type PlacedMark } from "./marks";
import { describeGenome, groupTitle, type Sample } from "./samples";
import { element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

export interface Strip {
  /** px where names of groups as rows begin. */
  start: number;
  /** px of the plotted area, without the names of the groups. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  groups: readonly string[];
  domain: readonly [number, number];
  /** Groups side by side, values upwards. */
  isUpright: boolean;
  styles: Groups;
  by: string;
  /** `SSR/Mb`. */
  unit: string;
}

export interface DrawnStrip {
  /** Grid, boxes and names. */
  nodes: Node[];
  marks: PlacedMark[];
  /** Medians, drawn over the marks: many marks would hide them. */
  medians: Node[];
}

/** px under an upright strip, for names and numbers of genomes. */
export const NAMES_BELOW = 34;
/** px. */
const LEAST_NAME = 22;
/** A box of fewer genomes would say more than they do. */
const LEAST_IN_BOX = 5;

/** Whether the names of the groups have room side by side. */
export function fitsUpright(groups: readonly string[], width: number): boolean {
  const each = width / Math.max(1, groups.length);
  return (
    groups.every((group) => textWidth(groupTitle(group, groups)) <= Math.max(each - 6, 0)) ||
    each >= 64
  );
}

/** px at the left that names and numbers of genomes as rows take. */
export function namesAtLeft(groups: readonly string[], width: number): number {
  const widest = Math.max(...groups.map((group) => textWidth(groupTitle(group, groups))));
  return Math.min(widest, 0.36 * width) + 38;
}

/** Limits of the values with some air; from 0 where the smallest is not far from it. */
export function ownDomain(values: readonly number[]): [number, number] {
  const [least = 0, most = 0] = extent(values);
  const air = 0.12 * (most - least) || 0.1 * most || 1;
  const from = Math.max(0, least - air);
  return [from < 0.25 * (most + air) ? 0 : from, most + air];
}

export function drawStrip(samples: readonly Sample[], strip: Strip): DrawnStrip {
  const position = strip.isUpright
    ? scaleLinear([...strip.domain], [strip.bottom, strip.top])
    : scaleLinear([...strip.domain], [strip.left, strip.right]);
  const parts = strip.groups.map((group, index) => {
    const members = samples.filter((sample) => sample.group === group);
    return drawGroup([...members].sort(byValue), index, strip, position);
  });
  return {
    nodes: [...axes(strip, position), ...parts.flatMap((part) => part.nodes)],
    marks: parts.flatMap((part) => part.marks),
    medians: parts.flatMap((part) => part.medians),
  };
}

function byValue(a: Sample, b: Sample): number {
  return a.value - b.value || (a.genome < b.genome ? -1 : 1);
}

function axes(strip: Strip, position: (value: number) => number): Node[] {
  const { left, right, top, bottom, isUpright, domain } = strip;
  const count = isUpright ? (bottom - top) / 38 : (right - left) / 70;
  const ticks = tickValues(domain, count);
  const width = groupWidth(strip);
  const parting = strip.groups.slice(1).map((_, i) => {
    const dots = { "stroke-dasharray": "1 3" };
    const at = (i + 1) * width;
    return isUpright
      ? line(left + at, top, left + at, bottom, dots)
      : line(left, top + at, right, top + at, dots);
  });
  return [
    ...parting,
    ...(isUpright
      ? valueLines(ticks, position, left, right)
      : valueColumns(ticks, position, top, bottom)),
    isUpright ? axisLine(left, bottom, right, bottom) : axisLine(left, top, left, bottom),
    ...(domain[0] > 0
      ? [element("g", {}, ...breakMark(left, isUpright ? bottom : bottom + 4))]
      : []),
  ];
}

/** px that each group has across the value axis. */
function groupWidth(strip: Strip): number {
  const whole = strip.isUpright ? strip.right - strip.left : strip.bottom - strip.top;
  return whole / Math.max(1, strip.groups.length);
}

function drawGroup(
  samples: readonly Sample[],
  index: number,
  strip: Strip,
  position: (value: number) => number,
): DrawnStrip {
  const width = groupWidth(strip);
  const center = (strip.isUpright ? strip.left : strip.top) + (index + 0.5) * width;
  const values = samples.map((sample) => sample.value);
  const isBoxed = values.length >= LEAST_IN_BOX;
  return {
    nodes: [
      ...(isBoxed ? box(values, center, strip, position) : []),
      name(samples, index, center, strip),
    ],
    medians: isBoxed ? [median(values, center, strip, position)] : [],
    marks: placeMarks(samples, center, width / 2 - 4, strip, position),
  };
}

/** Quartiles, and whiskers over the whole range. */
function box(
  values: readonly number[],
  center: number,
  strip: Strip,
  position: (value: number) => number,
): Node[] {
  const sorted = [...values];
  const at = (share: number) => position(quantileSorted(sorted, share) ?? 0);
  const half = halfBox(strip);
  const [least, low, high, most] = [at(0), at(0.25), at(0.75), at(1)];
  const start = Math.min(low, high);
  const length = Math.max(1, Math.abs(high - low));
  const look = { fill: "var(--surface)", stroke: "var(--axis)" };
  return strip.isUpright
    ? [
        axisLine(center, least, center, most),
        rectangle(center - half, start, 2 * half, length, look),
      ]
    : [
        axisLine(least, center, most, center),
        rectangle(start, center - half, length, 2 * half, look),
      ];
}

function median(
  values: readonly number[],
  center: number,
  strip: Strip,
  position: (value: number) => number,
): Node {
  const at = position(quantileSorted([...values], 0.5) ?? 0);
  const half = halfBox(strip);
  const bold = { stroke: "var(--text)", "stroke-width": 2, "pointer-events": "none" };
  return strip.isUpright
    ? line(center - half, at, center + half, at, bold)
    : line(at, center - half, at, center + half, bold);
}

function halfBox(strip: Strip): number {
  return Math.min(13, 0.3 * groupWidth(strip));
}

function placeMarks(
  samples: readonly Sample[],
  center: number,
  reach: number,
  strip: Strip,
  position: (value: number) => number,
): PlacedMark[] {
  const radius = markRadius(samples.length);
  const size = radius < 3 ? 3.6 : 6;
  const places = samples.map((sample) =>
    Math.abs(position(sample.value) - position(strip.domain[0])),
  );
  const offsets = dodge(places, size, Math.max(0, reach), (i) => samples[i]?.genome ?? "");
  return samples.map((sample, i) => {
    const across = center + (offsets[i] ?? 0);
    const along = position(sample.value);
    return {
      x: strip.isUpright ? across : along,
      y: strip.isUpright ? along : across,
      radius,
      style: styleOf(strip.styles, sample.category),
      tip: `${describeGenome(sample)}\n${printRate(sample.value)} ${strip.unit}`,
      filter: { genome: [sample.genome] },
    };
  });
}

/** Name of the group and its number of genomes; a click filters by it. */
function name(samples: readonly Sample[], index: number, center: number, strip: Strip): Node {
  const group = strip.groups[index] ?? "undefined";
  const title = groupTitle(group, strip.groups);
  const count = `${index ? "" : "n "}${formatNumber(samples.length)}`;
  const attributes = markAttributes(
    tipOf(title, samples, strip.unit),
    groupFilter(strip.by, group),
  );
  if (strip.isUpright) {
    const middle = { "text-anchor": "middle" };
    const room = groupWidth(strip) - 4;
    // Where there is room for no more than a letter, colours and the legend must do.
    if (room < LEAST_NAME) return element("g", attributes, hitArea(center, strip));
    return element(
      "g",
      attributes,
      text(fitted(title, room), center, strip.bottom + 14, "axis", middle),
      ...(textWidth(count) <= room + 8
        ? [text(count, center, strip.bottom + 27, "hint", middle)]
        : []),
    );
  }
  const room = strip.left - strip.start - 38;
  return element(
    "g",
    attributes,
    text(fitted(title, room), strip.start, center + 4),
    text(count, strip.left - 6, center + 4, "hint", { "text-anchor": "end" }),
  );
}

function hitArea(center: number, strip: Strip): Node {
  const width = groupWidth(strip);
  const look = { fill: "transparent" };
  return rectangle(center - width / 2, strip.bottom, width, NAMES_BELOW, look);
}

function tipOf(title: string, samples: readonly Sample[], unit: string): string {
  const values = samples.map((sample) => sample.value);
  const [least, middle, most] = [0, 0.5, 1].map((share) => quantileSorted(values, share) ?? 0);
  return `${title}: ${plural(samples.length, "genome")}\nmedian ${printRate(middle ?? 0)}, range ${printRate(least ?? 0)} to ${printRate(most ?? 0)} ${unit}`;
}

/** Rates with one decimal, large ones without. */
export function printRate(value: number): string {
  return formatNumber(value, value >= 1000 ? 0 : 1);
}
