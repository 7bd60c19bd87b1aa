// What lies along one genome: its genes and SSRs, read once from the rows of the server.

import type { Columns } from "../arrow";
import type { Filters } from "../filters";
import type { DrawOptions } from "./drawing";
import { MOTIF_LENGTH_NAMES } from "./format";

export interface TrackGene {
  name: string;
  /** Counted from 0, end exclusive, as in the files. */
  start: number;
  end: number;
  strand: "+" | "-" | null;
  isPolymorphic: boolean;
  /** SSRs that share at least one base with it. */
  ssrs: number;
}

export interface TrackSsr {
  start: number;
  end: number;
  motif: string;
  motifClass: string;
  motifLength: number;
  repeat: number;
  genes: readonly string[];
  /** Null where it is not known which genes there are. */
  place: "inside" | "edge" | "between" | null;
  /** Its gene and motif class are a hotspot. */
  isPolymorphic: boolean;
}

export interface Track {
  /** Genome id, or `the genome` where it is not known. */
  id: string;
  /** bp; without `more` the last end of a gene or SSR. */
  length: number;
  /** Sorted by start. */
  genes: readonly TrackGene[];
  ssrs: readonly TrackSsr[];
  hasStrands: boolean;
  knowsHotspots: boolean;
}

export interface TrackCount {
  /** `inside a gene`, `all`, `3 bp`. */
  label: string;
  /** `tri`. */
  note: string;
  kind: "place" | "all" | "motif length";
  ssrs: number;
  /** SSRs per kb of genes, of what lies between them, or of the genome; null where none is meant. */
  perKb: number | null;
  filter?: Partial<Filters>;
}

interface Row {
  kind: string;
  start: number;
  end: number;
  gene: string | null;
  motif: string;
  motif_class: string;
  motif_length: number;
  repeat: number;
  ssr_position: string | null;
  is_polymorphic?: boolean | null;
  strand?: string | null;
}

/** Genes and SSRs of the genome that the rows are of. `more` (key ssr_gc) tells its length, and
 * its id if the filters leave no other genome; else it is the reference. */
export function readTrack(data: Columns, options: DrawOptions, more?: Columns): Track {
  const rows = data.rows<Row>();
  const ssrs = joinSsrs(rows.filter((row) => row.kind === "ssr"));
  const genes = readGenes(rows, ssrs);
  const genome = genomeOf(options, more);
  const end = rows.reduce((last, row) => Math.max(last, row.end), 0);
  return {
    id: genome.id ?? "the genome",
    length: Math.max(genome.length, end),
    genes,
    ssrs,
    hasStrands: genes.some((gene) => gene.strand !== null),
    knowsHotspots: rows.some((row) => typeof row.is_polymorphic === "boolean"),
  };
}

/** SSRs by where they lie and by motif length, with their density. */
export function trackCounts(data: Columns, options: DrawOptions, more?: Columns): TrackCount[] {
  const track = readTrack(data, options, more);
  const perKb = (ssrs: number, bases: number) => (bases > 0 ? (1000 * ssrs) / bases : null);
  const lengths = [1, 2, 3, 4, 5, 6].map((length): TrackCount => {
    const ssrs = track.ssrs.filter((ssr) => ssr.motifLength === length).length;
    return {
      label: `${length} bp`,
      note: MOTIF_LENGTH_NAMES[length] ?? "",
      kind: "motif length",
      ssrs,
      perKb: perKb(ssrs, track.length),
      filter: { motif_length: [length] },
    };
  });
  const all: TrackCount = {
    label: "all",
    note: "",
    kind: "all",
    ssrs: track.ssrs.length,
    perKb: perKb(track.ssrs.length, track.length),
  };
  return [...placeCounts(track, perKb), all, ...lengths];
}

function placeCounts(
  track: Track,
  perKb: (ssrs: number, bases: number) => number | null,
): TrackCount[] {
  if (!track.genes.length) return [];
  const covered = coveredBases(track.genes);
  const places = [
    ["inside", "inside a gene", covered],
    // An edge has no length.
    ["edge", "across a gene’s edge", 0],
    ["between", "between genes", track.length - covered],
  ] as const;
  return places.map(([place, label, bases]) => {
    const ssrs = track.ssrs.filter((ssr) => ssr.place === place).length;
    return { label, note: "", kind: "place", ssrs, perKb: perKb(ssrs, bases) };
  });
}

/** Bases in at least one gene. */
function coveredBases(genes: readonly TrackGene[]): number {
  let [bases, last] = [0, 0];
  for (const { start, end } of genes) {
    bases += Math.max(0, end - Math.max(start, last));
    last = Math.max(last, end);
  }
  return bases;
}

/** An SSR in two genes has two rows. */
function joinSsrs(rows: readonly Row[]): TrackSsr[] {
  const joined = new Map<string, TrackSsr>();
  for (const row of rows) {
    const key = `${row.start} ${row.end} ${row.motif}`;
    const before = joined.get(key);
    joined.set(key, {
      start: row.start,
      end: row.end,
      motif: row.motif,
      motifClass: row.motif_class,
      motifLength: row.motif_length,
      repeat: row.repeat,
      genes: [...(before?.genes ?? []), ...(row.gene === null ? [] : [row.gene])],
      place: before?.place === "inside" ? "inside" : placeOf(row.ssr_position),
      isPolymorphic: row.is_polymorphic === true || before?.isPolymorphic === true,
    });
  }
  return [...joined.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function placeOf(position: string | null): TrackSsr["place"] {
  if (position === null) return null;
  if (position === "intergenic") return "between";
  return position === "IN" ? "inside" : "edge";
}

function readGenes(rows: readonly Row[], ssrs: readonly TrackSsr[]): TrackGene[] {
  const byGene = new Map<string, TrackSsr[]>();
  for (const ssr of ssrs) {
    for (const name of new Set(ssr.genes)) {
      const known = byGene.get(name);
      if (known) known.push(ssr);
      else byGene.set(name, [ssr]);
    }
  }
  return rows
    .filter((row) => row.kind === "gene")
    .map((row) => ({
      name: row.gene ?? "",
      start: row.start,
      end: row.end,
      strand: strandOf(row.strand),
      isPolymorphic: row.is_polymorphic === true,
      // A gene may have several copies of one name.
      ssrs: (byGene.get(row.gene ?? "") ?? []).filter(
        (ssr) => ssr.start < row.end && ssr.end > row.start,
      ).length,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function strandOf(text: string | null | undefined): TrackGene["strand"] {
  return text === "+" || text === "-" ? text : null;
}

function genomeOf(
  options: DrawOptions,
  more?: Columns,
): { id: string | undefined; length: number } {
  if (!more) return { id: options.reference, length: 0 };
  const ids = more.texts("genomeID");
  const place = ids.length === 1 ? 0 : ids.indexOf(options.reference ?? null);
  return {
    id: ids[place] ?? options.reference,
    length: more.numbers("length_genome")[place] ?? 0,
  };
}
