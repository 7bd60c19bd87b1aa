// Hotspots, alleles and genomes in words, for the tooltips of figures.

import type { DrawOptions } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import type { Allele, Carrier, Hotspot } from "./hotspots";

/** A hotspot in three lines: name, repeat numbers, diversity. */
export function describeHotspot(spot: Hotspot): string {
  const numbers = `${plural(spot.alleles.length, "repeat number")}, ${rangeOf(spot)}`;
  const diversity = spot.diversity === null ? "" : `\ndiversity ${formatNumber(spot.diversity, 2)}`;
  return `${spot.gene} · ${spot.motifClass}\n${numbers} in ${plural(spot.genomes, "genome")}${diversity}`;
}

/** A genome and its allele at a hotspot. */
export function describeCarrier(carrier: Carrier, { repeat }: Allele, spot: Hotspot): string {
  const { gene, motifClass } = spot;
  const year = carrier.year === null ? "" : ` · ${carrier.year}`;
  const length = repeat * motifClass.length;
  return `${carrier.genome} · ${groupName(carrier.group)}${year}\n(${motifClass}) × ${repeat} = ${length} bp in ${gene}`;
}

/** An allele and how many genomes have it. */
export function describeAllele({ repeat, genomes }: Allele, { gene, motifClass }: Hotspot): string {
  const length = repeat * motifClass.length;
  return `(${motifClass}) × ${repeat} = ${length} bp in ${gene}\n${plural(genomes, "genome")}`;
}

/** Smallest and largest repeat number: `5–23`. */
export function rangeOf(spot: Hotspot): string {
  return `${spot.alleles[0]?.repeat ?? "–"}–${spot.alleles.at(-1)?.repeat ?? "–"}`;
}

/** Why there is no hotspot to draw. */
export function explainNoHotspot({ filterText, genomes }: DrawOptions): {
  title: string;
  text: string;
} {
  if (filterText) {
    return {
      title: "No hotspot is left",
      text: `No motif class that varies within a gene fits the filters (${filterText}). Remove one to see more.`,
    };
  }
  if (genomes < 2) {
    return {
      title: "One genome has nothing to differ from",
      text: "A hotspot is a motif in a gene whose repeat number differs between genomes. Analyse more genomes to find some.",
    };
  }
  return {
    title: "No repeat number differs",
    text: `Within each gene, all ${formatNumber(genomes)} genomes have the same repeat number of every motif class. That is a result, not an error.`,
  };
}
