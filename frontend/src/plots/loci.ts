// Loci with the sizes of their alleles, those with most alleles first: a row each.

import type { Columns } from "../arrow";
import { describeSizes, drawSizes, drawStates, sizeDomain, tipOfStates } from "./allele_sizes";
import { describeStates, STATES, stateLegend } from "./allele_states";
import { tickValues } from "./axes";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatNumber, plural } from "./format";
import { distances, genesOf, type Locus, placeName, readLoci, shortClass } from "./locus_rows";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

export const loci: Figure = {
  key: "loci",
  name: "Loci",
  help: "plot-data#loci",
  switches: [
    {
      name: "scale",
      label: "Scales",
      kind: "segments",
      values: [
        { value: "own", label: "Own scales" },
        { value: "one", label: "One scale" },
      ],
      initial: "own",
    },
    {
      name: "top",
      label: "Rows",
      kind: "select",
      values: ["20", "50", "200"].map((value) => ({ value, label: `${value} loci` })),
      initial: "20",
    },
  ],
  draw,
  explainEmpty: (data, options) => (data.length ? null : explainNoLocus(options)),
};

const HEAD = 26;
const ROW = 34;
/** px of a drawing from which PIC is shown. */
const WITH_PIC = 520;

/** `29 of 130 loci are polymorphic`. */
export function titleOfLoci(all: readonly Locus[], genomes: number): string {
  const varying = all.filter((locus) => locus.isPolymorphic).length;
  if (genomes < 2) return `${plural(all.length, "locus", "loci")} in one genome`;
  const are = varying === 1 ? "is" : "are";
  return `${formatNumber(varying)} of ${plural(all.length, "locus", "loci")} ${are} polymorphic`;
}

/** Formulae and definitions under a table of loci. */
export function captionOfLoci(options: DrawOptions, hasPic: boolean): string {
  const pic = hasPic ? " **PIC** = 1 \u2212 Σp² \u2212 ((Σp²)² \u2212 Σp⁴)." : "";
  return `**H** = n/(n\u22121) · (1 \u2212 Σp²), the unbiased expected heterozygosity of n genomes with one repeat number each, p the share of each number.${pic} Bars: genomes by repeat number; in full ink, with a tick below: the modal one. **Absent** counts as 0 units. ${describeScope(options)}`;
}

/** Most alleles first, then by heterozygosity; ties in the order of the table. */
function byAlleles(all: readonly Locus[]): Locus[] {
  return [...all].sort(
    (a, b) => b.alleles - a.alleles || (b.heterozygosity ?? -1) - (a.heterozygosity ?? -1),
  );
}

/** A row per locus with all that the table shows. */
export function tableOfLoci(all: readonly Locus[]): PlottedTable {
  return {
    columns: [
      { name: "locus_id", label: "Locus", isMono: true },
      { name: "place", label: "Place" },
      { name: "motif_class", label: "Motif class", isMono: true },
      { name: "start", label: "Start", isPlain: true },
      { name: "end", label: "End", isPlain: true },
      { name: "allele_sizes", label: "Repeat number: genomes" },
      ...STATES.map((state) => ({ name: `genomes_${state}`, label: describeState(state) })),
      { name: "alleles", label: "Alleles" },
      { name: "modal", label: "Modal" },
      { name: "heterozygosity", label: "H" },
      { name: "PIC", label: "PIC" },
    ],
    rows: all.map((locus) => [
      locus.id,
      placeName(locus),
      locus.motifClass,
      locus.start,
      locus.end,
      locus.sizes.map(({ repeat, genomes }) => `${repeat}:${genomes}`).join(" "),
      ...STATES.map((state) => locus.states[state]),
      locus.alleles,
      locus.modal,
      locus.heterozygosity,
      locus.pic,
    ]),
  };
}

/** Why there is no locus to show. */
export function explainNoLocus({ filterText }: DrawOptions): { title: string; text: string } {
  if (filterText) {
    return {
      title: "No locus is left",
      text: `No locus fits the filters (${filterText}). Remove one to see more.`,
    };
  }
  return {
    title: "No locus was found",
    text: "No genome has an SSR whose flanks are unique. Lower thresholds, or minisatellites, give more: run again with changes.",
  };
}

function draw(data: Columns, options: DrawOptions): Drawing {
  const all = readLoci(data);
  const shown = byAlleles(all).slice(0, Number(options.switches.top ?? 20));
  const [first] = shown;
  const rest = all.length - shown.length;
  return {
    svg: drawRows(shown, options),
    title: titleOfLoci(all, options.genomes),
    subtitle: `A row per locus, those with most alleles first; bars: genomes by repeat number.${rest ? ` ${plural(rest, "further locus is", "further loci are")} not shown.` : ""}`,
    caption: captionOfLoci(options, options.width >= WITH_PIC),
    alt: `${plural(all.length, "locus", "loci")}.${first ? ` Most alleles: ${placeName(first)} ${first.motifClass}, ${describeSizes(first)}; ${describeStates(first.states)}.` : ""}`,
    table: tableOfLoci(shown),
  };
}

