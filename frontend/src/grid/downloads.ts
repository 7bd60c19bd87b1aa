// The filtered table as a file: which formats there are, and which can hold how much.

import { formatNumber } from "../plots/format";

export interface Format {
  ending: "csv" | "tsv" | "xlsx" | "parquet";
  name: string;
  text: string;
}

export const FORMATS: readonly Format[] = [
  { ending: "csv", name: "CSV", text: "commas" },
  { ending: "tsv", name: "TSV", text: "tabs" },
  { ending: "xlsx", name: "Excel", text: "xlsx" },
  { ending: "parquet", name: "Parquet", text: "typed, for programs" },
];

/** Rows of a sheet, without its head. */
const MOST_SHEET_ROWS = 1_048_575;

/** Why a format cannot hold so many rows; null if it can. */
export function refuseRows(format: Format, rows: number): string | null {
  return format.ending === "xlsx" && rows > MOST_SHEET_ROWS
    ? `A sheet holds ${formatNumber(MOST_SHEET_ROWS)} rows; filter the table, or take CSV.`
    : null;
}
