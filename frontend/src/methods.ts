// How a result was made, as a paragraph for a paper.

import type { JobSummary } from "./messages";
import { formatNumber, plural } from "./plots/format";
import { has } from "./sections";

/** The methods of this run in plain sentences, with all its parameters and counts. */
export function describeMethods(summary: JobSummary): string {
  if (summary.parameters.mono === undefined) return describeTakenOver(summary);
  const values = summary.parameters as Record<string, number | string | boolean | null>;
  const number = (name: string) => formatNumber(Number(values[name] ?? 0));
  const found = summary.found;
  const [all, kept] = [found.genomes ?? 0, found.analysed_genomes ?? 0];
  const sentences = [
    `Of ${plural(all, "genome")}, ${formatNumber(kept)} of ${number("min_len")} to ${number("max_len")} bp with at most ${number("unfair")} N ${kept === 1 ? "was" : "were"} kept; in ${kept === 1 ? "it" : "these"}, ${plural(found.ssrs ?? 0, "perfect SSR")} with motifs of 1 to 6 bp ${found.ssrs === 1 ? "was" : "were"} identified with ${program(summary)}, requiring at least ${number("mono")}, ${number("di")}, ${number("tri")}, ${number("tetra")}, ${number("penta")} and ${number("hexa")} repeats of mono- to hexanucleotide motifs.`,
    "Motifs were grouped into classes of rotations and reverse complements.",
    ...placeSentences(summary),
  ];
  if (has(summary, "ssr_genecombo")) sentences.push(...geneSentences(summary, number));
  if (values.reference_id) {
    sentences.push(
      `Repeat numbers were compared with those of the reference ${values.reference_id}.`,
    );
  }
  if (has(summary, "flanked")) {
    sentences.push(
      `SSRs with the same motif and repeat number in all analysed genomes were listed with their flanks (${plural(found.conserved_places ?? 0, "place")}).`,
    );
  }
  if (has(summary, "loci")) sentences.push(...COMPARISON);
  return sentences.join(" ");
}

/** Hotspots of the run; those of croSSRoad are counted in its table. Null without that table. */
export function countHotspots(summary: JobSummary): number | null {
  return summary.found.hotspots ?? rowsOf(summary, "mutational_hotspot");
}

function describeTakenOver(summary: JobSummary): string {
  const ssrs = rowsOf(summary, "mergedOut") ?? rowsOf(summary, "reformatted") ?? 0;
  return `${plural(ssrs, "SSR")} ${ssrs === 1 ? "was" : "were"} taken over from a result of croSSRoad, whose files do not tell the thresholds and limits of its run. Motifs were grouped into classes of rotations and reverse complements.`;
}

function rowsOf(summary: JobSummary, table: string): number | null {
  return summary.tables.find((one) => one.name === table)?.rows ?? null;
}

function program(summary: JobSummary): string {
  return summary.version ? `CrossRoad Desktop ${summary.version}` : "croSSRoad";
}

function placeSentences(summary: JobSummary): string[] {
  const longer = rowsOf(summary, "minisatellites");
  const loci = rowsOf(summary, "loci");
  return [
    ...strandSentences(summary),
    longer !== null &&
      `Perfect repeats with units of 7 to 100 bp (at least 3, from 20 bp on 2) gave ${formatNumber(longer)} more.`,
    loci !== null &&
      `SSRs of all genomes were assigned to their place by its flanks, which gave ${plural(loci, "locus", "loci")}${summary.locus_anchor ? `; positions are those in ${summary.locus_anchor}` : ""}.`,
  ].filter((sentence) => typeof sentence === "string");
}

/** Genomes that were turned, and those left as written; none where all lie on one strand. */
function strandSentences({ anchor, found }: JobSummary): string[] {
  const turned = found.flipped_genomes ?? 0;
  const unknown = found.ambiguous_genomes ?? 0;
  if (anchor === null || (!turned && !unknown)) return [];
  const were = (count: number) => (count === 1 ? "was" : "were");
  const left = `${formatNumber(unknown)} of unknown strand ${were(unknown)} left as written`;
  return [
    `${plural(turned, "genome")} on the other strand than ${anchor} ${were(turned)} reverse-complemented, genes included${unknown ? `; ${left}` : ""}.`,
  ];
}

const COMPARISON = [
  "Repeat numbers were read between the flanks in every genome, also below the detection threshold and, as 0, where the repeat is absent.",
  "Diversity of a locus is given as unbiased expected heterozygosity, n/(n\u22121) · (1 \u2212 Σp²), polymorphism information content (Botstein et al. 1980) and the Shannon index of the repeat numbers of the n genomes with exactly one.",
  "Distances between genomes are the share of their shared loci with different repeat numbers, or the mean difference of repeat numbers; trees were made by neighbour joining (Saitou & Nei 1987), with bootstrap (Felsenstein 1985) over loci.",
] as const;

function geneSentences(summary: JobSummary, number: (name: string) => string): string[] {
  const found = summary.found;
  return [
    `SSRs were assigned to the genes they overlap (${plural(found.ssr_gene_pairs ?? 0, "pair")} of SSR and gene).`,
    `A motif in a gene was called a hotspot if it occurred with more than ${number("min_repeat_count")} different repeat ${Number(summary.parameters.min_repeat_count) === 1 ? "number" : "numbers"} in more than ${number("min_genome_count")} genomes (${plural(found.hotspots ?? 0, "hotspot")}).`,
  ];
}
