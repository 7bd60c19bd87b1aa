// Repeat numbers of motif classes as rows: classes by motif length, the most frequent first.

import type { Columns } from "../arrow";

export interface RepeatCount {
  /** Number of full units. */
  repeat: number;
  ssrs: number;
  genomes: number;
}

export interface ClassRow {
  motifClass: string;
  /** bp. */
  motifLength: number;
  ssrs: number;
  /** Ascending. */
  counts: readonly RepeatCount[];
  /** The most frequent repeat number, of equally frequent ones the smallest. */
  mode: RepeatCount;
}

/** Rows by motif length, then number of SSRs. */
export function readClasses(data: Columns): ClassRow[] {
  const classes = data.texts("motif_class");
  const lengths = data.numbers("motif_length");
  const [repeats, ssrs, genomes] = ["repeat", "ssrs", "genomes"].map((name) => data.numbers(name));
  const found = new Map<string, { motifLength: number; counts: RepeatCount[] }>();
  classes.forEach((name, i) => {
    const known = found.get(name ?? "") ?? { motifLength: lengths[i] ?? 0, counts: [] };
    known.counts.push({
      repeat: repeats?.[i] ?? 0,
      ssrs: ssrs?.[i] ?? 0,
      genomes: genomes?.[i] ?? 0,
    });
    found.set(name ?? "", known);
  });
  return [...found]
    .map(([motifClass, { motifLength, counts }]) => rowOf(motifClass, motifLength, counts))
    .sort(
      (a, b) =>
        a.motifLength - b.motifLength || b.ssrs - a.ssrs || (a.motifClass < b.motifClass ? -1 : 1),
    );
}

/** Least and largest repeat number. */
export function repeatRange(rows: readonly ClassRow[]): [number, number] {
  const repeats = rows.flatMap((row) => row.counts.map((count) => count.repeat));
  return [Math.min(...repeats), Math.max(...repeats)];
}

function rowOf(motifClass: string, motifLength: number, counts: RepeatCount[]): ClassRow {
  counts.sort((a, b) => a.repeat - b.repeat);
  const ssrs = counts.reduce((sum, count) => sum + count.ssrs, 0);
  const mode = counts.reduce((most, count) => (count.ssrs > most.ssrs ? count : most));
  return { motifClass, motifLength, ssrs, counts, mode };
}
