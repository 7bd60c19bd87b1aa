// Loci as the rows of a table: what the plot key `loci` tells of each, and what it is called.

import type { Columns } from "../arrow";
import { type AlleleState, STATES, type StateCounts } from "./allele_states";
import { formatNumber } from "./format";

export interface AlleleSize {
  /** Full units. */
  repeat: number;
  genomes: number;
}

/** Where a locus lies: in a gene, or beside the nearest ones. */
export interface Place {
  /** Names joined by `: `. */
  gene: string | null;
  before: string | null;
  /** bp between that gene and the locus. */
  distanceBefore: number | null;
  after: string | null;
  distanceAfter: number | null;
}

export interface Locus {
  id: string;
  motifClass: string;
  motif: string;
  /** bp. */
  motifLength: number;
  place: Place;
  /** Genome in which the position is given. */
  genome: string;
  start: number;
  end: number;
  /** Genomes that the filters leave. */
  genomes: number;
  states: StateCounts;
  alleles: number;
  least: number | null;
  most: number | null;
  modal: number | null;
  heterozygosity: number | null;
  pic: number | null;
  shannon: number | null;
  isConserved: boolean;
  isPolymorphic: boolean;
  /** Smallest first. */
  sizes: readonly AlleleSize[];
}

/** The rows of the plot key loci, in their order. */
export function readLoci(data: Columns): Locus[] {
  return data.rows<LocusRow>().map((row) => ({
    id: row.locus_id,
    motifClass: row.motif_class,
    motif: row.motif,
    motifLength: row.motif_length,
    place: {
      gene: row.gene,
      before: row.gene_before,
      distanceBefore: row.distance_before,
      after: row.gene_after,
      distanceAfter: row.distance_after,
    },
    genome: row.genomeID,
    start: row.start,
    end: row.end,
    genomes: row.genomes,
    states: Object.fromEntries(
      STATES.map((state) => [state, row[`genomes_${state}`]]),
    ) as unknown as StateCounts,
    alleles: row.alleles,
    least: row.min,
    most: row.max,
    modal: row.modal,
    heterozygosity: finite(row.heterozygosity),
    pic: finite(row.PIC),
    shannon: finite(row.Shannon),
    isConserved: row.conserved,
    isPolymorphic: row.polymorphic,
    sizes: readSizes(row.allele_sizes),
  }));
}

/** `OPG153`, `between OPG153 and OPG154`, `before OPG001`; the position where no gene is known. */
export function placeName({ place, start }: Pick<Locus, "place" | "start">): string {
  if (isKnown(place.gene)) return place.gene;
  const [before, after] = [isKnown(place.before), isKnown(place.after)];
  if (before && after) return `between ${place.before} and ${place.after}`;
  if (before) return `behind ${place.before}`;
  if (after) return `before ${place.after}`;
  return `at ${formatNumber(start)}`;
}

/** A name for a narrow column: `OPG153–OPG154`. */
export function shortPlace(locus: Pick<Locus, "place" | "start">): string {
  const { gene, before, after } = locus.place;
  if (!isKnown(gene) && isKnown(before) && isKnown(after)) return `${before}–${after}`;
  return placeName(locus);
}

/** `112 bp behind OPG153, 40 bp before OPG154`; empty within a gene. */
export function distances({ place }: Pick<Locus, "place">): string {
  if (isKnown(place.gene)) return "";
  const parts = [
    isKnown(place.before) && place.distanceBefore !== null
      ? `${formatNumber(place.distanceBefore)} bp behind ${place.before}`
      : "",
    isKnown(place.after) && place.distanceAfter !== null
      ? `${formatNumber(place.distanceAfter)} bp before ${place.after}`
      : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** The same in few letters, for a line that names the genes: `112 and 40 bp away`. */
export function shortDistances({ place }: Pick<Locus, "place">): string {
  if (isKnown(place.gene)) return "";
  const known = [
    isKnown(place.before) ? place.distanceBefore : null,
    isKnown(place.after) ? place.distanceAfter : null,
  ].filter((distance) => distance !== null);
  return known.length ? `${known.map((one) => formatNumber(one)).join(" and ")} bp away` : "";
}

/** Names of the genes that a locus overlaps. */
export function genesOf(gene: string | null): string[] {
  return isKnown(gene) ? gene.split(": ") : [];
}

/** A motif class that fits a column: `ACATTATAT`, `AACGTT… 41 bp`. */
export function shortClass(motifClass: string, most = 12): string {
  if (motifClass.length <= most) return motifClass;
  return `${motifClass.slice(0, Math.max(4, most - 6))}… ${motifClass.length} bp`;
}

/** Name of a locus of which only the id and the gene are known: the gene, or what the id tells of the
 * neighbours: `OPG066-OPG068` of `OPG066-OPG068_AT_cc04ef`. */
export function nameOfId(id: string, gene: string | null): string {
  return isKnown(gene) ? gene : id.replace(/_(?:[ACGT]+|\d+bp)_[0-9a-f]+(?:\.\d+)?$/, "");
}

interface LocusRow extends Record<`genomes_${AlleleState}`, number> {
  locus_id: string;
  motif_class: string;
  motif: string;
  motif_length: number;
  gene: string | null;
  gene_before: string | null;
  distance_before: number | null;
  gene_after: string | null;
  distance_after: number | null;
  genomeID: string;
  start: number;
  end: number;
  genomes: number;
  alleles: number;
  min: number | null;
  max: number | null;
  modal: number | null;
  heterozygosity: number | null;
  PIC: number | null;
  Shannon: number | null;
  conserved: boolean;
  polymorphic: boolean;
  allele_sizes: string;
}

function readSizes(text: string): AlleleSize[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((pair) => {
      const [repeat = 0, genomes = 0] = pair.split(":").map(Number);
      return { repeat, genomes };
    });
}

function isKnown(name: string | null): name is string {
  return name !== null && name !== "" && name !== "undefined";
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
