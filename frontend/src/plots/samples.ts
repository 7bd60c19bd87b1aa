// One value per genome, in groups: what strips of genomes are drawn from.

import type { Columns } from "../arrow";
import { compareNatural, groupName } from "./format";

export interface Sample {
  genome: string;
  category: string;
  /** Value of the column that groups genomes. */
  group: string;
  year: number | null;
  value: number;
}

/** The column that holds the groups: `group` is the third metadata column unless it was asked for. */
export function groupColumn(by: string): "category" | "group" {
  return by === "category" ? "category" : "group";
}

/** A sample per row; rows without a value are left out. */
export function readSamples(data: Columns, value: string, by: string): Sample[] {
  const values = data.numbers(value);
  const genomes = data.texts("genomeID");
  const categories = data.texts("category");
  const groups = data.texts(groupColumn(by));
  const years = data.numbers("year");
  return values.flatMap((one, i) =>
    one === null
      ? []
      : [
          {
            genome: genomes[i] ?? "",
            category: categories[i] ?? "undefined",
            group: groups[i] ?? "undefined",
            year: years[i] ?? null,
            value: one,
          },
        ],
  );
}

/** Names of the groups in natural order, those without metadata last. */
export function listGroups(samples: readonly Sample[]): string[] {
  return [...new Set(samples.map((sample) => sample.group))].sort(compareNatural);
}

/** What a group is called; where no genome has any, they are all of them. */
export function groupTitle(group: string, groups: readonly string[]): string {
  return group === "undefined" && groups.length === 1 ? "all genomes" : groupName(group);
}

/** Id, then category, group and year as far as they are known. */
export function describeGenome(sample: Sample): string {
  const facts = [...new Set([sample.category, sample.group])].filter((one) => one !== "undefined");
  if (sample.year !== null) facts.push(String(sample.year));
  return [sample.genome, facts.join(" · ")].filter(Boolean).join("\n");
}
