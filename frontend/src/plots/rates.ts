// Rates of SSRs per genome and motif length: the rows, and a panel of strips per motif length.

import { max } from "d3-array";
import type { Columns } from "../arrow";
import { valueRoom } from "./axes";
import type { CanvasLayer, DrawOptions } from "./drawing";
import { formatNumber, MOTIF_LENGTH_NAMES } from "./format";
import { drawMarks } from "./marks";
import { listGroups, readSamples, type Sample } from "./samples";
import {
  type DrawnStrip,
  drawStrip,
  fitsUpright,
  NAMES_BELOW,
  namesAtLeft,
  ownDomain,
  printRate,
} from "./strip";
import { drawing, element, markAttributes, text, textWidth } from "./svg";

/** What is counted, as the two plot keys name it. */
export interface RateUnit {
  /** `SSR/Mb`. */
  unit: string;
  /** Column of the rate. */
  rate: string;
  /** Column of what is counted. */
  amount: string;
}

export interface LengthRates {
  /** bp. */
  motifLength: number;
  samples: readonly Sample[];
  /** SSRs or bp by genome, in the order of the samples. */
  amounts: readonly number[];
}

interface Grid {
  columns: number;
  panelWidth: number;
  panelHeight: number;
  isUpright: boolean;
}

const GAP = 28;
const ROW_GAP = 22;
const HEAD = 26;
const PLOT = 166;
const GROUP_ROW = 20;

/** Rates by motif length, the shortest first. */
export function readRates(data: Columns, unit: RateUnit, by: string): LengthRates[] {
  const samples = readSamples(data, unit.rate, by);
  // A genome without any base has no rate, and no sample either.
  const rates = data.numbers(unit.rate);
  const ofSamples = (column: string) => data.numbers(column).filter((_, i) => rates[i] !== null);
  const lengths = ofSamples("motif_length");
  const amounts = ofSamples(unit.amount);
  const known = [...new Set(lengths)].filter((length) => length !== null).sort((a, b) => a - b);
  return known.map((motifLength) => ({
    motifLength,
    samples: samples.filter((_, i) => lengths[i] === motifLength),
    amounts: amounts.flatMap((amount, i) => (lengths[i] === motifLength ? [amount ?? 0] : [])),
  }));
}

/** `hexanucleotides`. */
export function lengthName(motifLength: number): string {
  return `${MOTIF_LENGTH_NAMES[motifLength] ?? `${motifLength} bp `}nucleotides`;
}

export function meanRate(rates: LengthRates): number {
  const sum = rates.samples.reduce((total, sample) => total + sample.value, 0);
  return sum / Math.max(1, rates.samples.length);
}

/** A panel of strips per motif length. */
export function drawPanels(
  rates: readonly LengthRates[],
  options: DrawOptions,
  unit: string,
): { svg: SVGSVGElement; canvas: CanvasLayer | undefined } {
  const groups = listGroups(rates.flatMap((one) => one.samples));
  const grid = layoutGrid(rates.length, groups, options.width);
  const shared = options.switches.scale === "one" ? sharedDomain(rates) : undefined;
  const panels = rates.map((one, i) => {
    const x = (i % grid.columns) * (grid.panelWidth + GAP);
    const y = Math.floor(i / grid.columns) * (grid.panelHeight + ROW_GAP);
    return drawPanel(one, groups, grid, x, y, options, unit, shared);
  });
  const height = Math.ceil(rates.length / grid.columns) * (grid.panelHeight + ROW_GAP) - ROW_GAP;
  const { elements, canvas } = drawMarks(
    panels.flatMap((panel) => panel.marks),
    options.width,
    height,
  );
  const nodes = panels.flatMap((panel) => panel.nodes);
  const medians = panels.flatMap((panel) => panel.medians);
  return { svg: drawing(options.width, height, ...nodes, ...elements, ...medians), canvas };
}

function layoutGrid(panels: number, groups: readonly string[], width: number): Grid {
  const most = width >= 960 ? 3 : width >= 600 ? 2 : 1;
  const columns = Math.min(most, Math.max(1, panels));
  const panelWidth = (width - (columns - 1) * GAP) / columns;
  const isUpright = fitsUpright(groups, panelWidth - 48);
  const plot = isUpright ? PLOT : groups.length * GROUP_ROW;
  return { columns, panelWidth, panelHeight: HEAD + plot + NAMES_BELOW, isUpright };
}

function sharedDomain(rates: readonly LengthRates[]): [number, number] {
  const most = max(rates, (one) => max(one.samples, (sample) => sample.value)) ?? 0;
  return [0, 1.05 * most || 1];
}

function drawPanel(
  rates: LengthRates,
  groups: readonly string[],
  grid: Grid,
  x: number,
  y: number,
  options: DrawOptions,
  unit: string,
  shared: [number, number] | undefined,
): DrawnStrip {
  const domain = shared ?? ownDomain(rates.samples.map((sample) => sample.value));
  const left = grid.isUpright ? valueRoom(domain, 4, 30) : namesAtLeft(groups, grid.panelWidth);
  const strip = drawStrip(rates.samples, {
    start: x,
    left: x + left,
    right: x + grid.panelWidth - (grid.isUpright ? 2 : 12),
    top: y + HEAD,
    bottom: y + grid.panelHeight - NAMES_BELOW,
    groups,
    domain,
    isUpright: grid.isUpright,
    styles: options.groups,
    by: options.by,
    unit,
  });
  return { ...strip, nodes: [...head(rates, x, y, grid.panelWidth, unit), ...strip.nodes] };
}

function head(rates: LengthRates, x: number, y: number, width: number, unit: string): Node[] {
  const { motifLength } = rates;
  const short = `${motifLength} bp`;
  const name = MOTIF_LENGTH_NAMES[motifLength] ?? "";
  const mean = `mean ${printRate(meanRate(rates))} ${unit}`;
  const named = 1.08 * textWidth(short) + 4;
  const tip = `${lengthName(motifLength)}\n${mean} of ${formatNumber(rates.samples.length)} genomes`;
  return [
    element(
      "g",
      markAttributes(tip, { motif_length: [motifLength] }),
      text(short, x, y + 10, "strong"),
      text(name, x + named, y + 10, "hint"),
    ),
    text(mean, x + width, y + 10, "hint", { "text-anchor": "end" }),
  ];
}

/** Mean of each group at a motif length. */
export function groupMeans(rates: LengthRates, groups: readonly string[]): number[] {
  return groups.map((group) => {
    const members = rates.samples.filter((sample) => sample.group === group);
    return meanRate({ ...rates, samples: members });
  });
}