interface Layout {
  options: DrawOptions;
  label: number;
  sizes: { x: number; width: number };
  states: { x: number; width: number } | null;
  numbers: readonly { head: string; right: number; value(locus: Locus): string }[];
  domain: [number, number] | undefined;
}

function drawRows(shown: readonly Locus[], options: DrawOptions): SVGSVGElement {
  const layout = layOut(shown, options);
  const bottom = HEAD + shown.length * ROW;
  const legend = stateLegend(STATES, options.width);
  const below = layout.domain ? 34 : 10;
  return drawing(
    options.width,
    bottom + below + legend.height,
    ...heads(layout),
    ...axis(layout, bottom),
    ...shown.map((locus, i) => drawRow(locus, HEAD + i * ROW, layout)),
    legend.place(0, bottom + below),
  );
}

function layOut(shown: readonly Locus[], options: DrawOptions): Layout {
  const { width } = options;
  const label = Math.min(230, 0.3 * width);
  const columns = [
    { head: "alleles", value: (locus: Locus) => formatNumber(locus.alleles) },
    { head: "H", value: (locus: Locus) => formatNumber(locus.heterozygosity, 2) },
    { head: "PIC", value: (locus: Locus) => formatNumber(locus.pic, 2) },
  ].slice(0, width >= WITH_PIC ? 3 : 2);
  const numbers = columns.map((column, i) => ({
    ...column,
    right: width - 4 - (columns.length - 1 - i) * 48,
  }));
  const right = (numbers[0]?.right ?? width) - 48;
  const states = width >= 640 ? { x: right - 130, width: 120 } : null;
  const end = states ? states.x - 24 : right - 8;
  const sizes = { x: label + 12, width: Math.max(60, end - label - 12) };
  const domain = options.switches.scale === "one" ? sizeDomain(shown) : undefined;
  return { options, label, sizes, states, numbers, domain };
}

function heads({ options, sizes, states, numbers, label }: Layout): SVGElement[] {
  return [
    text(fitted("place, motif class", label), 0, 12, "hint"),
    text(fitted("genomes by repeat number", sizes.width), sizes.x, 12, "hint"),
    ...(states ? [text("genomes by state", states.x, 12, "hint")] : []),
    ...numbers.map(({ head, right }) => text(head, right, 12, "hint", END)),
    line(0, 20.5, options.width, 20.5, { stroke: "var(--axis)" }),
  ];
}

function axis({ domain, sizes }: Layout, bottom: number): SVGElement[] {
  if (!domain) return [];
  const at = (value: number) =>
    sizes.x + 3.5 + ((sizes.width - 7) * (value - domain[0])) / (domain[1] - domain[0]);
  const ticks = tickValues(domain, sizes.width / 70).filter(Number.isInteger);
  return [
    ...ticks.map((tick) => line(at(tick), HEAD, at(tick), bottom)),
    ...ticks.map((tick) => text(String(tick), at(tick), bottom + 14, "axis", MIDDLE)),
    text("repeat number →", sizes.x + sizes.width, bottom + 28, "hint", END),
  ];
}

function drawRow(locus: Locus, y: number, layout: Layout): SVGElement {
  const { options, label, sizes, states, numbers, domain } = layout;
  const tip = `${placeName(locus)} · ${shortClass(locus.motifClass, 24)}\n${describeSizes(locus)}\n${tipOfStates(locus.states)}`;
  const near = distances(locus);
  const motif = shortClass(locus.motifClass, 16);
  const room = label - textWidth(motif, 10.5, true) - 12;
  const beside = textWidth(near, 10) < room ? near : "";
  return element(
    "g",
    markAttributes(
      tip,
      { motif_class: [locus.motifClass], gene: genesOf(locus.place.gene) },
      locus.id,
    ),
    rectangle(0, y, options.width, ROW, { fill: "none", "pointer-events": "all" }),
    line(0, y + ROW - 0.5, options.width, y + ROW - 0.5),
    text(fitted(placeName(locus), label / 1.15, 12), 0, y + 14, "strong", { "font-size": 12 }),
    text(motif, 0, y + 28, "mono", { fill: "var(--text-2)" }),
    ...(beside ? [text(beside, label, y + 28, "hint", { ...END, "font-size": 10 })] : []),
    ...drawSizes(locus, { ...sizes, y: y + 3, height: ROW - 6 }, domain),
    ...(states ? drawStates(locus.states, { ...states, y: y + 12, height: 10 }) : []),
    ...numbers.map((column) => text(column.value(locus), column.right, y + 21, "axis", NUMBER)),
  );
}

function describeState(state: (typeof STATES)[number]): string {
  return state === "multiple" ? "Several places" : capital(state.replace("_", " "));
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const END = { "text-anchor": "end" };
const MIDDLE = { "text-anchor": "middle" };
const NUMBER = { "text-anchor": "end", "font-size": 12, fill: "var(--text)" };
