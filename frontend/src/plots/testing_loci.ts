// Columns of the plot keys of loci for tests, of any size.

import type { Columns } from "../arrow";
import { type AlleleState, STATES } from "./allele_states";
import { columnsOf } from "./testing";

export interface MadeLocus {
  id: string;
  motif_class?: string;
  gene?: string | null;
  before?: string | null;
  after?: string | null;
  /** `7:12 8:3`. */
  sizes: string;
  states?: Partial<Record<AlleleState, number>>;
  heterozygosity?: number | null;
}

/** Rows of `loci`. */
export function lociColumns(loci: readonly MadeLocus[]): Columns {
  const sizes = loci.map((locus) =>
    locus.sizes.split(" ").flatMap((pair) => (pair ? [pair.split(":").map(Number)] : [])),
  );
  const repeats = sizes.map((pairs) => pairs.map(([repeat]) => repeat ?? 0));
  const counts = sizes.map((pairs) => pairs.map(([, count]) => count ?? 0));
  const totals = counts.map((list) => list.reduce((sum, count) => sum + count, 0));
  const each = <Value>(value: (locus: MadeLocus, i: number) => Value) => loci.map(value);
  return columnsOf({
    locus_id: each(({ id }) => id),
    motif_class: each((locus) => locus.motif_class ?? "AT"),
    motif: each((locus) => locus.motif_class ?? "AT"),
    motif_length: each((locus) => (locus.motif_class ?? "AT").length),
    gene: each((locus) => locus.gene ?? null),
    gene_before: each((locus) => locus.before ?? null),
    distance_before: each((locus) => (locus.before ? 120 : null)),
    gene_after: each((locus) => locus.after ?? null),
    distance_after: each((locus) => (locus.after ? 1040 : null)),
    genomeID: each(() => "G1"),
    start: each((_, i) => 1000 * i),
    end: each((_, i) => 1000 * i + 20),
    genomes: each((locus, i) => sum(locus.states) || (totals[i] ?? 0)),
    ...Object.fromEntries(
      STATES.map((state) => [
        `genomes_${state}`,
        each((locus, i) => locus.states?.[state] ?? (state === "typed" ? (totals[i] ?? 0) : 0)),
      ]),
    ),
    alleles: repeats.map((list) => list.length),
    min: repeats.map((list) => (list.length ? Math.min(...list) : null)),
    max: repeats.map((list) => (list.length ? Math.max(...list) : null)),
    modal: repeats.map(
      (list, i) => list[(counts[i] ?? []).indexOf(Math.max(...(counts[i] ?? [])))] ?? null,
    ),
    heterozygosity: each((locus) => locus.heterozygosity ?? null),
    PIC: each((locus) => locus.heterozygosity ?? null),
    Shannon: each((locus) => locus.heterozygosity ?? null),
    conserved: each(() => false),
    polymorphic: repeats.map((list) => list.length > 1),
    allele_sizes: each((locus) => locus.sizes),
  });
}

/** What a genome has in a cell: a number, `7/9`, `2 below_threshold`, `missing`. */
export type MadeCell = string;

/** Rows of `allele_matrix`: cells by genome, then locus. */
export function matrixColumns(
  cells: readonly (readonly MadeCell[])[],
  names: {
    genome?(i: number): string;
    group?(i: number): string;
    year?(i: number): number | null;
  } = {},
): Columns {
  const rows = cells.flatMap((list, genome) =>
    list.map((cell, locus) => ({ genome, locus, ...readCell(cell) })),
  );
  const group = rows.map((row) => names.group?.(row.genome) ?? "A");
  return columnsOf({
    genomeID: rows.map((row) => names.genome?.(row.genome) ?? `G${row.genome + 1}`),
    category: group,
    group,
    year: rows.map((row) => names.year?.(row.genome) ?? null),
    locus_id: rows.map(
      (row) => `gene${row.locus + 1}_AT_${row.locus.toString(16).padStart(6, "0")}`,
    ),
    motif_class: rows.map(() => "AT"),
    gene: rows.map((row) => (row.locus % 3 ? null : `gene${row.locus + 1}`)),
    state: rows.map((row) => row.state),
    repeat: rows.map((row) => row.repeat),
    repeats: rows.map((row) => row.repeats),
  });
}

