// A table of counts as a drawing: cells on the ramp, bars of the totals at the top and at the right.

import { type Filters, groupFilter } from "../filters";
import { type Crosstab, crossTable, listTotals, type Pair, type Total } from "./crosstab";
import type { DrawOptions } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { type GroupStyle, groupMark, styleOf } from "./groups";
import { shareStep } from "./ramp";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

interface Layout {
  left: number;
  cell: number;
  /** px where the bars of the rows begin. */
  bars: number;
  names: number;
  /** Names of columns stand upright where they have no room side by side. */
  isUpright: boolean;
  /** px of the names of the columns, and of all above the cells. */
  head: number;
  top: number;
}

const ROW = 24;
const BAR = 34;
const TALLEST_NAME = 110;
const SHAPE = 14;
const ROW_BARS = 96;
const NARROWEST = 28;
const WIDEST = 110;
const MOST_ROWS = 40;

/** The table as it fits a width: the smallest values are merged where there are too many. */
export function fitCrosstab(pairs: readonly Pair[], width: number): Crosstab {
  const rows = listTotals(pairs, "y", MOST_ROWS);
  const room = width - namesWidth(rows, width) - SHAPE - 10 - barsWidth(width);
  const genomes = pairs.reduce((sum, pair) => sum + pair.genomes, 0);
  const narrowest = Math.max(NARROWEST, textWidth(formatNumber(genomes)) + 4);
  return crossTable(pairs, Math.max(1, Math.floor(room / narrowest)), MOST_ROWS);
}

export function totalName(total: Total): string {
  return total.values.length > 1
    ? `${formatNumber(total.values.length)} others`
    : groupName(total.values[0] ?? null);
}

/** What a click on a total filters by. */
export function totalFilter(total: Total, column: string): Partial<Filters> {
  const one = (value: string) => groupFilter(column, value);
  if (total.values.length === 1) return one(total.values[0] ?? "undefined");
  return column === "category"
    ? { category: total.values }
    : { metadata: { [column]: total.values } };
}

/** Both filters together. */
export function bothFilters(a: Partial<Filters>, b: Partial<Filters>): Partial<Filters> {
  const metadata = { ...a.metadata, ...b.metadata };
  return { ...a, ...b, ...(Object.keys(metadata).length ? { metadata } : {}) };
}

export function drawCrosstab(
  table: Crosstab,
  columns: readonly [string, string],
  options: DrawOptions,
) {
  const layout = layoutOf(table, options.width);
  const { left, top } = layout;
  const height = top + table.y.length * ROW + 8;
  const right = left + table.x.length * layout.cell;
  return drawing(
    options.width,
    height,
    text(fitted(`${columns[0]} →`, options.width - left), left, 10, "hint"),
    text(fitted(`↓ ${columns[1]}`, left - 8), 0, top - 8, "hint"),
    text("genomes", layout.bars, top - 8, "hint"),
    ...table.x.map((total, i) => columnHead(total, i, table, columns[0], layout, options)),
    ...table.y.map((total, i) => row(total, i, table, columns, layout, options)),
    line(left, top - 0.5, right, top - 0.5, { stroke: "var(--axis)" }),
    line(layout.bars - 6.5, top, layout.bars - 6.5, height - 8, { stroke: "var(--axis)" }),
  );
}

function layoutOf(table: Crosstab, width: number): Layout {
  const names = namesWidth(table.y, width);
  const left = names + SHAPE + 10;
  const longest = Math.max(...table.x.map((total) => textWidth(totalName(total))));
  const room = (width - left - barsWidth(width)) / table.x.length;
  const cell = Math.min(room, Math.max(NARROWEST + 8, Math.min(WIDEST, longest + SHAPE + 10)));
  const isUpright = longest + SHAPE + 6 > cell;
  const head = isUpright ? SHAPE + 10 + Math.min(TALLEST_NAME, longest) : 24;
  const bars = left + cell * table.x.length + 12;
  return { left, cell, names, bars, isUpright, head, top: 20 + BAR + head };
}

function namesWidth(totals: readonly Total[], width: number): number {
  const widest = Math.max(30, ...totals.map((total) => textWidth(totalName(total))));
  return Math.min(widest, 0.3 * width, 220);
}

function barsWidth(width: number): number {
  return 12 + (width < 500 ? 64 : ROW_BARS + 40);
}

/** Bar, number and name of a column. */
function columnHead(
  total: Total,
  index: number,
  table: Crosstab,
  column: string,
  layout: Layout,
  options: DrawOptions,
) {
  const x = layout.left + index * layout.cell;
  const center = x + layout.cell / 2;
  const most = Math.max(...table.x.map((one) => one.genomes));
  const height = Math.max(1, (total.genomes / most) * (BAR - 14));
  const foot = layout.top - layout.head;
  return element(
    "g",
    markAttributes(tipOf(total, column, table), totalFilter(total, column)),
    rectangle(x, foot - BAR, layout.cell, BAR + layout.head, { fill: "transparent" }),
    rectangle(x + 0.2 * layout.cell, foot - height, 0.6 * layout.cell, height, {
      fill: "var(--mark-2)",
    }),
    text(formatNumber(total.genomes), center, foot - height - 4, "axis", {
      "text-anchor": "middle",
    }),
    ...columnName(total, center, styleFor(total, column, options), layout),
  );
}

