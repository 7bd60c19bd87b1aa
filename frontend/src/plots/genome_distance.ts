// How many loci differ between each two genomes: a square of cells, in the order of the tree.

import type { Columns } from "../arrow";
import { categoryLegend } from "./category_legend";
import {
  type CanvasLayer,
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, formatShort, groupName, plural } from "./format";
import { styleOf } from "./groups";
import { rangeFilter } from "./matrix_cells";
import { rampLegend, STEPS, shareStep } from "./ramp";
import {
  type Attributes,
  drawing,
  FONT,
  fitted,
  markAttributes,
  rectangle,
  text,
  textWidth,
} from "./svg";
import { MEASURES, measureOf, readTree } from "./tree_layout";

export const genome_distance: Figure = {
  key: "genome_distance",
  name: "Distances of genomes",
  help: "plot-data#genome_distance",
  switches: [
    {
      name: "measure",
      label: "Measure",
      kind: "segments",
      values: [
        { value: "alleles", label: "Differing alleles" },
        { value: "stepwise", label: "Steps" },
      ],
      initial: "alleles",
      isSent: true,
    },
  ],
  more: {
    key: "genome_tree",
    request: (switches) => ({ measure: measureOf(switches), bootstrap: "0" }),
  },
  draw,
  explainEmpty: (data) =>
    data.length
      ? null
      : { title: "No two genomes", text: "It takes two genomes to have a distance." },
};

interface Leaf {
  id: string;
  category: string | null;
}

interface Square {
  genomes: readonly Leaf[];
  /** By row, then column; null without a shared locus. */
  distance(row: number, column: number): number | null;
  shared(row: number, column: number): number;
  largest: number;
}

interface Layout {
  square: Square;
  options: DrawOptions;
  left: number;
  top: number;
  cell: number;
}

const STRIP = 8;
const LARGEST_CELL = 34;
/** px of a cell from which rows have ids. */
const NAMED = 12;
/** Genomes whose names are kept where the drawing then is wider than its place. */
const MOST_WIDENED = 60;
/** px of a drawing below which names are cut early. */
const NARROW = 520;
/** px of a cell that has room for its distance. */
const NUMBERED = 30;

function draw(data: Columns, options: DrawOptions, more?: Columns): Drawing {
  const square = readSquare(data, more);
  const { label } = MEASURES[measureOf(options.switches)];
  const layout = layOut(square, options);
  const table = tableOf(data);
  return {
    svg: svgOf(layout),
    title: titleOf(square, label),
    subtitle: `One cell per two genomes: ${label}; in the order of the neighbour-joining tree${hasStrip(square) ? "; strip at the edge: category" : ""}.`,
    caption: `**Distance** = ${MEASURES[measureOf(options.switches)].formula}. Dark: far apart. Crossed out: no shared locus. ${describeScope(options)}`,
    alt: `Square of ${plural(square.genomes.length, "genome")}. ${titleOf(square, label)}.`,
    table,
    legend: categoryLegend(
      square.genomes.map(({ category }) => ({ category: category ?? "undefined" })),
      options,
    ),
    canvas: cellLayer(layout),
  };
}

/** Whether the strip of categories tells something. */
function hasStrip({ genomes }: Square): boolean {
  return genomes.some(({ category }) => (category ?? "undefined") !== "undefined");
}

