// Tracts of one locus with their flanks, laid under each other: a row per distinct sequence or per
// genome. Left flanks end, and right flanks begin, in one column.

import { rollup } from "d3-array";
import type { Columns } from "../../arrow";
import type { AlleleState } from "../../plots/allele_states";
import { plural } from "../../plots/format";
import { flankDifferences } from "./flank_differences";

/** A genome, or one of several places of it, at the locus. */
export interface Copy {
  genome: string;
  category: string;
  group: string;
  year: number | null;
  state: AlleleState;
  repeat: number | null;
  start: number | null;
  end: number | null;
  strand: string | null;
  /** Null where the locus is missing. */
  sequence: Sequence | null;
}

/** On the strand of the locus. */
export interface Sequence {
  left: string;
  tract: string;
  right: string;
}

/** Copies with the same sequence, or with none and the same state. */
export interface SequenceRow {
  copies: readonly Copy[];
  /** Of its first copy. */
  sequence: Sequence | null;
  state: AlleleState;
  repeat: number | null;
  /** Whether it is the most frequent sequence, with which the others are compared. */
  isModal: boolean;
}

/** px are letters here: how many each part takes at most. */
export interface Widths {
  left: number;
  tract: number;
  right: number;
}

/** Letters that look alike, in a row. */
export interface Piece {
  text: string;
  kind: "flank" | "unit" | "next unit" | "rest" | "unknown" | "gap";
  isDifferent: boolean;
}

/** The rows of the plot key alleles, in their order. */
export function readCopies(data: Columns): Copy[] {
  const [ids, categories, groups, states, strands] = [
    "genomeID",
    "category",
    "group",
    "state",
    "strand",
  ].map((name) => data.texts(name));
  const [years, repeats, starts, ends] = ["year", "repeat", "start", "end"].map((name) =>
    data.numbers(name),
  );
  const [left, tract, right] = ["left_flank", "tract", "right_flank"].map((name) =>
    data.texts(name),
  );
  return Array.from({ length: data.length }, (_, i) => ({
    genome: ids?.[i] ?? "",
    category: categories?.[i] ?? "undefined",
    group: groups?.[i] ?? "undefined",
    year: years?.[i] ?? null,
    state: (states?.[i] ?? "missing") as AlleleState,
    repeat: repeats?.[i] ?? null,
    start: starts?.[i] ?? null,
    end: ends?.[i] ?? null,
    strand: strands?.[i] ?? null,
    sequence: sequenceOf(left?.[i], tract?.[i], right?.[i]),
  }));
}

/** Distinct sequences, the most frequent first, of equally frequent ones the one with more units;
 * those without a sequence last. */
export function distinctRows(copies: readonly Copy[]): SequenceRow[] {
  const found = new Map<string, Copy[]>();
  for (const copy of copies) {
    const key = keyOf(copy);
    found.set(key, [...(found.get(key) ?? []), copy]);
  }
  const rows = [...found.values()]
    .map((members) => rowOf(members))
    .sort(
      (a, b) =>
        Number(a.sequence === null) - Number(b.sequence === null) ||
        b.copies.length - a.copies.length ||
        (b.repeat ?? -1) - (a.repeat ?? -1),
    );
  return rows.map((row, i) => ({ ...row, isModal: i === 0 && row.sequence !== null }));
}

/** Genomes of a row: one with several places counts once. */
export function countGenomes({ copies }: SequenceRow): number {
  return new Set(copies.map((copy) => copy.genome)).size;
}

/** `6 genomes, 12 places`; places only where they are more. */
export function describeCarriers(row: SequenceRow): string {
  const genomes = countGenomes(row);
  const places = row.copies.length;
  return plural(genomes, "genome") + (places > genomes ? `, ${plural(places, "place")}` : "");
}

/** Categories of a row with their distinct genomes, the largest first. */
export function countCategories({ copies }: SequenceRow): [name: string, genomes: number][] {
  const members = rollup(
    copies,
    (ones) => new Set(ones.map((copy) => copy.genome)).size,
    (copy) => copy.category,
  );
  return [...members].sort((a, b) => b[1] - a[1]);
}

/** Letters of the widest row. */
export function widthsOf(rows: readonly SequenceRow[]): Widths {
  const widest = (part: keyof Sequence) =>
    Math.max(0, ...rows.map((row) => row.sequence?.[part].length ?? 0));
  return { left: widest("left"), tract: widest("tract"), right: widest("right") };
}

