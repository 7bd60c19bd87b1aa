// The way from a figure or a list to the page of a locus; the back button leads back.

import { navigation } from "../../navigation.svelte";

let leftRow: string | null = null;

/** Opens the page of a locus under the present filters. */
export function openLocus(locus: string): void {
  const { route } = navigation;
  if (route.view !== "results") return;
  navigation.go({ ...route, section: "loci/locus", options: { ...route.options, locus } });
}

/** Opens a locus from its row, to which the list returns. */
export function openRow(locus: string): void {
  leftRow = locus;
  openLocus(locus);
}

/** The locus whose row was left, told once; null if the list was not left for a locus. */
export function takeLeftRow(): string | null {
  const locus = leftRow;
  leftRow = null;
  return locus;
}
