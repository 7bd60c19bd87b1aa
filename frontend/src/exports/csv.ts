// Plotted data as CSV (RFC 4180).

import type { PlottedTable } from "../plots/drawing";

/** The table with its head; empty cells are missing values. Texts that a spreadsheet would take for
 * a formula get an apostrophe in front, as in the server's exports. */
export function toCsv(table: PlottedTable): string {
  const lines = [
    table.columns.map((column) => cell(column.name)),
    ...table.rows.map((row) => row.map(cell)),
  ];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=@\t\r]|^[+-]./.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
