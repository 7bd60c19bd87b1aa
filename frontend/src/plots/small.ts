// Small versions of figures for the overview: a drawing and one line that says what it finds.

import { extent, mean } from "d3-array";
import type { Columns } from "../arrow";
import { titleAbove, valueRoom } from "./axes";
import { listBands, USUAL_LIMITS } from "./bands";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, plural } from "./format";
import { drawPoints, readPoints } from "./gc_points";
import { keyNames } from "./key_names";
import { drawMarks } from "./marks";
import { listGroups, readSamples, type Sample } from "./samples";
import { binSpectrum, keysIn, layoutSpectrum, readSpectrum } from "./spectrum";
import { drawSpectrum } from "./spectrum_drawing";
import { ssr_conservation } from "./ssr_conservation";
import { ssr_gc } from "./ssr_gc";
import { drawStrip, NAMES_BELOW, ownDomain, printRate } from "./strip";
import { drawing, fitted, text, textWidth } from "./svg";

const HEIGHT = 150;
const LINE = 18;

export const prevalenceSmall: Figure = {
  key: "ssr_conservation",
  name: "Prevalence of classes, small",
  help: "plot-data#ssr_conservation",
  switches: [],
  request: () => ({ key: "motif_class" }),
  draw: drawPrevalence,
  explainEmpty: ssr_conservation.explainEmpty,
};

export const ratesSmall: Figure = {
  key: "ssr_gc",
  name: "SSRs per Mb, small",
  help: "plot-data#ssr_gc",
  switches: [],
  draw: drawRates,
  explainEmpty: ssr_gc.explainEmpty,
};

export const gcSmall: Figure = {
  key: "ssr_gc",
  name: "GC, small",
  help: "plot-data#ssr_gc",
  switches: [],
  draw: drawGc,
  explainEmpty: ssr_gc.explainEmpty,
};

function drawPrevalence(data: Columns, options: DrawOptions): Drawing {
  const spectrum = readSpectrum(data, options.genomes);
  const most = Math.max(1, ...binSpectrum(spectrum).map((bin) => bin.keys));
  const left = Math.max(26, textWidth(formatNumber(1.25 * most)) + 12);
  const margins = { left, right: 8, top: 22, bottom: 32 };
  const layout = layoutSpectrum(spectrum, USUAL_LIMITS, options.width, HEIGHT, margins);
  const svg = drawSpectrum(spectrum, layout, {
    width: options.width,
    height: HEIGHT,
    keyNames: keyNames({ key: "motif_class" }),
    isSmall: true,
  });
  const core = listBands(spectrum.genomes, USUAL_LIMITS).at(-1);
  const keys = formatNumber(core ? keysIn(spectrum, core) : 0);
  const where = spectrum.genomes === 1 ? "the only genome" : "every genome";
  const finding = `${keys} of ${formatNumber(spectrum.total)} in ${where}`;
  const table = {
    columns: [
      { name: "genomes", label: "Genomes" },
      { name: "keys", label: "Motif classes" },
    ],
    rows: [...spectrum.keys],
  };
  return described(svg, `Motif classes: ${finding}`, finding, table, options);
}

function drawRates(data: Columns, options: DrawOptions): Drawing {
  const samples = readSamples(data, "ssrs_per_Mb", "category");
  const values = samples.map((sample) => sample.value);
  const domain = ownDomain(values);
  const strip = drawStrip(samples, {
    start: 0,
    left: valueRoom(domain),
    right: options.width - 4,
    top: 18,
    bottom: HEIGHT - NAMES_BELOW,
    groups: listGroups(samples),
    domain,
    isUpright: true,
    styles: options.groups,
    by: "category",
    unit: "SSR/Mb",
  });
  const { elements, canvas } = drawMarks(strip.marks, options.width, HEIGHT);
  const title = titleAbove("SSR/Mb", options.width, 0, 9);
  const svg = drawing(options.width, HEIGHT, title, ...strip.nodes, ...elements, ...strip.medians);
  const average = printRate(mean(values) ?? 0);
  const [least = 0, most = 0] = extent(values);
  const range = `${printRate(least)} to ${printRate(most)}`;
  const finding =
    values.length > 1 ? `${average} on average, ${range}` : `${average} in one genome`;
  return {
    ...described(svg, `SSRs per Mb: ${finding}`, finding, tableOf(samples), options),
    canvas,
  };
}

function drawGc(data: Columns, options: DrawOptions): Drawing {
  const points = readPoints(data, "ssr_GC_per", "category");
  const { svg, canvas } = drawPoints(points, "ssr_GC_per", options, HEIGHT, true);
  const ofSsrs = mean(points, (point) => point.value) ?? 0;
  const ofGenomes = mean(points, (point) => point.genomeGc) ?? 0;
  const finding = `${formatNumber(ofSsrs, 1)} % in SSRs, ${formatNumber(ofGenomes, 1)} % in genomes`;
  return { ...described(svg, `GC: ${finding}`, finding, tableOf(points), options), canvas };
}

/** The drawing with its finding below, and the words that every figure has. */
function described(
  svg: SVGSVGElement,
  title: string,
  finding: string,
  table: PlottedTable,
  options: DrawOptions,
): Drawing {
  const height = HEIGHT + LINE;
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${options.width} ${height}`);
  svg.append(text(fitted(finding, options.width), 0, height - 3, "hint"));
  const genomes = plural(options.genomes, "genome");
  const caption = describeScope(options);
  return { svg, title, subtitle: genomes, caption, alt: `${title}, in ${genomes}.`, table };
}

function tableOf(samples: readonly Sample[]): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: "category", label: "Category" },
      { name: "value", label: "Value" },
    ],
    rows: samples.map((sample) => [sample.genome, sample.category, sample.value]),
  };
}
