// The drawing of hotspots: a row each, with the alleles on one axis and the numbers as a table.

import { max, min } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { describeAllele, describeCarrier, describeHotspot, rangeOf } from "./allele_words";
import type { DrawOptions } from "./drawing";
import { formatNumber } from "./format";
import { groupMark, styleOf } from "./groups";
import { type Allele, type Hotspot, hotspotKey } from "./hotspots";
import { MARK_STEP, stackHeight, stackOffsets } from "./stacks";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

interface Layout {
  options: DrawOptions;
  x: ScaleLinear<number, number>;
  /** px between two repeat numbers. */
  unit: number;
  labelWidth: number;
  /** Where motif classes begin beside their genes; null puts them below. */
  classX: number | null;
  plotRight: number;
  numbers: readonly NumberColumn[];
  areStacks: boolean;
  /** Genomes of the largest dot. */
  most: number;
}

interface NumberColumn {
  head: string;
  right: number;
  value(spot: Hotspot): string;
}

interface Row {
  spot: Hotspot;
  y: number;
  height: number;
  /** y of the line that the marks stand on, or lie on. */
  base: number;
}

const HEAD = 26;
const LARGEST_RADIUS = 15;
/** How much wider bold text is than textWidth says. */
const BOLD = 1.18;

/** One row per hotspot: `areStacks` draws a mark per genome, otherwise a dot per allele. */
export function drawHotspotRows(
  hotspots: readonly Hotspot[],
  options: DrawOptions,
  areStacks: boolean,
): SVGSVGElement {
  const layout = layOut(hotspots, options, areStacks);
  const rows = placeRows(hotspots, layout);
  const last = rows.at(-1);
  const bottom = last ? last.y + last.height : HEAD;
  return drawing(
    options.width,
    bottom + 34,
    ...drawHead(layout),
    ...drawAxis(layout, bottom),
    ...rows.map((row) => drawRow(row, layout)),
  );
}

/** Whether marks of neighbouring repeat numbers are at least a mark apart. */
export function hasRoomForStacks(hotspots: readonly Hotspot[], options: DrawOptions): boolean {
  return layOut(hotspots, options, true).unit >= MARK_STEP;
}

function layOut(hotspots: readonly Hotspot[], options: DrawOptions, areStacks: boolean): Layout {
  const { width } = options;
  const geneWidth = 8 + (max(hotspots, (spot) => geneNeeds(spot.gene)) ?? 0);
  const needed = geneWidth + 18 + (max(hotspots, classNeeds) ?? 0);
  const labelWidth = Math.min(Math.max(needed, 96), Math.max(96, width * 0.27));
  const numbers = numberColumns(width);
  const plotRight = Math.min(...numbers.map((column) => column.right)) - 58;
  const x = scaleLinear(domainOf(hotspots), [labelWidth + 10, plotRight]);
  const most = max(hotspots, (spot) => max(spot.alleles, (allele) => allele.genomes)) ?? 1;
  const unit = x(1) - x(0);
  const classX = needed <= labelWidth ? geneWidth + 6 : null;
  return { options, x, unit, labelWidth, classX, plotRight, numbers, areStacks, most };
}

function geneNeeds(gene: string): number {
  return textWidth(gene, 12) * BOLD;
}

function classNeeds({ motifClass }: Hotspot): number {
  return textWidth(motifClass, 10.5, true);
}

function domainOf(hotspots: readonly Hotspot[]): [number, number] {
  const repeats = hotspots.flatMap((spot) => [
    ...spot.alleles.map((allele) => allele.repeat),
    ...(spot.reference === null ? [] : [spot.reference]),
  ]);
  const least = min(repeats) ?? 0;
  const largest = max(repeats) ?? 1;
  // Room of half a unit on both sides, so that no mark reaches into labels and numbers.
  return [least > largest / 2 ? least - 1 : 0, largest + 0.5];
}

