// The UpSet figure in px: columns of combinations over rows of groups.

import { scaleSqrt } from "d3-scale";
import { groupFilter } from "../filters";
import { axisLine, tickValues, valueLines } from "./axes";
import type { DrawOptions } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { groupMark, styleOf } from "./groups";
import type { KeyNames } from "./key_names";
import { placeLabels } from "./labels";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";
import {
  type Combination,
  combinationKey,
  type GroupSet,
  OTHER_GROUPS,
  type Upset,
} from "./upset_rows";

export interface UpsetLayout {
  /** How many combinations have room. */
  columns: number;
  columnWidth: number;
  /** px where the columns begin. */
  left: number;
  right: number;
  /** px of the longest bar of a set, and of the names behind it. */
  setBar: number;
  name: number;
}

const TOP = 118;
const FLOOR = TOP - 14;
const ROW = 24;
const BOTTOM = 22;
const WIDEST = 54;
const NARROWEST = 18;

export function layoutUpset(all: Upset, width: number): UpsetLayout {
  const isNarrow = width < 560;
  const names = all.sets.map((set) => boldWidth(groupName(set.group)));
  const counts = all.sets.map((set) => textWidth(formatNumber(set.keys)));
  const name = Math.min(isNarrow ? 84 : 180, Math.max(30, ...names));
  const setBar = isNarrow ? 36 : 70;
  const left = Math.max(...counts, 20) + 6 + setBar + 18 + name + 10;
  const room = width - left - 6;
  const count = Math.max(1, all.combinations.length);
  const columnWidth = Math.max(NARROWEST, Math.min(WIDEST, room / Math.max(6, count)));
  const columns = Math.min(count, Math.max(1, Math.floor(room / columnWidth + 1e-6)));
  return { columns, columnWidth, left, right: left + columns * columnWidth, setBar, name };
}

export function drawUpset(
  shown: Upset,
  layout: UpsetLayout,
  options: DrawOptions,
  names: KeyNames,
) {
  const largest = Math.max(1, ...shown.combinations.map((one) => one.keys));
  const position = scaleSqrt([0, largest], [FLOOR, 34]);
  const bars = layout.left - layout.name - 28;
  const height = TOP + shown.sets.length * ROW + BOTTOM;
  const setTitle = "← keys in group";
  return drawing(
    options.width,
    height,
    ...tint(shown, layout, options.selected),
    ...stripes(shown, layout),
    ...valueLines(keyTicks(largest, position), position, layout.left, layout.right),
    text("↑ keys, √ scale", layout.left - 6, 10, "hint", { "text-anchor": "end" }),
    ...shown.sets.map((set, i) => setRow(set, i, shown, layout, options)),
    ...shown.combinations.map((one, i) => column(one, i, shown, layout, position, names)),
    ...counts(shown, layout, position),
    axisLine(layout.left, FLOOR, layout.right, FLOOR),
    text(setTitle, Math.max(bars, textWidth(setTitle)), height - 5, "hint", {
      "text-anchor": "end",
    }),
  );
}

/** Round values that stand apart on a scale that is dense at its upper end. */
function keyTicks(largest: number, position: (keys: number) => number): number[] {
  const kept: number[] = [];
  for (const value of tickValues([0, largest], 5).filter(Number.isInteger)) {
    const last = kept.at(-1);
    if (last === undefined || position(last) - position(value) >= 16) kept.push(value);
  }
  return kept;
}

function tint(shown: Upset, layout: UpsetLayout, selected: string | undefined): Node[] {
  const index = shown.combinations.findIndex((one) => combinationKey(one) === selected);
  if (index < 0) return [];
  const x = layout.left + index * layout.columnWidth;
  const height = TOP + shown.sets.length * ROW;
  return [rectangle(x, 14, layout.columnWidth, height - 14, { fill: "var(--tint)" })];
}

function stripes(shown: Upset, layout: UpsetLayout): Node[] {
  return shown.sets.flatMap((_, i) =>
    i % 2
      ? []
      : [rectangle(0, TOP + i * ROW, layout.right, ROW, { fill: "var(--brush)", opacity: 0.4 })],
  );
}

