// SSRs along all genomes: a row of windows per genome, on a canvas.

import type { Columns } from "../arrow";
import {
  AXIS_HEIGHT,
  baseName,
  PROFILE_HEIGHT,
  placeName,
  positionAxis,
  profile,
  windowLayer,
  windowWidth,
} from "./density_drawing";
import { type Densities, densitiesOf } from "./density_windows";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatBases, formatNumber, groupName, plural } from "./format";
import { describeOrder, type GenomeRows, genomesOf, layOutRows, rowHeads } from "./genome_rows";
import { powerLabels, rampLegend } from "./ramp";
import { drawing } from "./svg";

export const ssr_density: Figure = {
  key: "ssr_density",
  name: "SSR density along genomes",
  help: "plot-data#ssr_density",
  switches: [
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  more: { key: "ssr_gc" },
  draw,
  explainEmpty: (data) =>
    data.length
      ? null
      : {
          title: "No SSRs under these filters",
          text: "None of the genomes has an SSR that the filters leave. Remove a filter.",
        },
};

function draw(data: Columns, options: DrawOptions, more?: Columns): Drawing {
  const genomes = genomesOf(data, options, more);
  const densities = densitiesOf(data, genomes, more);
  const largest = densities.counts.reduce((most, row) => Math.max(most, ...row), 0);
  const legend = rampLegend("SSRs per window", powerLabels(largest), options.width);
  const top = legend.height + 8 + PROFILE_HEIGHT;
  const rows = layOutRows(genomes, options, top);
  const cell = windowWidth(densities, rows, options);
  const width = Math.max(options.width, rows.left + cell * densities.windows);
  const bottom = top + rows.height + 4;
  const svg = drawing(
    width,
    bottom + AXIS_HEIGHT,
    legend.node,
    profile(densities, rows.left, cell, top),
    rowHeads(rows, options, top),
    positionAxis(densities, rows.left, cell, bottom, width),
  );
  return {
    svg,
    ...wordsOf(densities, rows, options),
    table: tableOf(densities, rows, options),
    canvas: windowLayer(densities, rows, cell, top),
  };
}

function wordsOf(densities: Densities, rows: GenomeRows, options: DrawOptions) {
  const { size, densest, means, longest } = densities;
  const name = baseName(size);
  const peak = means[densest] ?? 0;
  const print = (value: number) => formatNumber(value, peak < 1 ? 2 : 1);
  const title = `SSRs are densest at ${placeName(densities, densest)}: ${print(peak)} per ${name}, against ${print(overall(densities))} on average`;
  return {
    title,
    subtitle: `A row per genome, by ${describeOrder(rows.rows, options)}; a cell is a window of ${name}.`,
    caption: `Window: length of the longest genome (${formatBases(longest)}) / 100, rounded up; an SSR counts where it starts. Mean: SSRs × window / bases of all genomes there. Genomes that begin elsewhere, or lie on the other strand and were not turned, do not line up. ${describeScope(options)}`,
    alt: `${plural(rows.rows.length, "genome")} up to ${formatBases(longest)} long, in windows of ${name}. ${title}.`,
  };
}

/** SSRs per window over all bases of all genomes. */
function overall({ counts, lengths, size }: Densities): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return (sum(counts.map(sum)) * size) / Math.max(1, sum(lengths));
}

function tableOf(densities: Densities, rows: GenomeRows, options: DrawOptions): PlottedTable {
  const windows = densities.means.map((_, window) => placeName(densities, window));
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: options.by, label: options.by },
      { name: "year", label: "Year", isPlain: true },
      ...windows.map((name) => ({ name, label: name })),
    ],
    rows: rows.rows.map((row, i) => [
      row.id,
      groupName(row.group),
      row.year,
      ...windows.map((_, window) => densities.counts[i]?.[window] ?? null),
    ]),
  };
}
