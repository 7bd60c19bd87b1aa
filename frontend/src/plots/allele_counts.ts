// Repeat numbers of one locus by group: what the plot key `alleles` tells of its genomes.

import { ascending, group } from "d3-array";
import type { Columns } from "../arrow";
import { type AlleleState, STATES, type StateCounts } from "./allele_states";
import type { DrawOptions } from "./drawing";
import { compareNatural } from "./format";

/** One genome at the locus. */
export interface Carrier {
  genome: string;
  /** Value of the column that groups genomes. */
  group: string;
  year: number | null;
  state: AlleleState;
  /** Of each of its places, in their order; none if it is missing. */
  repeats: readonly number[];
}

export interface AlleleCount {
  repeat: number;
  carriers: readonly Carrier[];
}

export interface GroupAlleles {
  name: string;
  carriers: readonly Carrier[];
  /** Genomes with exactly one repeat number, smallest number first. */
  alleles: readonly AlleleCount[];
  /** Genomes with several numbers, once at each. */
  several: readonly AlleleCount[];
  states: StateCounts;
}

/** One carrier per genome of the rows of `alleles`, in their order. */
export function readCarriers(data: Columns, options: Pick<DrawOptions, "by">): Carrier[] {
  const column = options.by === "category" ? "category" : "group";
  const [ids, groups, states] = [data.texts("genomeID"), data.texts(column), data.texts("state")];
  const [years, repeats] = [data.numbers("year"), data.numbers("repeat")];
  const found = new Map<string, Carrier & { repeats: number[] }>();
  ids.forEach((id, i) => {
    const repeat = repeats[i] ?? null;
    const known = found.get(id ?? "");
    if (known) {
      if (repeat !== null) known.repeats.push(repeat);
      return;
    }
    found.set(id ?? "", {
      genome: id ?? "",
      group: groups[i] ?? "undefined",
      year: years[i] ?? null,
      state: (states[i] ?? "missing") as AlleleState,
      repeats: repeat === null ? [] : [repeat],
    });
  });
  return [...found.values()];
}

/** The one repeat number of a genome; null if it has none, or different ones. */
export function observation({ repeats }: Carrier): number | null {
  const [first] = repeats;
  return first !== undefined && repeats.every((repeat) => repeat === first) ? first : null;
}

/** Groups in natural order, those without metadata last. */
export function groupCarriers(carriers: readonly Carrier[]): GroupAlleles[] {
  return [...group(carriers, (carrier) => carrier.group)]
    .sort((a, b) => compareNatural(a[0], b[0]))
    .map(([name, members]) => ({ name, ...countAlleles(members) }));
}

/** Alleles of some genomes. */
export function countAlleles(members: readonly Carrier[]): Omit<GroupAlleles, "name"> {
  const several = members.filter((one) => one.repeats.length && observation(one) === null);
  return {
    carriers: members,
    alleles: byRepeat(members, (one) => {
      const repeat = observation(one);
      return repeat === null ? [] : [repeat];
    }),
    several: byRepeat(several, (one) => [...new Set(one.repeats)]),
    states: Object.fromEntries(
      STATES.map((state) => [state, members.filter((one) => one.state === state).length]),
    ) as unknown as StateCounts,
  };
}

function byRepeat(
  members: readonly Carrier[],
  repeatsOf: (carrier: Carrier) => readonly number[],
): AlleleCount[] {
  const found = new Map<number, Carrier[]>();
  for (const carrier of members) {
    for (const repeat of repeatsOf(carrier)) {
      found.set(repeat, [...(found.get(repeat) ?? []), carrier]);
    }
  }
  return [...found]
    .map(([repeat, carriers]) => ({ repeat, carriers }))
    .sort((a, b) => ascending(a.repeat, b.repeat));
}