/** Number of keys, bar, shape and name of a group. Colours are those of categories. */
function setRow(
  set: GroupSet,
  index: number,
  shown: Upset,
  layout: UpsetLayout,
  options: DrawOptions,
) {
  const y = TOP + index * ROW;
  const bars = layout.left - layout.name - 28;
  const width = (set.keys / Math.max(1, ...shown.sets.map((one) => one.keys))) * layout.setBar;
  const isCategory = options.by === "category" && set.group !== OTHER_GROUPS;
  const style = styleOf(options.groups, set.group);
  const name = groupName(set.group);
  const tip = `${name}: ${plural(set.genomes, "genome")}\n${plural(set.keys, "key")}`;
  const filter = set.group === OTHER_GROUPS ? undefined : groupFilter(options.by, set.group);
  return element(
    "g",
    markAttributes(tip, filter),
    rectangle(0, y, layout.left - 4, ROW, { fill: "transparent" }),
    text(formatNumber(set.keys), bars - width - 5, y + 16, "axis", { "text-anchor": "end" }),
    rectangle(bars - width, y + 8, width, 8, {
      fill: isCategory ? style.colour : "var(--mark)",
      stroke: isCategory ? style.outline : null,
    }),
    ...(isCategory ? [groupMark(style, bars + 9, y + 12, 3.6)] : []),
    text(fittedBold(name, layout.name), bars + 18, y + 16, "strong"),
  );
}

function column(
  one: Combination,
  index: number,
  shown: Upset,
  layout: UpsetLayout,
  position: (keys: number) => number,
  names: KeyNames,
) {
  const { columnWidth } = layout;
  const x = layout.left + index * columnWidth;
  const groups = one.groups.map(groupName).join(", ");
  const rest = one.groups.length === shown.sets.length ? "" : " and in no other group";
  const bar = 0.68 * columnWidth;
  return element(
    "g",
    markAttributes(
      `${plural(one.keys, ...names)}\nin ${groups}${rest}`,
      undefined,
      combinationKey(one),
    ),
    rectangle(x, 14, columnWidth, TOP + shown.sets.length * ROW - 14, { fill: "transparent" }),
    rectangle(x + (columnWidth - bar) / 2, position(one.keys), bar, FLOOR - position(one.keys), {
      fill: "var(--mark)",
    }),
    ...dots(one, x + columnWidth / 2, shown, columnWidth),
  );
}

function dots(one: Combination, x: number, shown: Upset, columnWidth: number): Node[] {
  const radius = Math.min(5, columnWidth / 4);
  const y = (row: number) => TOP + row * ROW + ROW / 2;
  const members = shown.sets.map((set) => one.groups.includes(set.group));
  const [first, last] = [members.indexOf(true), members.lastIndexOf(true)];
  const connector =
    last > first
      ? [line(x, y(first), x, y(last), { stroke: "var(--mark)", "stroke-width": 2 })]
      : [];
  const circle = (row: number, r: number, fill: string) =>
    element("circle", { cx: x, cy: y(row), r, fill });
  const rows = members.map((_, row) => row);
  return [
    ...rows.filter((row) => !members[row]).map((row) => circle(row, 0.6 * radius, "var(--line-2)")),
    ...connector,
    ...rows.filter((row) => members[row]).map((row) => circle(row, radius, "var(--mark)")),
  ];
}

/** Counts over the bars, where a higher neighbour leaves room. */
function counts(shown: Upset, layout: UpsetLayout, position: (keys: number) => number): Node[] {
  const middle = (i: number) => layout.left + (i + 0.5) * layout.columnWidth;
  const half = 0.34 * layout.columnWidth;
  const labels = shown.combinations.map((one, i) => {
    const count = formatNumber(one.keys);
    const y = position(one.keys) - 4;
    // Lower bars follow: a wide count may stand over them.
    return textWidth(count) > layout.columnWidth
      ? { text: count, x: middle(i) - half, y, anchor: "start" as const }
      : { text: count, x: middle(i), y, anchor: "middle" as const };
  });
  const bars = shown.combinations.map((one, i) => ({
    left: middle(i) - half,
    right: middle(i) + half,
    top: position(one.keys),
    bottom: FLOOR,
  }));
  const limits = { left: layout.left - 4, right: layout.right + 6, top: 0, bottom: FLOOR };
  return placeLabels(labels, bars, limits).map((label) =>
    text(label.text, label.x, label.y, "strong", { "text-anchor": label.anchor }),
  );
}

function boldWidth(name: string): number {
  return 1.08 * textWidth(name);
}

function fittedBold(name: string, width: number): string {
  return fitted(name, width / 1.08);
}
