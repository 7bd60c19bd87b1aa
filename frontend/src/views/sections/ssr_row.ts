// One SSR, from a row of any table that lists SSRs.

import type { Cell } from "../../grid/column_kinds";
import { motifClass, splitUnits } from "../../motifs";

export interface Ssr {
  genome: string;
  /** From 0; the end is exclusive. */
  start: number;
  end: number;
  motif: string;
  motifClass: string;
  repeat: number;
  /** bp of the full units. */
  length: number;
  gc: number | null;
  /** Where the row tells it. */
  gene: string | null;
  position: string | null;
}

/** The SSR of a row of mergedOut, reformatted, ssr_genecombo or hssr_data. */
export function readSsr(row: Readonly<Record<string, Cell>>): Ssr {
  const motif = String(row.motif);
  return {
    genome: String(row.genomeID),
    start: Number(row.start ?? row.start1),
    end: Number(row.stop ?? row.end1),
    motif,
    motifClass: motifClass(motif),
    repeat: Number(row.repeat),
    length: Number(row.length_of_ssr),
    gc: typeof row.GC_per === "number" ? row.GC_per : null,
    gene: row.gene === undefined ? null : String(row.gene),
    position: row.ssr_position === undefined ? null : String(row.ssr_position),
  };
}

/** The SSR with its flanks as FASTA, 60 bases a line. */
export function asFasta(ssr: Ssr, before: string, tract: string, after: string): string {
  const place = `${ssr.start - before.length}-${ssr.end + after.length}`;
  const bases = `${before.toLowerCase()}${tract}${after.toLowerCase()}`;
  const lines = splitUnits(bases, 60);
  return `>${ssr.genome}:${place} (${ssr.motif})${ssr.repeat}\n${lines.join("\n")}\n`;
}

/** What the track shows around an SSR: limits in bp, from 0. */
export function trackWindow(ssr: Ssr): { from: number; to: number } {
  const margin = 1000;
  return { from: Math.max(0, ssr.start - margin), to: ssr.end + margin };
}
