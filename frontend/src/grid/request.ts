// What a grid asks the server for.

import { type Filters, toQuery } from "../filters";
import type { TableSummary } from "../messages";
import type { Condition } from "./filter_text";
import { formatSort, type SortKey } from "./sort";

export interface GridRequest {
  table: TableSummary;
  /** The filter bar; kinds that the table cannot follow are left out. */
  filters: Filters;
  conditions: readonly Condition[];
  /** Text that any cell of the row holds. */
  search: string;
  sort: readonly SortKey[];
  /** Columns wanted; all if there are none. */
  columns: readonly string[];
}

/** The query of a page or a file, without its place. */
export function gridQuery(request: GridRequest): URLSearchParams {
  const query = toQuery(request.filters, request.table.filters);
  for (const condition of request.conditions) query.append("filter", JSON.stringify(condition));
  const search = request.search.trim();
  if (search) query.append("filter", JSON.stringify(["", "text", search]));
  if (request.sort.length) query.set("sort", formatSort(request.sort));
  // Names stand between commas in the address; where one holds a comma, all columns come.
  if (request.columns.length && !request.columns.some((name) => name.includes(","))) {
    query.set("columns", request.columns.join(","));
  }
  return query;
}

/** The query of some rows. */
export function pageQuery(query: URLSearchParams, offset: number, limit: number): URLSearchParams {
  const page = new URLSearchParams(query);
  page.set("offset", String(offset));
  page.set("limit", String(limit));
  return page;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  category: "category",
  genome: "genome",
  gene: "gene",
  motif_class: "motif class",
  motif_length: "motif length",
  metadata: "metadata",
  year_from: "year",
  year_to: "year",
  repeat_from: "repeat number",
  repeat_to: "repeat number",
};

/** Kinds of filters that are set but that the table has nothing to follow with, in words. */
export function ignoredFilters(filters: Filters, accepted: readonly string[]): string[] {
  const given = new Set(toQuery(filters).keys());
  const ignored = [...given].filter((kind) => !accepted.includes(kind));
  return [...new Set(ignored.map((kind) => KIND_WORDS[kind] ?? kind))];
}
