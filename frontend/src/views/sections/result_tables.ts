// What the tables of a result are called, what their rows are, and where the manual tells of them.

import type { JobSummary, TableSummary } from "../../messages";

interface Words {
  /** What the rows are, in the plural. */
  noun: string;
  /** What one row is. */
  meaning: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  mergedOut: { noun: "SSRs", meaning: "An SSR, with what is known of its genome" },
  reformatted: { noun: "SSRs", meaning: "An SSR" },
  ssr_genecombo: { noun: "pairs of SSR and gene", meaning: "An SSR and a gene it overlaps" },
  ref_ssr_genecombo: {
    noun: "pairs of SSR and gene",
    meaning: "An SSR and a gene, where they differ from the reference",
  },
  mutational_hotspot: { noun: "hotspots", meaning: "A motif in a gene that varies" },
  hssr_data: { noun: "SSRs of hotspots", meaning: "An SSR and a gene that belong to a hotspot" },
  flanked: { noun: "places", meaning: "A place of a conserved SSR with its flanks" },
  pattern_summary: { noun: "patterns", meaning: "A conserved SSR and what its flanks share" },
  loci: { noun: "loci", meaning: "A locus, with its place and statistics" },
  alleles: { noun: "alleles", meaning: "What a genome has at a locus" },
  genome_loci: { noun: "genomes", meaning: "A genome, and how much of the catalogue it has" },
  orientation: { noun: "genomes", meaning: "A genome, and on which strand it lies" },
  minisatellites: { noun: "repeats", meaning: "A repeat with units of 7 to 100 bp" },
  unplaced_ssrs: { noun: "repeats", meaning: "A repeat that belongs to no locus, and why" },
  allele_matrix: { noun: "genomes", meaning: "A genome, with its repeat number at every locus" },
  genome_stats: { noun: "genomes", meaning: "A genome, those left out by the filter too" },
  genomes: { noun: "genomes", meaning: "A genome with all metadata and its number of SSRs" },
  locicons: { noun: "conserved SSRs", meaning: "A conserved SSR" },
  perf_params: { noun: "motif lengths", meaning: "A motif length and its least repeat number" },
  ssr_non_gene: { noun: "SSRs outside genes", meaning: "An SSR outside genes" },
  genes_non_ssr: { noun: "genes without SSR", meaning: "A gene without SSR" },
  all_variations: { noun: "groups", meaning: "A motif in a gene" },
  cyclical_variation: { noun: "groups", meaning: "A motif in a gene, with rotations" },
  repeatvariation: { noun: "groups", meaning: "A motif in a gene that varies by itself" },
  hotspot_single_matches: {
    noun: "groups",
    meaning: "A motif in a gene that varies together with a rotation",
  },
  mh_tmp: { noun: "hotspots", meaning: "A hotspot, with its genomes" },
};

/** A table of a result, if it is there. */
export function findTable(summary: JobSummary, ...names: string[]): TableSummary | undefined {
  return names.flatMap((name) => summary.tables.find((table) => table.name === name) ?? [])[0];
}

/** What the rows of a table are, in the plural. */
export function nounOf(table: string): string {
  return WORDS[table]?.noun ?? "rows";
}

/** What one row of a table is; empty if that is not known. */
export function meaningOf(table: string): string {
  return WORDS[table]?.meaning ?? "";
}

/** Address of the place of the manual that tells of a result file. */
export function manualAddress(path: string): string {
  if (path === "run.json") return "#/manual/output-files/runjson";
  if (path.startsWith("parquet/")) return "#/manual/output-files/parquet-twins";
  return `#/manual/output-files/${path.toLowerCase().replace(/[^a-z0-9_-]/g, "")}`;
}
