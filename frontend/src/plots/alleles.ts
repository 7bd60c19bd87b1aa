// Repeat numbers of one locus: which genomes of which group have how many units.

import { extent, max } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import {
  type AlleleCount,
  type Carrier,
  countAlleles,
  type GroupAlleles,
  groupCarriers,
  observation,
  readCarriers,
} from "./allele_counts";
import { drawStates, tipOfStates } from "./allele_sizes";
import { describeStates } from "./allele_states";
import { axisLine, tickValues, titleBelow } from "./axes";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, plural } from "./format";
import { styleOf } from "./groups";
import { groupTitle } from "./samples";
import { drawing, element, fitted, line, markAttributes, text, textWidth } from "./svg";

export const alleles: Figure = {
  key: "alleles",
  name: "Repeat numbers of the locus",
  help: "plot-data#alleles",
  switches: [
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  draw,
  explainEmpty,
};

/** The figure of one locus. */
export function allelesOf(locus: string): Figure {
  return { ...alleles, request: () => ({ locus }) };
}

interface Layout {
  options: DrawOptions;
  x: ScaleLinear<number, number>;
  label: number;
  right: number;
  groups: readonly GroupAlleles[];
  /** Genomes of the largest dot. */
  most: number;
  hasStates: boolean;
}

const HEAD = 26;
const ROW = 30;
const LARGEST_RADIUS = 12;
const STATES_WIDTH = 110;
/** Genomes that a click on a dot may choose. */
const MOST_CHOSEN = 60;

function draw(data: Columns, options: DrawOptions): Drawing {
  const carriers = readCarriers(data, options);
  const groups = groupCarriers(carriers);
  const all = countAlleles(carriers);
  return {
    svg: svgOf(layOut(groups, options)),
    title: titleOf(all.alleles, carriers.length),
    subtitle: `${rowsOf(groups, options)}; dot: genomes with this repeat number, by area${all.several.length ? "; hollow: genomes with several" : ""}.`,
    caption: `**Repeat number** = full units of the motif class between the flanks; 0 where the flanks meet. A genome whose flanks lie in several places counts if all its numbers are alike. ${describeScope(options)}`,
    alt: altOf(groups, all),
    table: tableOf(carriers, options),
  };
}

function titleOf(counts: readonly AlleleCount[], genomes: number): string {
  const n = counts.reduce((sum, one) => sum + one.carriers.length, 0);
  const of = `${formatNumber(n)} of ${plural(genomes, "genome")}`;
  if (!counts.length) return `No genome has exactly one repeat number here`;
  const [only] = counts;
  if (counts.length === 1)
    return `${of} have ${only?.repeat} ${only?.repeat === 1 ? "unit" : "units"}`;
  const range = `${counts[0]?.repeat} to ${counts.at(-1)?.repeat} units`;
  return `${plural(counts.length, "repeat number")}, ${range}, in ${of}`;
}

/** What a row is; all genomes stand in one where nothing groups them. */
function rowsOf(groups: readonly GroupAlleles[], { by }: DrawOptions): string {
  const hasGroups = groups.some(({ name }) => name !== "undefined");
  return hasGroups ? `A row per ${by}` : "All genomes in one row";
}

function altOf(groups: readonly GroupAlleles[], all: Omit<GroupAlleles, "name">): string {
  const listed = groups.slice(0, 6).map(({ name, alleles: counts }) => {
    const numbers = counts.map(({ repeat, carriers }) => `${repeat} in ${carriers.length}`);
    return `${groupTitle(name, [name])}: ${numbers.join(", ") || "none"}`;
  });
  return `Repeat numbers and their genomes by group. ${listed.join("; ")}. In all ${describeStates(all.states)}.`;
}

function layOut(groups: readonly GroupAlleles[], options: DrawOptions): Layout {
  const { width } = options;
  const names = groups.map(({ name }) => name);
  const widest = max(names, (name) => textWidth(groupTitle(name, names)) * 1.15) ?? 0;
  const head = textWidth(options.by);
  const label = Math.ceil(Math.min(Math.max(widest, head), 0.3 * width)) + 48;
  const hasStates = width >= 560;
  const right = width - 8 - (hasStates ? STATES_WIDTH + 24 : 0);
  const repeats = groups.flatMap((one) => [...one.alleles, ...one.several]).map((a) => a.repeat);
  const [least = 0, largest = 1] = extent(repeats);
  const air = Math.max(0.8, (6 - (largest - least)) / 2);
  const x = scaleLinear([Math.max(-0.8, least - air), largest + air], [label, right]);
  const most = max(groups, (one) => max(one.alleles, (a) => a.carriers.length)) ?? 1;
  return { options, x, label, right, groups, most, hasStates };
}

function svgOf(layout: Layout): SVGSVGElement {
  const { options, x, label, right, groups, hasStates } = layout;
  const bottom = HEAD + groups.length * ROW;
  const ticks = tickValues(x.domain() as [number, number], (right - label) / 60).filter(
    (tick) => Number.isInteger(tick) && tick >= 0,
  );
  return drawing(
    options.width,
    bottom + 34,
    text(fitted(options.by, label - 44), 0, 12, "hint"),
    text("n", label - 10, 12, "hint", END),
    ...(hasStates ? [text("genomes by state", right + 24, 12, "hint")] : []),
    line(0, 20.5, options.width, 20.5, { stroke: "var(--axis)" }),
    ...ticks.map((tick) => line(x(tick), HEAD, x(tick), bottom)),
    ...ticks.map((tick) => text(String(tick), x(tick), bottom + 14, "axis", MIDDLE)),
    axisLine(label, bottom, right, bottom),
    titleBelow("repeat number, units", right, bottom + 29, right - label),
    ...groups.map((one, i) => drawGroup(one, HEAD + i * ROW, layout)),
  );
}

function drawGroup(one: GroupAlleles, y: number, layout: Layout): SVGElement {
  const { options, x, label, right, groups, hasStates } = layout;
  const names = groups.map(({ name }) => name);
  const title = groupTitle(one.name, names);
  const middle = y + ROW / 2;
  const n = one.alleles.reduce((sum, count) => sum + count.carriers.length, 0);
  const [from, to] = [one.alleles[0]?.repeat, one.alleles.at(-1)?.repeat];
  const tip = `${title}: ${plural(one.carriers.length, "genome")}\n${tipOfStates(one.states)}`;
  return element(
    "g",
    {},
    line(0, y + ROW - 0.5, options.width, y + ROW - 0.5),
    element(
      "g",
      markAttributes(tip, groupFilter(options.by, one.name)),
      text(fitted(title, (label - 46) / 1.15), 0, middle + 4, "strong"),
      text(formatNumber(n), label - 10, middle + 4, "hint", END),
    ),
    ...(from === undefined || to === undefined
      ? []
      : [line(x(from), middle, x(to), middle, { stroke: "var(--axis)", "stroke-width": 2 })]),
    ...one.several.map((count) => drawDot(count, one, middle, layout, true)),
    ...one.alleles.map((count) => drawDot(count, one, middle, layout, false)),
    ...(hasStates
      ? drawStates(one.states, { x: right + 24, y: middle - 5, width: STATES_WIDTH, height: 10 })
      : []),
  );
}

function drawDot(
  { repeat, carriers }: AlleleCount,
  { name }: GroupAlleles,
  y: number,
  layout: Layout,
  isHollow: boolean,
): SVGElement {
  const { x, options, most } = layout;
  const unit = x(1) - x(0);
  const largest = Math.min(LARGEST_RADIUS, Math.max(5, unit * 0.65));
  const radius = isHollow ? 4.5 : Math.max(2.5, largest * Math.sqrt(carriers.length / most));
  const count = formatNumber(carriers.length);
  const fits = !isHollow && radius >= 8 && textWidth(count, 10.5) < 2 * radius - 1;
  const style = styleOf(options.groups, options.by === "category" ? name : null);
  const isPlain = options.by !== "category" || style.colour === "var(--c-none)";
  const fill = isPlain ? "var(--mark)" : style.colour;
  const ids = carriers.map((carrier) => carrier.genome);
  const filter = ids.length <= MOST_CHOSEN ? { genome: ids } : undefined;
  return element(
    "g",
    markAttributes(tipOfDot(repeat, carriers, isHollow), filter),
    element("circle", {
      cx: x(repeat),
      cy: y,
      r: radius,
      fill: isHollow ? "none" : fill,
      stroke: isHollow ? fill : (style.outline ?? "var(--halo)"),
      "stroke-width": isHollow ? 1.5 : 1,
      "pointer-events": "all",
    }),
    ...(fits ? [text(count, x(repeat), y + 4, "strong", inDot(style.outline !== null))] : []),
  );
}

function tipOfDot(repeat: number, carriers: readonly Carrier[], isHollow: boolean): string {
  const ids = carriers.slice(0, 6).map(({ genome, year }) => (year ? `${genome} ${year}` : genome));
  const more = carriers.length > 6 ? `\nand ${plural(carriers.length - 6, "other")}` : "";
  const units = `${repeat} ${repeat === 1 ? "unit" : "units"}`;
  const words = isHollow ? `${units}, among others` : units;
  return `${words}: ${plural(carriers.length, "genome")}\n${ids.join("\n")}${more}`;
}

function tableOf(carriers: readonly Carrier[], { by }: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: by, label: by },
      { name: "year", label: "Year", isPlain: true },
      { name: "state", label: "State" },
      { name: "repeat", label: "Repeat number" },
      { name: "repeats", label: "Of all places" },
    ],
    rows: carriers.map((one) => [
      one.genome,
      one.group,
      one.year,
      one.state,
      observation(one),
      one.repeats.join("/") || null,
    ]),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  return {
    title: "No genome is left",
    text: `The filters (${options.filterText}) leave no genome at this locus.`,
  };
}

function inDot(isLight: boolean) {
  const fill = isLight ? "var(--text)" : "var(--surface)";
  return { "text-anchor": "middle", "font-size": 10.5, fill, "pointer-events": "none" };
}

const END = { "text-anchor": "end" };
const MIDDLE = { "text-anchor": "middle" };
