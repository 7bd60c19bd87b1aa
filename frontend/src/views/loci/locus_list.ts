// The list of loci: which are shown, in which order, and how the address remembers it.

import { compareNatural } from "../../plots/format";
import { type Locus, placeName } from "../../plots/locus_rows";

export type SortKey = "position" | "motif_class" | "alleles" | "modal" | "heterozygosity" | "pic";

export interface ListChoice {
  search: string;
  isPolymorphicOnly: boolean;
  sort: SortKey;
  isDescending: boolean;
}

export const LIST_OPTIONS = {
  search: "loci.search",
  show: "loci.show",
  sort: "loci.sort",
} as const;

const DEFAULT_SORT = "-alleles";

/** What an address asks for: the loci with most alleles first, unless told. */
export function readChoice(option: (name: string) => string | undefined): ListChoice {
  const asked = option(LIST_OPTIONS.sort) ?? DEFAULT_SORT;
  const key = asked.replace(/^-/, "");
  return {
    search: option(LIST_OPTIONS.search) ?? "",
    isPolymorphicOnly: option(LIST_OPTIONS.show) === "polymorphic",
    sort: isSortKey(key) ? key : "alleles",
    isDescending: asked.startsWith("-"),
  };
}

/** The option of a sort order; none for that of the beginning. */
export function sortOption(sort: SortKey, isDescending: boolean): string | undefined {
  const option = `${isDescending ? "-" : ""}${sort}`;
  return option === DEFAULT_SORT ? undefined : option;
}

/** What a click on a heading asks for: numbers largest first, names and places from the beginning;
 * once more turns the order. */
export function nextSort(choice: ListChoice, key: SortKey): string | undefined {
  const isName = key === "position" || key === "motif_class";
  return sortOption(key, key === choice.sort ? !choice.isDescending : !isName);
}

/** The loci that are asked for, in order. A search is text in the id, a gene beside or around, the
 * motif or its class. */
export function listLoci(loci: readonly Locus[], choice: ListChoice): Locus[] {
  const wanted = choice.search.trim().toLowerCase();
  const shown = loci.filter(
    (locus) =>
      (!choice.isPolymorphicOnly || locus.isPolymorphic) && (!wanted || fits(locus, wanted)),
  );
  const { sort, isDescending } = choice;
  if (sort === "position") return isDescending ? shown.reverse() : shown;
  const sign = isDescending ? -1 : 1;
  return shown.sort((a, b) => sign * compare(a, b, sort));
}

function fits(locus: Locus, wanted: string): boolean {
  const texts = [locus.id, placeName(locus), locus.motif, locus.motifClass];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

function compare(a: Locus, b: Locus, sort: Exclude<SortKey, "position">): number {
  switch (sort) {
    case "motif_class":
      return a.motifLength - b.motifLength || compareNatural(a.motifClass, b.motifClass);
    case "alleles":
      return a.alleles - b.alleles || (a.heterozygosity ?? -1) - (b.heterozygosity ?? -1);
    case "heterozygosity":
      return (a.heterozygosity ?? -1) - (b.heterozygosity ?? -1) || a.alleles - b.alleles;
    case "modal":
      return (a.modal ?? -1) - (b.modal ?? -1);
    case "pic":
      return (a.pic ?? -1) - (b.pic ?? -1);
  }
}

function isSortKey(key: string): key is SortKey {
  return ["position", "motif_class", "alleles", "modal", "heterozygosity", "pic"].includes(key);
}
