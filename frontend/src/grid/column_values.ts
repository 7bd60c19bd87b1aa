// The values that a column can be filtered by, where the server counts them.

import { getPlotData } from "../api";
import { type Filters, toQuery } from "../filters";
import type { TableSummary } from "../messages";
import { own } from "../own";
import type { GridColumn } from "./column_kinds";

export interface CountedValue {
  value: string;
  count: number;
}

export interface Dimension {
  /** Query of the plot key filter_values. */
  query: Readonly<Record<string, string>>;
  /** What is counted. */
  counted: "genomes" | "ssrs";
}

const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  genomeID: { query: { dimension: "genome" }, counted: "ssrs" },
  category: { query: { dimension: "category" }, counted: "genomes" },
  year: { query: { dimension: "year" }, counted: "genomes" },
  gene: { query: { dimension: "gene" }, counted: "ssrs" },
  length_of_motif: { query: { dimension: "motif_length" }, counted: "ssrs" },
};
const OWN = new Set(
  "motif loci sequence matched pattern Pattern strand genomeID2 seqID ssr_position".split(" "),
);

/** How the values of a column are counted; null where the server has no count for them. */
export function dimensionOf(table: TableSummary, column: GridColumn): Dimension | null {
  const accepted = table.filters;
  if (column.name === "gene") return accepted.includes("gene") ? (DIMENSIONS.gene ?? null) : null;
  if (!accepted.includes("metadata")) return null;
  const known = own(DIMENSIONS, column.name);
  if (known) return known;
  if (column.kind !== "text" || OWN.has(column.name)) return null;
  return { query: { dimension: "metadata", by: column.name }, counted: "genomes" };
}

/** The values with their counts under the filter bar, the most frequent first; at most 500. */
export async function listValues(
  job: string,
  filters: Filters,
  dimension: Dimension,
): Promise<CountedValue[]> {
  const query = toQuery(filters);
  for (const [name, value] of Object.entries(dimension.query)) query.set(name, value);
  const found = await getPlotData(job, "filter_values", query);
  const values = found.texts("value");
  const counts = found.numbers(dimension.counted);
  return values.map((value, i) => ({ value: value ?? "undefined", count: counts[i] ?? 0 }));
}