function readSquare(data: Columns, more: Columns | undefined): Square {
  const [first, second] = [data.texts("genome_1"), data.texts("genome_2")];
  const genomes = leavesOf(first, second, more);
  const places = new Map(genomes.map(({ id }, i) => [id, i]));
  const count = genomes.length;
  const distances = new Float64Array(count * count).fill(Number.NaN);
  const shared = new Int32Array(count * count);
  const [values, loci] = [data.numbers("distance"), data.numbers("loci")];
  let largest = 0;
  first.forEach((id, i) => {
    const [a, b] = [places.get(id ?? "") ?? 0, places.get(second[i] ?? "") ?? 0];
    const value = values[i] ?? Number.NaN;
    largest = Number.isFinite(value) ? Math.max(largest, value) : largest;
    for (const at of [a * count + b, b * count + a]) {
      distances[at] = value;
      shared[at] = loci[i] ?? 0;
    }
  });
  return {
    genomes,
    distance: (row, column) => {
      const value = row === column ? 0 : (distances[row * count + column] ?? Number.NaN);
      return Number.isFinite(value) ? value : null;
    },
    shared: (row, column) => shared[row * count + column] ?? 0,
    largest,
  };
}

/** Genomes in the order of the tree; in that of the file where there is none. */
function leavesOf(
  first: readonly (string | null)[],
  second: readonly (string | null)[],
  more: Columns | undefined,
): Leaf[] {
  const all = [...new Set([...first, ...second])].flatMap((id) => id ?? []);
  const leaves = more ? readTree(more).leaves : [];
  const categories = new Map(leaves.map((leaf) => [leaf.genome, leaf.category]));
  const places = new Map(leaves.map((leaf, i) => [leaf.genome, i]));
  return all
    .map((id) => ({ id, category: categories.get(id) ?? null }))
    .sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

function layOut(square: Square, options: DrawOptions): Layout {
  const count = Math.max(1, square.genomes.length);
  const ids = Math.max(...square.genomes.map(({ id }) => textWidth(id, 10.5, true)), 0);
  const named = Math.min(options.width < NARROW ? 96 : 150, ids) + STRIP + 10;
  const fitting = (left: number) => (options.width - left) / count;
  const isNamed = count <= MOST_WIDENED || fitting(named) >= NAMED;
  const left = isNamed ? named : STRIP + 6;
  const least = isNamed ? NAMED : 2;
  const cell = Math.max(least, Math.min(LARGEST_CELL, Math.floor(fitting(left))));
  const top = legendOf(square, options).height + STRIP + 14;
  return { square, options, left, top, cell };
}

function svgOf(layout: Layout): SVGSVGElement {
  const { square, options, left, top, cell } = layout;
  const size = cell * square.genomes.length;
  const isNamed = cell >= NAMED;
  return drawing(
    Math.max(options.width, left + size),
    top + size + 8,
    legendOf(square, options).node,
    ...square.genomes.flatMap(({ id, category }, i) => {
      const style = styleOf(options.groups, category);
      const mark = markAttributes(`${id}\n${groupName(category)}`, { genome: [id] });
      const look = { fill: style.colour, stroke: style.outline, ...mark };
      return [
        rectangle(left - STRIP - 3, top + i * cell, STRIP, cell - (isNamed ? 1 : 0), look),
        rectangle(left + i * cell, top - STRIP - 3, cell - (isNamed ? 1 : 0), STRIP, look),
        ...(isNamed ? [nameOf(id, i, layout, mark)] : []),
      ];
    }),
  );
}

function legendOf(square: Square, { switches, width }: DrawOptions) {
  const title = `distance, ${MEASURES[measureOf(switches)].label}`;
  return rampLegend(title, stepLabels(square.largest), width);
}

function nameOf(id: string, i: number, { left, top, cell }: Layout, mark: Attributes): SVGElement {
  const room = left - STRIP - 10;
  const size = cell >= 16 ? 10.5 : 9.5;
  const label = fitted(id, room, size, true);
  return text(label, 0, top + (i + 0.5) * cell + 3.5, "mono", { "font-size": size, ...mark });
}

function cellLayer(layout: Layout): CanvasLayer {
  const { square, left, top, cell } = layout;
  const count = square.genomes.length;
  const ids = square.genomes.map(({ id }) => id);
  return {
    x: left,
    y: top,
    width: Math.max(1, count * cell),
    height: Math.max(1, count * cell),
    rows: count,
    columns: count,
    paint: (context, colour) => paint(context, colour, layout),
    at: (x, y) => {
      const [row, column] = [Math.floor((y - top) / cell), Math.floor((x - left) / cell)];
      const isInside = row >= 0 && column >= 0 && row < count && column < count;
      return isInside ? { row, column } : null;
    },
    mark: (row, column) => ({
      tip: describePair(layout, row, column),
      filter: { genome: [...new Set([ids[row] ?? "", ids[column] ?? ""])] },
      x: left + column * cell,
      y: top + row * cell,
      width: cell,
      height: cell,
    }),
    range: (from, to) => ({ ...rangeFilter("genome", ids, from.row, to.row) }),
  };
}

function paint(
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
  { square, cell }: Layout,
): void {
  const colours = Array.from({ length: STEPS }, (_, step) => colour(`--q${step}`));
  const inks = colours.map((_, step) => colour(step ? `--qt${step}` : "--text"));
  const axis = colour("--axis");
  const gap = cell >= NAMED ? 1 : 0;
  const count = square.genomes.length;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const distance = square.distance(row, column);
      const [x, y] = [column * cell, row * cell];
      if (distance !== null) {
        const step = shareStep(distance, square.largest);
        context.fillStyle = colours[step] as string;
        context.fillRect(x, y, cell - gap, cell - gap);
        if (cell >= NUMBERED && row !== column) {
          context.font = `10px ${FONT}`;
          context.textAlign = "center";
          context.fillStyle = inks[step] as string;
          context.fillText(formatNumber(distance, 2), x + (cell - gap) / 2, y + cell / 2 + 3);
        }
        continue;
      }
      context.strokeStyle = axis;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + cell - gap, y + cell - gap);
      context.stroke();
    }
  }
}

