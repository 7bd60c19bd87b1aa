// The prevalence spectrum in numbers and px: bars of keys by the number of genomes that carry them.

import type { Columns } from "../arrow";
import { type Band, type BandLimits, listBands } from "./bands";

export interface Spectrum {
  /** Analysed genomes: the denominator. */
  genomes: number;
  /** Keys by the number of genomes that carry them. */
  keys: ReadonlyMap<number, number>;
  total: number;
}

/** A bar: keys that `least` to `most` genomes carry. */
export interface Bin {
  least: number;
  most: number;
  keys: number;
}

export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface SpectrumLayout {
  bins: readonly Bin[];
  bands: readonly Band[];
  left: number;
  right: number;
  /** Of the plotted area. */
  top: number;
  bottom: number;
  barWidth: number;
  /** px of the left edge of the bar of so many genomes, within a wide bin in proportion. */
  edge(genomes: number): number;
  /** px of a number of keys, log scale. */
  height(keys: number): number;
}

const MOST_BARS = 40;
const WIDEST_BAR = 96;

export function readSpectrum(data: Columns, analysed: number): Spectrum {
  const counts = data.numbers("keys");
  const keys = new Map(data.numbers("genomes").map((genomes, i) => [genomes ?? 0, counts[i] ?? 0]));
  const genomes = data.numbers("analysed_genomes")[0] ?? analysed;
  return { genomes, keys, total: [...keys.values()].reduce((sum, value) => sum + value, 0) };
}

/** One bar per number of genomes; beyond 40 genomes 40 bars, of which the first and the last still
 * stand for one number. */
export function binSpectrum(spectrum: Spectrum): Bin[] {
  const { genomes, keys } = spectrum;
  const inner = MOST_BARS - 2;
  const starts =
    genomes <= MOST_BARS
      ? Array.from({ length: genomes }, (_, i) => i + 1)
      : [1, ...Array.from({ length: inner }, (_, i) => firstOf(i, inner, genomes)), genomes];
  return starts.map((least, i) => {
    const most = (starts[i + 1] ?? genomes + 1) - 1;
    let sum = 0;
    for (let n = least; n <= most; n++) sum += keys.get(n) ?? 0;
    return { least, most, keys: sum };
  });
}

/** Keys within a band. */
export function keysIn(spectrum: Spectrum, band: Band): number {
  let sum = 0;
  for (const [genomes, keys] of spectrum.keys) {
    if (genomes >= band.least && genomes <= band.most) sum += keys;
  }
  return sum;
}

export function layoutSpectrum(
  spectrum: Spectrum,
  limits: BandLimits,
  width: number,
  height: number,
  margins: Margins,
): SpectrumLayout {
  const bins = binSpectrum(spectrum);
  const barWidth = Math.min(WIDEST_BAR, (width - margins.left - margins.right) / bins.length);
  const top = margins.top;
  const bottom = height - margins.bottom;
  const largest = Math.log10(Math.max(10, ...bins.map((bin) => bin.keys)) * 1.25);
  return {
    bins,
    bands: listBands(spectrum.genomes, limits),
    left: margins.left,
    right: margins.left + bins.length * barWidth,
    top,
    bottom,
    barWidth,
    edge: (genomes) => margins.left + barWidth * binsBefore(bins, genomes),
    height: (keys) => bottom - 10 - (Math.log10(keys) / largest) * (bottom - top - 10),
  };
}

function firstOf(index: number, inner: number, genomes: number): number {
  return 2 + Math.round((index * (genomes - 2)) / inner);
}

function binsBefore(bins: readonly Bin[], genomes: number): number {
  const index = bins.findIndex((bin) => genomes <= bin.most);
  const bin = bins[index];
  if (!bin) return bins.length;
  return index + (genomes - bin.least) / (bin.most - bin.least + 1);
}
