// The drawing of a tree: branches, leaves, and beside each leaf its metadata and repeat numbers.

import type { ScaleLinear } from "d3-scale";
import { scaleLinear } from "d3-scale";
import { groupFilter } from "../filters";
import { describeAllele, fillOf } from "./allele_looks";
import { cellShapes, drawShapes } from "./allele_states";
import type { AlleleTable } from "./allele_table";
import type { DrawOptions } from "./drawing";
import { formatNumber, formatShort, groupName } from "./format";
import { groupMark, styleOf } from "./groups";
import { nameOfId, shortClass } from "./locus_rows";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";
import { MEASURES, measureOf, scaleBar, type Tree, type TreeNode } from "./tree_layout";

interface Layout {
  tree: Tree;
  options: DrawOptions;
  /** px from one leaf to the next. */
  row: number;
  top: number;
  x: ScaleLinear<number, number>;
  columns: readonly LeafColumn[];
  alleles: AlleleTable | null;
  /** Where the repeat numbers begin, and px of one. */
  lociX: number;
  cell: number;
  width: number;
}

interface LeafColumn {
  head: string;
  x: number;
  width: number;
  kind: "id" | "category" | "third" | "year";
}

/** Leaves up to which each one has its id. */
const MOST_NAMED = 250;
const NARROW = 560;
const EDGE = 8;
const HEAD = 22;
const HEAD_WITH_LOCI = 118;
const CELL = 24;
const LEAST_TREE = 140;
/** px of a row from which a number of a locus is printed. */
const NUMBERED = 13;

/** The tree from left to right with a row per leaf. */
export function drawTree(
  tree: Tree,
  options: DrawOptions,
  alleles: AlleleTable | null,
): SVGSVGElement {
  const layout = layOut(tree, options, alleles);
  const height = layout.top + tree.leaves.length * layout.row;
  return drawing(
    layout.width,
    height + 34,
    ...heads(layout),
    ...tree.nodes.flatMap((node) => drawBranch(node, layout)),
    ...tree.nodes.flatMap((node) => drawSupport(node, layout)),
    ...tree.leaves.map((leaf, i) => drawLeaf(leaf, i, layout)),
    ...drawScale(layout, height + 12),
  );
}

/** Whether the third column tells something that the category does not. */
export function hasThirdColumn({ leaves }: Tree): boolean {
  return leaves.some(
    (leaf) => leaf.group !== null && leaf.group !== "undefined" && leaf.group !== leaf.category,
  );
}

