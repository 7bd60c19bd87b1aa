// Hotspots with their alleles: which repeat numbers genomes have at a gene and motif class.

import { ascending, extent } from "d3-array";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { compareNatural } from "./format";

export interface Carrier {
  genome: string;
  /** Value of the column that groups genomes. */
  group: string;
  year: number | null;
}

export interface Allele {
  /** Full units. */
  repeat: number;
  /** Genomes with this allele. */
  genomes: number;
  /** These genomes by group and id; empty where the data only counts them. */
  carriers: readonly Carrier[];
}

export interface Hotspot {
  gene: string;
  motifClass: string;
  /** By repeat number, smallest first. */
  alleles: readonly Allele[];
  /** Genomes with an allele here. */
  genomes: number;
  /** Of Nei, 0 to 1; null for fewer than two genomes. */
  diversity: number | null;
  /** Repeat number of the reference. */
  reference: number | null;
}

/** One line of the page's table of the alleles of a hotspot. */
export interface AlleleRow {
  /** Full units. */
  repeat: number;
  /** bp of the full units. */
  length: number;
  genomes: number;
  /** Of the genomes with an allele at this hotspot, 0 to 100. */
  percent: number;
  /** Largest group first. */
  groups: readonly { name: string; genomes: number }[];
  /** First and last known year. */
  years: readonly [number, number] | null;
  /** By group, then in natural order. */
  ids: readonly string[];
}

export type Sorting = "alleles" | "diversity" | "gene";

/** Hotspots in the rows of gene_motif_dot_plot (with carriers) or hotspot_alleles (counts only), in
 * the order of their first row. */
export function hotspotsOf(data: Columns, options: DrawOptions): Hotspot[] {
  const byHotspot = new Map<string, number[]>();
  const genes = data.texts("gene");
  const classes = data.texts("motif_class");
  for (let i = 0; i < data.length; i++) {
    const key = hotspotKey(genes[i] ?? "", classes[i] ?? "");
    const rows = byHotspot.get(key);
    if (rows) rows.push(i);
    else byHotspot.set(key, [i]);
  }
  const read = data.has("genomeID") ? carrierReader(data, options) : countReader(data);
  const references = data.numbers("reference_repeat");
  return [...byHotspot.values()].map((rows) => {
    const first = rows[0] ?? 0;
    return hotspotWith(genes[first], classes[first], references[first], read(rows));
  });
}

/** `data-key` of a hotspot. */
export function hotspotKey(gene: string, motifClass: string): string {
  return JSON.stringify([gene, motifClass]);
}

/** Nei's diversity of alleles, n / (n - 1) x (1 - sum of p squared), from the genomes of each. */
export function alleleDiversity(genomes: readonly number[]): number | null {
  const n = genomes.reduce((sum, count) => sum + count, 0);
  if (n < 2) return null;
  const same = genomes.reduce((sum, count) => sum + (count / n) ** 2, 0);
  return (n / (n - 1)) * (1 - same);
}

/** Most variable first, or by name; ties by gene and motif class. */
export function sortHotspots(hotspots: readonly Hotspot[], sorting: Sorting): Hotspot[] {
  const weight = {
    alleles: (spot: Hotspot) => spot.alleles.length + (spot.diversity ?? 0) / 2,
    diversity: (spot: Hotspot) => spot.diversity ?? -1,
    gene: () => 0,
  }[sorting];
  return [...hotspots].sort(
    (a, b) =>
      weight(b) - weight(a) ||
      compareNatural(a.gene, b.gene) ||
      compareNatural(a.motifClass, b.motifClass),
  );
}

/** The alleles of one hotspot from rows of gene_motif_dot_plot, smallest repeat number first. */
export function alleleRows(
  data: Columns,
  options: DrawOptions,
  gene: string,
  motifClass: string,
): AlleleRow[] {
  const spot = hotspotsOf(data, options).find(
    (one) => one.gene === gene && one.motifClass === motifClass,
  );
  return (spot?.alleles ?? []).map((allele) => ({
    repeat: allele.repeat,
    length: allele.repeat * motifClass.length,
    genomes: allele.genomes,
    percent: (100 * allele.genomes) / (spot?.genomes ?? 1),
    groups: countGroups(allele.carriers),
    years: yearsOf(allele.carriers),
    ids: allele.carriers.map((carrier) => carrier.genome),
  }));
}

/** Genomes by group, largest first, then in natural order. */
function countGroups(carriers: readonly Carrier[]): readonly { name: string; genomes: number }[] {
  const counts = new Map<string, number>();
  for (const { group } of carriers) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts]
    .map(([name, genomes]) => ({ name, genomes }))
    .sort((a, b) => b.genomes - a.genomes || compareNatural(a.name, b.name));
}

/** Column of the data that holds the groups which the options ask for. */
export function groupColumn(options: DrawOptions): "category" | "group" {
  return options.by === "category" ? "category" : "group";
}

function hotspotWith(
  gene: string | null | undefined,
  motifClass: string | null | undefined,
  reference: number | null | undefined,
  alleles: readonly Allele[],
): Hotspot {
  const counts = alleles.map((allele) => allele.genomes);
  return {
    gene: gene ?? "",
    motifClass: motifClass ?? "",
    alleles,
    genomes: counts.reduce((sum, count) => sum + count, 0),
    diversity: alleleDiversity(counts),
    reference: reference ?? null,
  };
}

function countReader(data: Columns): (rows: readonly number[]) => Allele[] {
  const repeats = data.numbers("repeat");
  const genomes = data.numbers("genomes");
  return (rows) =>
    rows
      .map((i) => ({ repeat: repeats[i] ?? 0, genomes: genomes[i] ?? 0, carriers: [] }))
      .sort((a, b) => a.repeat - b.repeat);
}

function carrierReader(data: Columns, options: DrawOptions): (rows: readonly number[]) => Allele[] {
  const repeats = data.numbers("repeat");
  const ids = data.texts("genomeID");
  const groups = data.texts(groupColumn(options));
  const years = data.numbers("year");
  return (rows) => {
    const byRepeat = new Map<number, Carrier[]>();
    for (const i of rows) {
      const repeat = repeats[i] ?? 0;
      const carriers = byRepeat.get(repeat) ?? [];
      carriers.push({
        genome: ids[i] ?? "",
        group: groups[i] ?? "undefined",
        year: years[i] ?? null,
      });
      byRepeat.set(repeat, carriers);
    }
    return [...byRepeat]
      .sort((a, b) => ascending(a[0], b[0]))
      .map(([repeat, carriers]) => ({
        repeat,
        genomes: carriers.length,
        carriers: carriers.sort(compareCarriers),
      }));
  };
}

function compareCarriers(a: Carrier, b: Carrier): number {
  return compareNatural(a.group, b.group) || compareNatural(a.genome, b.genome);
}

function yearsOf(carriers: readonly Carrier[]): readonly [number, number] | null {
  const [least, largest] = extent(carriers, (carrier) => carrier.year ?? undefined);
  return least === undefined || largest === undefined ? null : [least, largest];
}
