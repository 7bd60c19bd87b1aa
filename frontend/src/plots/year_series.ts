// Repeat numbers of hotspots year by year: counts, medians, and how many genomes each year has.

import { ascending, groups, rollups, sum } from "d3-array";
import type { Columns } from "../arrow";
import { compareNatural } from "./format";

export interface YearCount {
  year: number;
  repeat: number;
  genomes: number;
}

export interface YearSeries {
  gene: string;
  motifClass: string;
  /** By year, then repeat number. */
  counts: readonly YearCount[];
  /** Years with genomes, first to last. */
  years: readonly { year: number; genomes: number; median: number }[];
  /** Genomes without a year, which no mark shows. */
  withoutYear: number;
  /** Different repeat numbers. */
  alleles: number;
}

/** One series per gene and motif class, most repeat numbers first; those without any year last. */
export function yearSeriesOf(data: Columns): YearSeries[] {
  return groups(data.rows<Row>(), (row) => `${row.gene}\t${row.motif_class}`)
    .map(([, rows]) => seriesOf(rows))
    .sort(
      (a, b) =>
        b.alleles - a.alleles ||
        compareNatural(a.gene, b.gene) ||
        compareNatural(a.motifClass, b.motifClass),
    );
}

/** Median of repeat numbers of which each stands for some genomes: the mean of the middle two for
 * an even number of them. */
export function weightedMedian(counts: readonly { repeat: number; genomes: number }[]): number {
  const sorted = [...counts].sort((a, b) => ascending(a.repeat, b.repeat));
  const total = sum(sorted, (count) => count.genomes);
  return (valueAt(sorted, (total - 1) >> 1) + valueAt(sorted, total >> 1)) / 2;
}

/** By how much the median of the last year differs from that of the first. */
export function changeOf({ years }: YearSeries): number {
  return (years.at(-1)?.median ?? 0) - (years[0]?.median ?? 0);
}

interface Row {
  gene: string;
  motif_class: string;
  year: number | null;
  repeat: number;
  genomes: number;
}

function seriesOf(rows: readonly Row[]): YearSeries {
  const counts = rows
    .flatMap(({ year, repeat, genomes }) => (year === null ? [] : [{ year, repeat, genomes }]))
    .sort((a, b) => ascending(a.year, b.year) || ascending(a.repeat, b.repeat));
  const years = rollups(
    counts,
    (members) => ({
      genomes: sum(members, (count) => count.genomes),
      median: weightedMedian(members),
    }),
    (count) => count.year,
  ).map(([year, numbers]) => ({ year, ...numbers }));
  return {
    gene: rows[0]?.gene ?? "",
    motifClass: rows[0]?.motif_class ?? "",
    counts,
    years,
    withoutYear: sum(rows, (row) => (row.year === null ? row.genomes : 0)),
    alleles: new Set(counts.map((count) => count.repeat)).size,
  };
}

function valueAt(sorted: readonly { repeat: number; genomes: number }[], place: number): number {
  let before = 0;
  for (const { repeat, genomes } of sorted) {
    before += genomes;
    if (place < before) return repeat;
  }
  return 0;
}
