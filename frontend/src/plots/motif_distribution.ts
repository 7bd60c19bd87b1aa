// SSRs per genome and motif class: a matrix on a canvas under text axes.

import type { Columns } from "../arrow";
import {
  type ClassColumns,
  classesOf,
  clusterGenomes,
  isVariable,
  layOutColumns,
  type MotifClass,
  orderClasses,
} from "./class_columns";
import { cellLayer, columnHeads, NAMES_HEIGHT } from "./class_matrix";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import {
  describeOrder,
  type Genome,
  type GenomeRows,
  genomesOf,
  layOutRows,
  rowHeads,
} from "./genome_rows";
import { powerLabels, rampLegend, shareLabels } from "./ramp";
import { drawing } from "./svg";

const MOST_CLASSES = "100";

export const motif_distribution: Figure = {
  key: "motif_distribution",
  name: "Matrix of motif classes",
  help: "plot-data#motif_distribution",
  switches: [
    choice("variable", "Classes", "segments", [
      ["all", "All classes"],
      ["variable", "Variable only"],
    ]),
    choice("order", "Order", "select", [
      ["frequency", "by frequency"],
      ["clustered", "clustered"],
      ["name", "by name"],
    ]),
    choice("scale", "Scale", "select", [
      ["log", "powers of two"],
      ["column", "per column"],
    ]),
    {
      ...choice("top", "Most frequent", "select", [
        ["50", "50 classes"],
        [MOST_CLASSES, "100 classes"],
        ["250", "250 classes"],
        ["500", "500 classes"],
      ]),
      initial: MOST_CLASSES,
      isSent: true,
    },
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  more: { key: "ssr_gc" },
  draw,
  explainEmpty(data, options) {
    if (!data.length) {
      return {
        title: "No SSRs under these filters",
        text: "None of the genomes has an SSR that the filters leave. Remove a filter.",
      };
    }
    if (options.switches.variable !== "variable") return null;
    if (classesOf(data, genomesOf(data, options)).some(isVariable)) return null;
    return {
      title: "No motif class varies",
      text:
        options.genomes < 2
          ? "It takes two genomes to differ; the filters leave one. Choose All classes."
          : "Every genome has the same number of SSRs of each class. Choose All classes.",
    };
  },
};

function draw(data: Columns, options: DrawOptions, more?: Columns): Drawing {
  const { order = "frequency", variable, scale } = options.switches;
  const found = genomesOf(data, options, more);
  const classes = orderClasses(classesOf(data, found), order);
  const genomes = order === "clustered" ? clusterGenomes(found, classes) : found;
  const shown = orderClasses(
    classesOf(data, genomes).filter((motif) => variable !== "variable" || isVariable(motif)),
    order,
  );
  const legend = legendOf(shown, options);
  const top = legend.height + 8 + NAMES_HEIGHT;
  const rows = layOutRows(genomes, options, top);
  const columns = layOutColumns(shown, options.width - rows.left);
  const isByColumn = scale === "column";
  return {
    svg: svgOf(legend.node, rows, columns, options, top),
    title: titleOf(classes, genomes.length, options),
    subtitle: `One cell per genome and motif class; ${wordsOfOrder(genomes, options, order)}.`,
    caption: captionOf(isByColumn, order, options),
    alt: altOf(classes, rows, options),
    table: tableOf(rows, columns, options),
    canvas: cellLayer(rows, columns, top, isByColumn),
  };
}

function svgOf(
  legend: SVGGElement,
  rows: GenomeRows,
  columns: ClassColumns,
  options: DrawOptions,
  top: number,
): SVGSVGElement {
  const width = Math.max(options.width, rows.left + columns.width);
  return drawing(
    width,
    top + rows.height + 4,
    legend,
    columnHeads(columns, rows, top),
    rowHeads(rows, options, top, NAMES_HEIGHT),
  );
}

function legendOf(shown: readonly MotifClass[], options: DrawOptions) {
  if (options.switches.scale === "column") {
    return rampLegend("% of the largest in the column", shareLabels(), options.width);
  }
  const largest = Math.max(0, ...shown.map((motif) => motif.largest));
  return rampLegend("SSRs per cell", powerLabels(largest), options.width);
}

function titleOf(classes: readonly MotifClass[], genomes: number, options: DrawOptions): string {
  const all = classes.length;
  const isPart = all >= Number(options.switches.top);
  const named = isPart
    ? `the ${formatNumber(all)} most frequent motif classes`
    : plural(all, "motif class", "motif classes");
  if (genomes < 2) return `${isPart ? `T${named.slice(1)}` : named} in one genome`;
  const variable = classes.filter(isVariable).length;
  return `${formatNumber(variable)} of ${named} ${variable === 1 ? "varies" : "vary"} between genomes`;
}

function wordsOfOrder(genomes: readonly Genome[], options: DrawOptions, order: string): string {
  if (order === "clustered") {
    return `columns clustered within each motif length, rows within each ${options.by}`;
  }
  const columns = order === "name" ? "name" : "frequency";
  return `rows by ${describeOrder(genomes, options)}, columns by motif length and ${columns}`;
}

function captionOf(isByColumn: boolean, order: string, options: DrawOptions): string {
  const parts = [
    isByColumn
      ? "Colour: number of SSRs / the largest number in the same column."
      : "Colour: number of SSRs, in steps of powers of two.",
    "Strong column names: classes that vary between genomes; pale names: the others. A motif class unites all rotations of a motif and of its reverse complement.",
  ];
  if (order === "clustered") {
    parts.push("Order: average linkage (UPGMA) on Euclidean distances of log2(1 + SSRs).");
  }
  return [...parts, describeScope(options)].join(" ");
}

function altOf(classes: readonly MotifClass[], rows: GenomeRows, options: DrawOptions): string {
  const most = [...classes].sort((a, b) => b.ssrs - a.ssrs || (a.name < b.name ? -1 : 1))[0];
  const shape = `Matrix of ${plural(rows.rows.length, "genome")} in ${plural(rows.byGroup.size, "group")} by ${options.by} and ${plural(classes.length, "motif class", "motif classes")}.`;
  if (!most) return shape;
  return `${shape} The most frequent class is ${most.name} with ${formatNumber(most.least)} to ${formatNumber(most.largest)} SSRs per genome.`;
}

function tableOf(rows: GenomeRows, columns: ClassColumns, options: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: options.by, label: options.by },
      { name: "year", label: "Year", isPlain: true },
      ...columns.columns.map(({ name }) => ({ name, label: name })),
    ],
    rows: rows.rows.map((row, i) => [
      row.id,
      groupName(row.group),
      row.year,
      ...columns.columns.map((column) => column.counts[i] ?? 0),
    ]),
  };
}

function choice(
  name: string,
  label: string,
  kind: "segments" | "select",
  values: readonly (readonly [string, string])[],
) {
  return {
    name,
    label,
    kind,
    values: values.map(([value, words]) => ({ value, label: words })),
    initial: values[0]?.[0] ?? "",
  };
}
