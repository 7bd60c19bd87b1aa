// What the marks of a track say and filter, and which of them share one place.

import type { Filters } from "../filters";
import { formatNumber, plural } from "./format";
import type { TrackGene, TrackSsr } from "./track_data";

/** More marks than this are too many elements, and too dense to be told apart. */
const MOST_MARKS = 1500;
/** px within which marks become one then. */
const REACH = 2;

/** Items in groups: each alone, or those that begin within a few px together if they are many. */
export function clumps<Item extends { start: number; end: number }>(
  items: readonly Item[],
  px: number,
  isCrowded: boolean,
): Item[][] {
  if (!isCrowded) return items.map((item) => [item]);
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const first = last?.[0];
    const isNear = first && (item.start - first.start) * px < REACH;
    if (isNear && (item.end - first.start) * px < 2 * REACH) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

export function isCrowded(items: readonly unknown[]): boolean {
  return items.length > MOST_MARKS;
}

export function ssrFilter(ssr: TrackSsr): Partial<Filters> {
  const filter = { motif_class: [ssr.motifClass] };
  return ssr.genes.length ? { ...filter, gene: ssr.genes } : filter;
}

/** `ATC × 14`. */
export function ssrName(ssr: TrackSsr): string {
  return `${ssr.motif} × ${formatNumber(ssr.repeat)}`;
}

export function ssrTip(ssrs: readonly TrackSsr[]): string {
  const [ssr] = ssrs;
  if (!ssr || ssrs.length > 1) {
    return [`${formatNumber(ssrs.length)} SSRs`, range(ssrs), "zoom in to tell them apart"].join(
      "\n",
    );
  }
  const place = { inside: "in", edge: "across the edge of", between: "", unknown: "in" };
  const where = ssr.genes.length
    ? `${place[ssr.place ?? "unknown"]} ${ssr.genes.join(", ")}`
    : ssr.place === "between"
      ? "between genes"
      : "";
  const lines = [`${ssrName(ssr)}, ${formatNumber(ssr.end - ssr.start)} bp`, range(ssrs), where];
  if (ssr.isPolymorphic) lines.push("polymorphic: its repeat number differs between genomes");
  return lines.filter(Boolean).join("\n");
}

export function geneTip(genes: readonly TrackGene[]): string {
  const [gene] = genes;
  if (!gene || genes.length > 1) {
    return [`${formatNumber(genes.length)} genes`, range(genes), "zoom in to tell them apart"].join(
      "\n",
    );
  }
  const strand = gene.strand === null ? "" : ` (${gene.strand === "-" ? "\u2212" : "+"})`;
  const length = `${formatNumber(gene.end - gene.start)} bp`;
  return [`${gene.name}${strand}`, `${range(genes)}, ${length}`, plural(gene.ssrs, "SSR")].join(
    "\n",
  );
}

/** The first start and the last end. */
function range(items: readonly { start: number; end: number }[]): string {
  const last = items.reduce((end, item) => Math.max(end, item.end), 0);
  return `${formatNumber(items[0]?.start)}–${formatNumber(last)}`;
}
