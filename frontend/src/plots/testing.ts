// What the tests of the figures share: data of the demo, small tables, options.

import { readFileSync } from "node:fs";
import { tableFromArrays, vectorFromArray } from "apache-arrow";
import { Columns, readArrow } from "../arrow";
import type { Drawing, DrawOptions, Figure } from "./drawing";
import { assignGroups } from "./groups";

/** A file of test-data, as the server sends it. */
export function demoData(name: string): Columns {
  return readArrow(readFileSync(new URL(`../../test-data/${name}.arrow`, import.meta.url)));
}

/** Columns from plain arrays. */
export function columnsOf(
  values: Record<string, readonly (string | number | boolean | null)[]>,
): Columns {
  const vectors = Object.entries(values).map(([name, cells]) => [
    name,
    vectorFromArray([...cells]),
  ]);
  return new Columns(tableFromArrays(Object.fromEntries(vectors) as Record<string, never[]>));
}

/** Options for the demo: 40 genomes in its categories, the figure's own first switches. */
export function optionsFor(figure: Figure, more: Partial<DrawOptions> = {}): DrawOptions {
  const switches = Object.fromEntries(figure.switches.map((item) => [item.name, item.initial]));
  return {
    width: 900,
    groups: assignGroups(["A", "B", "C", "undefined"]),
    by: "category",
    genomes: 40,
    allGenomes: 40,
    filterText: "",
    reference: "SIM0001",
    ...more,
    switches: { ...switches, ...more.switches },
  };
}

/** Everything that a reader gets from a drawing, for a snapshot. */
export function printed(drawn: Drawing): string {
  const { title, subtitle, caption, alt, svg } = drawn;
  return [title, subtitle, caption, alt, svg.outerHTML.replaceAll("><", ">\n<")].join("\n");
}
