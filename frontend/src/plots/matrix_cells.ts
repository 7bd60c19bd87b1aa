// Places in a matrix as rows and columns, and ranges of them as filters.

import { bisectRight } from "d3-array";
import type { Filters } from "../filters";

/** Index of the interval of this size that a place lies in; null between intervals. */
export function cellAt(starts: readonly number[], size: number, place: number): number | null {
  const i = bisectRight(starts, place) - 1;
  const start = starts[i];
  return start !== undefined && place < start + size ? i : null;
}

/** The filter for names from one place to another, in any order; none if it leaves out nothing. */
export function rangeFilter(
  kind: "genome" | "motif_class",
  names: readonly string[],
  from: number,
  to: number,
): Partial<Filters> {
  const chosen = names.slice(Math.min(from, to), Math.max(from, to) + 1);
  return chosen.length < names.length ? { [kind]: chosen } : {};
}
