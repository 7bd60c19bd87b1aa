// What a check found, in short lines.

import type { CheckedFiles, CheckedGenome } from "../../messages";
import { formatNumber, formatShort, plural } from "../../plots/format";
import type { Role } from "./recognise";
import type { Slot } from "./request";
import { firstSwitches, SWITCH_NAMES, type Switches } from "./switches";

const EMPTY: Readonly<Record<Role, string>> = {
  fasta: "FASTA, plain or gzip; one record per genome",
  categories: "Optional: group, country, year of each genome. TSV or CSV with a column genomeID",
  genes: "Optional: where the genes lie in each genome. BED",
};

/** What lies in a slot, or what could. */
export function describeSlot(role: Role, slot: Slot | null, report: CheckedFiles | null): string {
  if (!slot) return EMPTY[role];
  const found = report && slot.isKept ? describeContent(role, report) : "";
  return [slot.kind, found].filter(Boolean).join(" · ");
}

function describeContent(role: Role, report: CheckedFiles): string {
  if (role === "categories") {
    return report.columns.length
      ? ["genomeID", ...report.columns.map(({ name }) => name)].join(", ")
      : "";
  }
  if (role === "genes") {
    if (report.genes === null) return "";
    const genomes = report.genomes - report.ids_without_genes;
    return `${plural(report.genes, "gene")} in ${plural(genomes, "genome")}`;
  }
  const isListed = report.genome_list.length === report.genomes;
  const records = plural(report.genomes, "record");
  if (!isListed) return records;
  const bases = report.genome_list.reduce((sum, { length }) => sum + length, 0);
  return `${records}, ${formatNumber(bases)} bp, GC ${formatShort(meanGc(report.genome_list), 1)} %`;
}

/** GC of all bases that are not N, in percent. */
export function meanGc(genomes: readonly CheckedGenome[]): number {
  const known = (genome: CheckedGenome) => genome.length - genome.n_count;
  const all = genomes.reduce((sum, genome) => sum + known(genome), 0);
  const gc = genomes.reduce((sum, genome) => sum + genome.gc_percent * known(genome), 0);
  return all ? gc / all : 0;
}

export interface Note {
  tone: "good" | "warning";
  title: string;
  text: string;
}

/** Whether the ids of the files match; null if there is but one file. */
export function describeIds(report: CheckedFiles): Note | null {
  const others = [
    ...(report.columns.length ? ["the metadata"] : []),
    ...(report.genes === null ? [] : ["the gene file"]),
  ];
  if (!others.length) return null;
  const faults = [
    fault(report.ids_without_metadata, report.ids_without_metadata_examples, "without metadata"),
    fault(report.ids_without_genes, report.ids_without_genes_examples, "without genes"),
    fault(
      report.unknown_metadata_ids,
      report.unknown_metadata_ids_examples,
      "in the metadata only",
      "id",
    ),
    fault(report.unknown_gene_ids, report.unknown_gene_ids_examples, "in the gene file only", "id"),
  ].filter((text) => text !== "");
  if (faults.length) {
    return { tone: "warning", title: "Not every id matches.", text: `${faults.join("; ")}.` };
  }
  const all = `${formatNumber(report.genomes)} of ${plural(report.genomes, "genome")}`;
  const verb = report.genomes === 1 ? "is" : "are";
  const text = `${all} ${verb} in ${others.join(" and in ")}; nothing there is without a genome.`;
  return { tone: "good", title: "Every id matches.", text };
}

/** How the positions of genes fit the genomes; null without genes. */
export function describeGenes(report: CheckedFiles): Note | null {
  const { genes, reading_frames, shifted_reading_frames } = report;
  if (genes === null) return null;
  const of = `of ${plural(genes, "gene")}`;
  if (shifted_reading_frames > 9 * reading_frames && shifted_reading_frames >= 10) {
    return {
      tone: "warning",
      title: "Starts seem to be counted from 1.",
      text: `${formatNumber(shifted_reading_frames)} ${of} are open reading frames only then. BED counts from 0: subtract 1 from the second column.`,
    };
  }
  const title = reading_frames ? "Genes are true BED." : "Genes are read as BED.";
  const text = reading_frames
    ? `${formatNumber(reading_frames)} ${of} are an open reading frame when read 0-based.`
    : `None ${of} is an open reading frame, so positions are taken as they stand, counted from 0.`;
  return { tone: "good", title, text };
}

/** Ids, and how many more there are. */
export function listIds(count: number, examples: readonly string[]): string {
  const more = count > examples.length ? ` and ${formatNumber(count - examples.length)} more` : "";
  return `${examples.join(", ")}${more}`;
}

/** Warnings that are not told already by the other notes. */
export function otherWarnings(report: CheckedFiles): string[] {
  return report.warnings.filter((text) => !TOLD_ALREADY.some((pattern) => pattern.test(text)));
}

const TOLD_ALREADY = [
  /left out by the filter/,
  /genome ids? (is|are) not in the FASTA and/,
  /genomes? (has|have) no row and (is|are) 'undefined'/,
  /start seems to be counted from 1/,
  /strand cannot be told/,
];

function fault(count: number, examples: readonly string[], where: string, noun = "genome"): string {
  if (!count) return "";
  return `${plural(count, noun)} ${where}: ${listIds(count, examples)}`;
}

export interface Estimate {
  seconds: number;
  bytes: number;
}

/** Time and disk for the genomes that pass, from the report's estimate for those that it counted, with
 * what is switched on. The job keeps its input files, so they count as well. */
export function estimate(report: CheckedFiles, bases: number, switches: Switches): Estimate {
  const share = report.bases ? Math.min(1, bases / report.bases) : 1;
  const inputs = Object.values(report.files).reduce((sum, file) => sum + file.bytes, 0);
  // A check sends no switches, so its estimate is with those that are on at first.
  const atFirst = addUp(report, firstSwitches());
  const now = addUp(report, switches);
  return {
    seconds: Math.max(0.5, (report.estimated_seconds + now.seconds - atFirst.seconds) * share),
    bytes: inputs + (report.estimated_output_bytes + now.bytes - atFirst.bytes) * share,
  };
}

/** What the settings that are on add. */
function addUp({ estimated_extras: extras }: CheckedFiles, switches: Switches): Estimate {
  const wanted = SWITCH_NAMES.flatMap((name) => (switches[name] && extras[name]) || []);
  return {
    seconds: wanted.reduce((sum, { seconds }) => sum + seconds, 0),
    bytes: wanted.reduce((sum, { output_bytes }) => sum + output_bytes, 0),
  };
}
