// The two views of how alike genomes are, and for how many genomes each of them can be drawn.

import { plural } from "../../plots/format";

export interface TreeView {
  value: "tree" | "distances";
  label: string;
  /** Genomes that it takes, and that can be drawn. */
  least: number;
  most: number;
}

export const TREE_VIEWS: readonly [TreeView, TreeView] = [
  { value: "tree", label: "Tree", least: 3, most: 1000 },
  { value: "distances", label: "Distances", least: 2, most: 500 },
];

/** Why a view is not drawn of so many genomes, and what helps; null if it is. */
export function explainGenomes(
  view: TreeView,
  genomes: number,
  isFiltered: boolean,
): { title: string; text: string } | null {
  const there = `${isFiltered ? "the filters leave" : "the result has"} ${plural(genomes, "genome")}`;
  if (genomes < view.least) {
    const what = view.value === "tree" ? "A tree" : "A distance";
    const help = isFiltered ? "Remove a filter." : "Analyse more genomes.";
    return {
      title: "Too few genomes",
      text: `${what} takes at least ${view.least} genomes; ${there}. ${help}`,
    };
  }
  if (genomes <= view.most) return null;
  const most = plural(view.most, "genome");
  return {
    title: "Too many genomes to draw",
    text: `Up to ${most} can be drawn; ${there}. Filter by a group, or by a range of years.`,
  };
}
