// Alleles of all genomes at all loci: a matrix of repeat numbers and states.

import type { Columns } from "../arrow";
import {
  cellLayer,
  layOutMatrix,
  locusHeads,
  type MatrixLayout,
  printsNumbers,
} from "./allele_cells";
import { alleleLegend } from "./allele_legend";
import { type AlleleTable, isPolymorphic, readAlleleTable } from "./allele_table";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { describeOrder, rowHeads } from "./genome_rows";
import { drawing } from "./svg";

export const allele_matrix: Figure = {
  key: "allele_matrix",
  name: "Allele matrix",
  help: "plot-data#allele_matrix",
  switches: [
    choice("show", "Loci", "segments", true, [
      ["polymorphic", "Polymorphic"],
      ["all", "All loci"],
    ]),
    choice("colour", "Colour", "select", false, [
      ["number", "colour: repeat number"],
      ["modal", "colour: difference to modal"],
      ["reference", "colour: difference to reference"],
    ]),
    choice("order", "Order", "select", true, [
      ["position", "by position"],
      ["heterozygosity", "by diversity"],
      ["alleles", "by alleles"],
    ]),
    choice("loci", "Most loci", "select", true, [
      ["50", "50 loci"],
      ["100", "100 loci"],
      ["250", "250 loci"],
      ["1000", "1,000 loci"],
    ]),
    choice("cells", "Cells", "select", false, [
      ["fitting", "cells: as they fit"],
      ["large", "cells: with numbers"],
    ]),
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const table = readAlleleTable(data, options);
  const isLarge = options.switches.cells === "large";
  const hasNumbers = printsNumbers(table, isLarge);
  const colour = options.switches.colour ?? "number";
  const legend = alleleLegend(table, colour, options.width, hasNumbers);
  const layout = layOutMatrix(table, options, legend.height + 6, isLarge);
  return {
    svg: svgOf(layout, legend.node),
    title: titleOf(table, options),
    subtitle: subtitleOf(layout, isLarge),
    caption: captionOf(options),
    alt: altOf(table, options),
    table: plotted(table, options),
    canvas: cellLayer(layout),
  };
}

function svgOf(layout: MatrixLayout, legend: SVGGElement): SVGSVGElement {
  const { rows, options, top, cell, table, names } = layout;
  const width = Math.max(options.width, rows.left + cell * table.loci.length);
  return drawing(
    width,
    top + rows.height + 4,
    legend,
    locusHeads(layout),
    rowHeads(rows, options, top, names),
  );
}

function titleOf(table: AlleleTable, options: DrawOptions): string {
  const all = plural(table.loci.length, "locus", "loci");
  const genomes = plural(table.genomes.length, "genome");
  if (table.genomes.length < 2) return `Alleles of one genome at ${all}`;
  const profiles = countProfiles(table);
  const kind = options.switches.show === "polymorphic" ? "polymorphic " : "";
  return `${plural(profiles, "profile")} in ${genomes}, at ${formatNumber(table.loci.length)} ${kind}${table.loci.length === 1 ? "locus" : "loci"}`;
}

/** Number of different rows; what has no single number is a state of its own. */
function countProfiles(table: AlleleTable): number {
  const profiles = table.genomes.map((_, g) =>
    table.loci.map((_, l) => table.repeats(l, g).join("/") || table.state(l, g)).join(),
  );
  return new Set(profiles).size;
}

const WORDS_OF_NUMBERS: Readonly<Record<string, string>> = {
  modal: "number: difference in units from the modal repeat number",
  reference: "number: difference in units from the reference",
};

function subtitleOf({ options, hasNumbers, table }: MatrixLayout, isLarge: boolean): string {
  const order = { heterozygosity: "by diversity", alleles: "by number of alleles" }[
    options.switches.order ?? ""
  ];
  const parts = [
    `One cell per genome and locus; rows by ${describeOrder(table.genomes, options)}, loci ${order ?? "by position"}`,
  ];
  if (hasNumbers)
    parts.push(WORDS_OF_NUMBERS[options.switches.colour ?? ""] ?? "number: full units");
  else if (isLarge) parts.push("too many cells for numbers: choose fewer loci, or filter");
  const isCut = table.loci.length >= Number(options.switches.loci);
  return `${parts.join("; ")}${isCut ? `; the first ${table.loci.length} loci in this order` : ""}.`;
}

function captionOf(options: DrawOptions): string {
  const colour = {
    modal: "Colour: repeat number \u2212 the most frequent one of the locus.",
    reference: `Colour: repeat number \u2212 that of the reference${options.reference ? ` ${options.reference}` : ", of which this result has none"}.`,
  }[options.switches.colour ?? ""];
  return [
    colour ?? "Colour: repeat number, in steps of powers of two.",
    "Bars over the cells: **H**, unbiased expected heterozygosity, 0 to 1, of the genomes shown. Strong names: polymorphic loci; pale names: one repeat number.",
    "**Below threshold**: too few units for an SSR, counted all the same. **Absent**: flanks side by side, 0 units. **Several places**: the first and the last number. **Missing**: flanks not found, or N between them.",
    describeScope(options),
  ].join(" ");
}

function altOf(table: AlleleTable, options: DrawOptions): string {
  const varying = table.loci.filter(isPolymorphic).length;
  const most = table.loci.toSorted((a, b) => b.alleles - a.alleles)[0];
  const shape = `Matrix of ${plural(table.genomes.length, "genome")} by ${options.by} and ${plural(table.loci.length, "locus", "loci")}, of which ${formatNumber(varying)} ${varying === 1 ? "varies" : "vary"}.`;
  return most ? `${shape} Most alleles: ${most.id} with ${most.alleles}.` : shape;
}

/** A row per genome, as programs for MLVA take it: numbers, `7/9` for several places, empty for a
 * missing one. Below the threshold is a number too. */
function plotted(table: AlleleTable, { by }: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: by, label: by },
      { name: "year", label: "Year", isPlain: true },
      ...table.loci.map(({ id }) => ({ name: id, label: id })),
    ],
    rows: table.genomes.map(({ id, group, year }, g) => [
      id,
      groupName(group),
      year,
      ...table.loci.map((_, l) => {
        const repeats = table.repeats(l, g);
        return repeats.length > 1 ? repeats.join("/") : (repeats[0] ?? null);
      }),
    ]),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  if (options.switches.show === "polymorphic") {
    return {
      title: "No locus is polymorphic",
      text:
        options.genomes < 2
          ? "It takes two genomes to differ; there is one. Choose All loci."
          : "All genomes have the same repeat number at each locus that the filters leave. Choose All loci.",
    };
  }
  const why = options.filterText ? ` fits the filters (${options.filterText})` : " was found";
  return { title: "No locus to show", text: `No locus${why}.` };
}

function choice(
  name: string,
  label: string,
  kind: "segments" | "select",
  isSent: boolean,
  values: readonly (readonly [string, string])[],
) {
  const initial = name === "loci" ? "100" : (values[0]?.[0] ?? "");
  const listed = values.map(([value, words]) => ({ value, label: words }));
  return { name, label, kind, isSent, values: listed, initial };
}
