// The drawing of repeat numbers over time: one small panel per hotspot, all on the same axes.

import { extent, max } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { curveStep, line as path } from "d3-shape";
import { formatNumber, formatShort, plural } from "./format";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";
import type { YearCount, YearSeries } from "./year_series";

interface Layout {
  columns: number;
  panelWidth: number;
  plotHeight: number;
  /** Years to px right of the panel's left edge. */
  x: ScaleLinear<number, number>;
  /** Repeat numbers to px below the top of the plot. */
  y: ScaleLinear<number, number>;
  years: readonly number[];
  yearTicks: readonly number[];
  /** px between two years. */
  yearStep: number;
  radius(genomes: number): number;
  mostPerYear: number;
}

const LEFT = 30;
const GAP = 24;
const TITLE = 22;
const FOOT = 52;
const TOP = 20;
const LEAST_RADIUS = 3;
const LARGEST_RADIUS = 11;

/** Panels in rows, as many beside each other as fit; one alone is drawn large. */
export function drawYearFacets(series: readonly YearSeries[], width: number): SVGSVGElement {
  const layout = layOut(series, width);
  const height = TITLE + layout.plotHeight + FOOT;
  const rows = Math.ceil(series.length / layout.columns);
  return drawing(
    width,
    TOP + rows * height + 4,
    text("↑ repeat number", 0, 11, "hint"),
    ...series.map((one, i) => {
      const column = i % layout.columns;
      const x = LEFT + column * (layout.panelWidth + GAP);
      const y = TOP + Math.floor(i / layout.columns) * height;
      return drawPanel(one, x, y, column === 0, layout);
    }),
    text("year →", width - 2, TOP + rows * height - 2, "hint", { "text-anchor": "end" }),
  );
}

function layOut(series: readonly YearSeries[], width: number): Layout {
  const columns = Math.max(1, Math.min(series.length, Math.floor(width / 250)));
  const panelWidth = Math.floor((width - LEFT - (columns - 1) * GAP) / columns);
  const plotHeight = series.length === 1 ? 300 : series.length <= columns ? 220 : 116;
  const counts = series.flatMap((one) => one.counts);
  const [first = 0, last = 0] = extent(counts, (count) => count.year);
  const [least = 0, largest = 1] = extent(counts, (count) => count.repeat);
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const most = max(counts, (count) => count.genomes) ?? 1;
  // One genome can be seen, and pointed at; a year with many covers its neighbours if need be.
  const room = (0.48 * panelWidth) / (last - first + 1.2);
  const widest = Math.min(LARGEST_RADIUS, Math.max(LEAST_RADIUS * Math.sqrt(most), room));
  const x = scaleLinear([first - 0.6, last + 0.6], [widest / 2, panelWidth - widest / 2]);
  const y = scaleLinear([least - 0.8, largest + 0.8], [plotHeight - widest / 2, widest / 2]);
  const yearStep = x(1) - x(0);
  return {
    columns,
    panelWidth,
    plotHeight,
    x,
    y,
    years,
    yearTicks: roundYears(years, x, panelWidth),
    yearStep,
    radius: (genomes) => Math.max(LEAST_RADIUS, widest * Math.sqrt(genomes / most)),
    mostPerYear: max(series, (one) => max(one.years, (year) => year.genomes)) ?? 1,
  };
}

/** Round years whose labels neither touch nor reach beyond the panel; the first if none is round. */
function roundYears(
  years: readonly number[],
  x: ScaleLinear<number, number>,
  panelWidth: number,
): number[] {
  const label = textWidth("2000");
  const needed = (label + 8) / (x(1) - x(0));
  const apart = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step >= needed) ?? 1000;
  const round = years.filter((year) => year % apart === 0 && x(year) + label / 2 <= panelWidth + 2);
  return round.length ? round : years.slice(0, 1);
}

function drawPanel(
  series: YearSeries,
  left: number,
  top: number,
  isFirst: boolean,
  layout: Layout,
): SVGElement {
  const plotTop = top + TITLE;
  const bottom = plotTop + layout.plotHeight;
  const { panelWidth, radius, x, y } = layout;
  return element(
    "g",
    {},
    panelTitle(series, left, top + 12, layout),
    ...repeatLines(left, plotTop, isFirst, layout),
    line(left, bottom, left + panelWidth, bottom, { stroke: "var(--axis)" }),
    ...layout.yearTicks.map((year) =>
      text(String(year), left + x(year), bottom + 15, "axis", MIDDLE),
    ),
    medianLine(series, left, plotTop, layout),
    ...series.counts.map((count) =>
      element("circle", {
        cx: left + x(count.year),
        cy: plotTop + y(count.repeat),
        r: radius(count.genomes),
        fill: "var(--mark)",
        "fill-opacity": 0.55,
        stroke: "var(--halo)",
        "stroke-width": 0.8,
        ...markAttributes(describe(series, count), filterOf(series, count)),
      }),
    ),
    ...genomesPerYear(series, left, bottom, isFirst, layout),
  );
}

