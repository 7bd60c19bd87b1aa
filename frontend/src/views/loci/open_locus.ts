// The way from a figure or a list to the page of a locus; the back button leads back.

import { navigation } from "../../navigation.svelte";

/** Opens the page of a locus under the present filters. */
export function openLocus(locus: string): void {
  const { route } = navigation;
  if (route.view !== "results") return;
  navigation.go({ ...route, section: "loci/locus", options: { ...route.options, locus } });
}
