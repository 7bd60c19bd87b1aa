// Diversity of the loci within each group of genomes: a table of shaded cells.

import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import { type Diversity, type LocusDiversity, readDiversity, varyingLoci } from "./diversity_rows";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { compareNatural, formatNumber, plural } from "./format";
import { genesOf, nameOfId, shortClass } from "./locus_rows";
import { rampLegend, STEPS, shareStep } from "./ramp";
import { groupTitle } from "./samples";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

export const locus_diversity: Figure = {
  key: "locus_diversity",
  name: "Diversity by group",
  help: "plot-data#locus_diversity",
  switches: [
    {
      name: "top",
      label: "Rows",
      kind: "select",
      values: ["20", "50", "200"].map((value) => ({ value, label: `${value} loci` })),
      initial: "20",
    },
    { name: "by", label: "Columns by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  draw,
  explainEmpty,
};

interface Layout {
  options: DrawOptions;
  loci: readonly LocusDiversity[];
  groups: readonly string[];
  label: number;
  cell: number;
  top: number;
}

const ROW = 24;
const LARGEST_CELL = 110;
const LEAST_CELL = 34;
/** px of the title over the names. */
const LEAST_LABEL = 124;

function draw(data: Columns, options: DrawOptions): Drawing {
  const rows = readDiversity(data);
  const groups = [...new Set(rows.flatMap((row) => row.group ?? []))].sort(compareNatural);
  const all = varyingLoci(rows);
  const loci = all.slice(0, Number(options.switches.top ?? 20));
  return {
    svg: svgOf(layOut(loci, groups, options)),
    title: titleOf(all, groups, options),
    subtitle: `Unbiased expected heterozygosity H, loci with most alleles first; a column per ${options.by}.`,
    caption: `**H** = n/(n\u22121) · (1 \u2212 Σp²), n genomes of the group with exactly one repeat number, p the share of each number; from n = 2. ${describeScope(options)}`,
    alt: altOf(loci, groups),
    table: tableOf(rows, loci),
  };
}

function titleOf(
  loci: readonly LocusDiversity[],
  groups: readonly string[],
  { by }: DrawOptions,
): string {
  const varying = plural(loci.length, "polymorphic locus", "polymorphic loci");
  if (groups.length < 2) return varying;
  const within = loci.filter(({ byGroup }) =>
    [...byGroup.values()].some((row) => row.alleles > 1),
  ).length;
  const only = loci.length - within;
  return `${varying}; ${formatNumber(only)} of them ${only === 1 ? "differs" : "differ"} only between ${by === "category" ? "categories" : `values of ${by}`}`;
}

function layOut(
  loci: readonly LocusDiversity[],
  groups: readonly string[],
  options: DrawOptions,
): Layout {
  const widest = Math.max(0, ...loci.map((locus) => nameWidth(locus)));
  const label = Math.max(LEAST_LABEL, Math.min(widest + 16, 0.34 * options.width));
  const room = (options.width - label) / (groups.length + 1);
  const cell = Math.max(LEAST_CELL, Math.min(LARGEST_CELL, Math.floor(room)));
  return { options, loci, groups, label, cell, top: 0 };
}

function nameWidth({ all }: LocusDiversity): number {
  const name = textWidth(nameOfId(all.locus, all.gene)) * 1.15;
  return name + 8 + textWidth(shortClass(all.motifClass), 10.5, true);
}

function svgOf(layout: Layout): SVGSVGElement {
  const { options, loci, groups, label, cell } = layout;
  const legend = rampLegend("H", stepLabels(), options.width);
  const names = ["all genomes", ...groups.map((name) => groupTitle(name, groups))];
  const isUpright = names.some((name) => textWidth(name) > cell - 6);
  const widest = Math.max(...names.map((name) => textWidth(name)));
  const top = legend.height + 8 + (isUpright ? Math.min(120, widest) + 8 : 18);
  const width = Math.max(options.width, label + cell * names.length);
  const placed = { ...layout, top };
  return drawing(
    width,
    top + loci.length * ROW + 4,
    legend.node,
    text("place, motif class", 0, top - 6, "hint"),
    ...names.map((name, i) => columnHead(name, i, isUpright, placed)),
    line(0, top - 1.5, label + cell * names.length, top - 1.5, { stroke: "var(--axis)" }),
    ...loci.map((locus, i) => drawRow(locus, top + i * ROW, placed)),
  );
}

function stepLabels(): string[] {
  return Array.from({ length: STEPS }, (_, step) =>
    step ? `≤ ${formatNumber(step / (STEPS - 1), 2)}` : "0",
  );
}

function columnHead(name: string, i: number, isUpright: boolean, layout: Layout): SVGElement {
  const { label, cell, top, groups, options } = layout;
  const x = label + (i + 0.5) * cell;
  const value = groups[i - 1];
  const mark = value === undefined ? {} : markAttributes(name, groupFilter(options.by, value));
  if (!isUpright) return text(name, x, top - 6, "axis", { "text-anchor": "middle", ...mark });
  const transform = `translate(${Math.round(x + 4)} ${top - 6}) rotate(-90)`;
  return text(fitted(name, 120), 0, 0, "axis", { transform, ...mark });
}

function drawRow(locus: LocusDiversity, y: number, layout: Layout): SVGElement {
  const { all, byGroup } = locus;
  const { groups, label, cell } = layout;
  const name = fitted(nameOfId(all.locus, all.gene), (label - 24) / 1.15);
  const classX = textWidth(name) * 1.15 + 8;
  const motif = shortClass(all.motifClass);
  const fits = classX + textWidth(motif, 10.5, true) < label - 6;
  const filter = { motif_class: [all.motifClass], gene: genesOf(all.gene) };
  return element(
    "g",
    {},
    element(
      "g",
      markAttributes(tipOf(all, "all genomes"), filter, all.locus),
      text(name, 0, y + 16, "strong"),
      ...(fits ? [text(motif, classX, y + 16, "mono", { fill: "var(--text-2)" })] : []),
    ),
    ...[all, ...groups.map((one) => byGroup.get(one))].map((row, i) =>
      drawCell(row, all, label + i * cell, y, cell, groups[i - 1]),
    ),
  );
}

function drawCell(
  row: Diversity | undefined,
  all: Diversity,
  x: number,
  y: number,
  cell: number,
  name: string | undefined,
): SVGElement {
  const value = row?.heterozygosity ?? null;
  const step = value === null ? 0 : shareStep(value, 1);
  const words = value === null ? "–" : formatNumber(value, 2);
  const tip = row ? tipOf(row, name ?? "all genomes") : `${name}: no genome has a number here`;
  return element(
    "g",
    markAttributes(tip, undefined, all.locus),
    rectangle(x, y + 1, cell - 1, ROW - 2, {
      fill: value === null ? "none" : `var(--q${step})`,
      "pointer-events": "all",
    }),
    text(words, x + (cell - 1) / 2, y + 16, "axis", {
      "text-anchor": "middle",
      fill: value === null ? "var(--text-3)" : step ? `var(--qt${step})` : "var(--text-2)",
    }),
  );
}

function tipOf(row: Diversity, name: string): string {
  const range = row.least === row.most ? `${row.least ?? "–"}` : `${row.least} to ${row.most}`;
  return [
    `${nameOfId(row.locus, row.gene)} · ${shortClass(row.motifClass, 24)}`,
    `${name}: n = ${formatNumber(row.genomes)}`,
    `${plural(row.alleles, "repeat number")}: ${range}, modal ${row.modal ?? "–"}`,
    `H ${formatNumber(row.heterozygosity, 3)}, PIC ${formatNumber(row.pic, 3)}, Shannon ${formatNumber(row.shannon, 3)}`,
  ].join("\n");
}

function altOf(loci: readonly LocusDiversity[], groups: readonly string[]): string {
  const [first] = loci;
  const shape = `Table of ${plural(loci.length, "locus", "loci")} and ${plural(groups.length, "group")}.`;
  return first
    ? `${shape} Most alleles: ${first.all.locus} with H ${formatNumber(first.all.heterozygosity, 2)} among all genomes.`
    : shape;
}

function tableOf(rows: readonly Diversity[], loci: readonly LocusDiversity[]): PlottedTable {
  const shown = new Set(loci.map(({ all }) => all.locus));
  return {
    columns: [
      { name: "locus_id", label: "Locus", isMono: true },
      { name: "group", label: "Group" },
      { name: "genomes", label: "n" },
      { name: "alleles", label: "Alleles" },
      { name: "min", label: "Least" },
      { name: "max", label: "Largest" },
      { name: "modal", label: "Modal" },
      { name: "heterozygosity", label: "H" },
      { name: "PIC", label: "PIC" },
      { name: "Shannon", label: "Shannon" },
    ],
    rows: rows
      .filter((row) => shown.has(row.locus))
      .map((row) => [
        row.locus,
        row.group ?? "all genomes",
        row.genomes,
        row.alleles,
        row.least,
        row.most,
        row.modal,
        row.heterozygosity,
        row.pic,
        row.shannon,
      ]),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (varyingLoci(readDiversity(data)).length) return null;
  return {
    title: "No locus is polymorphic",
    text:
      options.genomes < 2
        ? "Diversity takes two genomes; there is one."
        : "All genomes have the same repeat number at each locus that the filters leave: H is 0 everywhere.",
  };
}
