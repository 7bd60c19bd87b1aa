// The rows of the plot key upset as sets and combinations.

import type { Columns } from "../arrow";
import { compareNatural } from "./format";

/** Groups beyond the twelve largest, merged by the server. */
export const OTHER_GROUPS = "other";

export interface GroupSet {
  group: string;
  /** Keys of the group, wherever else they occur. */
  keys: number;
  /** Analysed genomes of the group. */
  genomes: number;
}

export interface Combination {
  /** In the order of the sets. */
  groups: readonly string[];
  /** Keys that exactly these groups have. */
  keys: number;
}

export interface Upset {
  sets: readonly GroupSet[];
  /** The largest first. */
  combinations: readonly Combination[];
}

export function readUpset(data: Columns): Upset {
  const numbers = data.numbers("intersection");
  const groups = data.texts("group").map((group) => group ?? "undefined");
  const keys = data.numbers("keys");
  const genomes = data.numbers("group_genomes");
  const sets: GroupSet[] = [];
  const members = new Map<number, { groups: string[]; keys: number }>();
  numbers.forEach((number, i) => {
    const group = groups[i] ?? "undefined";
    const count = keys[i] ?? 0;
    if (!number) sets.push({ group, keys: count, genomes: genomes[i] ?? 0 });
    else {
      const known = members.get(number) ?? { groups: [], keys: count };
      known.groups.push(group);
      members.set(number, known);
    }
  });
  sets.sort((a, b) => compareGroups(a.group, b.group));
  const combinations = [...members]
    .sort(([a], [b]) => a - b)
    .map(([, one]) => ({ keys: one.keys, groups: one.groups.sort(compareGroups) }));
  return { sets, combinations };
}

/** Names a combination as `data-key` does. */
export function combinationKey(combination: Combination): string {
  return JSON.stringify(combination.groups);
}

/** Natural order, the merged groups behind all others. */
function compareGroups(a: string, b: string): number {
  const last = Number(a === OTHER_GROUPS) - Number(b === OTHER_GROUPS);
  return last || compareNatural(a, b);
}
