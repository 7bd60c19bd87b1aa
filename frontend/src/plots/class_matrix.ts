// The cells and column heads of the matrix of motif classes.

import type { Filters } from "../filters";
import { type ClassColumn, type ClassColumns, isVariable } from "./class_columns";
import type { CanvasLayer } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import type { GenomeRow, GenomeRows } from "./genome_rows";
import { cellAt, rangeFilter } from "./matrix_cells";
import { powerStep, STEPS, shareStep } from "./ramp";
import { element, line, MONO, markAttributes, rectangle, text, textWidth } from "./svg";

/** px of the names and motif lengths above the cells. */
export const NAMES_HEIGHT = 66;

/** Names of the classes, upright, under their motif lengths. */
export function columnHeads(columns: ClassColumns, rows: GenomeRows, top: number): SVGGElement {
  const heads = element("g", { "data-sticky": "top" });
  heads.append(
    rectangle(rows.left, top - NAMES_HEIGHT, columns.width, NAMES_HEIGHT - 1, {
      fill: "var(--surface)",
    }),
  );
  for (const [length, members] of columns.byLength) {
    heads.append(...lengthHead(length, members, columns.cell, rows.left, top - NAMES_HEIGHT));
  }
  for (const column of columns.columns) {
    heads.append(nameHead(column, columns.cell, rows, top));
  }
  return heads;
}

/** The motif length over its classes: with their number where it fits. */
function lengthHead(
  length: number,
  members: readonly ClassColumn[],
  cell: number,
  left: number,
  top: number,
): SVGElement[] {
  const x1 = left + (members[0]?.x ?? 0);
  const x2 = left + (members.at(-1)?.x ?? 0) + cell - 1;
  const long = `${length} bp · ${formatNumber(members.length)}`;
  const label = textWidth(long) * 1.1 <= x2 - x1 ? long : String(length);
  const classes = plural(members.length, "motif class", "motif classes");
  return [
    line(x1, top + 15.5, x2, top + 15.5, { stroke: "var(--axis)" }),
    text(
      label,
      x1,
      top + 11,
      "strong",
      markAttributes(`${length} bp\n${classes}`, {
        motif_length: [length],
      }),
    ),
  ];
}

function nameHead(
  column: ClassColumn,
  cell: number,
  rows: GenomeRows,
  top: number,
): SVGTextElement {
  const size = cell < 12 ? 9.5 : 10.5;
  const x = rows.left + column.x + (cell - 1) / 2 + 0.36 * size;
  const having = column.counts.filter((count) => count > 0).length;
  const range =
    column.least < column.largest
      ? `${formatNumber(column.least)} to ${formatNumber(column.largest)} per genome`
      : `${formatNumber(column.largest)} in each genome`;
  const tip = `${column.name}\n${plural(column.ssrs, "SSR")} in ${formatNumber(having)} of ${plural(column.counts.length, "genome")}\n${range}`;
  return text(column.name, 0, 0, "axis", {
    transform: `translate(${rounded(x)} ${top - 5}) rotate(-90)`,
    "font-family": MONO,
    "font-size": size,
    fill: isVariable(column) ? "var(--text)" : "var(--text-3)",
    ...markAttributes(tip, { motif_class: [column.name] }),
  });
}

/** The cells: colours in powers of two, or as parts of the largest number of the column. */
export function cellLayer(
  layout: GenomeRows,
  columns: ClassColumns,
  top: number,
  isByColumn: boolean,
): CanvasLayer {
  const { rows, left } = layout;
  const cell = (row: number, column: number) =>
    [rows[row] as GenomeRow, columns.columns[column] as ClassColumn] as const;
  return {
    x: left,
    y: top,
    width: columns.width,
    height: layout.height,
    rows: rows.length,
    columns: columns.columns.length,
    paint: (context, colour) => paint(context, colour, layout, columns, top, isByColumn),
    at: (x, y) => {
      const row = cellAt(
        rows.map((item) => item.y),
        rows[0]?.height ?? 0,
        y,
      );
      const column = cellAt(
        columns.columns.map((item) => item.x),
        columns.cell,
        x - left,
      );
      return row === null || column === null ? null : { row, column };
    },
    mark: (i, j) => {
      const [row, column] = cell(i, j);
      const count = column.counts[i] ?? 0;
      return {
        tip: `${row.id} · ${groupName(row.group)}\n${column.name}: ${plural(count, "SSR")}`,
        filter: { genome: [row.id], motif_class: [column.name] },
        x: left + column.x,
        y: row.y,
        width: columns.cell - 1,
        height: row.height,
      };
    },
    range: (from, to): Partial<Filters> => ({
      ...rangeFilter(
        "genome",
        rows.map((row) => row.id),
        from.row,
        to.row,
      ),
      ...rangeFilter(
        "motif_class",
        columns.columns.map((item) => item.name),
        from.column,
        to.column,
      ),
    }),
  };
}

/** Cells of one colour below each other are one rectangle where rows have no gaps: 400 genomes x
 * 250 classes are 100,000 cells. */
function paint(
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
  layout: GenomeRows,
  columns: ClassColumns,
  top: number,
  isByColumn: boolean,
): void {
  const colours = Array.from({ length: STEPS }, (_, step) => colour(`--q${step}`));
  const dot = colour("--axis");
  const { rows, hasIds } = layout;
  const width = columns.cell - 1;
  for (const column of columns.columns) {
    const steps = column.counts.map((count) =>
      isByColumn ? shareStep(count, column.largest) : powerStep(count),
    );
    for (let i = 0; i < rows.length; ) {
      const { y, height, group } = rows[i] as GenomeRow;
      const step = steps[i] as number;
      let end = i + 1;
      while (!hasIds && end < rows.length && steps[end] === step && rows[end]?.group === group)
        end++;
      context.fillStyle = colours[step] as string;
      context.fillRect(column.x, y - top, width, (end - i) * height - (hasIds ? 1 : 0));
      if (step === 0 && hasIds) {
        context.fillStyle = dot;
        context.fillRect(column.x + width / 2 - 1, y - top + height / 2 - 1.5, 2, 2);
      }
      i = end;
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
