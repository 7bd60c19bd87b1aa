// Genomes as the rows of a matrix: which they are, where they lie, and what stands at their left.

import { ascending, group } from "d3-array";
import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import type { DrawOptions } from "./drawing";
import { compareNatural, groupName, joinWords, plural } from "./format";
import { styleOf } from "./groups";
import { element, fitted, markAttributes, rectangle, text, textWidth } from "./svg";

export interface Genome {
  id: string;
  group: string;
  year: number | null;
}

export interface GenomeRow extends Genome {
  /** Place in the whole drawing and height, px. */
  y: number;
  height: number;
}

export interface GenomeRows {
  rows: readonly GenomeRow[];
  byGroup: ReadonlyMap<string, readonly GenomeRow[]>;
  /** px from the top of the first row to the end of the last. */
  height: number;
  /** px that the ids, years, groups and the strip take at the left. */
  left: number;
  /** Rows are thick enough for an id, and for gaps between them. */
  hasIds: boolean;
}

const GAP = 6;
const STRIP = 8;
const MOST_WITH_IDS = 60;
/** px of the titles of ids, years and groups. */
const TITLES = 18;
/** Longer canvases are refused by browsers. */
const MOST_HEIGHT = 6000;
/** px of the drawing below which years are left out and names cut early. */
const NARROW = 520;

/** The genomes of a figure by group, year and id. Those of `more` (key ssr_gc) that have no row
 * in the data are among them; without it, or grouped by a column it lacks, they are not known. */
export function genomesOf(data: Columns, options: DrawOptions, more?: Columns): Genome[] {
  const found = new Map<string, Genome>();
  if (more && options.by === "category") addGenomes(found, more, "category");
  addGenomes(found, data, options.by === "category" ? "category" : "group");
  if (more) addYears(found, more);
  return [...found.values()].sort(
    (a, b) =>
      compareNatural(a.group, b.group) ||
      ascending(a.year ?? Number.POSITIVE_INFINITY, b.year ?? Number.POSITIVE_INFINITY) ||
      compareNatural(a.id, b.id),
  );
}

/** What the rows are ordered by: `category and year`; `id` where neither is known. */
export function describeOrder(genomes: readonly Genome[], { by }: Pick<DrawOptions, "by">): string {
  const hasGroups = genomes.some((genome) => genome.group !== "undefined");
  const hasYears = genomes.some((genome) => genome.year !== null);
  return joinWords([...(hasGroups ? [by] : []), ...(hasYears ? ["year"] : [])]) || "id";
}

/** Rows with their places: below each other from `top`, with a gap between groups. Above 14 px of
 * height they have ids. */
export function layOutRows(
  genomes: readonly Genome[],
  options: DrawOptions,
  top: number,
  height = rowHeight(genomes.length),
): GenomeRows {
  let y = top;
  const rows = genomes.map((genome, i) => {
    if (i > 0 && genomes[i - 1]?.group !== genome.group) y += GAP;
    y += height;
    return { ...genome, y: y - height, height };
  });
  const byGroup = group(rows, (row) => row.group);
  const layout = { rows, byGroup, height: y - top, hasIds: height > 14 };
  return { ...layout, left: headWidths(layout, options).left };
}

/** Ids, years, names of the groups, and the strip of their colours; with their titles above, where
 * the heads of the columns take `above` px. */
export function rowHeads(
  layout: GenomeRows,
  options: DrawOptions,
  top: number,
  above = TITLES,
): SVGGElement {
  const widths = headWidths(layout, options);
  const ground = (y: number, height: number) =>
    rectangle(0, y, layout.left, height, { fill: "var(--surface)" });
  const heads = element("g", { "data-sticky": "left" }, ground(top, layout.height));
  if (widths.group) heads.append(...groupHeads(layout, widths, options));
  if (layout.hasIds) heads.append(...layout.rows.flatMap((row) => rowHead(row, widths, options)));
  const titles = headTitles(layout, widths, options, top - 5);
  const corner = element("g", { "data-sticky": "top left" }, ground(top - above, above), ...titles);
  return element("g", {}, heads, corner);
}

interface HeadWidths {
  id: number;
  year: number;
  group: number;
  left: number;
}

type Unplaced = Omit<GenomeRows, "left">;

function addGenomes(found: Map<string, Genome>, data: Columns, column: string): void {
  const groups = data.texts(column);
  data.texts("genomeID").forEach((id, i) => {
    const name = groups[i] ?? "undefined";
    if (id !== null) found.set(id, { id, group: name, year: null });
  });
}

