// GC of SSRs, or their rate, against GC of genomes: the points in px, full size or small.

import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import type { Columns } from "../arrow";
import {
  axisLine,
  breakMark,
  tickValues,
  titleAbove,
  titleBelow,
  valueColumns,
  valueLines,
  valueRoom,
} from "./axes";
import type { CanvasLayer, DrawOptions } from "./drawing";
import { formatNumber } from "./format";
import { styleOf } from "./groups";
import { type Box, placeLabels } from "./labels";
import { drawMarks, type PlacedMark } from "./marks";
import { describeGenome, readSamples, type Sample } from "./samples";
import { printRate } from "./strip";
import { drawing, line, text } from "./svg";

export type GcValue = "ssr_GC_per" | "ssrs_per_Mb";

export interface GcPoint extends Sample {
  /** Percent of the genome's bases that are not N. */
  genomeGc: number;
}

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
  isSmall: boolean;
}

/** A point per genome that has the value: SSR GC % is missing without SSRs. */
export function readPoints(data: Columns, value: GcValue, by: string): GcPoint[] {
  const gcs = new Map(
    data.texts("genomeID").map((id, i) => [id, data.numbers("genome_GC_per")[i]]),
  );
  return readSamples(data, value, by).flatMap((sample) => {
    const genomeGc = gcs.get(sample.genome) ?? null;
    return genomeGc === null ? [] : [{ ...sample, genomeGc }];
  });
}

export function drawPoints(
  points: readonly GcPoint[],
  value: GcValue,
  options: DrawOptions,
  height: number,
  isSmall: boolean,
): { svg: SVGSVGElement; canvas: CanvasLayer | undefined } {
  const { width } = options;
  const xs = spread(
    points.map((point) => point.genomeGc),
    0.1,
    0.1,
  );
  const ys = spread(
    points.map((point) => point.value),
    0.12,
    0.5,
  );
  const frame = frameOf(ys, width, height, isSmall);
  const x = scaleLinear(xs, [frame.left, frame.right]);
  const y = scaleLinear(ys, [frame.bottom, frame.top]);
  const radius = points.length > 60 ? 2.8 : isSmall ? 3.4 : 3.8;
  const marks = points.map((point) => placePoint(point, value, x, y, options, radius));
  const { elements, canvas } = drawMarks(marks, width, height);
  const equal = value === "ssr_GC_per" ? diagonal(xs, ys, x, y, isSmall ? null : marks) : [];
  const nodes = [...axes(frame, value, xs, ys, x, y), ...equal, ...elements];
  return { svg: drawing(width, height, ...nodes), canvas };
}

function frameOf(ys: [number, number], width: number, height: number, isSmall: boolean): Frame {
  return {
    left: valueRoom(ys, isSmall ? 3 : 5, isSmall ? 30 : 40),
    right: width - 20,
    top: isSmall ? 18 : 24,
    bottom: height - (isSmall ? 32 : 38),
    width,
    height,
    isSmall,
  };
}

function axes(
  frame: Frame,
  value: GcValue,
  xs: [number, number],
  ys: [number, number],
  x: (value: number) => number,
  y: (value: number) => number,
): Node[] {
  const { left, right, top, bottom, isSmall } = frame;
  const title = value === "ssr_GC_per" ? "SSR GC %, length-weighted" : "SSR/Mb";
  return [
    titleAbove(title, frame.width, 0, isSmall ? 9 : 10),
    ...valueLines(tickValues(ys, isSmall ? 3 : 5), y, left, right),
    ...valueColumns(tickValues(xs, (right - left) / (isSmall ? 55 : 90)), x, top, bottom),
    axisLine(left, bottom, right, bottom),
    ...(value === "ssrs_per_Mb" && ys[0] > 0 ? breakMark(left, bottom) : []),
    titleBelow("genome GC %", right, frame.height - 3),
  ];
}

function placePoint(
  point: GcPoint,
  value: GcValue,
  x: (value: number) => number,
  y: (value: number) => number,
  options: DrawOptions,
  radius: number,
): PlacedMark {
  const measured =
    value === "ssr_GC_per"
      ? `SSR GC ${formatNumber(point.value, 2)} %`
      : `${printRate(point.value)} SSR/Mb`;
  return {
    x: x(point.genomeGc),
    y: y(point.value),
    radius,
    style: styleOf(options.groups, point.category),
    tip: `${describeGenome(point)}\ngenome GC ${formatNumber(point.genomeGc, 2)} %, ${measured}`,
    filter: { genome: [point.genome] },
  };
}

/** Where SSRs are as rich in GC as their genome, as far as it passes the plotted area; named where
 * there is room beside the marks. */
function diagonal(
  xs: [number, number],
  ys: [number, number],
  x: (value: number) => number,
  y: (value: number) => number,
  marks: readonly PlacedMark[] | null,
): Node[] {
  const from = Math.max(xs[0], ys[0]);
  const to = Math.min(xs[1], ys[1]);
  if (from >= to) return [];
  const stroke = { stroke: "var(--axis)", "stroke-dasharray": "3 3" };
  const area = { left: x(from), right: x(xs[1]), top: y(ys[1]), bottom: y(ys[0]) };
  const taken = (marks ?? []).map((mark) => boxAround(mark));
  const places = [y(to) + 13, y(to) - 6].map((at) => ({
    text: "equal GC",
    x: x(to),
    y: at,
    anchor: "end" as const,
  }));
  const named = marks ? placeLabels(places, taken, area).slice(0, 1) : [];
  return [
    line(x(from), y(from), x(to), y(to), stroke),
    ...named.map((one) => text(one.text, one.x, one.y, "hint", { "text-anchor": "end" })),
  ];
}

function boxAround({ x, y, radius }: PlacedMark): Box {
  const reach = radius + 1;
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}

function spread(values: readonly number[], share: number, least: number): [number, number] {
  const [low = 0, high = 0] = extent(values);
  const air = share * (high - low) || least;
  return [Math.max(0, low - air), high + air];
}
