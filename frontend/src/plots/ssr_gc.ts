// GC: how rich in GC the SSRs of each genome are, or how many they are, against the genome's own GC.

import { extent, mean } from "d3-array";
import type { Columns } from "../arrow";
import { categoryLegend } from "./category_legend";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { formatNumber, plural } from "./format";
import { drawPoints, type GcPoint, type GcValue, readPoints } from "./gc_points";
import { printRate } from "./strip";

export const ssr_gc: Figure = {
  key: "ssr_gc",
  name: "GC of SSRs and genomes",
  help: "plot-data#ssr_gc",
  switches: [
    {
      name: "value",
      label: "Vertical axis",
      kind: "segments",
      values: [
        { value: "ssr_GC_per", label: "SSR GC %" },
        { value: "ssrs_per_Mb", label: "SSR/Mb" },
      ],
      initial: "ssr_GC_per",
    },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const value = chosenValue(options);
  const points = readPoints(data, value, "category");
  const title = titleOf(points, value);
  const height = Math.round(Math.min(420, Math.max(260, 0.5 * options.width)));
  return {
    ...drawPoints(points, value, options, height, false),
    title,
    subtitle:
      "One mark per genome; click one, or draw a rectangle around several, to filter by them.",
    hasBrush: true,
    caption: captionOf(value, data.length - points.length, options),
    alt: `Scatter plot of ${plural(points.length, "genome")}. ${title}.`,
    table: tableOf(data),
    legend: categoryLegend(points, options),
  };
}

function chosenValue(options: DrawOptions): GcValue {
  return options.switches.value === "ssrs_per_Mb" ? "ssrs_per_Mb" : "ssr_GC_per";
}

/** The finding: whether SSRs are richer in GC than their genomes, or how many there are. */
export function titleOf(points: readonly GcPoint[], value: GcValue): string {
  const ofSsrs = mean(points, (point) => point.value) ?? 0;
  const ofGenomes = mean(points, (point) => point.genomeGc) ?? 0;
  if (value === "ssrs_per_Mb") {
    const [least = 0, most = 0] = extent(points, (point) => point.value);
    const range = `${printRate(least)} to ${printRate(most)}`;
    return points.length < 2
      ? `${printRate(ofSsrs)} SSR/Mb at ${formatNumber(ofGenomes, 1)} % GC`
      : `${range} SSR/Mb, ${printRate(ofSsrs)} on average`;
  }
  const above = points.filter((point) => point.value > point.genomeGc).length;
  const means = `${formatNumber(ofSsrs, 1)} against ${formatNumber(ofGenomes, 1)} %`;
  if (above === points.length) return `SSRs are richer in GC than their genomes: ${means}`;
  if (above === 0) return `SSRs are poorer in GC than their genomes: ${means}`;
  return `SSRs are richer in GC than their genome in ${formatNumber(above)} of ${plural(points.length, "genome")}: ${means}`;
}

function captionOf(value: GcValue, missing: number, options: DrawOptions): string {
  const formula =
    value === "ssr_GC_per"
      ? "**SSR GC %** = sum of GC % × length over sum of length, over all SSRs of a genome."
      : "**SSR/Mb** = number of SSRs / genome length × 10⁶.";
  return [
    formula,
    "**Genome GC %** is that of all bases that are not N. Axes do not start at 0.",
    ...(value === "ssr_GC_per" ? ["A broken line, where it is in reach, is equal GC."] : []),
    ...(missing ? [`${plural(missing, "genome")} without SSRs not shown.`] : []),
    describeScope(options),
  ].join(" ");
}

function tableOf(data: Columns): Drawing["table"] {
  const columns = [
    { name: "genomeID", label: "Genome", isMono: true },
    { name: "category", label: "Category" },
    { name: "year", label: "Year", isPlain: true },
    { name: "length_genome", label: "Length, bp" },
    { name: "genome_GC_per", label: "Genome GC %" },
    { name: "ssrs", label: "SSRs" },
    { name: "ssr_GC_per", label: "SSR GC %" },
    { name: "ssrs_per_Mb", label: "SSR/Mb" },
  ];
  const cells = columns.map(({ name }) => data.cells(name));
  const rows = Array.from({ length: data.length }, (_, i) =>
    cells.map((values) => values[i] as string | number | null),
  );
  return { columns, rows };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (readPoints(data, chosenValue(options), "category").length) return null;
  const why = options.filterText ? ` that passes the filters: ${options.filterText}` : "";
  return data.length
    ? {
        title: "No SSRs to take the GC of",
        text: `${data.length === 1 ? "The only genome does not have" : `None of the ${plural(data.length, "genome")} has`} an SSR${why}.`,
      }
    : { title: "No genomes to compare", text: `There is no analysed genome${why}.` };
}
