// On which strand the genomes lie: a mark per genome, by group; those that were turned stand out.

import { group } from "d3-array";
import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { compareNatural, formatBases, formatNumber, joinWords, plural } from "./format";
import { groupTitle } from "./samples";
import { drawing, element, fitted, line, markAttributes, text, textWidth } from "./svg";

export const STRANDS = ["anchor", "forward", "reversed", "ambiguous"] as const;
export type Strand = (typeof STRANDS)[number];

export const orientation: Figure = {
  key: "orientation",
  name: "Orientation",
  help: "plot-data#orientation",
  switches: [
    { name: "by", label: "Rows by", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  draw,
  explainEmpty: (data) =>
    data.length
      ? null
      : { title: "No orientation", text: "The filters leave no genome with an orientation." },
};

interface Turned {
  genome: string;
  group: string;
  length: number;
  /** Of the votes, 0 to 1; null without a vote. */
  forwardShare: number | null;
  votes: number;
  strand: Strand;
}

const NAMES: Readonly<Record<Strand, string>> = {
  anchor: "anchor",
  forward: "forward",
  reversed: "turned",
  ambiguous: "ambiguous",
};
const STEP = 12;
const LEAST_STEP = 5;
const WORDS: Readonly<Record<Strand, string>> = {
  anchor: "anchor, what the others are compared with",
  forward: "on the strand of the anchor",
  reversed: "turned: it lay on the other strand",
  ambiguous: "ambiguous, left as written",
};

/** How many genomes have each status. */
export function countStrands(data: Columns): Record<Strand, number> {
  const counts = { anchor: 0, forward: 0, reversed: 0, ambiguous: 0 };
  for (const status of data.texts("status")) {
    if (isStrand(status)) counts[status] += 1;
  }
  return counts;
}

/** `2 of 16 genomes were turned; 1 is ambiguous`. */
export function describeStrands(counts: Readonly<Record<Strand, number>>): string {
  const all = STRANDS.reduce((sum, strand) => sum + counts[strand], 0);
  const { reversed, ambiguous } = counts;
  if (!reversed && !ambiguous) return `All ${plural(all, "genome")} lie on one strand`;
  const turned = `${formatNumber(reversed)} of ${plural(all, "genome")} ${reversed === 1 ? "was" : "were"} turned`;
  if (!ambiguous) return turned;
  return `${turned}; ${formatNumber(ambiguous)} ${ambiguous === 1 ? "is" : "are"} ambiguous`;
}

function draw(data: Columns, options: DrawOptions): Drawing {
  const genomes = readTurned(data, options);
  const counts = countStrands(data);
  return {
    svg: svgOf(genomes, options),
    title: describeStrands(counts),
    subtitle: `One mark per genome${groupsOf(genomes, options)}: ${orderOf(genomes)}.`,
    caption: `**Forward share** = votes for the strand as written / all votes; a vote is a sampled k-mer that is found on one strand of the anchor only. A genome on the other strand is turned, its genes with it: all positions are those of the turned genome. ${describeScope(options)}`,
    alt: `Strands of ${plural(genomes.length, "genome")}: ${STRANDS.map((strand) => `${counts[strand]} ${strand}`).join(", ")}.`,
    table: tableOf(genomes, options),
  };
}

/** `, by category`; empty where no genome has one. */
function groupsOf(genomes: readonly Turned[], { by }: DrawOptions): string {
  return genomes.some((genome) => genome.group !== "undefined") ? `, by ${by}` : "";
}

/** `anchor (G1) first, then ambiguous and turned`; of those that are there. */
function orderOf(genomes: readonly Turned[]): string {
  const anchor = genomes.find(({ strand }) => strand === "anchor");
  const others = (["ambiguous", "reversed"] as const).filter((strand) =>
    genomes.some((one) => one.strand === strand),
  );
  const words = joinWords(others.map((strand) => NAMES[strand]));
  if (!anchor) return `${words || NAMES.forward} first`;
  return `anchor (${anchor.genome}) first${words ? `, then ${words}` : ""}`;
}

function readTurned(data: Columns, { by }: DrawOptions): Turned[] {
  const groups = data.texts(by === "category" ? "category" : "group");
  const [lengths, shares, votes] = ["length", "forward_share", "votes"].map((name) =>
    data.numbers(name),
  );
  const statuses = data.texts("status");
  return data.texts("genomeID").map((id, i) => {
    const status = statuses[i] ?? null;
    return {
      genome: id ?? "",
      group: groups[i] ?? "undefined",
      length: lengths?.[i] ?? 0,
      forwardShare: shares?.[i] ?? null,
      votes: votes?.[i] ?? 0,
      strand: isStrand(status) ? status : "forward",
    };
  });
}

function svgOf(genomes: readonly Turned[], options: DrawOptions): SVGSVGElement {
  const groups = [...group(genomes, (one) => one.group)].sort((a, b) => compareNatural(a[0], b[0]));
  const names = groups.map(([name]) => name);
  const widest = Math.max(...names.map((name) => textWidth(groupTitle(name, names)) * 1.15));
  const label = Math.ceil(Math.min(widest, 0.3 * options.width)) + 52;
  const room = options.width - label - 8;
  const most = Math.max(...groups.map(([, members]) => members.length));
  const step = Math.max(LEAST_STEP, Math.min(STEP, room / most));
  const perLine = Math.max(1, Math.floor(room / step));
  const legend = legendAbove(genomes, options.width);
  let y = legend.height;
  const rows = groups.flatMap(([name, members]) => {
    const lines = Math.ceil(members.length / perLine);
    const height = Math.max(22, lines * 13 + 8);
    y += height;
    return drawGroup(name, members, {
      names,
      options,
      label,
      step,
      perLine,
      y: y - height,
      height,
    });
  });
  return drawing(options.width, y + 4, ...legend.nodes, ...rows);
}

interface GroupFrame {
  names: readonly string[];
  options: DrawOptions;
  label: number;
  step: number;
  perLine: number;
  y: number;
  height: number;
}

function drawGroup(name: string, members: readonly Turned[], frame: GroupFrame): SVGElement[] {
  const { names, options, label, step, perLine, y, height } = frame;
  const title = groupTitle(name, names);
  const ordered = [...members].sort((a, b) => weight(b) - weight(a));
  const tip = `${title}: ${plural(members.length, "genome")}`;
  return [
    element(
      "g",
      markAttributes(tip, groupFilter(options.by, name)),
      text(fitted(title, (label - 50) / 1.15), 0, y + 15, "strong"),
      text(formatNumber(members.length), label - 12, y + 15, "hint", { "text-anchor": "end" }),
    ),
    ...ordered.map((one, i) => {
      const x = label + ((i % perLine) + 0.5) * step;
      return markOf(one, x, y + 11 + 13 * Math.floor(i / perLine), Math.min(4.5, step / 2 - 0.5));
    }),
    line(0, y + height - 0.5, options.width, y + height - 0.5),
  ];
}

/** Forward: a point to the right; turned: a dark point to the left; ambiguous: a hollow diamond;
 * anchor: a square. */
function markOf(one: Turned, x: number, y: number, r: number): SVGElement {
  const share =
    one.forwardShare === null
      ? ""
      : `\nforward share ${formatNumber(one.forwardShare, 4)} of ${plural(one.votes, "vote")}`;
  const tip = `${one.genome}\n${WORDS[one.strand]}${share}\n${formatBases(one.length)}`;
  return element("path", {
    d: pathOf(one.strand, x, y, r),
    ...LOOKS[one.strand],
    ...markAttributes(tip, { genome: [one.genome] }),
  });
}

function pathOf(strand: Strand, x: number, y: number, r: number): string {
  const at = (dx: number, dy: number) => `${round(x + dx * r)},${round(y + dy * r)}`;
  const corners = {
    forward: [at(-0.8, -1), at(1, 0), at(-0.8, 1)],
    reversed: [at(0.8, -1), at(-1, 0), at(0.8, 1)],
    ambiguous: [at(0, -1.1), at(1.1, 0), at(0, 1.1), at(-1.1, 0)],
    anchor: [at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)],
  }[strand];
  return `M${corners.join("L")}Z`;
}

function tableOf(genomes: readonly Turned[], { by }: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "genomeID", label: "Genome", isMono: true },
      { name: by, label: by },
      { name: "length", label: "Length, bp" },
      { name: "status", label: "Status" },
      { name: "forward_share", label: "Forward share" },
      { name: "votes", label: "Votes" },
    ],
    rows: genomes.map((one) => [
      one.genome,
      one.group,
      one.length,
      one.strand,
      one.forwardShare,
      one.votes,
    ]),
  };
}

