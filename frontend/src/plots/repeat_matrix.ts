// The drawing of repeat numbers: a table of cells, as elements or on a canvas where they are many.

import { max } from "d3-array";
import type { Filters } from "../filters";
import { describeHotspot } from "./allele_words";
import type { CanvasLayer, DrawOptions } from "./drawing";
import { type GenomeRows, layOutRows, rowHeads, rowHeight } from "./genome_rows";
import { type Hotspot, hotspotKey } from "./hotspots";
import { cellAt } from "./matrix_cells";
import { powerLabels, rampLegend } from "./ramp";
import { describeCell, lookOf, type RepeatTable } from "./repeat_table";
import {
  drawing,
  element,
  FONT,
  fitted,
  line,
  markAttributes,
  rectangle,
  text,
  textWidth,
} from "./svg";

interface Layout {
  table: RepeatTable;
  options: DrawOptions;
  rows: GenomeRows;
  /** px from one column to the next. */
  cell: number;
  /** Names above the columns stand upright. */
  isUpright: boolean;
  /** y of the first row. */
  top: number;
}

/** Cells up to which they are elements; more are painted on a canvas. */
const MOST_ELEMENTS = 2500;
/** Rows that a canvas can hold at the height of a number; browsers refuse longer ones. */
const MOST_NUMBERED = 450;
const NUMBERED_HEIGHT = 18;
const LARGEST_CELL = 96;
const LARGEST_NAMES = 130;
const NARROWEST = 30;

/** The drawing, and the canvas of its cells if they are too many for elements. */
export function drawRepeatTable(
  table: RepeatTable,
  options: DrawOptions,
): { svg: SVGSVGElement; canvas: CanvasLayer | undefined } {
  const layout = layOut(table, options);
  const { rows, top } = layout;
  const width = Math.max(options.width, rows.left + layout.cell * table.hotspots.length);
  const isPainted = table.genomes.length * table.hotspots.length > MOST_ELEMENTS;
  const heads = rowHeads(rows, options, top, top);
  const cells = isPainted ? [] : drawCells(layout);
  const legend = rows.hasIds ? [] : [legendBelow(layout)];
  const svg = drawing(
    width,
    top + rows.height + (rows.hasIds ? 4 : 30),
    ...cells,
    columnHeads(layout),
    heads,
    ...legend,
  );
  return { svg, canvas: isPainted ? cellLayer(layout) : undefined };
}

function layOut(table: RepeatTable, options: DrawOptions): Layout {
  const { hotspots, genomes } = table;
  const height =
    genomes.length <= MOST_NUMBERED
      ? Math.max(NUMBERED_HEIGHT, rowHeight(genomes.length))
      : rowHeight(genomes.length);
  const { left } = layOutRows(genomes, options, 0, height);
  const room = (options.width - left) / Math.max(1, hotspots.length);
  const names = max(hotspots, (spot) => Math.max(...nameWidths(spot))) ?? 0;
  const isUpright = names + 10 > room;
  const widest = isUpright ? LARGEST_CELL : Math.max(LARGEST_CELL, names + 10);
  const cell = Math.floor(Math.min(widest, Math.max(NARROWEST, room)));
  const top = isUpright ? Math.min(LARGEST_NAMES, names) + 10 : 36;
  const rows = layOutRows(genomes, options, top, height);
  return { table, options, rows, cell, isUpright, top };
}

/** px of the gene and of the motif class. */
function nameWidths({ gene, motifClass }: Hotspot): [number, number] {
  return [textWidth(gene), textWidth(motifClass, 10.5, true)];
}

function columnHeads(layout: Layout): SVGGElement {
  const { table, rows, cell, top, options } = layout;
  const width = table.hotspots.length * cell;
  const heads = element("g", { "data-sticky": "top" });
  heads.append(rectangle(rows.left, 0, width, top - 1, { fill: "var(--surface)" }));
  table.hotspots.forEach((spot, i) => {
    const key = hotspotKey(spot.gene, spot.motifClass);
    const filter = { gene: [spot.gene], motif_class: [spot.motifClass] };
    const x = rows.left + i * cell;
    heads.append(
      element(
        "g",
        markAttributes(describeHotspot(spot), filter, key),
        rectangle(x, 0, cell - 1, top - 3, {
          fill: options.selected === key ? "var(--tint)" : "none",
          "pointer-events": "all",
        }),
        ...(layout.isUpright ? uprightName(spot, x, layout) : levelName(spot, x, layout)),
      ),
    );
  });
  heads.append(
    line(rows.left - 4, top - 1.5, rows.left + width, top - 1.5, { stroke: "var(--axis)" }),
  );
  return heads;
}

function levelName(spot: Hotspot, x: number, { cell }: Layout): SVGElement[] {
  const middle = x + (cell - 1) / 2;
  return [
    text(spot.gene, middle, 13, "axis", { ...MIDDLE, fill: "var(--text)" }),
    text(spot.motifClass, middle, 28, "mono", { ...MIDDLE, fill: "var(--text-2)" }),
  ];
}

