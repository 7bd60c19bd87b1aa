// What stands beside the leaves of a tree: ids, metadata, and repeat numbers of some loci.

import type { ScaleLinear } from "d3-scale";
import { groupFilter } from "../filters";
import { describeAllele, fillOf } from "./allele_looks";
import { cellShapes, drawShapes } from "./allele_states";
import type { AlleleTable } from "./allele_table";
import type { DrawOptions } from "./drawing";
import { groupName } from "./format";
import { groupMark, styleOf } from "./groups";
import { element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";
import type { Tree, TreeNode } from "./tree_layout";

/** px of a drawing below which only ids and marks stand beside the tree. */
const NARROW = 560;
/** px of a row from which a number of a locus is printed. */
export const NUMBERED = 13;

export interface TreeFrame {
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

export interface LeafColumn {
  head: string;
  x: number;
  width: number;
  kind: "id" | "category" | "third" | "year";
}

/** Whether the third column tells something that the category does not. */
export function hasThirdColumn({ leaves }: Tree): boolean {
  return leaves.some(
    (leaf) => leaf.group !== null && leaf.group !== "undefined" && leaf.group !== leaf.category,
  );
}

/** Whether a genome has a category. */
export function hasCategories({ leaves }: Tree): boolean {
  return leaves.some((leaf) => (leaf.category ?? "undefined") !== "undefined");
}

/** Whether a genome has a year. */
export function hasYears({ leaves }: Tree): boolean {
  return leaves.some((leaf) => leaf.year !== null);
}

/** The columns that fit, without their places. */
export function columnKinds(
  tree: Tree,
  options: DrawOptions,
  row: number,
): Omit<LeafColumn, "x">[] {
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
  if (hasCategories(tree)) {
    const names = row >= 11 && !isNarrow ? widest([...categories, "category"], 110) + 14 : 12;
    kinds.push({ head: isNarrow || row < 11 ? "" : "category", kind: "category", width: names });
  }
  if (isNarrow || row < 11) return kinds;
  if (hasThirdColumn(tree)) {
    const thirds = leaves.map((leaf) => groupName(leaf.group));
    kinds.push({ head: options.by, kind: "third", width: widest([...thirds, options.by], 130) });
  }
  if (hasYears(tree)) kinds.push({ head: "year", kind: "year", width: 30 });
  return kinds;
}

/** y of the middle of a leaf's row. */
export function yOf(leaf: number, { top, row }: TreeFrame): number {
  return top + (leaf + 0.5) * row;
}

/** A leaf with its columns; a dotted line leads to them. */
export function drawLeaf(leaf: TreeNode, i: number, layout: TreeFrame): SVGElement {
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

function drawValue(leaf: TreeNode, column: LeafColumn, y: number, layout: TreeFrame): SVGElement[] {
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
function drawCategory(
  leaf: TreeNode,
  column: LeafColumn,
  y: number,
  layout: TreeFrame,
): SVGElement[] {
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

function drawNumbers(leaf: TreeNode, y: number, layout: TreeFrame): SVGElement[] {
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
