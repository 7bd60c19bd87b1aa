// A tree of genomes as nodes with places: what the plot key `genome_tree` tells, and its heads.

import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";

export interface TreeNode {
  node: number;
  /** Null of the root. */
  parent: number | null;
  /** Null of inner nodes. */
  genome: string | null;
  category: string | null;
  group: string | null;
  year: number | null;
  /** Of the branch above. */
  length: number;
  /** Percent of the bootstrap trees with this branch; inner nodes. */
  support: number | null;
  /** From the root. */
  distance: number;
  /** 0 to n - 1 from top to bottom; inner nodes lie in the middle of their children. */
  leaf: number;
}

export interface Tree {
  nodes: readonly TreeNode[];
  byNode: ReadonlyMap<number, TreeNode>;
  /** From top to bottom. */
  leaves: readonly TreeNode[];
  /** Largest distance from the root. */
  depth: number;
}

/** The rows of genome_tree. */
export function readTree(data: Columns): Tree {
  const [parents, years, supports] = ["parent", "year", "support"].map((name) =>
    data.numbers(name),
  );
  const [lengths, distances, places] = ["length", "distance", "leaf"].map((name) =>
    data.numbers(name),
  );
  const [genomes, categories, groups] = ["genomeID", "category", "group"].map((name) =>
    data.texts(name),
  );
  const nodes = data.numbers("node").map((node, i) => ({
    node: node ?? i,
    parent: parents?.[i] ?? null,
    genome: genomes?.[i] ?? null,
    category: categories?.[i] ?? null,
    group: groups?.[i] ?? null,
    year: years?.[i] ?? null,
    length: lengths?.[i] ?? 0,
    support: supports?.[i] ?? null,
    distance: distances?.[i] ?? 0,
    leaf: places?.[i] ?? 0,
  }));
  return {
    nodes,
    byNode: new Map(nodes.map((node) => [node.node, node])),
    leaves: nodes.filter((node) => node.genome !== null).sort((a, b) => a.leaf - b.leaf),
    depth: Math.max(0, ...nodes.map((node) => node.distance)),
  };
}

/** A node per split of the genomes into two parts of at least two, of length above 0. Those at the
 * root lie on one branch of the unrooted tree: its two sides are one split. */
export function innerSplits({ nodes }: Tree): TreeNode[] {
  const root = nodes.find((node) => node.parent === null);
  const sides = nodes.filter((node) => root !== undefined && node.parent === root.node);
  const isInner = (node: TreeNode) => node.genome === null && node.parent !== null;
  const beyond = nodes.filter((node) => isInner(node) && node.parent !== root?.node);
  const atRoot = sides.length === 2 ? splitOf(sides) : sides.filter(isInner);
  return [...atRoot, ...beyond].filter((node) => node.length > 0);
}

/** The split of a root with two sides: none where one of them is a genome. */
function splitOf(sides: readonly TreeNode[]): TreeNode[] {
  const [first] = sides;
  if (!first || sides.some((side) => side.genome !== null)) return [];
  return [{ ...first, length: sides.reduce((sum, side) => sum + side.length, 0) }];
}

/** What the group of a leaf is: the category, or the value of the column that `by` names. */
export function groupOfLeaf(leaf: TreeNode, { by }: Pick<DrawOptions, "by">): string {
  return (by === "category" ? leaf.category : leaf.group) ?? "undefined";
}

/** A round length of a scale bar, at most a third of the depth: 1, 2 or 5 times a power of ten. */
export function scaleBar(depth: number): number {
  const most = depth / 3;
  if (most <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((factor) => factor * power <= most) ?? 1;
  return Number((step * power).toPrecision(1));
}

/** Unit of branch lengths by measure. */
export const MEASURES = {
  alleles: {
    label: "share of differing alleles",
    unit: "differing alleles per shared locus",
    formula: "loci with different repeat numbers / loci at which both genomes have one",
  },
  stepwise: {
    label: "steps of repeat number",
    unit: "units per shared locus",
    formula: "mean |difference of repeat numbers| over loci at which both genomes have one",
  },
} as const;

export type Measure = keyof typeof MEASURES;

/** The measure that a switch names. */
export function measureOf(switches: Readonly<Record<string, string>>): Measure {
  return switches.measure === "stepwise" ? "stepwise" : "alleles";
}