/** The marks with their words and numbers, in as many lines as they need. */
function legendAbove(
  genomes: readonly Turned[],
  width: number,
): { nodes: SVGElement[]; height: number } {
  const nodes: SVGElement[] = [];
  let [x, y] = [0, 0];
  for (const strand of STRANDS) {
    const count = genomes.filter((one) => one.strand === strand).length;
    if (!count) continue;
    const label = `${NAMES[strand]} ${formatNumber(count)}`;
    const room = textWidth(label) + 30;
    if (x > 0 && x + room > width) [x, y] = [0, y + 18];
    nodes.push(
      element("path", { d: pathOf(strand, x + 5, y + 7, 4.5), ...LOOKS[strand] }),
      text(label, x + 15, y + 11),
    );
    x += room;
  }
  return { nodes, height: y + 24 };
}

function weight({ strand }: Turned): number {
  return { anchor: 3, ambiguous: 2, reversed: 1, forward: 0 }[strand];
}

function isStrand(status: string | null): status is Strand {
  return STRANDS.some((strand) => strand === status);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const LOOKS: Readonly<Record<Strand, Record<string, string | number>>> = {
  anchor: { fill: "var(--text)" },
  forward: { fill: "var(--mark-2)" },
  reversed: { fill: "var(--d-pos)" },
  ambiguous: { fill: "var(--surface)", stroke: "var(--text)", "stroke-width": 1.4 },
};
