// The prevalence spectrum as a drawing, full size or small.

import { axisLine, logTicks, tickValues, titleAbove, titleBelow, valueLines } from "./axes";
import type { BandName } from "./bands";
import { formatNumber, plural } from "./format";
import { type Label, placeLabels } from "./labels";
import type { Bin, Spectrum, SpectrumLayout } from "./spectrum";
import { drawing, element, line, markAttributes, rectangle, text, textWidth } from "./svg";

export interface SpectrumLook {
  width: number;
  height: number;
  keyNames: readonly [string, string];
  isSmall: boolean;
  selected?: string | undefined;
}

const GROUND: Readonly<Record<BandName, string>> = {
  unique: "var(--band-4)",
  shell: "var(--band-3)",
  "soft core": "var(--band-2)",
  core: "var(--band-1)",
};
/** px of ground above the plotted area: the names of the bands stand there. */
const HEAD = 26;
const SMALL_HEAD = 6;

export function drawSpectrum(spectrum: Spectrum, layout: SpectrumLayout, look: SpectrumLook) {
  const { left, right, bottom } = layout;
  const largest = Math.max(1, ...layout.bins.map((bin) => bin.keys)) * 1.25;
  const space = look.isSmall ? 30 : 15;
  return drawing(
    look.width,
    look.height,
    ...grounds(layout, look),
    ...valueLines(logTicks(largest, layout.height, space), layout.height, left, right),
    ...(look.isSmall ? [] : limits(layout)),
    ...bars(spectrum, layout, look),
    ...(look.isSmall ? [] : bandNames(layout)),
    ...genomeTicks(spectrum.genomes, layout),
    axisLine(left, bottom, right, bottom),
    ...titles(spectrum.genomes, layout, look),
    ...(look.isSmall ? [] : handles(spectrum.genomes, layout)),
  );
}

function grounds(layout: SpectrumLayout, look: SpectrumLook): Node[] {
  const head = look.isSmall ? SMALL_HEAD : HEAD;
  return layout.bands.map((band) => {
    const x = layout.edge(band.least);
    const y = layout.top - head;
    const width = layout.edge(band.most + 1) - x;
    return rectangle(x, y, width, layout.bottom - y, { fill: GROUND[band.name] });
  });
}

/** Names stand in their band; those of narrow outer bands stand above it. */
function bandNames(layout: SpectrumLayout): Node[] {
  const inside = layout.top - 12;
  const above = layout.top - 34;
  const labels = layout.bands.map((band): Label => {
    const from = layout.edge(band.least);
    const to = layout.edge(band.most + 1);
    const fits = textWidth(band.name) + 8 <= to - from;
    if (fits) return { text: band.name, x: (from + to) / 2, y: inside, anchor: "middle" };
    if (band.name === "unique") return { text: band.name, x: from, y: above, anchor: "start" };
    if (band.name === "core") return { text: band.name, x: to, y: above, anchor: "end" };
    return { text: band.name, x: to - 4, y: inside, anchor: "end" };
  });
  const limit = { left: layout.left, right: layout.right, top: 0, bottom: layout.top };
  // The soft core is named last: the table beside it says its name as well.
  const order = [...labels].sort(
    (a, b) => Number(a.text === "soft core") - Number(b.text === "soft core"),
  );
  return placeLabels(order, [], limit).map((label) =>
    text(label.text, label.x, label.y, "strong", { "text-anchor": label.anchor }),
  );
}

function limits(layout: SpectrumLayout): Node[] {
  return layout.bands.slice(1).map((band) => {
    const x = layout.edge(band.least);
    const dashes = { stroke: "var(--axis)", "stroke-dasharray": "2 3" };
    return line(x, layout.top - HEAD, x, layout.bottom, dashes);
  });
}

/** Where core and soft core begin together, their handles are two halves of one. */
function handles(genomes: number, layout: SpectrumLayout): Node[] {
  if (genomes < 2) return [];
  const core = layout.bands.find((band) => band.name === "core");
  const soft = layout.bands.find((band) => band.name === "soft core");
  if (!core) return [];
  const x = layout.edge(core.least);
  const y = layout.top - HEAD - 4;
  const whole = (at: number) => `M${round(at - 4)} ${y}h8l-4 6z`;
  if (soft) {
    const softX = layout.edge(soft.least);
    return [handle("soft", softX, y, whole(softX)), handle("core", x, y, whole(x))];
  }
  const halves = [`M${round(x - 5)} ${y}h4.5v6z`, `M${round(x + 5)} ${y}h-4.5v6z`] as const;
  return [handle("soft", x - 6, y, halves[0], 6), handle("core", x + 6, y, halves[1], 6)];
}

function handle(name: "soft" | "core", x: number, y: number, shape: string, reach = 8) {
  const band = name === "soft" ? "soft core" : "core";
  return element(
    "g",
    {
      ...markAttributes(`Limit of ${band}\nDrag to move it`, undefined, `handle:${name}`),
      cursor: "ew-resize",
    },
    rectangle(x - reach, y - 6, 2 * reach, 16, { fill: "transparent" }),
    element("path", { d: shape, fill: "var(--text-2)" }),
  );
}

