// Rows of bars over a common axis of repeat numbers, with numbers at the right as a table.

import { scaleLinear, scaleLog } from "d3-scale";
import { axisLine, tickValues, titleBelow, valueColumns } from "./axes";
import { formatNumber, MOTIF_LENGTH_NAMES, plural } from "./format";
import { lengthName } from "./rates";
import { type ClassRow, type RepeatCount, repeatRange } from "./repeat_rows";
import { drawing, element, line, markAttributes, rectangle, text, textWidth } from "./svg";

interface NumberColumn {
  title: string;
  /** px of the right edge. */
  right: number;
  print(row: ClassRow): string;
}

interface Layout {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (repeat: number) => number;
  /** px of the highest bar for so many SSRs, of a row. */
  height: (ssrs: number, row: ClassRow) => number;
  columns: readonly NumberColumn[];
}

const ROW = 26;
const BAR = 20;
const HEAD = 24;
const TOP = 22;
/** px that a class takes: six letters. */
const CLASS = 56;
/** Repeat numbers on a linear axis. */
const MOST_LINEAR = 60;

export function drawRepeats(rows: readonly ClassRow[], width: number, isShared: boolean) {
  const places = placeRows(rows);
  const bottom = (places.at(-1) ?? TOP) + ROW;
  const layout = layoutOf(rows, width, bottom, isShared);
  const ticks = repeatTicks(rows, layout);
  return drawing(
    width,
    bottom + 40,
    ...valueColumns(ticks, layout.x, TOP - 6, bottom),
    ...layout.columns.map(({ title, right }) =>
      text(title, right, 10, "hint", { "text-anchor": "end" }),
    ),
    ...rows.flatMap((row, i) => [
      ...(isFirst(rows, i) ? [lengthHead(row, (places[i] ?? 0) - HEAD)] : []),
      ...drawRow(row, places[i] ?? 0, layout),
    ]),
    axisLine(layout.left, bottom, layout.right, bottom),
    titleBelow(
      isLogarithmic(rows) ? "repeat number, log scale" : "repeat number",
      layout.right,
      bottom + 36,
    ),
  );
}

/** px of the upper edge of each row; the first row of a motif length has its head above. */
function placeRows(rows: readonly ClassRow[]): number[] {
  let y = TOP - 6;
  return rows.map((_, i) => {
    if (isFirst(rows, i)) y += HEAD + (i ? 4 : 0);
    y += ROW;
    return y - ROW;
  });
}

function isFirst(rows: readonly ClassRow[], index: number): boolean {
  return rows[index]?.motifLength !== rows[index - 1]?.motifLength;
}

function layoutOf(
  rows: readonly ClassRow[],
  width: number,
  bottom: number,
  isShared: boolean,
): Layout {
  const columns = numberColumns(rows, width);
  const right = Math.min(...columns.map((column) => column.right)) - widest(rows, columns[0]) - 18;
  const [least, most] = repeatRange(rows);
  const ends = [Math.max(0.5, least - 1), most + 1];
  const x =
    most - least > MOST_LINEAR ? scaleLog(ends, [CLASS, right]) : scaleLinear(ends, [CLASS, right]);
  const largest = Math.max(...rows.map((row) => row.mode.ssrs));
  return {
    left: CLASS,
    right,
    top: TOP,
    bottom,
    x,
    height: (ssrs, row) =>
      Math.max(1, BAR * (isShared ? Math.sqrt(ssrs / largest) : ssrs / row.mode.ssrs)),
    columns,
  };
}

/** Whether repeat numbers reach so far that a linear axis would leave no px for each. */
function isLogarithmic(rows: readonly ClassRow[]): boolean {
  const [least, most] = repeatRange(rows);
  return most - least > MOST_LINEAR;
}

function repeatTicks(rows: readonly ClassRow[], layout: Layout): number[] {
  const [least, most] = repeatRange(rows);
  const ticks = isLogarithmic(rows)
    ? [1, 10, 100, 1000, 10000].flatMap((power) => [power, 2 * power, 5 * power])
    : tickValues([least, most], (layout.right - layout.left) / 60);
  return ticks.filter((tick) => Number.isInteger(tick) && tick >= least && tick <= most);
}

/** Numbers beside the bars, from left to right; fewer where there is little room. */
function numberColumns(rows: readonly ClassRow[], width: number): NumberColumn[] {
  const all: Omit<NumberColumn, "right">[] = [
    { title: "mode", print: (row) => formatNumber(row.mode.repeat) },
    { title: "range", print: describeRange },
    { title: "SSRs", print: (row) => formatNumber(row.ssrs) },
  ];
  const shown = width >= 560 ? all : width >= 440 ? all.slice(1) : all.slice(2);
  let right = width;
  return shown
    .toReversed()
    .map((column) => {
      const placed = { ...column, right };
      right -= widest(rows, placed) + 18;
      return placed;
    })
    .reverse();
}

function widest(
  rows: readonly ClassRow[],
  column: Omit<NumberColumn, "right"> | undefined,
): number {
  if (!column) return 0;
  return Math.max(...[column.title, ...rows.map(column.print)].map((label) => textWidth(label)));
}

function describeRange(row: ClassRow): string {
  const [least, most] = repeatRange([row]);
  return least === most ? formatNumber(least) : `${formatNumber(least)} to ${formatNumber(most)}`;
}

function lengthHead({ motifLength }: ClassRow, y: number): Node {
  const short = `${motifLength} bp`;
  return element(
    "g",
    markAttributes(lengthName(motifLength), { motif_length: [motifLength] }),
    text(short, 0, y + 16, "strong"),
    text(MOTIF_LENGTH_NAMES[motifLength] ?? "", 1.08 * textWidth(short) + 4, y + 16, "hint"),
  );
}

function drawRow(row: ClassRow, y: number, layout: Layout): Node[] {
  const base = y + ROW - 3;
  const tip = `${row.motifClass}: ${plural(row.ssrs, "SSR")}\n${describeRange(row)} repeats, most often ${formatNumber(row.mode.repeat)}`;
  return [
    element(
      "g",
      markAttributes(tip, { motif_class: [row.motifClass] }),
      rectangle(0, y, CLASS - 4, ROW, { fill: "transparent" }),
      text(row.motifClass, 0, base - 4, "mono"),
    ),
    line(layout.left, base + 0.5, layout.right, base + 0.5),
    ...row.counts.map((count) => drawBar(count, row, base, layout)),
    ...layout.columns.map((column) =>
      text(column.print(row), column.right, base - 4, "axis", { "text-anchor": "end" }),
    ),
  ];
}

function drawBar(count: RepeatCount, row: ClassRow, base: number, layout: Layout): Node {
  const { repeat } = count;
  const [from, to] = [layout.x(repeat - 0.5), layout.x(repeat + 0.5)];
  const width = Math.min(20, Math.max(1, (to - from) * 0.8));
  const height = layout.height(count.ssrs, row);
  const share = formatNumber((100 * count.ssrs) / row.ssrs, 1);
  const tip = `${row.motifClass} × ${formatNumber(repeat)}\n${plural(count.ssrs, "SSR")} in ${plural(count.genomes, "genome")}, ${share} % of the class`;
  const filter = { motif_class: [row.motifClass], repeat_from: repeat, repeat_to: repeat };
  return element(
    "g",
    markAttributes(tip, filter),
    rectangle(from, base - BAR, to - from, BAR, { fill: "transparent" }),
    rectangle((from + to - width) / 2, base - height, width, height, { fill: "var(--mark)" }),
  );
}
