// The drawing of SSRs in genes: one bar per gene, stacked by where in the gene the SSRs lie.

import { max } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { tickTexts, tickValues } from "./axes";
import { formatNumber, plural } from "./format";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

export type Place = "start" | "inside" | "end";

export interface GeneRow {
  gene: string;
  /** In the order of the gene; places without SSRs are missing. */
  parts: readonly GenePart[];
  ssrs: number;
  /** Of all parts; null for genes without a length. */
  perGenomeKb: number | null;
  genomesWithSsr: number;
  genomesWithGene: number;
  /** Mean of all copies, bp. */
  length: number;
}

export interface GenePart {
  place: Place;
  ssrs: number;
  genomesWithSsr: number;
  perGenomeKb: number | null;
}

/** Shades rather than hues, so that they stay apart in print and for every eye. */
export const PLACES: Readonly<Record<Place, { label: string; colour: string; outline: string }>> = {
  start: { label: "over the start", colour: "var(--mark-2)", outline: "var(--surface)" },
  inside: { label: "inside", colour: "var(--mark)", outline: "var(--surface)" },
  end: { label: "over the end", colour: "var(--line-2)", outline: "var(--mark-2)" },
};

interface Layout {
  width: number;
  x: ScaleLinear<number, number>;
  labelWidth: number;
  plotRight: number;
  isShare: boolean;
  numbers: readonly { head: string; right: number; value(row: GeneRow): string }[];
}

const ROW = 22;
const BAR = 12;
const TOP = 24;

/** Bars of SSRs per genome and kb, or of the percent of genomes with an SSR in the gene. */
export function drawGeneBars(
  rows: readonly GeneRow[],
  width: number,
  isShare: boolean,
): SVGSVGElement {
  const layout = layOut(rows, width, isShare);
  const bottom = TOP + rows.length * ROW + 4;
  return drawing(
    width,
    bottom + 36,
    text("gene", 0, 11, "hint"),
    ...layout.numbers.map(({ head, right }) => text(head, right, 11, "hint", END)),
    ...drawAxis(layout, bottom),
    ...rows.map((row, i) => drawRow(row, TOP + i * ROW, layout)),
  );
}

/** What the bar of a gene shows; null without a length. */
export function barValue(row: GeneRow, isShare: boolean): number | null {
  if (!isShare) return row.perGenomeKb;
  return row.genomesWithGene ? (100 * row.genomesWithSsr) / row.genomesWithGene : null;
}

function layOut(rows: readonly GeneRow[], width: number, isShare: boolean): Layout {
  const longest = max(rows, (row) => textWidth(row.gene)) ?? 0;
  const labelWidth = Math.min(Math.max(40, longest), Math.max(80, width * 0.25));
  const numbers = numbersBeside(width);
  const left = labelWidth + 10;
  const plotRight = width - numbers.length * 68 - valueSpace(rows, isShare);
  const largest = isShare ? 100 : (max(rows, (row) => row.perGenomeKb ?? 0) ?? 0);
  const x = scaleLinear([0, largest || 1], [left, plotRight]);
  return { width, x, labelWidth, plotRight, isShare, numbers };
}

/** px behind the longest bar, for its value. */
function valueSpace(rows: readonly GeneRow[], isShare: boolean): number {
  return 20 + (max(rows, (row) => textWidth(printedValue(row, isShare))) ?? 0);
}

function printedValue(row: GeneRow, isShare: boolean): string {
  return formatNumber(barValue(row, isShare), isShare ? 0 : 2);
}

function numbersBeside(width: number): Layout["numbers"] {
  const all = [
    { head: "SSRs", value: (row: GeneRow) => formatNumber(row.ssrs) },
    { head: "genomes", value: (row: GeneRow) => formatNumber(row.genomesWithGene) },
    { head: "mean bp", value: (row: GeneRow) => formatNumber(row.length) },
  ];
  const shown = width >= 640 ? all : width >= 480 ? all.slice(0, 1) : [];
  return shown.map((one, i) => ({ ...one, right: width - 2 - (shown.length - 1 - i) * 68 }));
}

function drawAxis({ x, plotRight, isShare }: Layout, bottom: number): SVGElement[] {
  const [left = 0] = x.range();
  const [, largest = 1] = x.domain();
  const ticks = tickValues([0, largest], Math.max(2, Math.floor((plotRight - left) / 80)));
  const labels = tickTexts(ticks);
  const title = isShare ? "% of genomes with the gene →" : "SSRs per genome and kb →";
  return [
    ...ticks.map((tick) => line(x(tick), TOP - 4, x(tick), bottom)),
    ...ticks.map((tick, i) => text(labels[i] ?? "", x(tick), bottom + 15, "axis", MIDDLE)),
    line(left, TOP - 4, left, bottom, { stroke: "var(--axis)" }),
    text(title, plotRight + 20, bottom + 31, "hint", END),
  ];
}

function drawRow(row: GeneRow, y: number, layout: Layout): SVGElement {
  const end = layout.x(barValue(row, layout.isShare) ?? 0);
  const baseline = y + ROW / 2 + 4;
  return element(
    "g",
    {},
    element(
      "g",
      markAttributes(describeGene(row), { gene: [row.gene] }),
      rectangle(0, y, layout.labelWidth + 8, ROW - 1, { fill: "none", "pointer-events": "all" }),
      text(fitted(row.gene, layout.labelWidth), 0, baseline, "axis", { fill: "var(--text)" }),
    ),
    ...(layout.isShare ? [drawShare(row, y, layout)] : drawParts(row, y, layout)),
    text(printedValue(row, layout.isShare), end + 6, baseline, "axis", HALO),
    ...layout.numbers.map((one) => text(one.value(row), one.right, baseline, "axis", END)),
  );
}

function drawParts({ gene, parts }: GeneRow, y: number, { x }: Layout): SVGElement[] {
  let before = 0;
  return parts.map((part) => {
    const from = before;
    before += part.perGenomeKb ?? 0;
    return rectangle(x(from), y + (ROW - BAR) / 2, x(before) - x(from), BAR, {
      fill: PLACES[part.place].colour,
      stroke: PLACES[part.place].outline,
      "stroke-width": 0.8,
      ...markAttributes(describePart(gene, part), { gene: [gene] }),
    });
  });
}

function drawShare(row: GeneRow, y: number, { x }: Layout): SVGElement {
  const [left = 0] = x.range();
  return rectangle(left, y + (ROW - BAR) / 2, x(barValue(row, true) ?? 0) - left, BAR, {
    fill: "var(--mark)",
    ...markAttributes(describeGene(row), { gene: [row.gene] }),
  });
}

function describeGene(row: GeneRow): string {
  const rate = `${formatNumber(row.perGenomeKb, 2)} per genome and kb`;
  const genomes = `${formatNumber(row.genomesWithSsr)} of ${plural(row.genomesWithGene, "genome")}`;
  return `${row.gene}\n${plural(row.ssrs, "SSR")}, ${rate}\nin ${genomes}`;
}

function describePart(gene: string, part: GenePart): string {
  const rate = `${formatNumber(part.perGenomeKb, 2)} per genome and kb`;
  return `${gene} · ${PLACES[part.place].label}\n${plural(part.ssrs, "SSR")}, ${rate}\nin ${plural(part.genomesWithSsr, "genome")}`;
}

const END = { "text-anchor": "end" };
const MIDDLE = { "text-anchor": "middle" };
/** Keeps a value readable where it crosses a gridline. */
const HALO = { stroke: "var(--halo)", "stroke-width": 3, "paint-order": "stroke" };