function columnName(
  total: Total,
  center: number,
  style: GroupStyle | null,
  layout: Layout,
): Node[] {
  const y = layout.top - 8;
  const ink = { fill: "var(--text)" };
  if (layout.isUpright) {
    const name = fitted(totalName(total), TALLEST_NAME);
    const turned = { ...ink, transform: `rotate(-90 ${round(center + 4)} ${y - SHAPE})` };
    return [
      ...(style ? [groupMark(style, center, y - 4)] : []),
      text(name, round(center + 4), y - SHAPE, "axis", turned),
    ];
  }
  const name = totalName(total);
  const shape = style ? SHAPE : 0;
  const start = center - (textWidth(name) + shape) / 2;
  return [
    ...(style ? [groupMark(style, start + 5, y - 4)] : []),
    text(name, start + shape, y, "axis", ink),
  ];
}

function row(
  total: Total,
  index: number,
  table: Crosstab,
  columns: readonly [string, string],
  layout: Layout,
  options: DrawOptions,
) {
  const y = layout.top + index * ROW;
  const style = styleFor(total, columns[1], options);
  const shape = style ? SHAPE : 0;
  return element(
    "g",
    {},
    element(
      "g",
      markAttributes(tipOf(total, columns[1], table), totalFilter(total, columns[1])),
      rectangle(0, y, layout.left - 4, ROW, { fill: "transparent" }),
      ...(style ? [groupMark(style, 5, y + 12)] : []),
      text(fitted(totalName(total), layout.names), shape, y + 16, "axis", { fill: "var(--text)" }),
    ),
    ...table.x.map((one, i) =>
      cell(one, total, table.cells[index]?.[i] ?? 0, i, y, table, columns, layout),
    ),
    ...rowBar(total, y, table, layout, options.width),
  );
}

function cell(
  x: Total,
  y: Total,
  genomes: number,
  index: number,
  top: number,
  table: Crosstab,
  columns: readonly [string, string],
  layout: Layout,
) {
  const left = layout.left + index * layout.cell;
  const center = left + layout.cell / 2;
  if (!genomes) {
    return element("circle", { cx: center, cy: top + ROW / 2, r: 1, fill: "var(--line-2)" });
  }
  const step = Math.min(6, shareStep(genomes, largestCell(table)));
  const share = formatNumber((100 * genomes) / table.genomes, 1);
  const tip = `${totalName(x)} and ${totalName(y)}\n${plural(genomes, "genome")}, ${share} % of ${formatNumber(table.genomes)}`;
  const filter = bothFilters(totalFilter(x, columns[0]), totalFilter(y, columns[1]));
  return element(
    "g",
    markAttributes(tip, filter),
    rectangle(left + 1, top + 1, layout.cell - 2, ROW - 2, { fill: `var(--q${step})` }),
    text(formatNumber(genomes), center, top + 16, "axis", {
      "text-anchor": "middle",
      fill: `var(--qt${step})`,
    }),
  );
}

/** Of single values, if there are any: merged ones would make all others pale. */
function largestCell(table: Crosstab): number {
  const single = table.cells.map((line, j) =>
    line.map((genomes, i) =>
      (table.x[i]?.values.length ?? 0) + (table.y[j]?.values.length ?? 0) > 2 ? 0 : genomes,
    ),
  );
  return Math.max(...single.flat()) || Math.max(...table.cells.flat());
}

function rowBar(total: Total, y: number, table: Crosstab, layout: Layout, width: number): Node[] {
  const most = Math.max(...table.y.map((one) => one.genomes));
  const number = textWidth(formatNumber(most)) + 8;
  const room = Math.min(ROW_BARS, width - layout.bars - number);
  const length = Math.max(1, (total.genomes / most) * room);
  return [
    rectangle(layout.bars - 6, y + 8, length, 8, { fill: "var(--mark-2)" }),
    text(formatNumber(total.genomes), layout.bars + length, y + 16),
  ];
}

/** Colour and shape of a category; other columns have none. */
function styleFor(total: Total, column: string, options: DrawOptions): GroupStyle | null {
  const [value] = total.values;
  if (column !== "category" || total.values.length !== 1) return null;
  return styleOf(options.groups, value ?? null);
}

function tipOf(total: Total, column: string, table: Crosstab): string {
  const share = formatNumber((100 * total.genomes) / table.genomes, 1);
  const names =
    total.values.length > 1 ? `\n${total.values.slice(0, 8).map(groupName).join(", ")}` : "";
  return `${column} ${totalName(total)}: ${plural(total.genomes, "genome")}, ${share} %${names}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