/** Gene and motif class side by side, read from below. */
function uprightName(spot: Hotspot, x: number, { cell, top }: Layout): SVGElement[] {
  const middle = x + (cell - 1) / 2;
  const at = (right: number) => ({
    transform: `translate(${Math.round((middle + right) * 100) / 100} ${top - 6}) rotate(-90)`,
  });
  const gene = fitted(spot.gene, LARGEST_NAMES);
  return [
    text(gene, 0, 0, "axis", { ...at(-2), fill: "var(--text)" }),
    text(spot.motifClass, 0, 0, "mono", { ...at(10), fill: "var(--text-2)" }),
  ];
}

function drawCells(layout: Layout): SVGElement[] {
  const { table, rows } = layout;
  return rows.rows.map((_, row) =>
    element("g", {}, ...table.hotspots.map((_, column) => drawCell(layout, column, row))),
  );
}

function drawCell(layout: Layout, column: number, row: number): SVGElement {
  const { table } = layout;
  const look = lookOf(table, column, row);
  const { x, y, width, height } = boxOf(layout, column, row);
  return element(
    "g",
    markAttributes(describeCell(table, column, row), filterOf(table, column, row)),
    rectangle(x, y, width, height, {
      fill: look.fill ? `var(${look.fill})` : "none",
      "fill-opacity": look.opacity < 1 ? look.opacity : null,
      "pointer-events": "all",
    }),
    text(look.words, x + width / 2, y + height / 2 + 4, "axis", {
      ...MIDDLE,
      fill: `var(${look.ink})`,
      "font-style": look.isSlanted ? "italic" : null,
    }),
  );
}

function boxOf({ rows, cell }: Layout, column: number, row: number) {
  const { y, height } = rows.rows[row] ?? { y: 0, height: 0 };
  const gap = rows.hasIds ? 1 : 0;
  return { x: rows.left + column * cell, y, width: cell - 1, height: height - gap };
}

function filterOf(table: RepeatTable, column: number, row: number): Partial<Filters> {
  const genome = [table.genomes[row]?.id ?? ""];
  const spot = table.hotspots[column];
  if (!spot || table.cells[column]?.[row]?.repeat === null) return { genome };
  return { genome, gene: [spot.gene], motif_class: [spot.motifClass] };
}

function cellLayer(layout: Layout): CanvasLayer {
  const { table, rows, cell, top } = layout;
  const columns = table.hotspots.length;
  return {
    x: rows.left,
    y: top,
    width: columns * cell,
    height: rows.height,
    rows: rows.rows.length,
    columns,
    paint: (context, colour) => paint(context, colour, layout),
    at: (x, y) => {
      const starts = rows.rows.map((row) => row.y);
      const row = cellAt(starts, rows.rows[0]?.height ?? 0, y);
      const column = Math.floor((x - rows.left) / cell);
      return row === null || column < 0 || column >= columns ? null : { row, column };
    },
    mark: (row, column) => ({
      tip: describeCell(table, column, row),
      filter: filterOf(table, column, row),
      ...boxOf(layout, column, row),
    }),
    range: (from, to) => rangeOf(table, from, to),
  };
}

function paint(
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
  layout: Layout,
): void {
  const { table, rows, top } = layout;
  const resolved = new Map<string, string>();
  const paintWith = (token: string) => {
    const known = resolved.get(token) ?? colour(token);
    resolved.set(token, known);
    return known;
  };
  context.textAlign = "center";
  for (let column = 0; column < table.hotspots.length; column++) {
    for (let row = 0; row < table.genomes.length; row++) {
      const look = lookOf(table, column, row);
      const box = boxOf(layout, column, row);
      const x = box.x - rows.left;
      const y = box.y - top;
      if (look.fill) {
        context.globalAlpha = look.opacity;
        context.fillStyle = paintWith(look.fill);
        context.fillRect(x, y, box.width, box.height);
        context.globalAlpha = 1;
      }
      if (!rows.hasIds) continue;
      context.font = `${look.isSlanted ? "italic " : ""}11px ${FONT}`;
      context.fillStyle = paintWith(look.ink);
      context.fillText(look.words, x + box.width / 2, y + box.height / 2 + 4);
    }
  }
}

type Place = { row: number; column: number };

/** Genomes and genes from one cell to another; kinds of which all are chosen are left out. */
function rangeOf(table: RepeatTable, from: Place, to: Place): Partial<Filters> {
  const between = <Item>(items: readonly Item[], a: number, b: number) =>
    items.slice(Math.min(a, b), Math.max(a, b) + 1);
  const genomes = between(table.genomes, from.row, to.row);
  const spots = between(table.hotspots, from.column, to.column);
  return {
    ...(genomes.length < table.genomes.length ? { genome: genomes.map(({ id }) => id) } : {}),
    ...(spots.length < table.hotspots.length
      ? { gene: [...new Set(spots.map(({ gene }) => gene))] }
      : {}),
  };
}

/** What colours say, where rows are too thin for numbers. */
function legendBelow({ table, rows, options, top }: Layout): SVGGElement {
  const largest = max(table.hotspots, (spot) => spot.alleles.at(-1)?.repeat) ?? 0;
  const { node } = table.isDifference
    ? { node: element("g", {}, text(DIFFERENCE_WORDS, 0, 11)) }
    : rampLegend("repeat number", powerLabels(largest), options.width);
  node.setAttribute("transform", `translate(0 ${top + rows.height + 8})`);
  return node;
}

const DIFFERENCE_WORDS = "orange: more units than the reference; blue: fewer";
const MIDDLE = { "text-anchor": "middle" };
