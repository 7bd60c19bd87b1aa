// How alike genomes are by their alleles: a neighbour-joining tree beside their metadata.

import type { Columns } from "../arrow";
import { type AlleleTable, readAlleleTable } from "./allele_table";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, formatShort, joinWords, plural } from "./format";
import { drawTree } from "./tree_drawing";
import { innerSplits, MEASURES, measureOf, readTree, type Tree } from "./tree_layout";
import { hasCategories, hasThirdColumn, hasYears } from "./tree_leaves";

/** Loci whose numbers can stand beside the tree. */
const MOST_LOCI = "10";

export const genome_tree: Figure = {
  key: "genome_tree",
  name: "Tree of genomes",
  help: "plot-data#genome_tree",
  switches: [
    {
      name: "measure",
      label: "Measure",
      kind: "segments",
      values: [
        { value: "alleles", label: "Differing alleles" },
        { value: "stepwise", label: "Steps" },
      ],
      initial: "alleles",
      isSent: true,
    },
    {
      name: "bootstrap",
      label: "Bootstrap",
      kind: "select",
      values: [
        { value: "0", label: "no bootstrap" },
        { value: "100", label: "100 bootstrap trees" },
        { value: "1000", label: "1,000 bootstrap trees" },
      ],
      initial: "100",
      isSent: true,
    },
    {
      name: "beside",
      label: "Beside",
      kind: "select",
      values: [
        { value: "metadata", label: "beside: metadata" },
        { value: "loci", label: `beside: ${MOST_LOCI} loci too` },
      ],
      initial: "metadata",
    },
    {
      name: "by",
      label: "Column",
      kind: "metadata",
      values: [],
      initial: "",
      column: 1,
      isSent: true,
    },
  ],
  more: {
    key: "allele_matrix",
    request: { loci: MOST_LOCI, order: "heterozygosity", show: "polymorphic" },
  },
  waiting: ({ bootstrap }) =>
    `Joining genomes${describeTrees(bootstrap)}: this can take some seconds.`,
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions, more?: Columns): Drawing {
  const tree = readTree(data);
  const hasLoci = options.switches.beside === "loci" && more !== undefined && more.length > 0;
  const alleles = hasLoci ? readAlleleTable(more, options) : null;
  return {
    svg: drawTree(tree, options, alleles),
    title: titleOf(tree, options),
    subtitle: subtitleOf(tree, options, alleles),
    caption: captionOf(options),
    alt: altOf(tree, options),
    table: tableOf(tree),
  };
}

function titleOf(tree: Tree, options: DrawOptions): string {
  const genomes = plural(tree.leaves.length, "genome");
  if (options.switches.bootstrap === "0") return `Neighbour-joining tree of ${genomes}`;
  const branches = innerSplits(tree);
  const sure = branches.filter((node) => (node.support ?? 0) >= 50).length;
  return `Tree of ${genomes}: ${formatNumber(sure)} of ${plural(branches.length, "branch", "branches")} in at least half of the bootstrap trees`;
}

/** `, 100 bootstrap trees`; empty without any. */
function describeTrees(bootstrap = "0"): string {
  return bootstrap === "0" ? "" : `, ${plural(Number(bootstrap), "bootstrap tree")}`;
}

function subtitleOf(tree: Tree, options: DrawOptions, alleles: AlleleTable | null): string {
  const numbers =
    options.switches.bootstrap === "0" ? "" : "; numbers: support in percent from 50, dots below";
  return `Neighbour joining, rooted at the middle of its longest path${numbers}.${besideOf(tree, options, alleles)}`;
}

/** ` Beside it category and year.`; empty where nothing stands there. */
function besideOf(tree: Tree, options: DrawOptions, alleles: AlleleTable | null): string {
  const columns = [
    ...(hasCategories(tree) ? ["category"] : []),
    ...(hasThirdColumn(tree) ? [options.by] : []),
    ...(hasYears(tree) ? ["year"] : []),
    ...(alleles
      ? [`the ${plural(alleles.loci.length, "most diverse locus", "most diverse loci")}`]
      : []),
  ];
  return columns.length ? ` Beside it ${joinWords(columns)}.` : "";
}

function captionOf(options: DrawOptions): string {
  const { formula } = MEASURES[measureOf(options.switches)];
  const trees = Number(options.switches.bootstrap);
  const bootstrap = trees
    ? ` **Support**: percent of ${formatNumber(trees)} trees of loci drawn with replacement that have the branch.`
    : "";
  return `**Distance** of two genomes = ${formula}. A genome counts at a locus with exactly one repeat number.${bootstrap} Branches of negative length are drawn as 0. ${describeScope(options)}`;
}

function altOf(tree: Tree, options: DrawOptions): string {
  const { unit } = MEASURES[measureOf(options.switches)];
  const ends = [tree.leaves[0]?.genome, tree.leaves.at(-1)?.genome].filter(Boolean).join(" to ");
  return `Tree of ${plural(tree.leaves.length, "genome")}, ${formatShort(tree.depth, 3)} ${unit} from the root to the furthest. From top to bottom: ${ends}.`;
}

/** A row per node: its parent, its branch. */
function tableOf(tree: Tree): PlottedTable {
  return {
    columns: [
      { name: "node", label: "Node", isPlain: true },
      { name: "parent", label: "Parent", isPlain: true },
      { name: "genomeID", label: "Genome", isMono: true },
      { name: "category", label: "Category" },
      { name: "year", label: "Year", isPlain: true },
      { name: "length", label: "Branch" },
      { name: "support", label: "Support, %" },
      { name: "distance", label: "From the root" },
    ],
    rows: tree.nodes.map((one) => [
      one.node,
      one.parent,
      one.genome,
      one.genome === null ? null : one.category,
      one.year,
      one.length,
      one.support,
      one.distance,
    ]),
  };
}

function explainEmpty(data: Columns) {
  return data.length ? null : { title: "No tree", text: "It takes three genomes to make a tree." };
}
