// Motif classes as the columns of a matrix: which they are, in which order, and where they lie.

import { ascending, descending, group } from "d3-array";
import type { Columns } from "../arrow";
import { clusterOrder } from "./cluster";
import type { Genome } from "./genome_rows";

export interface MotifClass {
  name: string;
  /** bp. */
  length: number;
  /** SSRs of each genome, in the order of the rows. */
  counts: readonly number[];
  ssrs: number;
  largest: number;
  least: number;
}

export interface ClassColumn extends MotifClass {
  /** Left edge from that of the first column, px. */
  x: number;
}

export interface ClassColumns {
  columns: readonly ClassColumn[];
  byLength: ReadonlyMap<number, readonly ClassColumn[]>;
  /** px of one column, its gap included. */
  cell: number;
  width: number;
}

const GAP = 5;
const LEAST_CELL = 10;
const MOST_CELL = 30;

export function isVariable(motif: MotifClass): boolean {
  return motif.least < motif.largest;
}

/** The motif classes of the data with a count for every genome, zeros among them. */
export function classesOf(data: Columns, genomes: readonly Genome[]): MotifClass[] {
  const places = new Map(genomes.map((genome, i) => [genome.id, i]));
  const ids = data.texts("genomeID");
  const ssrs = data.numbers("ssrs");
  const counts = new Map<string, number[]>();
  data.texts("motif_class").forEach((name, i) => {
    const place = places.get(ids[i] ?? "");
    if (name === null || place === undefined) return;
    const column = counts.get(name) ?? new Array<number>(genomes.length).fill(0);
    column[place] = ssrs[i] ?? 0;
    counts.set(name, column);
  });
  return [...counts].map(([name, column]) => summarize(name, column));
}

/** Short motifs first; within a length the most frequent, the first of the alphabet, or those
 * alike side by side. */
export function orderClasses(classes: readonly MotifClass[], order: string): MotifClass[] {
  const sorted = [...classes].sort(
    (a, b) =>
      a.length - b.length ||
      (order === "name" ? 0 : descending(a.ssrs, b.ssrs)) ||
      ascending(a.name, b.name),
  );
  if (order !== "clustered") return sorted;
  return [...group(sorted, (motif) => motif.length).values()].flatMap((members) =>
    clusterOrder(members.map((motif) => motif.counts.map(logarithm))).map(
      (i) => members[i] as MotifClass,
    ),
  );
}

/** Orders of genomes in which those alike are side by side within each group. */
export function clusterGenomes(
  genomes: readonly Genome[],
  classes: readonly MotifClass[],
): Genome[] {
  const places = new Map(genomes.map((genome, i) => [genome, i]));
  return [...group(genomes, (genome) => genome.group).values()].flatMap((members) => {
    const vectors = members.map((genome) =>
      classes.map((motif) => logarithm(motif.counts[places.get(genome) ?? 0] ?? 0)),
    );
    return clusterOrder(vectors).map((i) => members[i] as Genome);
  });
}

/** Columns beside each other, with a gap between motif lengths; as wide as the room allows. */
export function layOutColumns(classes: readonly MotifClass[], room: number): ClassColumns {
  const lengths = new Set(classes.map((motif) => motif.length)).size;
  const fitting = Math.floor((room - GAP * (lengths - 1)) / Math.max(1, classes.length));
  const cell = Math.max(LEAST_CELL, Math.min(MOST_CELL, fitting));
  let x = 0;
  const columns = classes.map((motif, i) => {
    if (i > 0 && classes[i - 1]?.length !== motif.length) x += GAP;
    x += cell;
    return { ...motif, x: x - cell };
  });
  return { columns, byLength: group(columns, (column) => column.length), cell, width: x };
}

function summarize(name: string, counts: readonly number[]): MotifClass {
  let [ssrs, largest, least] = [0, 0, Number.POSITIVE_INFINITY];
  for (const count of counts) {
    ssrs += count;
    largest = Math.max(largest, count);
    least = Math.min(least, count);
  }
  return { name, length: name.length, counts, ssrs, largest, least };
}

/** Frequent classes would outweigh all others if counts were compared as they are. */
function logarithm(count: number): number {
  return Math.log2(1 + count);
}