function numberColumns(width: number): NumberColumn[] {
  const alleles = { head: "alleles", value: (spot: Hotspot) => String(spot.alleles.length) };
  const range = { head: "range", value: rangeOf };
  const diversity = {
    head: "diversity",
    value: (spot: Hotspot) => formatNumber(spot.diversity, 2),
  };
  const genomes = { head: "genomes", value: (spot: Hotspot) => formatNumber(spot.genomes) };
  const shown =
    width >= 640
      ? [alleles, range, diversity, genomes]
      : width >= 480
        ? [alleles, diversity, genomes]
        : [alleles, diversity];
  const step = width >= 640 ? 62 : 54;
  return shown.map((column, i) => ({
    ...column,
    right: width - 4 - (shown.length - 1 - i) * step,
  }));
}

function placeRows(hotspots: readonly Hotspot[], layout: Layout): Row[] {
  let y = HEAD;
  return hotspots.map((spot) => {
    const height = layout.areStacks ? stackedHeight(spot, layout) : 44;
    const base = layout.areStacks ? y + height - 13 : y + 19;
    y += height;
    return { spot, y: y - height, height, base };
  });
}

function stackedHeight(spot: Hotspot, { unit }: Layout): number {
  const highest = max(spot.alleles, (allele) => stackHeight(allele.genomes, unit)) ?? 0;
  return Math.max(38, 25 + highest);
}

function drawHead({ options, x, numbers, plotRight, labelWidth, areStacks }: Layout): SVGElement[] {
  const left = x.range()[0] ?? 0;
  const both = "gene, motif class";
  const over = areStacks ? "repeat number of each genome" : "repeat numbers";
  const fits = left + textWidth(over) < plotRight + 10;
  return [
    text(textWidth(both) <= labelWidth ? both : "gene", 0, 12, "hint"),
    ...(fits ? [text(over, left, 12, "hint")] : []),
    ...numbers.map(({ head, right }) => text(head, right, 12, "hint", { "text-anchor": "end" })),
    line(0, 20.5, options.width, 20.5, { stroke: "var(--axis)" }),
  ];
}

function drawAxis({ x, plotRight }: Layout, bottom: number): SVGElement[] {
  const [left = 0] = x.range();
  const ticks = x
    .ticks(Math.max(2, Math.floor((plotRight - left) / 100)))
    .filter((tick) => Number.isInteger(tick));
  return [
    ...ticks.map((tick) => line(x(tick), HEAD, x(tick), bottom)),
    ...ticks.map((tick) => text(String(tick), x(tick), bottom + 15, "axis", MIDDLE)),
    line(left, bottom, plotRight, bottom, { stroke: "var(--axis)" }),
    text("repeat number →", plotRight, bottom + 29, "hint", { "text-anchor": "end" }),
  ];
}

function drawRow(row: Row, layout: Layout): SVGElement {
  const { spot, y, height, base } = row;
  const { x, options } = layout;
  const key = hotspotKey(spot.gene, spot.motifClass);
  const isChosen = options.selected === key;
  const from = x(spot.alleles[0]?.repeat ?? 0);
  const to = x(spot.alleles.at(-1)?.repeat ?? 0);
  return element(
    "g",
    {},
    rectangle(0, y, options.width, height, {
      fill: isChosen ? "var(--tint)" : "none",
      "fill-opacity": isChosen ? 0.6 : null,
      "pointer-events": "all",
      ...markAttributes(describeHotspot(spot), undefined, key),
    }),
    line(0, y + height, options.width, y + height),
    ...drawLabel(row, layout),
    line(from, base, to, base, {
      stroke: "var(--axis)",
      "stroke-width": layout.areStacks ? 1 : 2,
    }),
    ...spot.alleles.flatMap((allele) =>
      layout.areStacks ? drawStack(allele, row, layout) : drawDot(allele, row, layout),
    ),
    ...drawReference(row, layout),
    ...layout.numbers.map((column, i) =>
      text(column.value(spot), column.right, labelY(row, layout), i ? "axis" : "strong", NUMBER),
    ),
  );
}