/** A sequence in pieces that fill the widths. Flanks are compared with those of the modal sequence
 * from the tract outwards; the letters of a tract with the unit that it repeats, and that with the
 * modal unit unless one is a rotation of the other. N differs from nothing. */
export function piecesOf(
  sequence: Sequence,
  modal: Sequence,
  widths: Widths,
  motifLength: number,
): Piece[] {
  const { left, tract, right } = sequence;
  const inLeft = flankDifferences(reversed(left), reversed(modal.left)).reverse();
  const inRight = flankDifferences([...right], [...modal.right]);
  return joined([
    ...gap(widths.left - left.length),
    ...flankLetters(left, inLeft),
    ...tractLetters(tract, modal.tract, motifLength),
    ...gap(widths.tract - tract.length),
    ...flankLetters(right, inRight),
  ]);
}

/** All copies with a sequence as FASTA; flanks in lower case. */
export function copiesAsFasta(copies: readonly Copy[], locus: string): string {
  return copies
    .flatMap(({ genome, state, repeat, start, end, strand, sequence }) => {
      if (!sequence) return [];
      const place = start === null || end === null ? "" : ` ${start}-${end}(${strand ?? "+"})`;
      const head = `>${genome} ${locus} ${state} repeat=${repeat ?? "none"}${place}`;
      const bases = `${sequence.left.toLowerCase()}${sequence.tract}${sequence.right.toLowerCase()}`;
      return [`${head}\n${bases}\n`];
    })
    .join("");
}

function sequenceOf(
  left: string | null | undefined,
  tract: string | null | undefined,
  right: string | null | undefined,
): Sequence | null {
  if (left === null && tract === null && right === null) return null;
  return { left: left ?? "", tract: tract ?? "", right: right ?? "" };
}

function keyOf({ sequence, state }: Copy): string {
  return sequence ? `${sequence.left} ${sequence.tract} ${sequence.right}` : state;
}

function rowOf(copies: readonly Copy[]): SequenceRow {
  const [first] = copies;
  return {
    copies,
    sequence: first?.sequence ?? null,
    state: first?.state ?? "missing",
    repeat: first?.repeat ?? null,
    isModal: false,
  };
}

type Letter = Piece;

const UNKNOWN = "N";

function reversed(text: string): string[] {
  return [...text].reverse();
}

function flankLetters(text: string, differences: readonly boolean[]): Letter[] {
  return [...text].map((letter, i) => letterOf(letter, "flank", differences[i] ?? false));
}

function tractLetters(tract: string, modal: string, motifLength: number): Letter[] {
  const whole = tract.length - (tract.length % motifLength);
  const unit = unitOf(tract, motifLength);
  const usual = unitOf(modal, motifLength);
  const expected = (usual + usual).includes(unit) ? unit : usual;
  return [...tract].map((letter, i) => {
    const isNext = Math.floor(i / motifLength) % 2 === 1;
    const kind = i >= whole ? "rest" : isNext ? "next unit" : "unit";
    const wanted = expected[i % motifLength];
    return letterOf(letter, kind, wanted !== undefined && letter !== wanted);
  });
}

function letterOf(letter: string, kind: Piece["kind"], isDifferent: boolean): Letter {
  if (letter === UNKNOWN) return { text: letter, kind: "unknown", isDifferent: false };
  return { text: letter, kind, isDifferent };
}

/** The unit that a tract repeats: at each place of it the most frequent letter. */
function unitOf(tract: string, motifLength: number): string {
  const length = Math.min(motifLength, tract.length);
  return Array.from({ length }, (_, phase) => {
    const letters = [...tract].filter((_, i) => i % motifLength === phase);
    const count = (letter: string) => letters.filter((one) => one === letter).length;
    return letters.reduce((best, letter) => (count(letter) > count(best) ? letter : best));
  }).join("");
}

function gap(length: number): Letter[] {
  return length > 0 ? [{ text: " ".repeat(length), kind: "gap", isDifferent: false }] : [];
}

function joined(marked: readonly Letter[]): Piece[] {
  const pieces: Piece[] = [];
  for (const letter of marked) {
    const last = pieces.at(-1);
    if (last && last.kind === letter.kind && last.isDifferent === letter.isDifferent) {
      last.text += letter.text;
    } else {
      pieces.push({ ...letter });
    }
  }
  return pieces;
}
