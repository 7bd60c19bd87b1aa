// SSRs in windows along genomes: counts of each genome, and the density of all together.

import type { Columns } from "../arrow";
import type { Genome } from "./genome_rows";

export interface Densities {
  /** bp of a window; the last one of a genome may be shorter. */
  size: number;
  /** Windows of the longest genome. */
  windows: number;
  /** bp of the longest genome. */
  longest: number;
  /** bp of each genome, in the order of the rows. */
  lengths: readonly number[];
  /** SSRs of each genome by window, zeros among them; as many as its length asks for. */
  counts: readonly (readonly number[])[];
  /** SSRs per window of all genomes that reach it: SSRs x size / bases there. */
  means: readonly number[];
  /** The window with the largest mean among those that half of the genomes have in full. */
  densest: number;
}

/** Counts and means of these genomes. `more` (key ssr_gc) tells the lengths of those without SSRs. */
export function densitiesOf(data: Columns, genomes: readonly Genome[], more?: Columns): Densities {
  const size = windowSize(data);
  const known = lengthsById(data, more);
  const lengths = genomes.map((genome) => known.get(genome.id) ?? 0);
  const longest = lengths.reduce((most, length) => Math.max(most, length), size);
  const counts = lengths.map((length) => new Array<number>(Math.ceil(length / size)).fill(0));
  const places = new Map(genomes.map((genome, i) => [genome.id, i]));
  const [bins, ssrs] = [data.numbers("bin"), data.numbers("ssrs")];
  data.texts("genomeID").forEach((id, i) => {
    const row = counts[places.get(id ?? "") ?? -1];
    if (row) row[bins[i] ?? 0] = ssrs[i] ?? 0;
  });
  const windows = Math.ceil(longest / size);
  const means = meansOf(counts, lengths, size, windows);
  return {
    size,
    windows,
    longest,
    lengths,
    counts,
    means,
    densest: densestOf(means, lengths, size),
  };
}

/** Bases of a genome in a window. */
export function basesIn(length: number, size: number, window: number): number {
  return Math.max(0, Math.min(size, length - window * size));
}

/** Windows begin at multiples of their size. */
function windowSize(data: Columns): number {
  const [bins, starts, ends] = [data.numbers("bin"), data.numbers("start"), data.numbers("end")];
  const later = bins.findIndex((bin) => (bin ?? 0) > 0);
  if (later >= 0) return (starts[later] ?? 1) / (bins[later] ?? 1);
  return ends.reduce<number>((most, end, i) => Math.max(most, (end ?? 0) - (starts[i] ?? 0)), 1);
}

function lengthsById(data: Columns, more?: Columns): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const columns of more ? [more, data] : [data]) {
    const values = columns.numbers("length_genome");
    columns.texts("genomeID").forEach((id, i) => {
      if (id !== null) lengths.set(id, values[i] ?? 0);
    });
  }
  return lengths;
}

function meansOf(
  counts: readonly (readonly number[])[],
  lengths: readonly number[],
  size: number,
  windows: number,
): number[] {
  return Array.from({ length: windows }, (_, window) => {
    let [ssrs, bases] = [0, 0];
    lengths.forEach((length, i) => {
      ssrs += counts[i]?.[window] ?? 0;
      bases += basesIn(length, size, window);
    });
    return bases > 0 ? (ssrs * size) / bases : 0;
  });
}

function densestOf(means: readonly number[], lengths: readonly number[], size: number): number {
  let densest = 0;
  means.forEach((mean, window) => {
    const whole = lengths.filter((length) => length >= (window + 1) * size).length;
    if (2 * whole >= lengths.length && mean > (means[densest] ?? 0)) densest = window;
  });
  return densest;
}