/** Gene and motif class, side by side or, where they do not fit, below each other. */
function drawLabel(row: Row, layout: Layout): SVGElement[] {
  const { gene, motifClass } = row.spot;
  const { classX, labelWidth } = layout;
  const room = labelWidth - 12;
  const y = labelY(row, layout);
  const isBeside = classX !== null;
  const name = fitted(gene, room / BOLD, 12);
  return [
    text(name, 8, isBeside ? y : y - 8, "strong", LABEL),
    text(motifClass, classX ?? 8, isBeside ? y : y + 6, "mono", { "pointer-events": "none" }),
  ];
}

function labelY({ base }: Row, { areStacks }: Layout): number {
  return areStacks ? base : base + 4;
}

function drawStack(allele: Allele, { spot, base }: Row, { x, unit, options }: Layout) {
  const offsets = stackOffsets(allele.genomes, unit);
  return allele.carriers.map((carrier, i) => {
    const place = offsets[i] ?? { x: 0, y: 0 };
    return element(
      "g",
      {
        stroke: "var(--halo)",
        "stroke-width": 0.6,
        ...markAttributes(describeCarrier(carrier, allele, spot), { genome: [carrier.genome] }),
      },
      groupMark(
        styleOf(options.groups, carrier.group),
        x(allele.repeat) + place.x,
        base - 4 - place.y,
      ),
    );
  });
}

function drawDot(allele: Allele, { spot, base }: Row, layout: Layout) {
  const radius = dotRadius(allele.genomes, layout);
  const count = formatNumber(allele.genomes);
  const fits = radius >= 8 && textWidth(count, 10.5) < 2 * radius - 1;
  const at = layout.x(allele.repeat);
  return [
    element(
      "g",
      markAttributes(describeAllele(allele, spot), filterOf(allele, spot)),
      element("circle", {
        cx: at,
        cy: base,
        r: radius,
        fill: "var(--mark)",
        stroke: "var(--halo)",
      }),
      ...(fits ? [text(count, at, base + 4, "strong", IN_DOT)] : []),
    ),
  ];
}

/** Area by genomes; never so large that neighbours cover each other, never too small to see. */
function dotRadius(genomes: number, { unit, most }: Layout): number {
  const largest = Math.min(LARGEST_RADIUS, Math.max(6, unit * 0.65));
  return genomes ? Math.max(2, largest * Math.sqrt(genomes / most)) : 0;
}

function filterOf({ repeat }: Allele, { gene, motifClass }: Hotspot) {
  return { gene: [gene], motif_class: [motifClass], repeat_from: repeat, repeat_to: repeat };
}

function drawReference({ spot, base }: Row, layout: Layout): SVGElement[] {
  if (spot.reference === null) return [];
  const at = layout.x(spot.reference);
  const allele = spot.alleles.find((one) => one.repeat === spot.reference);
  const top = base + (layout.areStacks ? 4 : dotRadius(allele?.genomes ?? 0, layout) + 3);
  const name = layout.options.reference ?? "the reference";
  return [
    element("path", {
      d: `M${at.toFixed(2)},${top}l3.5,6h-7Z`,
      fill: "var(--surface)",
      stroke: "var(--text)",
      "stroke-width": 1.2,
      ...markAttributes(`Reference ${name}\n(${spot.motifClass}) × ${spot.reference}`),
    }),
  ];
}

const MIDDLE = { "text-anchor": "middle" };
const NUMBER = { "text-anchor": "end", "font-size": 12, "pointer-events": "none" };
const LABEL = { "font-size": 12, "pointer-events": "none" };
const IN_DOT = {
  "text-anchor": "middle",
  "font-size": 10.5,
  fill: "var(--surface)",
  "pointer-events": "none",
};
