// How diverse loci are within groups of genomes: what the plot key `locus_diversity` tells.

import { group } from "d3-array";
import type { Columns } from "../arrow";

/** A locus within one group, or among all genomes. */
export interface Diversity {
  locus: string;
  motifClass: string;
  gene: string | null;
  /** Null: all genomes. */
  group: string | null;
  /** With exactly one repeat number. */
  genomes: number;
  alleles: number;
  least: number | null;
  most: number | null;
  modal: number | null;
  heterozygosity: number | null;
  pic: number | null;
  shannon: number | null;
}

/** The rows of the plot key, in their order. */
export function readDiversity(data: Columns): Diversity[] {
  const [heterozygosity, pic, shannon] = ["heterozygosity", "PIC", "Shannon"].map((name) =>
    data.numbers(name).map((value) => (Number.isFinite(value) ? value : null)),
  );
  const [classes, genes, groups] = ["motif_class", "gene", "group"].map((name) => data.texts(name));
  const [genomes, counts, least, most, modal] = ["genomes", "alleles", "min", "max", "modal"].map(
    (name) => data.numbers(name),
  );
  return data.texts("locus_id").map((locus, i) => ({
    locus: locus ?? "",
    motifClass: classes?.[i] ?? "",
    gene: genes?.[i] ?? null,
    group: groups?.[i] ?? null,
    genomes: genomes?.[i] ?? 0,
    alleles: counts?.[i] ?? 0,
    least: least?.[i] ?? null,
    most: most?.[i] ?? null,
    modal: modal?.[i] ?? null,
    heterozygosity: heterozygosity?.[i] ?? null,
    pic: pic?.[i] ?? null,
    shannon: shannon?.[i] ?? null,
  }));
}

export interface LocusDiversity {
  all: Diversity;
  byGroup: ReadonlyMap<string, Diversity>;
}

/** Loci that vary, those with most alleles first. */
export function varyingLoci(rows: readonly Diversity[]): LocusDiversity[] {
  return [...group(rows, (row) => row.locus).values()]
    .flatMap((members) => {
      const all = members.find((row) => row.group === null);
      const byGroup = new Map(members.flatMap((row) => (row.group ? [[row.group, row]] : [])));
      return all && all.alleles > 1 ? [{ all, byGroup }] : [];
    })
    .sort(
      (a, b) =>
        b.all.alleles - a.all.alleles ||
        (b.all.heterozygosity ?? -1) - (a.all.heterozygosity ?? -1),
    );
}
