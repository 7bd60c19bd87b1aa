// Genomes by two metadata columns, as a table of counts with totals.

import type { Columns } from "../arrow";
import { compareNatural } from "./format";

export interface Total {
  /** Values of the column; several where small ones are merged. */
  values: readonly string[];
  genomes: number;
}

export interface Crosstab {
  x: readonly Total[];
  y: readonly Total[];
  /** Genomes by y, then x. */
  cells: readonly (readonly number[])[];
  genomes: number;
}

export interface Pair {
  x: string;
  y: string;
  genomes: number;
}

export function readPairs(data: Columns): Pair[] {
  const x = data.texts("x_group");
  const y = data.texts("y_group");
  return data.numbers("genomes").map((genomes, i) => ({
    x: x[i] ?? "undefined",
    y: y[i] ?? "undefined",
    genomes: genomes ?? 0,
  }));
}

/** Values in natural order, missing ones last; beyond `most` the largest stay and the last total
 * holds all others. */
export function listTotals(pairs: readonly Pair[], side: "x" | "y", most: number): Total[] {
  const genomes = new Map<string, number>();
  for (const pair of pairs) genomes.set(pair[side], (genomes.get(pair[side]) ?? 0) + pair.genomes);
  const all = [...genomes].map(([value, count]) => ({ values: [value], genomes: count }));
  const natural = (a: Total, b: Total) => compareNatural(nameOf(a), nameOf(b));
  if (all.length <= most) return all.sort(natural);
  const bySize = all.sort((a, b) => b.genomes - a.genomes || natural(a, b));
  const rest = bySize.slice(most - 1);
  const merged = {
    values: rest.flatMap((total) => total.values),
    genomes: rest.reduce((sum, total) => sum + total.genomes, 0),
  };
  return [...bySize.slice(0, most - 1).sort(natural), merged];
}

export function crossTable(pairs: readonly Pair[], mostX: number, mostY: number): Crosstab {
  const x = listTotals(pairs, "x", mostX);
  const y = listTotals(pairs, "y", mostY);
  const column = placesOf(x);
  const row = placesOf(y);
  const cells = y.map(() => new Array<number>(x.length).fill(0));
  for (const pair of pairs) {
    const line = cells[row.get(pair.y) ?? 0];
    const at = column.get(pair.x) ?? 0;
    if (line) line[at] = (line[at] ?? 0) + pair.genomes;
  }
  return { x, y, cells, genomes: pairs.reduce((sum, pair) => sum + pair.genomes, 0) };
}

function placesOf(totals: readonly Total[]): Map<string, number> {
  return new Map(totals.flatMap((total, i) => total.values.map((value) => [value, i] as const)));
}

function nameOf(total: Total): string {
  return total.values[0] ?? "undefined";
}
