// Mean rates of groups, stacked by motif length: upright bars, or rows where names need the room.

import { scaleLinear } from "d3-scale";
import { groupFilter } from "../filters";
import { axisLine, tickValues, titleAbove, titleBelow, valueColumns, valueLines } from "./axes";
import type { DrawOptions, LegendItem } from "./drawing";
import { formatNumber, MOTIF_LENGTH_NAMES, plural } from "./format";
import { groupMeans, type LengthRates } from "./rates";
import { groupTitle, listGroups } from "./samples";
import { fitsUpright, NAMES_BELOW, namesAtLeft, printRate } from "./strip";
import { drawing, element, fitted, markAttributes, rectangle, text, textWidth } from "./svg";

export interface Stack {
  group: string;
  genomes: number;
  /** Mean rates in the order of the motif lengths. */
  means: readonly number[];
}

interface Place {
  stacks: readonly Stack[];
  lengths: readonly number[];
  left: number;
  right: number;
  top: number;
  bottom: number;
  isUpright: boolean;
  position: (value: number) => number;
  unit: string;
  by: string;
}

const HEIGHT = 300;
const ROW = 24;

export function readStacks(rates: readonly LengthRates[]): Stack[] {
  const groups = listGroups(rates.flatMap((one) => one.samples));
  const means = rates.map((one) => groupMeans(one, groups));
  return groups.map((group, i) => ({
    group,
    genomes: rates[0]?.samples.filter((sample) => sample.group === group).length ?? 0,
    means: means.map((ofLength) => ofLength[i] ?? 0),
  }));
}

/** A swatch per motif length; a click filters by it. */
export function lengthLegend(rates: readonly LengthRates[]): LegendItem[] {
  return rates.map(({ motifLength }) => ({
    label: `${motifLength} bp ${MOTIF_LENGTH_NAMES[motifLength] ?? ""}`.trim(),
    colour: lengthColour(motifLength),
    shape: "swatch",
    filter: { motif_length: [motifLength] },
  }));
}

export function drawStacks(rates: readonly LengthRates[], options: DrawOptions, unit: string) {
  const stacks = readStacks(rates);
  const groups = stacks.map((stack) => stack.group);
  const isUpright = fitsUpright(groups, options.width - 60);
  const height = isUpright ? HEIGHT : stacks.length * ROW + 52;
  const largest = Math.max(...stacks.map(total)) || 1;
  const most = isUpright ? 1.12 * largest : largest;
  const totals = Math.max(...stacks.map((stack) => textWidth(printRate(total(stack)))));
  const area = isUpright
    ? { left: 48, right: options.width, top: 24, bottom: HEIGHT - NAMES_BELOW }
    : {
        left: namesAtLeft(groups, options.width),
        right: options.width - totals - 12,
        top: 8,
        bottom: height - 40,
      };
  const position = isUpright
    ? scaleLinear([0, most], [area.bottom, area.top])
    : scaleLinear([0, most], [area.left, area.right]);
  const lengths = rates.map((one) => one.motifLength);
  const place = { ...area, stacks, lengths, isUpright, position, unit, by: options.by };
  return drawing(
    options.width,
    height,
    ...axes(place, most, height),
    ...stacks.map((stack, i) => drawStack(stack, i, place)),
    ...(isUpright
      ? [axisLine(area.left, area.bottom, area.right, area.bottom)]
      : [axisLine(area.left, area.top, area.left, area.bottom)]),
  );
}

function total(stack: Stack): number {
  return stack.means.reduce((sum, mean) => sum + mean, 0);
}

function axes(place: Place, most: number, height: number): Node[] {
  const { left, right, top, bottom, position, unit } = place;
  return place.isUpright
    ? [
        titleAbove(`${unit}, mean of the group`, right),
        ...valueLines(tickValues([0, most], 5), position, left, right),
      ]
    : [
        ...valueColumns(tickValues([0, most], (right - left) / 80), position, top, bottom),
        titleBelow(`${unit}, mean of the group`, right, height - 5),
      ];
}

function drawStack(stack: Stack, index: number, place: Place): Node {
  const whole = place.isUpright ? place.right - place.left : place.bottom - place.top;
  const each = whole / place.stacks.length;
  const center = (place.isUpright ? place.left : place.top) + (index + 0.5) * each;
  const half = Math.min(28, 0.36 * each);
  return element(
    "g",
    {},
    ...segments(stack, center, half, place),
    totalText(stack, center, place),
    name(stack, index, center, each, place),
  );
}

function segments(stack: Stack, center: number, half: number, place: Place): Node[] {
  let from = 0;
  return stack.means.map((mean, i) => {
    const length = place.lengths[i] ?? 0;
    const [a, b] = [place.position(from), place.position(from + mean)];
    from += mean;
    const share = formatNumber((100 * mean) / (total(stack) || 1), 1);
    const tip = `${groupTitle(
      stack.group,
      place.stacks.map((one) => one.group),
    )}\n${length} bp: ${printRate(mean)} ${place.unit}, ${share} %`;
    const look = {
      fill: lengthColour(length),
      ...markAttributes(tip, { motif_length: [length] }),
    };
    return place.isUpright
      ? rectangle(center - half, b, 2 * half, a - b, look)
      : rectangle(a, center - half, b - a, 2 * half, look);
  });
}

function totalText(stack: Stack, center: number, place: Place): Node {
  const end = place.position(total(stack));
  const label = printRate(total(stack));
  return place.isUpright
    ? text(label, center, end - 5, "strong", { "text-anchor": "middle" })
    : text(label, end + 5, center + 4, "strong");
}

function name(stack: Stack, index: number, center: number, each: number, place: Place): Node {
  const title = groupTitle(
    stack.group,
    place.stacks.map((one) => one.group),
  );
  const tip = `${title}: ${plural(stack.genomes, "genome")}\n${printRate(total(stack))} ${place.unit} on average`;
  const count = `${index ? "" : "n "}${formatNumber(stack.genomes)}`;
  const attributes = markAttributes(tip, groupFilter(place.by, stack.group));
  const middle = { "text-anchor": "middle" };
  return place.isUpright
    ? element(
        "g",
        attributes,
        text(fitted(title, each - 4), center, place.bottom + 14, "axis", middle),
        text(count, center, place.bottom + 27, "hint", middle),
      )
    : element(
        "g",
        attributes,
        text(fitted(title, place.left - 38), 0, center + 4),
        text(count, place.left - 6, center + 4, "hint", { "text-anchor": "end" }),
      );
}

function lengthColour(motifLength: number): string {
  return `var(--k${Math.min(6, Math.max(1, motifLength))})`;
}