/** Rows of `alleles` of one locus: genome, group, and what it has there; `7/9` in two rows. */
export function allelesColumns(rows: readonly (readonly [string, string, MadeCell])[]): Columns {
  const copies = rows.flatMap(([genome, group, cell]) => {
    const { state, repeats } = readCell(cell);
    const numbers = repeats === null ? [null] : repeats.split("/").map(Number);
    return numbers.map((repeat, i) => ({ genome, group, state, repeat, start: 100 * i }));
  });
  const tract = (repeat: number | null) => (repeat === null ? null : "AT".repeat(repeat));
  const known = (text: string) => copies.map(({ repeat }) => (repeat === null ? null : text));
  return columnsOf({
    genomeID: copies.map(({ genome }) => genome),
    category: copies.map(({ group }) => group),
    group: copies.map(({ group }) => group),
    year: copies.map(() => 2020),
    state: copies.map(({ state }) => state),
    repeat: copies.map(({ repeat }) => repeat),
    length_bp: copies.map(({ repeat }) => (repeat === null ? null : 2 * repeat)),
    start: copies.map(({ repeat, start }) => (repeat === null ? null : start)),
    end: copies.map(({ repeat, start }) => (repeat === null ? null : start + 2 * repeat)),
    strand: known("+"),
    left_flank: known("CCGTC"),
    tract: copies.map(({ repeat }) => tract(repeat)),
    right_flank: known("GGACG"),
  });
}

/** Rows of `genome_tree`: a comb of so many genomes, each a step further from the root. */
export function treeColumns(count: number, category: (i: number) => string = () => "A"): Columns {
  const inner = Math.max(1, count - 1);
  const nodes = [
    ...Array.from({ length: inner }, (_, i) => ({
      node: i,
      parent: i ? i - 1 : null,
      genome: null as string | null,
      support: i ? 100 - 7 * (i % 14) : null,
      distance: 0.1 * i,
      leaf: (i + count - 1) / 2,
    })),
    ...Array.from({ length: count }, (_, i) => ({
      node: inner + i,
      parent: Math.min(i, inner - 1),
      genome: `genome_${i}` as string | null,
      support: null,
      distance: 0.1 * Math.min(i, inner - 1) + 0.15,
      leaf: i,
    })),
  ];
  const leafIndex = (name: string | null) => (name === null ? null : Number(name.slice(7)));
  const groupOf = (name: string | null) => {
    const i = leafIndex(name);
    return i === null ? null : category(i);
  };
  return columnsOf({
    node: nodes.map(({ node }) => node),
    parent: nodes.map(({ parent }) => parent),
    genomeID: nodes.map(({ genome }) => genome),
    category: nodes.map(({ genome }) => groupOf(genome)),
    group: nodes.map(({ genome }) => (genome === null ? null : "Nigeria")),
    year: nodes.map(({ genome }) =>
      genome === null ? null : 2000 + ((leafIndex(genome) ?? 0) % 20),
    ),
    length: nodes.map(({ genome }) => (genome === null ? 0.1 : 0.15)),
    support: nodes.map(({ support }) => support),
    distance: nodes.map(({ distance }) => distance),
    leaf: nodes.map(({ leaf }) => leaf),
  });
}

function readCell(cell: MadeCell): {
  state: AlleleState;
  repeat: number | null;
  repeats: string | null;
} {
  if (cell === "missing") return { state: "missing", repeat: null, repeats: null };
  const [numbers = "", state] = cell.split(" ") as [string, AlleleState | undefined];
  const places = numbers.split("/");
  const areAlike = places.every((place) => place === places[0]);
  return {
    state: state ?? (places.length > 1 ? "multiple" : numbers === "0" ? "absent" : "typed"),
    repeat: areAlike ? Number(places[0]) : null,
    repeats: numbers,
  };
}

function sum(states: Partial<Record<AlleleState, number>> = {}): number {
  return Object.values(states).reduce((total, count) => total + count, 0);
}
