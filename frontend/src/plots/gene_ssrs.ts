// SSRs in genes: which genes have most of them for their length, and where in the gene they lie.

import { ascending, descending, groups, sum } from "d3-array";
import type { Columns } from "../arrow";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type LegendItem,
  type PlottedTable,
} from "./drawing";
import { compareNatural, formatNumber, plural } from "./format";
import { barValue, drawGeneBars, type GeneRow, PLACES, type Place } from "./gene_bars";

export const gene_ssrs: Figure = {
  key: "gene_ssrs",
  name: "SSRs in genes",
  help: "plot-data#gene_ssrs",
  switches: [
    {
      name: "value",
      label: "Value",
      kind: "segments",
      values: [
        { value: "rate", label: "Per genome and kb" },
        { value: "share", label: "Genomes with an SSR" },
      ],
      initial: "rate",
    },
    {
      name: "sort",
      label: "Order",
      kind: "select",
      values: [
        { value: "value", label: "largest first" },
        { value: "smallest", label: "smallest first" },
        { value: "gene", label: "by gene" },
      ],
      initial: "value",
    },
    {
      name: "top",
      label: "Rows",
      kind: "select",
      values: ["25", "50", "100", "500"].map((value) => ({ value, label: `${value} genes` })),
      initial: "25",
    },
  ],
  draw,
  explainEmpty: (data, options) => (data.length ? null : explainNone(options)),
};

const PLACE_OF: Readonly<Record<string, Place>> = {
  intersect_start: "start",
  IN: "inside",
  intersect_stop: "end",
};
const ORDER = Object.keys(PLACES);

function draw(data: Columns, options: DrawOptions): Drawing {
  const isShare = options.switches.value === "share";
  const all = sorted(genesOf(data), isShare, options.switches.sort);
  const shown = all.slice(0, Number(options.switches.top ?? 25));
  return {
    svg: drawGeneBars(shown, options.width, isShare),
    title: titleOf(all, isShare),
    subtitle: subtitleOf(isShare, all.length - shown.length),
    caption: captionOf(isShare, options),
    alt: altOf(all, isShare),
    table: tableOf(shown),
    legend: isShare ? undefined : legendOf(shown),
  };
}

interface Row {
  gene: string;
  ssr_position: string;
  ssrs: number;
  genomes_with_ssr: number;
  genomes_with_any_ssr: number;
  genomes_with_gene: number;
  gene_length: number | null;
  ssrs_per_genome_kb: number | null;
}

function genesOf(data: Columns): GeneRow[] {
  return groups(data.rows<Row>(), (row) => row.gene).map(([gene, rows]) => {
    const rates = rows.map((row) => row.ssrs_per_genome_kb);
    return {
      gene,
      parts: rows
        .map((row) => ({
          place: PLACE_OF[row.ssr_position] ?? "inside",
          ssrs: row.ssrs,
          genomesWithSsr: row.genomes_with_ssr,
          perGenomeKb: row.ssrs_per_genome_kb,
        }))
        .sort((a, b) => ascending(ORDER.indexOf(a.place), ORDER.indexOf(b.place))),
      ssrs: sum(rows, (row) => row.ssrs),
      perGenomeKb: rates.includes(null) ? null : sum(rates, (rate) => rate ?? 0),
      genomesWithSsr: rows[0]?.genomes_with_any_ssr ?? 0,
      genomesWithGene: rows[0]?.genomes_with_gene ?? 0,
      length: rows[0]?.gene_length ?? 0,
    };
  });
}

function sorted(genes: readonly GeneRow[], isShare: boolean, sort: string | undefined): GeneRow[] {
  const value = (row: GeneRow) => barValue(row, isShare) ?? -1;
  const direction = sort === "smallest" ? ascending : descending;
  return [...genes].sort(
    (a, b) =>
      (sort === "gene" ? 0 : direction(value(a), value(b))) || compareNatural(a.gene, b.gene),
  );
}

function titleOf(all: readonly GeneRow[], isShare: boolean): string {
  const genes = plural(all.length, "gene");
  if (isShare) {
    const complete = all.filter((row) => row.genomesWithSsr === row.genomesWithGene).length;
    const have = complete === 1 ? "has" : "have";
    return `${formatNumber(complete)} of ${genes} with SSRs ${have} one in every genome`;
  }
  const [most] = sorted(all, false, "value");
  if (!most) return "No SSR in a gene";
  const among = all.length > 1 ? `, the most of ${genes} with SSRs` : "";
  return `${formatNumber(most.perGenomeKb, 1)} SSRs per genome and kb in ${most.gene}${among}`;
}

function subtitleOf(isShare: boolean, hidden: number): string {
  const mark = isShare
    ? "One bar per gene: genomes with at least one SSR in it."
    : "One bar per gene, by where its SSRs lie.";
  return hidden > 0
    ? `${mark} ${plural(hidden, "further gene is", "further genes are")} not shown.`
    : mark;
}

function captionOf(isShare: boolean, options: DrawOptions): string {
  const formula = isShare
    ? "**Percent** = genomes with an SSR in the gene / genomes with the gene."
    : "**SSRs per genome and kb** = SSRs × 1,000 / genomes with the gene / mean length of the gene. Over the start: the SSR begins before the first base of the gene on the forward strand; else over the end: it ends behind the last one.";
  return `${formula} Genes without any SSR are left out. ${describeScope(options)}`;
}

function altOf(all: readonly GeneRow[], isShare: boolean): string {
  const unit = isShare ? "percent of genomes with an SSR" : "SSRs per genome and kb";
  const most = sorted(all, isShare, "value")
    .slice(0, 3)
    .map((row) => `${row.gene} ${formatNumber(barValue(row, isShare), isShare ? 0 : 2)}`);
  return `Bars of ${plural(all.length, "gene")}, ${unit}. Largest: ${most.join(", ")}.`;
}

function legendOf(shown: readonly GeneRow[]): LegendItem[] {
  const counts = (place: Place) =>
    sum(shown, (row) => row.parts.find((part) => part.place === place)?.ssrs ?? 0);
  return (Object.keys(PLACES) as Place[]).map((place) => ({
    label: PLACES[place].label,
    count: counts(place),
    colour: PLACES[place].colour,
    shape: "swatch",
  }));
}

function tableOf(shown: readonly GeneRow[]): PlottedTable {
  return {
    columns: [
      { name: "gene", label: "Gene" },
      { name: "position", label: "Position" },
      { name: "ssrs", label: "SSRs" },
      { name: "ssrs_per_genome_kb", label: "SSRs per genome and kb" },
      { name: "genomes_with_ssr", label: "Genomes with an SSR there" },
      { name: "genomes_with_any_ssr", label: "Genomes with an SSR in the gene" },
      { name: "genomes_with_gene", label: "Genomes with the gene" },
      { name: "gene_length", label: "Mean length, bp" },
    ],
    rows: shown.flatMap((row) =>
      row.parts.map((part) => [
        row.gene,
        PLACES[part.place].label,
        part.ssrs,
        part.perGenomeKb,
        part.genomesWithSsr,
        row.genomesWithSsr,
        row.genomesWithGene,
        row.length,
      ]),
    ),
  };
}

function explainNone({ filterText }: DrawOptions): { title: string; text: string } {
  return filterText
    ? {
        title: "No SSR in a gene is left",
        text: `No SSR that fits the filters (${filterText}) lies in a gene. Remove one to see more.`,
      }
    : {
        title: "No SSR lies in a gene",
        text: "All SSRs lie between the genes. That is a result, not an error.",
      };
}
