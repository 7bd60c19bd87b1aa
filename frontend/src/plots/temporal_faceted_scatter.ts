// Repeat numbers over time, one panel per hotspot.

import { extent, greatest, sum } from "d3-array";
import type { Columns } from "../arrow";
import { explainNoHotspot } from "./allele_words";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, formatShort, plural } from "./format";
import { drawYearFacets } from "./year_facets";
import { changeOf, type YearSeries, yearSeriesOf } from "./year_series";

export const temporal_faceted_scatter: Figure = {
  key: "temporal_faceted_scatter",
  name: "Repeat numbers over time",
  help: "plot-data#temporal_faceted_scatter",
  switches: [
    {
      name: "top",
      label: "Panels",
      kind: "select",
      values: ["6", "12", "24", "48"].map((value) => ({ value, label: `${value} panels` })),
      initial: "12",
    },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const all = yearSeriesOf(data).filter((series) => series.years.length);
  const shown = all.slice(0, Number(options.switches.top ?? 12));
  return {
    svg: drawYearFacets(shown, options.width),
    title: titleOf(all),
    subtitle: subtitleOf(all.length - shown.length),
    caption: captionOf(data, options),
    alt: altOf(all),
    table: tableOf(shown),
  };
}

function titleOf(all: readonly YearSeries[]): string {
  const [first, last] = extent(all.flatMap((series) => series.years.map(({ year }) => year)));
  const span = first === last ? `in ${first}` : `from ${first} to ${last}`;
  const shape = `${plural(all.length, "hotspot")} ${span}`;
  const most = greatest(all, (a, b) => Math.abs(changeOf(a)) - Math.abs(changeOf(b)));
  if (!most || changeOf(most) === 0) return `${shape}, no median repeat number changes`;
  const [from, to] = [most.years[0], most.years.at(-1)];
  const change = `${formatShort(from?.median ?? 0, 1)} in ${from?.year}, ${formatShort(to?.median ?? 0, 1)} in ${to?.year}`;
  const which = all.length > 1 ? "largest change of the median" : "median";
  const where = `${most.gene} ${most.motifClass}`;
  return `${shape}; ${which}: ${all.length > 1 ? `${where}, ` : ""}${change}`;
}

function subtitleOf(hidden: number): string {
  const rest =
    hidden > 0 ? ` ${plural(hidden, "further hotspot is", "further hotspots are")} not shown.` : "";
  return `One bubble per year and repeat number, area by genomes; line: median of the year; n: genomes of the year.${rest}`;
}

function captionOf(data: Columns, options: DrawOptions): string {
  const series = yearSeriesOf(data);
  const without = sum(series, (one) => one.withoutYear);
  const all = without + sum(series, (one) => sum(one.years, (year) => year.genomes));
  const parts = [
    "Panels: gene and motif class, by number of repeat numbers. The allele of a genome is the largest repeat number that it has of the class in the gene; each genome counts once in a panel.",
    without
      ? `**Without a year**, and not drawn: ${formatNumber(without)} of ${formatNumber(all)} genomes, summed over the panels.`
      : "Every counted genome has a year.",
  ];
  return [...parts, describeScope(options)].join(" ");
}

function altOf(all: readonly YearSeries[]): string {
  const [most] = all;
  if (!most) return "No hotspot with years.";
  return `${plural(all.length, "panel")} of repeat numbers by year. First: ${most.gene} ${most.motifClass} with ${plural(most.alleles, "repeat number")} in ${plural(most.years.length, "year")}.`;
}

function tableOf(shown: readonly YearSeries[]): PlottedTable {
  return {
    columns: [
      { name: "gene", label: "Gene" },
      { name: "motif_class", label: "Motif class", isMono: true },
      { name: "year", label: "Year", isPlain: true },
      { name: "repeat", label: "Repeat number" },
      { name: "genomes", label: "Genomes" },
    ],
    rows: shown.flatMap(({ gene, motifClass, counts }) =>
      counts.map(({ year, repeat, genomes }) => [gene, motifClass, year, repeat, genomes]),
    ),
  };
}

function explainEmpty(data: Columns, options: DrawOptions): { title: string; text: string } | null {
  if (!data.length) return explainNoHotspot(options);
  if (data.numbers("year").some((year) => year !== null)) return null;
  return {
    title: "No genome of a hotspot has a year",
    text: "A column year in the categories file, with values such as 2019, gives this figure.",
  };
}
