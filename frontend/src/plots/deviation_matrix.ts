// The heat map of deviating genomes: genes in rows, groups in columns, percent printed.

import { max } from "d3-array";
import { groupFilter } from "../filters";
import type { Deviation, Deviations, GeneDeviations } from "./deviations";
import type { DrawOptions } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { groupMark, styleOf } from "./groups";
import { shareStep } from "./ramp";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

interface Layout {
  options: DrawOptions;
  names: readonly string[];
  genomes: ReadonlyMap<string, number>;
  left: number;
  cell: number;
  isUpright: boolean;
  /** y of the first row. */
  top: number;
  width: number;
}

const ROW = 24;
const NARROWEST = 44;
const WIDEST = 150;
const LARGEST_NAMES = 120;
/** px of the column of all genomes at the right, with its gap. */
const ALL = 112;

/** One row per gene; wider than asked if the groups need it. */
export function drawDeviations(
  genes: readonly GeneDeviations[],
  { groups }: Deviations,
  options: DrawOptions,
): SVGSVGElement {
  const layout = layOut(genes, groups, options);
  const height = layout.top + genes.length * ROW;
  return drawing(
    Math.max(options.width, layout.width),
    height + 4,
    ...layout.names.map((name, i) => drawHead(name, i, layout)),
    text("gene", 0, layout.top - 8, "hint"),
    text("all", layout.width - 4, layout.top - 8, "hint", { "text-anchor": "end" }),
    line(0, layout.top - 2.5, layout.width, layout.top - 2.5, { stroke: "var(--axis)" }),
    ...genes.map((gene, i) => drawRow(gene, layout.top + i * ROW, layout)),
  );
}

function layOut(
  genes: readonly GeneDeviations[],
  genomes: ReadonlyMap<string, number>,
  options: DrawOptions,
): Layout {
  const names = [...genomes.keys()];
  const longest = max(genes, ({ gene }) => textWidth(gene)) ?? 0;
  const left = Math.min(Math.max(48, longest + 12), Math.max(80, options.width * 0.22));
  const room = (options.width - left - ALL) / Math.max(1, names.length);
  const widest = max(names, (name) => textWidth(groupName(name))) ?? 0;
  const isUpright = widest + 24 > Math.min(room, WIDEST);
  const cell = Math.floor(Math.min(WIDEST, Math.max(NARROWEST, room)));
  const top = isUpright ? Math.min(LARGEST_NAMES, widest) + 44 : 46;
  const width = left + names.length * cell + ALL;
  return { options, names, genomes, left, cell, isUpright, top, width };
}

function drawHead(name: string, i: number, layout: Layout): SVGElement {
  const { left, cell, top, options, genomes } = layout;
  const middle = left + i * cell + (cell - 2) / 2;
  const count = genomes.get(name) ?? 0;
  const filter = groupFilter(options.by, name);
  const printed = `${i === 0 ? "n " : ""}${formatNumber(count)}`;
  return element(
    "g",
    markAttributes(`${groupName(name)}\n${plural(count, "genome")}`, filter),
    rectangle(left + i * cell, 0, cell - 2, top - 4, { fill: "none", "pointer-events": "all" }),
    ...(layout.isUpright ? uprightName(name, middle, layout) : levelName(name, middle, layout)),
    text(printed, middle, top - 8, "hint", MIDDLE),
  );
}

function levelName(name: string, middle: number, { options, top }: Layout): SVGElement[] {
  const label = groupName(name);
  const isKnown = options.groups.has(name);
  const y = top - 24;
  if (!isKnown) return [text(label, middle, y, "axis", { ...MIDDLE, fill: "var(--text)" })];
  const start = middle - (textWidth(label) + 12) / 2;
  return [
    groupMark(styleOf(options.groups, name), start + 4, y - 4),
    text(label, start + 12, y, "axis", { fill: "var(--text)" }),
  ];
}

function uprightName(name: string, middle: number, { options, top }: Layout): SVGElement[] {
  const y = top - 40;
  const label = fitted(groupName(name), LARGEST_NAMES);
  const transform = `translate(${Math.round((middle + 4) * 100) / 100} ${y}) rotate(-90)`;
  const words = text(label, 0, 0, "axis", { transform, fill: "var(--text)" });
  if (!options.groups.has(name)) return [words];
  return [words, groupMark(styleOf(options.groups, name), middle, y + 12)];
}

function drawRow(gene: GeneDeviations, y: number, layout: Layout): SVGElement {
  const { options, left, width, names } = layout;
  const share = `${formatNumber(gene.percent)} %`;
  const tip = `${gene.gene}\n${formatNumber(gene.deviating)} of ${plural(options.genomes, "genome")} deviate`;
  const room = ALL - 16 - 42;
  return element(
    "g",
    {},
    element(
      "g",
      markAttributes(tip, { gene: [gene.gene] }),
      rectangle(0, y, left - 4, ROW - 1, { fill: "none", "pointer-events": "all" }),
      text(fitted(gene.gene, left - 8), 0, y + 16, "axis", { fill: "var(--text)" }),
    ),
    ...names.map((name, i) => drawCell(gene, name, left + i * layout.cell, y, layout)),
    rectangle(width - ALL + 12, y + 7, (room * gene.percent) / 100, 9, { fill: "var(--mark)" }),
    text(share, width - 4, y + 16, "axis", { "text-anchor": "end" }),
  );
}

function drawCell(
  { gene, byGroup }: GeneDeviations,
  name: string,
  x: number,
  y: number,
  { cell, options }: Layout,
): SVGElement {
  const found = byGroup.get(name);
  const width = cell - 2;
  const percent = found ? (100 * found.deviating) / Math.max(1, found.genomes) : null;
  const step = percent === null ? 0 : shareStep(percent, 100);
  const filter = { gene: [gene], ...groupFilter(options.by, name) };
  const ink = step ? `var(--qt${step})` : "var(--text-3)";
  return element(
    "g",
    markAttributes(describe(gene, name, found), filter),
    rectangle(x, y, width, ROW - 2, {
      fill: percent === null ? "none" : `var(--q${step})`,
      "pointer-events": "all",
    }),
    ...cellWords(percent, found, x, width).map(([words, at, anchor]) =>
      text(words, at, y + 15, "axis", { "text-anchor": anchor, fill: ink }),
    ),
  );
}

/** Percent, and where it fits the two numbers behind it. */
function cellWords(
  percent: number | null,
  found: Deviation | undefined,
  x: number,
  width: number,
): (readonly [string, number, string])[] {
  if (percent === null || !found) return [["·", x + width / 2, "middle"]];
  const counts = `${formatNumber(found.deviating)}/${formatNumber(found.genomes)}`;
  if (Math.max(22, textWidth(counts)) * 2 + 14 > width)
    return [[formatNumber(percent), x + width / 2, "middle"]];
  return [
    [formatNumber(percent), x + width / 2 - 5, "end"],
    [counts, x + width / 2 + 5, "start"],
  ];
}

function describe(gene: string, name: string, found: Deviation | undefined): string {
  const head = `${gene} · ${groupName(name)}`;
  if (!found) return `${head}\nno genome has an SSR of a hotspot there`;
  const share = formatNumber((100 * found.deviating) / Math.max(1, found.genomes), 1);
  return `${head}\n${formatNumber(found.deviating)} of ${plural(found.genomes, "genome")} deviate: ${share} %\n${formatNumber(found.withSsr)} with an SSR of a hotspot there`;
}

const MIDDLE = { "text-anchor": "middle" };