function addYears(found: ReadonlyMap<string, Genome>, more: Columns): void {
  const years = more.numbers("year");
  more.texts("genomeID").forEach((id, i) => {
    const row = found.get(id ?? "");
    if (row) row.year = years[i] ?? null;
  });
}

/** px of a row, so that many genomes still fit on a canvas. */
export function rowHeight(count: number): number {
  if (count <= 24) return 24;
  return count <= MOST_WITH_IDS ? 18 : Math.max(1, Math.min(5, Math.floor(MOST_HEIGHT / count)));
}

function headWidths(layout: Unplaced, options: DrawOptions): HeadWidths {
  const isNarrow = options.width < NARROW;
  const names = [...layout.byGroup.keys()];
  const isGrouped = names.some((name) => name !== "undefined");
  const longest = (texts: readonly string[], size: number, isMono: boolean) =>
    Math.max(0, ...texts.map((content) => textWidth(content, size, isMono)));
  const ids = layout.hasIds
    ? longest(["genome", ...layout.rows.map((row) => printedId(row, options))], 10.5, true)
    : longest(
        [...layout.byGroup.values()].map((rows) => plural(rows.length, "genome")),
        11,
        false,
      );
  const id = Math.min(isNarrow ? 84 : 150, ids);
  const hasYears = layout.hasIds && !isNarrow && layout.rows.some((row) => row.year !== null);
  const year = hasYears ? 40 : 0;
  // Bold letters are about a tenth wider.
  const label = isGrouped
    ? 12 + 1.1 * longest([...names.map(groupName), options.by], 11, false)
    : 0;
  const groupWidth = Math.min(isNarrow ? 62 : 130, label);
  const left = Math.ceil(id + year + groupWidth + (isGrouped ? 6 + STRIP : 0) + 4);
  return { id, year, group: groupWidth, left };
}

function headTitles(
  layout: GenomeRows,
  widths: HeadWidths,
  options: DrawOptions,
  y: number,
): SVGElement[] {
  const titles = [text("genome", 0, y, "hint")];
  if (widths.year) titles.push(text("year", widths.id + widths.year, y, "hint", END));
  if (widths.group) {
    const name = fitted(options.by, widths.group - 8);
    titles.push(text(name, layout.left - STRIP - 10, y, "hint", END));
  }
  return titles;
}

/** The strip, and each group's name once, where it has room. */
function groupHeads(layout: GenomeRows, widths: HeadWidths, options: DrawOptions): SVGElement[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...layout.byGroup].flatMap(([name, rows]) => {
    const [first, last] = [rows[0] as GenomeRow, rows.at(-1) as GenomeRow];
    const count = plural(rows.length, "genome");
    const style = styleOf(options.groups, name);
    const marks = element(
      "g",
      markAttributes(`${groupName(name)}\n${count}`, groupFilter(options.by, name)),
      rectangle(layout.left - STRIP - 4, first.y, STRIP, last.y + last.height - first.y, {
        fill: style.colour,
        stroke: style.outline,
      }),
    );
    const y = layout.hasIds ? baseline(first) : first.y + 11;
    if (y - 11 < free) return [marks];
    free = y + 2;
    const label = fitted(groupName(name), (widths.group - 10) / 1.1);
    marks.append(text(label, layout.left - STRIP - 10, y, "strong", END));
    if (!layout.hasIds) marks.append(text(fitted(count, widths.id), 0, y, "hint"));
    return [marks];
  });
}

function rowHead(row: GenomeRow, widths: HeadWidths, options: DrawOptions): SVGElement[] {
  const known = [groupName(row.group), ...(row.year === null ? [] : [String(row.year)])];
  const mark = markAttributes(`${row.id}\n${known.join(" · ")}`, { genome: [row.id] });
  const label = fitted(printedId(row, options), widths.id, 10.5, true);
  const id = text(label, 0, baseline(row), "mono", mark);
  if (!widths.year) return [id];
  const year = row.year === null ? "–" : String(row.year);
  return [id, text(year, widths.id + widths.year, baseline(row), "hint", END)];
}

function printedId(row: GenomeRow, options: DrawOptions): string {
  return row.id === options.reference ? `${row.id} ref` : row.id;
}

function baseline(row: GenomeRow): number {
  return row.y + row.height / 2 + 4;
}

const END = { "text-anchor": "end" } as const;
