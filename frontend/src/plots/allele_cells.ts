// The drawing of the allele matrix: heads of the loci, and the cells on a canvas.

import { max } from "d3-array";
import type { Filters } from "../filters";
import { describeAllele, fillsOf, type Shown, shapesOf, wordsOf } from "./allele_looks";
import { type Paint, paintShapes } from "./allele_states";
import { type AlleleTable, isPolymorphic, type MatrixLocus } from "./allele_table";
import type { CanvasLayer, DrawOptions } from "./drawing";
import { formatNumber, plural } from "./format";
import { type GenomeRow, type GenomeRows, layOutRows, rowHeight } from "./genome_rows";
import { genesOf, nameOfId, shortClass } from "./locus_rows";
import { cellAt, rangeFilter } from "./matrix_cells";
import { element, FONT, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

export interface MatrixLayout {
  table: AlleleTable;
  options: DrawOptions;
  shown: Shown;
  rows: GenomeRows;
  /** px from one locus to the next. */
  cell: number;
  /** y of the first row. */
  top: number;
  /** px of the names above it. */
  names: number;
  hasNumbers: boolean;
}

/** px of a column that has room for two numbers. */
const NUMBERED_CELL = 32;
const LARGEST_CELL = 56;
const LEAST_CELL = 10;
const NUMBERED_ROW = 18;
/** px of a canvas that browsers paint without trouble at twice the resolution. */
const MOST_AREA = 16_000_000;
const MOST_HEIGHT = 8000;
const LARGEST_NAMES = 140;
/** px of the bars of heterozygosity between names and cells. */
const BARS = 18;
/** px of a column that has room for place and motif class. */
const BOTH_NAMES = 26;

/** Where everything lies; numbers are printed where the cells are few enough. */
export function layOutMatrix(
  table: AlleleTable,
  options: DrawOptions,
  above: number,
  isLarge: boolean,
): MatrixLayout {
  const count = table.loci.length;
  const { height, hasNumbers } = sizesOf(table, isLarge);
  const { left } = layOutRows(table.genomes, options, 0, height);
  const room = Math.floor((options.width - left) / Math.max(1, count));
  const least = hasNumbers ? NUMBERED_CELL : LEAST_CELL;
  const cell = Math.max(least, Math.min(LARGEST_CELL, room));
  const widest = max(table.loci, (locus) => Math.max(...nameWidths(locus))) ?? 0;
  const names = Math.min(LARGEST_NAMES, widest) + 10 + BARS;
  const top = above + names;
  const rows = layOutRows(table.genomes, options, top, height);
  const shown = options.switches.colour as Shown;
  return { table, options, shown, rows, cell, top, names, hasNumbers };
}

/** Whether cells have room for numbers. */
export function printsNumbers(table: AlleleTable, isLarge: boolean): boolean {
  return sizesOf(table, isLarge).hasNumbers;
}

/** Names of the loci, upright: strong where the locus varies; below them bars of heterozygosity. Where
 * columns are narrow, loci with one name that stand side by side are named once. */
export function locusHeads(layout: MatrixLayout): SVGGElement {
  const { table, rows, cell, top, names } = layout;
  const width = table.loci.length * cell;
  const heads = element("g", { "data-sticky": "top" });
  heads.append(rectangle(rows.left, top - names, width, names - 1, { fill: "var(--surface)" }));
  const runs = cell < BOTH_NAMES ? runsOf(table.loci) : table.loci.map((_, i) => [i, i] as const);
  heads.append(...runs.flatMap(([from, to]) => runName(from, to, layout)));
  table.loci.forEach((locus, i) => {
    heads.append(locusHead(locus, rows.left + i * cell, layout));
  });
  heads.append(
    line(rows.left - 4, top - 1.5, rows.left + width, top - 1.5, { stroke: "var(--axis)" }),
  );
  return heads;
}

/** The cells. */
export function cellLayer(layout: MatrixLayout): CanvasLayer {
  const { table, rows, cell, top, shown } = layout;
  const starts = rows.rows.map((row) => row.y);
  const columns = table.loci.length;
  return {
    x: rows.left,
    y: top,
    width: Math.max(1, columns * cell),
    height: Math.max(1, rows.height),
    rows: rows.rows.length,
    columns,
    paint: (context, colour) => paint(context, colour, layout),
    at: (x, y) => {
      const row = cellAt(starts, rows.rows[0]?.height ?? 0, y);
      const column = Math.floor((x - rows.left) / cell);
      return row === null || column < 0 || column >= columns ? null : { row, column };
    },
    mark: (row, column) => ({
      tip: describeAllele(table, column, row, shown),
      filter: { genome: [table.genomes[row]?.id ?? ""] },
      key: table.loci[column]?.id ?? "",
      ...boxOf(layout, column, row),
    }),
    range: (from, to) => rangeOf(table, from, to),
  };
}

function sizesOf(table: AlleleTable, isLarge: boolean): { height: number; hasNumbers: boolean } {
  const count = table.genomes.length;
  const usual = rowHeight(count);
  const isThin = usual < NUMBERED_ROW;
  const height = isThin && isLarge ? NUMBERED_ROW : usual;
  const area = count * height * table.loci.length * NUMBERED_CELL;
  const fits = height >= NUMBERED_ROW && area <= MOST_AREA && count * height <= MOST_HEIGHT;
  return fits ? { height, hasNumbers: true } : { height: usual, hasNumbers: false };
}

function nameWidths({ id, gene, motifClass }: MatrixLocus): [number, number] {
  return [textWidth(nameOfId(id, gene)), textWidth(shortClass(motifClass), 10.5, true)];
}

/** The part of a head that can be pointed at, with its bar. */
function locusHead(locus: MatrixLocus, x: number, layout: MatrixLayout): SVGGElement {
  const { cell, top, names, options } = layout;
  const isChosen = options.selected === locus.id;
  const filter = { motif_class: [locus.motifClass], gene: genesOf(locus.gene) };
  const height = Math.max(0, (BARS - 4) * (locus.heterozygosity ?? 0));
  const bar = Math.max(2, Math.min(10, cell - 3));
  return element(
    "g",
    markAttributes(describeLocus(locus), filter, locus.id),
    rectangle(x, top - names, cell - 1, names - 3, {
      fill: isChosen ? "var(--tint)" : "none",
      "pointer-events": "all",
    }),
    rectangle(x + (cell - 1 - bar) / 2, top - 2 - height, bar, height, {
      fill: "var(--mark-2)",
    }),
  );
}

/** First and last place of loci with one name that stand side by side. */
function runsOf(loci: readonly MatrixLocus[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  loci.forEach((locus, i) => {
    const last = runs.at(-1);
    const before = loci[i - 1];
    if (last && before && nameOf(before) === nameOf(locus)) last[1] = i;
    else runs.push([i, i]);
  });
  return runs;
}

/** The name of loci from one place to another, with a line over them if they are several. A single
 * one has its motif class beside it where there is room. */
function runName(from: number, to: number, layout: MatrixLayout): SVGElement[] {
  const { table, rows, cell, top } = layout;
  const members = table.loci.slice(from, to + 1);
  const [first] = members;
  if (!first) return [];
  const size = cell < 12 ? 9.5 : 10.5;
  const [x1, x2] = [rows.left + from * cell, rows.left + (to + 1) * cell - 1];
  const middle = (x1 + x2) / 2;
  const bottom = top - BARS - 4;
  const at = (right: number) => ({
    transform: `translate(${Math.round((middle + right) * 100) / 100} ${bottom}) rotate(-90)`,
    "font-size": size,
    "pointer-events": "none",
  });
  const fill = members.some(isPolymorphic) ? "var(--text)" : "var(--text-3)";
  const name = fitted(nameOf(first), LARGEST_NAMES, size);
  // Without genes the name begins with the class.
  const hasClass = name.startsWith(first.motifClass.slice(0, 4));
  if (cell >= BOTH_NAMES && !hasClass) {
    return [
      text(name, 0, 0, "axis", { ...at(-2), fill }),
      text(shortClass(first.motifClass), 0, 0, "mono", { ...at(10), fill: "var(--text-2)" }),
    ];
  }
  const over = line(x1 + 1, bottom + 3, x2 - 1, bottom + 3, { stroke: "var(--axis)" });
  return [text(name, 0, 0, "axis", { ...at(0.36 * size), fill }), ...(to > from ? [over] : [])];
}

function nameOf({ id, gene }: MatrixLocus): string {
  return nameOfId(id, gene);
}

function describeLocus(locus: MatrixLocus): string {
  const lines = [
    `${nameOfId(locus.id, locus.gene)} · ${shortClass(locus.motifClass, 24)}`,
    `${plural(locus.alleles, "repeat number")}, modal ${locus.modal ?? "–"}`,
    `H ${formatNumber(locus.heterozygosity, 2)}`,
    locus.id,
  ];
  return lines.join("\n");
}

function boxOf({ rows, cell }: MatrixLayout, column: number, row: number) {
  const { y, height } = rows.rows[row] as GenomeRow;
  const gap = rows.hasIds ? 1 : height > 3 ? 0.5 : 0;
  return { x: rows.left + column * cell, y, width: cell - 1, height: height - gap };
}

function paint(
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
  layout: MatrixLayout,
): void {
  const { table, rows, top, shown, hasNumbers } = layout;
  const resolve = remembered(colour);
  const ink = resolve("--axis");
  context.textAlign = "center";
  for (let column = 0; column < table.loci.length; column++) {
    for (let row = 0; row < table.genomes.length; row++) {
      const box = boxOf(layout, column, row);
      const [x, y] = [box.x - rows.left, box.y - top];
      const [first, second] = fillsOf(table, column, row, shown);
      const fills: [Paint, Paint] = [
        { colour: resolve(first.token), opacity: first.opacity },
        { colour: resolve(second.token), opacity: second.opacity },
      ];
      const shapes = shapesOf(table, column, row, box.width, box.height);
      paintShapes(context, shapes, x, y, fills, ink);
      if (!hasNumbers) continue;
      for (const word of wordsOf(table, column, row, shown)) {
        const size = word.isSlanted || word.at !== 0.5 ? 10 : 11;
        context.font = `${word.isSlanted ? "italic " : ""}${size}px ${FONT}`;
        context.fillStyle = resolve(word.ink);
        context.fillText(word.text, x + word.at * box.width, y + box.height / 2 + 4);
      }
    }
  }
}

function remembered(colour: (token: string) => string): (token: string) => string {
  const known = new Map<string, string>();
  return (token) => {
    const value = known.get(token) ?? colour(token);
    known.set(token, value);
    return value;
  };
}

type Cell = { row: number; column: number };

/** Genomes and motif classes from one cell to another; kinds of which all are chosen are left out. */
function rangeOf(table: AlleleTable, from: Cell, to: Cell): Partial<Filters> {
  return {
    ...rangeFilter(
      "genome",
      table.genomes.map((genome) => genome.id),
      from.row,
      to.row,
    ),
    ...rangeFilter(
      "motif_class",
      table.loci.map((locus) => locus.motifClass),
      from.column,
      to.column,
    ),
  };
}
