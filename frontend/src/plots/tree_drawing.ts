// The drawing of a tree: its branches with their support, its leaves, a scale bar.

import { scaleLinear } from "d3-scale";
import { alleleLegend } from "./allele_legend";
import type { AlleleTable } from "./allele_table";
import type { DrawOptions } from "./drawing";
import { formatNumber, formatShort } from "./format";
import { nameOfId, shortClass } from "./locus_rows";
import { drawing, element, fitted, line, markAttributes, text, textWidth } from "./svg";
import {
  innerSplits,
  MEASURES,
  measureOf,
  scaleBar,
  type Tree,
  type TreeNode,
} from "./tree_layout";
import { columnKinds, drawLeaf, NUMBERED, type TreeFrame, yOf } from "./tree_leaves";

/** Leaves up to which each one has its id. */
const MOST_NAMED = 250;
const EDGE = 8;
const HEAD = 22;
const HEAD_WITH_LOCI = 118;
const CELL = 24;
const LEAST_TREE = 140;

/** The tree from left to right with a row per leaf. */
export function drawTree(
  tree: Tree,
  options: DrawOptions,
  alleles: AlleleTable | null,
): SVGSVGElement {
  const layout = layOut(tree, options, alleles);
  const height = layout.top + tree.leaves.length * layout.row;
  const legend = legendBelow(layout, height + 38);
  return drawing(
    layout.width,
    height + 34 + legend.height,
    ...heads(layout),
    ...tree.nodes.flatMap((node) => drawBranch(node, layout)),
    ...innerSplits(tree).flatMap((node) => drawSupport(node, layout)),
    ...tree.leaves.map((leaf, i) => drawLeaf(leaf, i, layout)),
    ...drawScale(layout, height + 12),
    ...legend.nodes,
  );
}

/** What colours and shapes of the repeat numbers beside the tree mean; nothing without them. */
function legendBelow({ alleles, options, row }: TreeFrame, y: number) {
  if (!alleles) return { nodes: [], height: 0 };
  const { node, height } = alleleLegend(alleles, "number", options.width, row >= NUMBERED);
  node.setAttribute("transform", `translate(0 ${y})`);
  return { nodes: [node], height: height + 6 };
}

function layOut(tree: Tree, options: DrawOptions, alleles: AlleleTable | null): TreeFrame {
  const row = rowHeight(tree.leaves.length, alleles !== null);
  const kinds = columnKinds(tree, options, row);
  const taken = kinds.reduce((sum, kind) => sum + kind.width + 8, 0);
  const cells = alleles ? alleles.loci.length * CELL + 8 : 0;
  const width = Math.max(options.width, LEAST_TREE + taken + cells + 12);
  let at = width - cells - taken;
  const columns = kinds.map((kind) => {
    at += kind.width + 8;
    return { ...kind, x: at - kind.width };
  });
  const x = scaleLinear([0, tree.depth || 1], [4, width - cells - taken - 10]);
  return {
    tree,
    options,
    row,
    top: alleles ? HEAD_WITH_LOCI : HEAD,
    x,
    columns,
    alleles,
    lociX: width - cells + 8,
    cell: CELL,
    width,
  };
}

/** Repeat numbers need a little more room than ids. */
function rowHeight(leaves: number, hasLoci: boolean): number {
  if (leaves <= 60) return 18;
  if (leaves > MOST_NAMED) return 7;
  return hasLoci ? 16 : 13;
}

function heads(layout: TreeFrame): SVGElement[] {
  const { columns, top, alleles, lociX, cell } = layout;
  const names = columns
    .filter((column) => column.head)
    .map((column) => text(fitted(column.head, column.width + 4), column.x, top - 8, "hint"));
  const loci = alleles?.loci.map((locus, i) => {
    const x = lociX + (i + 0.5) * cell;
    const [name, motif] = [nameOfId(locus.id, locus.gene), shortClass(locus.motifClass, 8)];
    const label = `${name} ${motif}`;
    // The motif stays where the name is cut.
    const room = HEAD_WITH_LOCI - 12 - textWidth(` ${motif}`, 10);
    return text(`${fitted(name, room, 10)} ${motif}`, 0, 0, "axis", {
      transform: `translate(${Math.round(x + 3)} ${top - 6}) rotate(-90)`,
      "font-size": 10,
      ...markAttributes(`${label}\n${locus.id}`, undefined, locus.id),
    });
  });
  return [...names, ...(loci ?? [])];
}

/** The branch to a node, and of an inner node the line that joins its children. */
function drawBranch(node: TreeNode, layout: TreeFrame): SVGElement[] {
  const { tree, x } = layout;
  const y = yOf(node.leaf, layout);
  const parent = node.parent === null ? null : tree.byNode.get(node.parent);
  const stroke = { stroke: "var(--mark)" };
  const parts: SVGElement[] = [];
  if (parent) {
    const from = x(parent.distance);
    const to = Math.max(from, x(node.distance));
    parts.push(line(from, y, to, y, stroke), line(from, yOf(parent.leaf, layout), from, y, stroke));
  }
  return parts;
}

/** Support: the number from 50, else a dot that tells it. */
function drawSupport(node: TreeNode, layout: TreeFrame): SVGElement[] {
  const { support } = node;
  if (support === null || node.parent === null) return [];
  const { x, row } = layout;
  const [cx, cy] = [x(node.distance), yOf(node.leaf, layout)];
  const tip = `support ${formatNumber(support)} %\nbranch ${formatShort(node.length, 4)} ${unitOf(layout)}`;
  const label = formatNumber(support);
  const parent = layout.tree.byNode.get(node.parent);
  const room = cx - x(parent?.distance ?? 0);
  if (support >= 50 && row >= 11 && room > textWidth(label, 9.5) + 4) {
    return [
      text(label, cx - 3, cy - 2.5, "axis", { ...END, "font-size": 9.5, ...markAttributes(tip) }),
    ];
  }
  const isSure = support >= 50;
  return [
    element("circle", {
      cx,
      cy,
      r: row >= 11 ? 2.4 : 1.6,
      fill: isSure ? "var(--text)" : "var(--surface)",
      stroke: isSure ? "none" : "var(--axis)",
      ...markAttributes(tip),
    }),
  ];
}

/** The scale bar with its unit. */
function drawScale(layout: TreeFrame, y: number): SVGElement[] {
  const length = scaleBar(layout.tree.depth);
  if (!length) return [text("All genomes have the same alleles.", 4, y + 8, "hint")];
  const { x } = layout;
  const label = `${formatShort(length, 6)} ${unitOf(layout)}`;
  return [
    line(EDGE, y, EDGE + x(length) - x(0), y, { stroke: "var(--text)", "stroke-width": 1.5 }),
    text(label, EDGE, y + 15),
  ];
}

function unitOf({ options }: TreeFrame): string {
  return MEASURES[measureOf(options.switches)].unit;
}

const END = { "text-anchor": "end" };