function describePair({ square, options }: Layout, row: number, column: number): string {
  const [a, b] = [square.genomes[row], square.genomes[column]];
  if (row === column) return `${a?.id}\nthe same genome`;
  const distance = square.distance(row, column);
  const { unit } = MEASURES[measureOf(options.switches)];
  const words = distance === null ? "no shared locus" : `${formatShort(distance, 4)} ${unit}`;
  return `${a?.id}\n${b?.id}\n${words}\n${plural(square.shared(row, column), "shared locus", "shared loci")}`;
}

function titleOf(square: Square, label: string): string {
  const pairs: { value: number; row: number; column: number }[] = [];
  square.genomes.forEach((_, row) => {
    for (let column = 0; column < row; column++) {
      const value = square.distance(row, column);
      if (value !== null) pairs.push({ value, row, column });
    }
  });
  if (!pairs.length) return "No two genomes share a locus";
  const same = pairs.filter(({ value }) => value === 0).length;
  const furthest = pairs.reduce((most, pair) => (pair.value > most.value ? pair : most));
  const names = [furthest.column, furthest.row].map((i) => square.genomes[i]?.id).join(" and ");
  const alike = same ? `; ${formatNumber(same)} of ${plural(pairs.length, "pair")} alike` : "";
  return `Furthest apart: ${names}, ${formatShort(furthest.value, 3)} (${label})${alike}`;
}

function stepLabels(largest: number): string[] {
  const limits = Array.from({ length: STEPS }, (_, step) => (largest * step) / (STEPS - 1));
  return limits.map((limit, step) => (step ? `≤ ${formatShort(limit, 3)}` : "0"));
}

function tableOf(data: Columns): PlottedTable {
  const rows = data.rows<{
    genome_1: string;
    genome_2: string;
    distance: number | null;
    loci: number;
  }>();
  return {
    columns: [
      { name: "genome_1", label: "Genome", isMono: true },
      { name: "genome_2", label: "Other genome", isMono: true },
      { name: "distance", label: "Distance" },
      { name: "loci", label: "Shared loci" },
    ],
    rows: rows.map((row) => [row.genome_1, row.genome_2, row.distance, row.loci]),
  };
}
