// The filter bar as data: what is chosen, in words, in the address, and in requests.

import { own } from "./own";
import { formatNumber, groupName } from "./plots/format";

/** Values of one kind are alternatives; kinds narrow each other down. */
export interface Filters {
  category: readonly string[];
  genome: readonly string[];
  gene: readonly string[];
  motif_class: readonly string[];
  /** bp. */
  motif_length: readonly number[];
  /** Values by metadata column other than category. */
  metadata: Readonly<Record<string, readonly string[]>>;
  year_from: number | null;
  year_to: number | null;
  repeat_from: number | null;
  repeat_to: number | null;
}

export const NO_FILTERS: Filters = {
  category: [],
  genome: [],
  gene: [],
  motif_class: [],
  motif_length: [],
  metadata: {},
  year_from: null,
  year_to: null,
  repeat_from: null,
  repeat_to: null,
};

const LISTS = ["category", "genome", "gene", "motif_class"] as const;
const LIMITS = ["year_from", "year_to", "repeat_from", "repeat_to"] as const;

/** Names of the common filters of the server, in their order there. */
export const FILTER_NAMES = [...LISTS, "motif_length", "metadata", ...LIMITS] as const;

export interface Chip {
  /** What is filtered: `clade`, `repeat number`. */
  kind: string;
  /** By which values. */
  text: string;
  /** The filters without this chip. */
  without: Filters;
}

/** The filters with more values; limits replace what was there. */
export function addFilter(filters: Filters, more: Partial<Filters>): Filters {
  const joined = { ...filters, ...onlyLimits(more) };
  for (const name of LISTS) {
    const added = more[name];
    if (added) joined[name] = union(filters[name], added);
  }
  if (more.motif_length) joined.motif_length = union(filters.motif_length, more.motif_length);
  if (more.metadata) {
    joined.metadata = { ...filters.metadata };
    for (const [column, values] of Object.entries(more.metadata)) {
      joined.metadata = {
        ...joined.metadata,
        [column]: union(own(filters.metadata, column) ?? [], values),
      };
    }
  }
  return joined;
}

/** What several filters choose together: values of all of them, and no limits that none has. */
export function joinFilters(parts: readonly Partial<Filters>[]): Partial<Filters> {
  const joined = parts.reduce<Filters>(addFilter, NO_FILTERS);
  const isChosen = (value: unknown) => value !== null && Object.keys(Object(value)).length > 0;
  return Object.fromEntries(
    Object.entries(joined).filter(([, value]) => typeof value === "number" || isChosen(value)),
  );
}

/** The filter of a value of the column that groups genomes. */
export function groupFilter(by: string, value: string): Partial<Filters> {
  return by === "category" ? { category: [value] } : { metadata: { [by]: [value] } };
}

export function hasFilters(filters: Filters): boolean {
  return toQuery(filters).size > 0;
}

/** The filters as query parameters of the server; only the named kinds, if some are named. */
export function toQuery(
  filters: Filters,
  kinds: readonly string[] = FILTER_NAMES,
): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of LISTS) {
    if (kinds.includes(name)) for (const value of filters[name]) query.append(name, value);
  }
  if (kinds.includes("motif_length")) {
    for (const length of filters.motif_length) query.append("motif_length", String(length));
  }
  if (kinds.includes("metadata")) {
    for (const [column, values] of Object.entries(filters.metadata)) {
      if (values.length) query.append("metadata", JSON.stringify([column, ...values]));
    }
  }
  for (const name of LIMITS) {
    const limit = filters[name];
    if (limit !== null && kinds.includes(name)) query.append(name, String(limit));
  }
  return query;
}

/** The filters in an address; what does not fit is left out. */
export function fromQuery(query: URLSearchParams): Filters {
  const filters: { -readonly [Name in keyof Filters]: Filters[Name] } = { ...NO_FILTERS };
  for (const name of LISTS) filters[name] = [...new Set(query.getAll(name))];
  filters.motif_length = [...new Set(query.getAll("motif_length").map(Number))].filter(
    (length) => Number.isInteger(length) && length >= 1 && length <= 100,
  );
  filters.metadata = Object.fromEntries(query.getAll("metadata").flatMap(readMetadata));
  for (const name of LIMITS) {
    const text = query.get(name);
    filters[name] = text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : null;
  }
  return filters;
}

/** One chip per kind of filter. */
export function listChips(filters: Filters): Chip[] {
  const chips: Chip[] = [];
  const add = (kind: string, values: readonly (string | number)[], without: Partial<Filters>) => {
    if (values.length)
      chips.push({ kind, text: listed(values), without: { ...filters, ...without } });
  };
  add("category", filters.category.map(groupName), { category: [] });
  for (const [column, values] of Object.entries(filters.metadata)) {
    const { [column]: _, ...others } = filters.metadata;
    add(column, values.map(groupName), { metadata: others });
  }
  add("genome", filters.genome, { genome: [] });
  add("gene", filters.gene, { gene: [] });
  add("motif class", filters.motif_class, { motif_class: [] });
  add(
    "motif length",
    filters.motif_length.map((length) => `${length} bp`),
    { motif_length: [] },
  );
  add("year", limits(filters.year_from, filters.year_to, String), {
    year_from: null,
    year_to: null,
  });
  add("repeat number", limits(filters.repeat_from, filters.repeat_to, formatNumber), {
    repeat_from: null,
    repeat_to: null,
  });
  return chips;
}

/** All filters in words: `category Ia or IIa; motif length 3 bp`. */
export function describeFilters(filters: Filters): string {
  return listChips(filters)
    .map((chip) => `${chip.kind} ${chip.text}`)
    .join("; ");
}

function readMetadata(text: string): [string, string[]][] {
  try {
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values) || values.length < 2) return [];
    if (!values.every((value) => typeof value === "string")) return [];
    const [column = "", ...chosen] = values as string[];
    return [[column, chosen]];
  } catch {
    return [];
  }
}

function onlyLimits(more: Partial<Filters>): Partial<Filters> {
  return Object.fromEntries(
    LIMITS.filter((name) => more[name] !== undefined).map((name) => [name, more[name]]),
  );
}

function union<Value>(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  return [...new Set([...a, ...b])];
}

function listed(values: readonly (string | number)[]): string {
  const shown = values.slice(0, 3).join(" or ");
  return values.length > 3 ? `${shown} or ${values.length - 3} more` : shown;
}

function limits(
  least: number | null,
  most: number | null,
  print: (value: number) => string,
): string[] {
  if (least !== null && most !== null) {
    return [least === most ? print(least) : `${print(least)} to ${print(most)}`];
  }
  if (least !== null) return [`≥ ${print(least)}`];
  return most !== null ? [`≤ ${print(most)}`] : [];
}
