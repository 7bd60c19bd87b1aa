// Prevalence spectrum: how many motif classes, motifs or SSRs occur in how many genomes.

import type { Columns } from "../arrow";
import { type Band, describeBand, leastGenomes, listBands, readLimits } from "./bands";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { formatNumber, plural } from "./format";
import { KEY_SWITCH, type KeyNames, keyNames } from "./key_names";
import {
  type Bin,
  binSpectrum,
  keysIn,
  layoutSpectrum,
  readSpectrum,
  type Spectrum,
  type SpectrumLayout,
} from "./spectrum";
import { drawSpectrum } from "./spectrum_drawing";
import { textWidth } from "./svg";

/** A line of the table beside the figure; the last one is `all`. */
export interface BandRow {
  band: string;
  /** `in all 40`; empty for all. */
  where: string;
  keys: number;
  /** Percent of all keys. */
  share: number;
}

const HEIGHT = 300;
/** px from which on moving a handle moves the limit. */
const LEAST_MOVE = 12;

export const ssr_conservation: Figure = {
  key: "ssr_conservation",
  name: "Conservation",
  help: "plot-data#ssr_conservation",
  switches: [
    KEY_SWITCH,
    { name: "core", label: "Core from, %", kind: "number", values: [], initial: "100" },
    { name: "soft", label: "Soft core from, %", kind: "number", values: [], initial: "95" },
  ],
  draw,
  drag: limitAt,
  explainEmpty,
};

/** Bands from core to unique with their keys, then all: the table beside the figure. */
export function bandRows(data: Columns, options: DrawOptions): BandRow[] {
  const spectrum = readSpectrum(data, options.genomes);
  const row = (band: string, where: string, keys: number): BandRow => ({
    band,
    where,
    keys,
    share: spectrum.total ? (100 * keys) / spectrum.total : 0,
  });
  return [
    ...listBands(spectrum.genomes, readLimits(options.switches))
      .reverse()
      .map((band) => row(band.name, describeBand(band, spectrum.genomes), keysIn(spectrum, band))),
    row("all", "", spectrum.total),
  ];
}

/** The switch that dragging a handle to a place sets; no switch for another key. */
export function limitAt(
  handle: string,
  x: number,
  data: Columns,
  options: DrawOptions,
): Record<string, string> {
  const name = handle.replace("handle:", "");
  if (name !== "core" && name !== "soft") return {};
  const spectrum = readSpectrum(data, options.genomes);
  const now = leastGenomes(spectrum.genomes, readLimits(options.switches)[name]);
  const nearest = limitNear(x, now, spectrum.genomes, layoutOf(spectrum, options));
  const percent = percentOf(nearest, spectrum.genomes);
  return name === "core" ? lowerSoft(percent, options) : { soft: String(percent) };
}

function draw(data: Columns, options: DrawOptions): Drawing {
  const spectrum = readSpectrum(data, options.genomes);
  const layout = layoutOf(spectrum, options);
  const names = keyNames(options.switches);
  const title = titleOf(spectrum, options, names);
  return {
    svg: drawSpectrum(spectrum, layout, {
      width: options.width,
      height: HEIGHT,
      keyNames: names,
      isSmall: false,
      selected: options.selected,
    }),
    title,
    subtitle: `Number of ${names[1]} by the number of genomes that carry them.`,
    caption: captionOf(options),
    alt: `Bar chart, log scale. ${title}. ${describeBands(spectrum, options)}`,
    table: {
      columns: [
        { name: "genomes_from", label: "Genomes from" },
        { name: "genomes_to", label: "to" },
        { name: "keys", label: "Keys" },
        { name: "percent", label: "%" },
      ],
      rows: layout.bins.filter((bin) => bin.keys).map((bin) => tableRow(bin, spectrum)),
    },
  };
}

function layoutOf(spectrum: Spectrum, options: DrawOptions) {
  const largest = Math.max(1, ...binSpectrum(spectrum).map((bin) => bin.keys));
  const widest = textWidth(formatNumber(1.25 * largest));
  const margins = { left: Math.max(44, widest + 12), right: 8, top: 62, bottom: 40 };
  return layoutSpectrum(spectrum, readLimits(options.switches), options.width, HEIGHT, margins);
}

function titleOf(spectrum: Spectrum, options: DrawOptions, names: KeyNames) {
  const core = listBands(spectrum.genomes, readLimits(options.switches)).at(-1);
  const keys = core ? keysIn(spectrum, core) : 0;
  const of = `${formatNumber(keys)} of ${plural(spectrum.total, ...names)}`;
  const occur = spectrum.total === 1 ? "occurs" : "occur";
  if (spectrum.genomes === 1) return `${plural(spectrum.total, ...names)} in the only genome`;
  if (!core || core.least === spectrum.genomes) return `${of} ${occur} in every genome`;
  return `${of} ${occur} in at least ${formatNumber(core.least)} of ${plural(spectrum.genomes, "genome")}`;
}

function captionOf(options: DrawOptions): string {
  const { core, soft } = readLimits(options.switches);
  const limits = `Band limits: core from ${core} %, soft core from ${soft} % of the genomes, unique 1 genome; drag a handle to move one.`;
  const united = "A motif class unites the rotations of a motif and of its reverse complement.";
  return [
    ...(options.genomes > 1 ? [limits] : []),
    "Denominator: all analysed genomes, also those without any SSR.",
    ...(options.switches.key === "motif_class" ? [united] : []),
    describeScope(options),
  ].join(" ");
}

function describeBands(spectrum: Spectrum, options: DrawOptions): string {
  const parts = listBands(spectrum.genomes, readLimits(options.switches)).map(
    (band: Band) => `${band.name} ${formatNumber(keysIn(spectrum, band))}`,
  );
  return `${parts.reverse().join(", ")}.`;
}

function tableRow(bin: Bin, spectrum: Spectrum): number[] {
  const percent = Math.round((1000 * bin.keys) / spectrum.total) / 10;
  return [bin.least, bin.most, bin.keys, percent];
}

/** The number of genomes whose bar begins nearest; a deliberate move is at least one bar. */
function limitNear(x: number, now: number, genomes: number, layout: SpectrumLayout): number {
  let nearest = now;
  for (let n = genomes; n >= 2; n--) {
    if (Math.abs(layout.edge(n) - x) < Math.abs(layout.edge(nearest) - x)) nearest = n;
  }
  const way = x - layout.edge(now);
  if (nearest !== now || Math.abs(way) < LEAST_MOVE) return nearest;
  return Math.min(genomes, Math.max(2, now + Math.sign(way)));
}

/** Rounded down, so that the number of genomes comes out again. */
function percentOf(genomes: number, all: number): number {
  const precision = all <= 1000 ? 10 : 1000;
  const percent = Math.floor((100 * precision * genomes) / all) / precision;
  return leastGenomes(all, percent) === genomes ? percent : (100 * genomes) / all;
}

function lowerSoft(core: number, options: DrawOptions): Record<string, string> {
  const { soft } = readLimits(options.switches);
  return { core: String(core), soft: String(Math.min(core, soft)) };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  const text = options.filterText
    ? `None of the ${plural(options.genomes, "genome")} has an SSR that passes the filters: ${options.filterText}.`
    : `None of the ${plural(options.genomes, "analysed genome")} has an SSR of the lengths that were looked for.`;
  return { title: "No SSRs to compare", text };
}