function bars(spectrum: Spectrum, layout: SpectrumLayout, look: SpectrumLook): Node[] {
  const labelled = countLabels(layout, look);
  return layout.bins.flatMap((bin, i) =>
    bin.keys ? [bar(bin, i, spectrum, layout, look, labelled.has(i))] : [],
  );
}

function bar(
  bin: Bin,
  index: number,
  spectrum: Spectrum,
  layout: SpectrumLayout,
  look: SpectrumLook,
  isLabelled: boolean,
) {
  const key = `${bin.least}-${bin.most}`;
  const x = layout.left + index * layout.barWidth;
  const gap = Math.min(4, layout.barWidth * 0.12);
  const y = layout.height(bin.keys);
  const top = layout.top - (look.isSmall ? SMALL_HEAD : HEAD);
  const fill = look.selected === key ? "var(--tint)" : "transparent";
  return element(
    "g",
    markAttributes(tipOf(bin, spectrum, look.keyNames), undefined, key),
    rectangle(x, top, layout.barWidth, layout.bottom - top, { fill }),
    rectangle(x + gap, y, layout.barWidth - 2 * gap, layout.bottom - y, { fill: "var(--mark)" }),
    ...(isLabelled ? [countText(bin, x + layout.barWidth / 2, y)] : []),
  );
}

function countText(bin: Bin, x: number, y: number) {
  return text(formatNumber(bin.keys), x, y - 5, "strong", { "text-anchor": "middle" });
}

/** Bars whose count has room: the outer ones first, then the highest. */
function countLabels(layout: SpectrumLayout, look: SpectrumLook): Set<number> {
  const last = layout.bins.length - 1;
  const middle = (i: number) => layout.left + (i + 0.5) * layout.barWidth;
  const candidates = layout.bins.flatMap((bin, i) => {
    const isOuter = i === 0 || i === last;
    if (!bin.keys || (look.isSmall && !isOuter)) return [];
    const y = layout.height(bin.keys) - 5;
    const shown = { text: formatNumber(bin.keys), x: middle(i), y, anchor: "middle" as const };
    return [{ ...shown, i, rank: isOuter ? Number.POSITIVE_INFINITY : bin.keys }];
  });
  const obstacles = layout.bins.flatMap((bin, i) =>
    bin.keys
      ? [
          {
            left: middle(i) - 0.36 * layout.barWidth,
            right: middle(i) + 0.36 * layout.barWidth,
            top: layout.height(bin.keys),
            bottom: layout.bottom,
          },
        ]
      : [],
  );
  candidates.sort((a, b) => b.rank - a.rank || a.i - b.i);
  const limit = { left: layout.left - 4, right: look.width, top: 0, bottom: layout.bottom };
  return new Set(placeLabels(candidates, obstacles, limit).map((label) => label.i));
}

function tipOf(bin: Bin, spectrum: Spectrum, names: readonly [string, string]): string {
  const where =
    bin.least === bin.most
      ? `exactly ${formatNumber(bin.least)}`
      : `${formatNumber(bin.least)} to ${formatNumber(bin.most)}`;
  const share = formatNumber((100 * bin.keys) / spectrum.total, 1);
  return `${plural(bin.keys, ...names)} in ${where} of ${plural(spectrum.genomes, "genome")}\n${share} % of ${formatNumber(spectrum.total)}`;
}

/** Numbers of genomes under the axis: the ends always, the others where they have room. */
function genomeTicks(genomes: number, layout: SpectrumLayout): Node[] {
  const isBinned = layout.bins.length < genomes;
  const center = (n: number) =>
    n === 1 || n === genomes || !isBinned
      ? (layout.edge(n) + layout.edge(n + 1)) / 2
      : layout.edge(n);
  const widest = textWidth(formatNumber(genomes)) + 6;
  const some = tickValues([1, genomes], (layout.right - layout.left) / 90).filter(Number.isInteger);
  const all = Array.from({ length: genomes }, (_, i) => i + 1);
  const values = !isBinned && layout.barWidth >= widest ? all : some;
  const labels = [...new Set([1, genomes, ...values])].map(
    (n): Label => ({
      text: formatNumber(n),
      x: center(n),
      y: layout.bottom + 15,
      anchor: "middle",
    }),
  );
  return placeLabels(labels, [], undefined, 4).map((label) =>
    text(label.text, label.x, label.y, "axis", { "text-anchor": "middle" }),
  );
}

function titles(genomes: number, layout: SpectrumLayout, look: SpectrumLook): Node[] {
  const y = look.height - 3;
  if (look.isSmall) {
    return [
      titleAbove("keys, log", look.width, 0, 9),
      titleBelow("genomes with the key", Math.max(layout.right, 170), y),
    ];
  }
  const title = `genomes that carry it, of ${formatNumber(genomes)} analysed`;
  const right = Math.max(layout.right, Math.min(look.width, layout.left + 240));
  return [
    titleAbove(`number of ${look.keyNames[1]}, log scale`, look.width),
    titleBelow(title, right, y, right - 4),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
