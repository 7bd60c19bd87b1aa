// Which part of a genome is shown: moved, zoomed, and found by what a person types.

import type { Track } from "./track_data";

/** bp from 0 on, end exclusive. */
export interface TrackWindow {
  from: number;
  to: number;
}

type Genome = Pick<Track, "length">;

/** bp; less shows no more than single letters would. */
const LEAST = 100;
/** bp of a genome that is small enough to be shown as a whole at first. */
const SMALL = 100_000;
const FIRST = 50_000;

export function wholeWindow(track: Genome): TrackWindow {
  return { from: 0, to: Math.max(1, track.length) };
}

/** The whole of a small genome; of a large one 50 kb around the first polymorphic SSR. */
export function firstWindow(track: Track): TrackWindow {
  if (track.length <= SMALL) return wholeWindow(track);
  const ssr = track.ssrs.find((one) => one.isPolymorphic);
  return windowAt(track, (ssr?.start ?? 0) - FIRST / 2, FIRST);
}

/** A window of this many bp that begins here, or as near as the genome allows. */
export function windowAt(track: Genome, from: number, span: number): TrackWindow {
  const most = Math.max(1, track.length);
  const size = Math.round(Math.max(Math.min(LEAST, most), Math.min(most, span)));
  const start = Math.round(Math.max(0, Math.min(most - size, from)));
  return { from: start, to: start + size };
}

/** The window moved by a part of its own size. */
export function panned(track: Genome, window: TrackWindow, part: number): TrackWindow {
  const span = window.to - window.from;
  return windowAt(track, window.from + part * span, span);
}

/** The window with its size multiplied, and one position kept in place: its middle, if none is
 * named. */
export function zoomed(
  track: Genome,
  window: TrackWindow,
  factor: number,
  at = (window.from + window.to) / 2,
): TrackWindow {
  const span = window.to - window.from;
  const next = Math.max(LEAST, Math.min(track.length, span * factor));
  return windowAt(track, at - ((at - window.from) * next) / span, next);
}

/** The window with one edge moved to a position; the other edge stays. */
export function edgeMoved(
  track: Genome,
  window: TrackWindow,
  edge: "from" | "to",
  position: number,
): TrackWindow {
  if (edge === "from") {
    const from = Math.max(0, Math.min(window.to - LEAST, position));
    return windowAt(track, from, window.to - from);
  }
  const to = Math.min(track.length, Math.max(window.from + LEAST, position));
  return windowAt(track, window.from, to - window.from);
}

/** Where a gene, a position or a range lies: `OPG153`, `136,500`, `12.5 kb`, `12000-15000`. Null
 * if there is none such. Positions keep the size of the window, up to 10 kb. */
export function findPlace(track: Track, window: TrackWindow, typed: string): TrackWindow | null {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return null;
  return (
    geneWindow(track, wanted, true) ??
    rangeWindow(track, window, wanted) ??
    geneWindow(track, wanted, false)
  );
}

function geneWindow(track: Track, wanted: string, isWhole: boolean): TrackWindow | null {
  const named = (name: string) => name.toLowerCase();
  const gene = isWhole
    ? track.genes.find(({ name }) => named(name) === wanted)
    : (track.genes.find(({ name }) => named(name).startsWith(wanted)) ??
      track.genes.find(({ name }) => named(name).includes(wanted)));
  if (!gene) return null;
  const length = gene.end - gene.start;
  const span = Math.max(2000, 4 * length);
  return windowAt(track, gene.start - (span - length) / 2, span);
}

function rangeWindow(track: Track, window: TrackWindow, wanted: string): TrackWindow | null {
  const ends = wanted.split(/\s*(?:-|–|\.\.|\bto\b)\s*/);
  const [from, to] = ends.map(readPosition);
  if (ends.length > 2 || from === undefined || from === null || to === null) return null;
  if (from >= track.length) return null;
  if (to === undefined) {
    const span = Math.min(window.to - window.from, 10_000);
    return windowAt(track, from - span / 2, span);
  }
  return to > from ? windowAt(track, from, Math.min(to, track.length) - from) : null;
}

/** bp; with a comma every three digits, and `kb` or `Mb`, if wanted. */
function readPosition(text: string): number | null {
  const match = /^(\d[\d,]*(?:\.\d+)?)\s*(bp|kb|k|mb|m)?$/.exec(text);
  if (!match) return null;
  const unit = match[2] ?? "bp";
  const factor = unit.startsWith("k") ? 1000 : unit.startsWith("m") ? 1e6 : 1;
  return Math.round(Number((match[1] ?? "").replaceAll(",", "")) * factor);
}
