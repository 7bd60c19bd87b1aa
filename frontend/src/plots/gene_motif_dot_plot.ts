// Repeat numbers of every genome at the most variable hotspots, as a table of numbers.

import type { Columns } from "../arrow";
import { explainNoHotspot } from "./allele_words";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { plural } from "./format";
import { drawRepeatTable } from "./repeat_matrix";
import { countProfiles, type RepeatTable, repeatTable, shownNumber } from "./repeat_table";

export const gene_motif_dot_plot: Figure = {
  key: "gene_motif_dot_plot",
  name: "Repeat numbers",
  help: "plot-data#gene_motif_dot_plot",
  switches: [
    {
      name: "show",
      label: "Show",
      kind: "segments",
      values: [
        { value: "number", label: "Repeat number" },
        { value: "difference", label: "Difference to reference" },
      ],
      initial: "number",
    },
    {
      name: "top",
      label: "Columns",
      kind: "select",
      values: ["20", "40", "100", "200"].map((value) => ({ value, label: `${value} columns` })),
      initial: "40",
      isSent: true,
    },
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  more: { key: "ssr_gc" },
  draw,
  explainEmpty: (data, options) => (data.length ? null : explainNoHotspot(options)),
};

function draw(data: Columns, options: DrawOptions, more?: Columns): Drawing {
  const table = repeatTable(data, options, more);
  return {
    ...drawRepeatTable(table, options),
    title: titleOf(table),
    subtitle: subtitleOf(table, options),
    caption: captionOf(table, options),
    alt: altOf(table),
    table: plotted(table, options),
  };
}

function titleOf(table: RepeatTable): string {
  const spots = plural(table.hotspots.length, "hotspot");
  if (table.genomes.length < 2) return `Repeat numbers of one genome at ${spots}`;
  const profiles = plural(countProfiles(table), "profile");
  return `${profiles} of repeat numbers in ${plural(table.genomes.length, "genome")}, at ${spots}`;
}

function subtitleOf(table: RepeatTable, options: DrawOptions): string {
  const reference = options.reference ?? "the reference";
  if (table.isDifference) return `Difference in units from the reference ${reference}.`;
  if (options.switches.show === "difference") {
    return "Number of full units: without an SSR of the reference at these hotspots there is no difference.";
  }
  return "Number of full units; colour grows with it.";
}

function captionOf(table: RepeatTable, options: DrawOptions): string {
  const isRaised = table.cells.some((column) => column.some((cell) => cell.ssrs > 1));
  const parts = [
    `Columns: gene and motif class, by number of alleles. Rows by ${options.by}, then year.`,
    "A profile is a row of repeat numbers; missing ones count as a state of their own.",
    ...(table.isDifference
      ? ["Slanted: the reference has no such SSR, so the plain repeat number is given."]
      : []),
    ...(isRaised ? ["Raised: SSRs of the class in the gene; the longest is shown."] : []),
    "Dot: no SSR of the class in the gene reaches the threshold.",
  ];
  return [...parts, describeScope(options)].join(" ");
}

function altOf(table: RepeatTable): string {
  const [most] = table.hotspots;
  const shape = `Table of ${plural(table.genomes.length, "genome")} and ${plural(table.hotspots.length, "hotspot")}.`;
  if (!most) return shape;
  return `${shape} The first column, ${most.gene} ${most.motifClass}, has ${plural(most.alleles.length, "repeat number")} from ${most.alleles[0]?.repeat} to ${most.alleles.at(-1)?.repeat}.`;
}

/** A row per genome and a column per hotspot, as programs for MLVA take it. */
function plotted(table: RepeatTable, { by }: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: by, label: by },
      { name: "year", label: "Year", isPlain: true },
      ...table.hotspots.map(({ gene, motifClass }) => {
        const name = `${gene} ${motifClass}`;
        return { name, label: name };
      }),
    ],
    rows: table.genomes.map(({ id, group, year }, row) => [
      id,
      group,
      year,
      ...table.hotspots.map((_, column) => shownNumber(table, column, row)),
    ]),
  };
}
