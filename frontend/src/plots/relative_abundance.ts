// Abundance: SSRs or their bp per Mb of each genome, by group and motif length.

import { extent } from "d3-array";
import type { Columns } from "../arrow";
import { categoryLegend } from "./category_legend";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { groupName, plural } from "./format";
import {
  drawPanels,
  type LengthRates,
  lengthName,
  meanRate,
  type RateUnit,
  readRates,
} from "./rates";
import { drawStacks, lengthLegend, readStacks } from "./stacked_means";
import { printRate } from "./strip";

const NUMBERS: RateUnit = { unit: "SSR/Mb", rate: "ssrs_per_Mb", amount: "ssrs" };
const BASES: RateUnit = { unit: "bp/Mb", rate: "ssr_bp_per_Mb", amount: "ssr_bp" };

export const relative_abundance: Figure = {
  key: "relative_abundance",
  name: "Abundance",
  help: "plot-data#relative_abundance",
  switches: [
    {
      name: "view",
      label: "View",
      kind: "segments",
      values: [
        { value: "genomes", label: "Genomes" },
        { value: "means", label: "Stacked means" },
      ],
      initial: "genomes",
    },
    {
      name: "unit",
      label: "Unit",
      kind: "segments",
      values: [
        { value: "ssrs", label: "SSR/Mb" },
        { value: "bp", label: "bp/Mb" },
      ],
      initial: "ssrs",
    },
    {
      name: "scale",
      label: "Scales",
      kind: "segments",
      values: [
        { value: "own", label: "Own scales" },
        { value: "one", label: "One scale" },
      ],
      initial: "own",
    },
    { name: "by", label: "Groups", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  source: (switches) => (switches.unit === "bp" ? "repeat_distribution" : "relative_abundance"),
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const unit = options.switches.unit === "bp" ? BASES : NUMBERS;
  const rates = readRates(data, unit, options.by);
  const isStacked = options.switches.view === "means";
  const title = titleOf(rates, unit);
  const drawn = isStacked
    ? { svg: drawStacks(rates, options, unit.unit), canvas: undefined }
    : drawPanels(rates, options, unit.unit);
  return {
    ...drawn,
    title,
    subtitle: isStacked
      ? `Mean ${unit.unit} of the genomes of each group, stacked by motif length.`
      : `${unit.unit} of each genome, from its own length; one mark per genome, one panel per motif length.`,
    caption: captionOf(options, unit, isStacked),
    alt: `${isStacked ? "Stacked bars" : "Strips of genomes with boxes"} by group. ${title}. ${describeMeans(rates, unit)}`,
    table: isStacked ? meansTable(rates, unit) : genomesTable(data, unit),
    legend: isStacked ? lengthLegend(rates) : legendOf(rates, options),
  };
}

/** The motif length with most SSRs, and how its share varies. */
function titleOf(rates: readonly LengthRates[], unit: RateUnit): string {
  const totals = rates.map((one) => one.amounts.reduce((sum, amount) => sum + amount, 0));
  const all = totals.reduce((sum, amount) => sum + amount, 0);
  const index = totals.indexOf(Math.max(...totals));
  const most = rates[index];
  const what = unit === BASES ? "the bases in SSRs" : "all SSRs";
  const genomes = plural(rates[0]?.samples.length ?? 0, "genome");
  if (!most || !all) return `No SSR in ${genomes}`;
  const name = lengthName(most.motifLength);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  if (rates.length === 1) {
    return `${capital}: ${printRate(meanRate(most))} ${unit.unit}, the mean of ${genomes}`;
  }
  const share = Math.round((100 * (totals[index] ?? 0)) / all);
  return `${capital} make up ${share} % of ${what}${rangeOfShares(rates, index)}`;
}

/** ` (86 to 89 % by genome)`; empty where there is no range. */
function rangeOfShares(rates: readonly LengthRates[], index: number): string {
  const shares = (rates[index]?.amounts ?? []).flatMap((amount, genome) => {
    const all = rates.reduce((sum, one) => sum + (one.amounts[genome] ?? 0), 0);
    return all ? [Math.round((100 * amount) / all)] : [];
  });
  const [least = 0, most = 0] = extent(shares);
  return least < most ? ` (${least} to ${most} % by genome)` : "";
}

function captionOf(options: DrawOptions, unit: RateUnit, isStacked: boolean): string {
  const what = unit === BASES ? "bp in SSRs" : "number of SSRs";
  const shared = options.switches.scale === "one";
  const scales = shared
    ? "All panels have one scale from 0."
    : "Scales differ between panels; a broken axis (//) does not start at 0.";
  const box = "Box: quartiles, bold line: median, whiskers: range; from 5 genomes on.";
  const means = "Bars: means of the rates of the genomes, so that each genome weighs the same.";
  return [
    `**${unit.unit}** = ${what} / genome length × 10⁶.`,
    ...(isStacked ? [means] : [box, scales]),
    "Motif lengths have different least repeat numbers: compare within a panel, not between them.",
    describeScope(options),
  ].join(" ");
}

function describeMeans(rates: readonly LengthRates[], unit: RateUnit): string {
  const means = rates.map((one) => `${one.motifLength} bp ${printRate(meanRate(one))}`);
  return `Means in ${unit.unit}: ${means.join(", ")}.`;
}

/** Marks have the colours of categories: a legend is needed where the axis has other groups. */
function legendOf(rates: readonly LengthRates[], options: DrawOptions): Drawing["legend"] {
  return options.by === "category" ? undefined : categoryLegend(rates[0]?.samples ?? [], options);
}

function genomesTable(data: Columns, unit: RateUnit): Drawing["table"] {
  const columns = [
    { name: "genomeID", label: "Genome", isMono: true },
    { name: "category", label: "Category" },
    { name: "group", label: "Group" },
    { name: "year", label: "Year", isPlain: true },
    { name: "length_genome", label: "Length, bp" },
    { name: "motif_length", label: "Motif length, bp" },
    { name: unit.amount, label: unit === BASES ? "bp in SSRs" : "SSRs" },
    { name: unit.rate, label: unit.unit },
  ];
  const cells = columns.map(({ name }) => data.cells(name));
  const rows = Array.from({ length: data.length }, (_, i) =>
    cells.map((values) => values[i] as string | number | null),
  );
  return { columns, rows };
}

function meansTable(rates: readonly LengthRates[], unit: RateUnit): Drawing["table"] {
  return {
    columns: [
      { name: "group", label: "Group" },
      { name: "genomes", label: "Genomes" },
      { name: "motif_length", label: "Motif length, bp" },
      { name: `mean_${unit.rate}`, label: `Mean ${unit.unit}` },
    ],
    rows: readStacks(rates).flatMap((stack) =>
      stack.means.map((mean, i) => [
        groupName(stack.group),
        stack.genomes,
        rates[i]?.motifLength ?? null,
        mean,
      ]),
    ),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  const text = options.filterText
    ? `No genome passes the filters: ${options.filterText}.`
    : "No genome passed the limits of this analysis.";
  return { title: "No genomes to compare", text };
}
