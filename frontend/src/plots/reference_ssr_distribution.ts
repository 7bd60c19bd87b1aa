// Genes and SSRs along the reference: an overview of the whole, and a window of it.

import type { Columns } from "../arrow";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { formatBases, formatNumber, plural } from "./format";
import { drawing, element } from "./svg";
import { readTrack, type Track } from "./track_data";
import { brush, OVERVIEW_HEIGHT, overview } from "./track_overview";
import { firstWindow, type TrackWindow, windowAt } from "./track_places";
import { windowHeight, windowName, windowView } from "./track_window";

const GAP = 12;

export const reference_ssr_distribution: Figure = {
  key: "reference_ssr_distribution",
  name: "Track of the reference",
  help: "plot-data#reference_ssr_distribution",
  switches: (["from", "to"] as const).map((name) => ({
    name,
    label: name === "from" ? "From, bp" : "To, bp",
    kind: "number",
    values: [],
    initial: "",
  })),
  more: { key: "ssr_gc" },
  draw: (data, options, more) => drawTrack(data, options, askedWindow(options), more),
  explainEmpty: (data) =>
    data.length
      ? null
      : {
          title: "Nothing lies here",
          text: "The filters leave no gene and no SSR of this genome. Remove a filter.",
        },
};

/** The whole track with this part of it shown; by default the whole of a small genome, 50 kb of a
 * large one. `more` are the genomes (key ssr_gc), which tell the length. */
export function drawTrack(
  data: Columns,
  options: DrawOptions,
  window: TrackWindow | null,
  more?: Columns,
): Drawing {
  const track = readTrack(data, options, more);
  const shown = window ? windowAt(track, window.from, window.to - window.from) : firstWindow(track);
  const top = OVERVIEW_HEIGHT + GAP;
  const svg = drawing(
    options.width,
    top + windowHeight(track),
    overview(track, options.width),
    brush(track, options.width, shown),
    element(
      "g",
      { transform: `translate(0 ${top})` },
      windowView(track, options.width, shown, { selected: options.selected }),
    ),
  );
  return { svg, ...describeTrack(track, shown, options), table: trackTable(track) };
}

function askedWindow({ switches }: DrawOptions): TrackWindow | null {
  const [from, to] = [Number(switches.from || Number.NaN), Number(switches.to || Number.NaN)];
  return from < to ? { from, to } : null;
}

/** Title, subtitle, caption and text alternative of a track that shows this window. */
export function describeTrack(track: Track, window: TrackWindow, options: DrawOptions) {
  const genes = track.genes.length ? `, ${plural(track.genes.length, "gene")}` : "";
  const polymorphic = track.ssrs.filter((ssr) => ssr.isPolymorphic).length;
  const ssrs = track.ssrs.length ? plural(track.ssrs.length, "SSR") : "No SSRs";
  const orange = track.knowsHotspots ? " Orange marks the polymorphic classes." : "";
  const varying = track.knowsHotspots
    ? ` ${formatNumber(polymorphic)} of the SSRs belong to a hotspot, so their repeat number differs between genomes.`
    : "";
  return {
    title: `${ssrs} along ${track.id}`,
    subtitle: `${formatBases(track.length)}${genes}.${orange}`,
    caption: captionOf(track, options),
    alt: `${ssrs} along ${track.id}, ${formatBases(track.length)}${genes}.${varying} Shown: ${windowName(window)}.`,
  };
}

function captionOf(track: Track, options: DrawOptions): string {
  const strands = track.hasStrands
    ? "Arrows give the strand of the gene. "
    : track.genes.length
      ? "Strands are not known: genes are drawn on one lane. "
      : "No genes: the result has none here, or the filters leave none. ";
  const hotspots = track.knowsHotspots ? "Polymorphic: gene and motif class are a hotspot. " : "";
  return `${strands}Height of a tick: length of the SSR in bp. ${hotspots}Positions are counted from 0, the end exclusive, as in the tables. ${describeScope(options)}`;
}

/** Genes and SSRs of the whole genome as a table. */
export function trackTable(track: Track): PlottedTable {
  const genes = track.genes.map(
    (gene) => ["gene", gene.start, gene.end, gene.name, null, null, null, null] as const,
  );
  const ssrs = track.ssrs.map(
    (ssr) =>
      [
        "SSR",
        ssr.start,
        ssr.end,
        ssr.genes.join(", ") || null,
        ssr.motif,
        ssr.motifClass,
        ssr.repeat,
        PLACES[ssr.place ?? "unknown"],
      ] as const,
  );
  return {
    columns: [
      { name: "kind", label: "Kind" },
      { name: "start", label: "Start" },
      { name: "end", label: "End" },
      { name: "gene", label: "Gene" },
      { name: "motif", label: "Motif", isMono: true },
      { name: "motif_class", label: "Class", isMono: true },
      { name: "repeat", label: "Repeat number" },
      { name: "position", label: "Where" },
    ],
    rows: [...genes, ...ssrs],
  };
}

const PLACES = {
  inside: "inside a gene",
  edge: "across a gene’s edge",
  between: "between genes",
  unknown: null,
} as const;