function layOut(tree: Tree, options: DrawOptions, alleles: AlleleTable | null): Layout {
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

function columnKinds(tree: Tree, options: DrawOptions, row: number): Omit<LeafColumn, "x">[] {
  const isNarrow = options.width < NARROW;
  const widest = (texts: readonly (string | null)[], most: number, isMono = false) =>
    Math.min(
      most,
      Math.max(0, ...texts.map((one) => textWidth(one ?? "", isMono ? 10.5 : 11, isMono))),
    );
  const { leaves } = tree;
  const kinds: Omit<LeafColumn, "x">[] = [];
  if (row >= 11) {
    const ids = leaves.map((leaf) => leaf.genome);
    kinds.push({ head: "genome", kind: "id", width: widest(ids, isNarrow ? 84 : 150, true) });
  }
  const categories = leaves.map((leaf) => groupName(leaf.category));
  if (leaves.some((leaf) => (leaf.category ?? "undefined") !== "undefined")) {
    const names = row >= 11 && !isNarrow ? widest([...categories, "category"], 110) + 14 : 12;
    kinds.push({ head: isNarrow || row < 11 ? "" : "category", kind: "category", width: names });
  }
  if (isNarrow || row < 11) return kinds;
  if (hasThirdColumn(tree)) {
    const thirds = leaves.map((leaf) => groupName(leaf.group));
    kinds.push({ head: options.by, kind: "third", width: widest([...thirds, options.by], 130) });
  }
  if (leaves.some((leaf) => leaf.year !== null))
    kinds.push({ head: "year", kind: "year", width: 30 });
  return kinds;
}

function yOf(leaf: number, { top, row }: Layout): number {
  return top + (leaf + 0.5) * row;
}

function heads(layout: Layout): SVGElement[] {
  const { columns, top, alleles, lociX, cell } = layout;
  const names = columns
    .filter((column) => column.head)
    .map((column) => text(fitted(column.head, column.width + 4), column.x, top - 8, "hint"));
  const loci = alleles?.loci.map((locus, i) => {
    const x = lociX + (i + 0.5) * cell;
    const label = `${nameOfId(locus.id, locus.gene)} ${shortClass(locus.motifClass, 8)}`;
    return text(fitted(label, HEAD_WITH_LOCI - 12, 10), 0, 0, "axis", {
      transform: `translate(${Math.round(x + 3)} ${top - 6}) rotate(-90)`,
      "font-size": 10,
      ...markAttributes(`${label}\n${locus.id}`, undefined, locus.id),
    });
  });
  return [...names, ...(loci ?? [])];
}

/** The branch to a node, and of an inner node the line that joins its children. */
function drawBranch(node: TreeNode, layout: Layout): SVGElement[] {
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
function drawSupport(node: TreeNode, layout: Layout): SVGElement[] {
  const { support } = node;
  if (support === null || node.parent === null || node.genome !== null) return [];
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

function drawLeaf(leaf: TreeNode, i: number, layout: Layout): SVGElement {
  const { x, columns, row } = layout;
  const y = yOf(i, layout);
  const end = x(leaf.distance);
  const first = columns[0]?.x ?? layout.width;
  return element(
    "g",
    {},
    line(end + 3, y, Math.max(end + 3, first - 4), y, {
      stroke: "var(--grid)",
      "stroke-dasharray": row >= 11 ? "1 3" : null,
    }),
    ...columns.flatMap((column) => drawValue(leaf, column, y, layout)),
    ...drawNumbers(leaf, y, layout),
  );
}

function drawValue(leaf: TreeNode, column: LeafColumn, y: number, layout: Layout): SVGElement[] {
  const { options, row } = layout;
  const genome = leaf.genome ?? "";
  const baseline = y + 4;
  switch (column.kind) {
    case "id": {
      const mark = markAttributes(describeLeaf(leaf), { genome: [genome] });
      const size = row >= 16 ? 10.5 : 9.5;
      const ink = genome === options.reference ? { "font-weight": 600 } : {};
      const label = fitted(genome, column.width, size, true);
      return [text(label, column.x, baseline, "mono", { ...mark, ...ink, "font-size": size })];
    }
    case "category":
      return drawCategory(leaf, column, y, layout);
    case "third":
      return [text(fitted(groupName(leaf.group), column.width), column.x, baseline)];
    case "year":
      return [text(leaf.year === null ? "–" : String(leaf.year), column.x, baseline, "hint")];
  }
}

/** A mark and the name; where rows are thin, a strip. */
function drawCategory(leaf: TreeNode, column: LeafColumn, y: number, layout: Layout): SVGElement[] {
  const { options, row } = layout;
  const style = styleOf(options.groups, leaf.category);
  const name = groupName(leaf.category);
  const filter = groupFilter("category", leaf.category ?? "undefined");
  const mark = markAttributes(`${leaf.genome}\n${name}`, filter);
  if (row < 11) {
    return [
      rectangle(column.x, y - row / 2, 8, row, {
        fill: style.colour,
        stroke: style.outline,
        ...mark,
      }),
    ];
  }
  const label = column.head ? [text(fitted(name, column.width - 14), column.x + 14, y + 4)] : [];
  return [element("g", mark, groupMark(style, column.x + 5, y), ...label)];
}

function drawNumbers(leaf: TreeNode, y: number, layout: Layout): SVGElement[] {
  const { alleles, lociX, cell, row } = layout;
  if (!alleles) return [];
  const genome = alleles.genomes.findIndex((one) => one.id === leaf.genome);
  if (genome < 0) return [];
  const height = Math.max(1, row - 1);
  return alleles.loci.map((locus, i) => {
    const x = lociX + i * cell;
    const top = y - row / 2;
    const state = alleles.state(i, genome);
    const repeats = alleles.repeats(i, genome);
    const [first = 0, last = first] = [repeats[0], repeats.at(-1)];
    const fills = [first, last].map((one) => `var(${fillOf(one, null, "number").token})`);
    const words = row < NUMBERED || state === "multiple" ? "" : (repeats[0]?.toString() ?? "");
    const ink = state === "absent" ? "var(--text-2)" : inkOf(first);
    return element(
      "g",
      markAttributes(describeAllele(alleles, i, genome, "number"), undefined, locus.id),
      rectangle(x, top, cell - 1, height, { fill: "none", "pointer-events": "all" }),
      ...drawShapes(
        cellShapes(state, cell - 1, height),
        x,
        top,
        [fills[0] ?? "none", fills[1] ?? "none"],
        "var(--axis)",
      ),
      ...(words
        ? [
            text(words, x + (cell - 1) / 2, y + 3.5, "axis", {
              "text-anchor": "middle",
              "font-size": 10,
              "font-style": state === "below_threshold" ? "italic" : null,
              fill: ink,
            }),
          ]
        : []),
    );
  });
}

function inkOf(repeat: number): string {
  return `var(--qt${fillOf(repeat, null, "number").token.slice(-1)})`;
}

function describeLeaf(leaf: TreeNode): string {
  const facts = [...new Set([leaf.category, leaf.group])].filter(
    (one) => one !== null && one !== "undefined",
  );
  if (leaf.year !== null) facts.push(String(leaf.year));
  return [leaf.genome, facts.join(" · ")].filter(Boolean).join("\n");
}

/** The scale bar with its unit. */
function drawScale(layout: Layout, y: number): SVGElement[] {
  const length = scaleBar(layout.tree.depth);
  if (!length) return [text("All genomes have the same alleles.", 4, y + 8, "hint")];
  const { x } = layout;
  const label = `${formatShort(length, 6)} ${unitOf(layout)}`;
  return [
    line(EDGE, y, EDGE + x(length) - x(0), y, { stroke: "var(--text)", "stroke-width": 1.5 }),
    text(label, EDGE, y + 15),
  ];
}

function unitOf({ options }: Layout): string {
  return MEASURES[measureOf(options.switches)].unit;
}

const END = { "text-anchor": "end" };
