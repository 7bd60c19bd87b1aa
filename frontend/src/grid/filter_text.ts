// What is typed into the filter row, as the conditions of the server.

import { own } from "../own";
import { type GridColumn, valuesShownLike } from "./column_kinds";

/** Text as typed, or a set of values, by column. */
export type ColumnFilters = Readonly<Record<string, string | readonly string[]>>;

/** As the server takes it: column, operation, values. */
export type Condition = readonly [column: string, operation: string, ...values: string[]];

export type Parsed = { conditions: Condition[] } | { problem: string };

const NUMBER = String.raw`[-\u2212]?\d[\d,\u202f\u00a0 ]*(?:\.\d+)?`;
const COMPARED = new RegExp(`^(≥|>=|≤|<=|>|<|=|≠|!=)?\\s*(${NUMBER})$`);
const RANGE = new RegExp(`^(${NUMBER})\\s*(?:-|–|—|\\.\\.|to)\\s*(${NUMBER})$`);
const OPERATIONS: Readonly<Record<string, string>> = {
  "≥": "ge",
  ">=": "ge",
  "≤": "le",
  "<=": "le",
  ">": "gt",
  "<": "lt",
  "=": "eq",
  "≠": "ne",
  "!=": "ne",
};
const MISSING = new Set(["undefined", "–", "(none)", "none"]);
const NUMBER_HINT = "Write ≥ 4, < 3, 4-10, 4 or undefined.";

/** The conditions of one column's filter; none for an empty one. */
export function parseFilter(column: GridColumn, filter: string | readonly string[]): Parsed {
  if (typeof filter !== "string") {
    return { conditions: filter.length ? [[column.name, "in", ...filter]] : [] };
  }
  const text = filter.trim();
  if (!text) return { conditions: [] };
  if (column.kind === "number") return parseNumbers(column, text);
  if (column.kind === "boolean") return parseBoolean(column, text);
  const values = valuesShownLike(column.name, text);
  if (values) return { conditions: [[column.name, "in", ...(values.length ? values : [text])]] };
  if (text === "–" || text === "(none)") return { conditions: [[column.name, "eq", "undefined"]] };
  return { conditions: [[column.name, "contains", text]] };
}

/** All conditions of a grid, those with a problem left out, and the problems by column. */
export function parseFilters(
  columns: readonly GridColumn[],
  filters: ColumnFilters,
): { conditions: Condition[]; problems: Record<string, string> } {
  const conditions: Condition[] = [];
  const problems = emptyMap<string>();
  for (const column of columns) {
    const filter = own(filters, column.name);
    if (filter === undefined) continue;
    const parsed = parseFilter(column, filter);
    if ("problem" in parsed) problems[column.name] = parsed.problem;
    else conditions.push(...parsed.conditions);
  }
  return { conditions, problems };
}

/** Filters in an address; what does not fit is left out. */
export function readFilters(text: string | undefined): ColumnFilters {
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    if (typeof read !== "object" || read === null || Array.isArray(read)) return {};
    const fitting = Object.entries(read).filter(
      ([, value]) =>
        typeof value === "string" ||
        (Array.isArray(value) && value.every((one) => typeof one === "string")),
    );
    return Object.assign(emptyMap(), Object.fromEntries(fitting));
  } catch {
    return {};
  }
}

// Without a prototype: a column may be called `constructor`.
function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null);
}

/** Filters for an address; undefined without any. */
export function writeFilters(filters: ColumnFilters): string | undefined {
  const given = Object.entries(filters).filter(([, filter]) => filter.length > 0);
  return given.length ? JSON.stringify(Object.fromEntries(given)) : undefined;
}

function parseNumbers(column: GridColumn, text: string): Parsed {
  const name = column.name;
  if (MISSING.has(text.toLowerCase())) return { conditions: [[name, "eq", "undefined"]] };
  const compared = COMPARED.exec(text);
  if (compared) {
    const operation = OPERATIONS[compared[1] ?? "="] ?? "eq";
    return { conditions: [[name, operation, plainNumber(compared[2] ?? "")]] };
  }
  const range = RANGE.exec(text);
  if (!range) return { problem: `${column.label}: “${text}” is no number. ${NUMBER_HINT}` };
  const limits = [plainNumber(range[1] ?? ""), plainNumber(range[2] ?? "")];
  const [least = "", most = ""] = limits.sort((a, b) => Number(a) - Number(b));
  return {
    conditions: [
      [name, "ge", least],
      [name, "le", most],
    ],
  };
}

function parseBoolean(column: GridColumn, text: string): Parsed {
  const isYes = "yes".startsWith(text.toLowerCase()) || "true".startsWith(text.toLowerCase());
  const isNo = "no".startsWith(text.toLowerCase()) || "false".startsWith(text.toLowerCase());
  if (!isYes && !isNo) return { problem: `${column.label}: write yes or no.` };
  return { conditions: [[column.name, "eq", isYes ? "true" : "false"]] };
}

// As people write numbers: thousands separators, a true minus sign.
function plainNumber(text: string): string {
  return text.replace("\u2212", "-").replace(/[,\u202f\u00a0 ]/g, "");
}
