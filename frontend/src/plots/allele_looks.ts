// How a cell of the allele matrix looks and what it says: words, colour, shapes.

import { type AlleleState, type CellShape, cellShapes, STATE_WORDS } from "./allele_states";
import type { AlleleTable, MatrixLocus } from "./allele_table";
import { formatNumber, groupName } from "./format";
import { nameOfId, shortClass } from "./locus_rows";
import { powerStep } from "./ramp";

/** What the colour of a cell stands for: the repeat number, or the difference to another. */
export type Shown = "number" | "modal" | "reference";

/** A token of tokens.css without `var()`, with its opacity. */
export interface Fill {
  token: string;
  opacity: number;
}

export interface CellWords {
  text: string;
  /** Ink as a token. */
  ink: string;
  isSlanted: boolean;
  /** Place of the middle, 0 to 1 of the width. */
  at: number;
}

/** Differences of so many units and more have the strongest colour. */
const STRONGEST = 8;

/** The number that a difference is told to; null where colours are of the repeat number, or there is
 * nothing to compare with. */
export function baseOf(locus: MatrixLocus, shown: Shown): number | null {
  return shown === "number" ? null : locus[shown];
}

/** Colour of a repeat number: steps of powers of two, or orange for more units and blue for fewer. */
export function fillOf(repeat: number, base: number | null, shown: Shown): Fill {
  if (shown === "number") return { token: `--q${Math.max(1, powerStep(repeat))}`, opacity: 1 };
  if (base === null || repeat === base) return { token: "--d-zero", opacity: 1 };
  const strength = Math.min(1, Math.abs(repeat - base) / STRONGEST);
  // Never so strong that the number on it is hard to read.
  return { token: repeat > base ? "--d-pos" : "--d-neg", opacity: 0.14 + 0.36 * strength };
}

/** Colours of the first and the second part of a cell. */
export function fillsOf(
  table: AlleleTable,
  locus: number,
  genome: number,
  shown: Shown,
): [Fill, Fill] {
  const repeats = table.repeats(locus, genome);
  const base = baseOf(table.loci[locus] as MatrixLocus, shown);
  const [first = 0, last = first] = [repeats[0], repeats.at(-1)];
  return [fillOf(first, base, shown), fillOf(last, base, shown)];
}

/** Shapes of a cell. */
export function shapesOf(
  table: AlleleTable,
  locus: number,
  genome: number,
  width: number,
  height: number,
): CellShape[] {
  return cellShapes(table.state(locus, genome), width, height);
}

/** Numbers in a cell: one, two in the halves of several places, none for a missing one. */
export function wordsOf(
  table: AlleleTable,
  locus: number,
  genome: number,
  shown: Shown,
): CellWords[] {
  const state = table.state(locus, genome);
  const base = baseOf(table.loci[locus] as MatrixLocus, shown);
  const inkOn = (repeat: number) =>
    shown === "number" ? `--qt${Math.max(1, powerStep(repeat))}` : "--text";
  const word = (repeat: number, at: number): CellWords => ({
    text: base === null ? String(repeat) : signed(repeat - base),
    ink: state === "absent" ? "--text-2" : inkOn(repeat),
    isSlanted: state === "below_threshold",
    at,
  });
  const repeats = table.repeats(locus, genome);
  if (state === "multiple") {
    const [first, last] = [repeats[0], repeats.at(-1)];
    return first === undefined || last === undefined ? [] : [word(first, 0.25), word(last, 0.75)];
  }
  const [repeat] = repeats;
  return repeat === undefined ? [] : [word(repeat, 0.5)];
}

/** A cell in words, a line each: genome, locus, what it has there, what that is compared with. */
export function describeAllele(
  table: AlleleTable,
  locus: number,
  genome: number,
  shown: Shown,
): string {
  const [row, column] = [table.genomes[genome], table.loci[locus]];
  if (!row || !column) return "";
  const repeats = table.repeats(locus, genome);
  const base = baseOf(column, shown);
  const lines = [
    `${row.id} · ${groupName(row.group)}`,
    `${nameOfId(column.id, column.gene)} · ${shortClass(column.motifClass, 24)}`,
    describeNumbers(table.state(locus, genome), repeats),
  ];
  if (base !== null) lines.push(`${shown}: ${base}`);
  return lines.join("\n");
}

/** `14 units, typed`; `7 and 9 units, several places`; `missing: flanks not found`. */
export function describeNumbers(state: AlleleState, repeats: readonly number[]): string {
  if (state === "missing") return "missing: flanks not found, or N or the end of the record inside";
  if (state === "absent") return "absent: 0 units between the flanks";
  const numbers = repeats.join(" and ");
  return `${numbers} ${numbers === "1" ? "unit" : "units"}, ${STATE_WORDS[state]}`;
}

function signed(difference: number): string {
  return (difference > 0 ? "+" : "") + formatNumber(difference);
}