function panelTitle(series: YearSeries, left: number, y: number, { panelWidth }: Layout) {
  const { gene, motifClass, years, alleles } = series;
  const genomes = years.reduce((sum, year) => sum + year.genomes, 0);
  const count = `n = ${formatNumber(genomes)}`;
  const classWidth = textWidth(motifClass, 10.5, true);
  // Bold letters are wider than textWidth says.
  const room = (panelWidth - textWidth(count) - classWidth - 16) / BOLD;
  const name = fitted(gene, room);
  const tip = `${gene} · ${motifClass}\n${plural(alleles, "repeat number")} in ${plural(years.length, "year")}`;
  return element(
    "g",
    markAttributes(tip, { gene: [gene], motif_class: [motifClass] }),
    text(name, left, y, "strong"),
    text(motifClass, left + textWidth(name) * BOLD + 5, y, "mono"),
    text(count, left + panelWidth, y, "hint", { "text-anchor": "end" }),
  );
}

function repeatLines(left: number, top: number, isFirst: boolean, layout: Layout): SVGElement[] {
  const { y, plotHeight, panelWidth } = layout;
  const ticks = y.ticks(Math.max(2, Math.floor(plotHeight / 28))).filter(Number.isInteger);
  return ticks.flatMap((tick) => [
    line(left, top + y(tick), left + panelWidth, top + y(tick)),
    ...(isFirst
      ? [text(String(tick), left - 6, top + y(tick) + 4, "axis", { "text-anchor": "end" })]
      : []),
  ]);
}

/** Steps from median to median, half a year before and after each year with genomes. */
function medianLine({ years }: YearSeries, left: number, top: number, { x, y }: Layout) {
  const points = years.map(({ year, median }): [number, number] => [
    left + x(year),
    top + y(median),
  ]);
  const [first, last] = [points[0], points.at(-1)];
  const half = (x(1) - x(0)) / 2;
  const steps = path().curve(curveStep).digits(2)(points) ?? "";
  const ends =
    first && last
      ? `M${(first[0] - half).toFixed(2)},${first[1].toFixed(2)}h${half.toFixed(2)}M${last[0].toFixed(2)},${last[1].toFixed(2)}h${half.toFixed(2)}`
      : "";
  return element("path", {
    d: steps.replace(/Z$/, "") + ends,
    fill: "none",
    stroke: "var(--mark)",
    "stroke-width": 1.5,
  });
}

/** Genomes of each year below the axis: numbers where they fit, otherwise bars. */
function genomesPerYear(
  { years }: YearSeries,
  left: number,
  bottom: number,
  isFirst: boolean,
  layout: Layout,
): SVGElement[] {
  const { x, yearStep, mostPerYear } = layout;
  const areNumbers = textWidth(formatNumber(mostPerYear)) + 4 <= yearStep;
  const head = isFirst ? [text("n", 0, bottom + 29, "hint")] : [];
  return [
    ...head,
    ...years.map(({ year, genomes, median }) => {
      const height = Math.max(1, (11 * genomes) / mostPerYear);
      const mark = markAttributes(
        `${year}\n${plural(genomes, "genome")}\nmedian ${formatShort(median, 1)}`,
        { year_from: year, year_to: year },
      );
      return areNumbers
        ? text(formatNumber(genomes), left + x(year), bottom + 29, "hint", { ...MIDDLE, ...mark })
        : rectangle(left + x(year) - yearStep * 0.4, bottom + 31 - height, yearStep * 0.8, height, {
            fill: "var(--mark-2)",
            ...mark,
          });
    }),
  ];
}

function describe({ gene, motifClass }: YearSeries, { year, repeat, genomes }: YearCount): string {
  return `${gene} · ${year}\n(${motifClass}) × ${repeat}\n${plural(genomes, "genome")}`;
}

function filterOf({ gene, motifClass }: YearSeries, { year, repeat }: YearCount) {
  return {
    gene: [gene],
    motif_class: [motifClass],
    year_from: year,
    year_to: year,
    repeat_from: repeat,
    repeat_to: repeat,
  };
}

const MIDDLE = { "text-anchor": "middle" };
const BOLD = 1.18;
