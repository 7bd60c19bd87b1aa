// Cells as text that spreadsheets take: tabs between columns, a line per row.

import type { Columns } from "../arrow";
import { type Cell, plainCell } from "./column_kinds";

/** Rows as TSV, the cells as they stand in the file; with the names of the columns if wanted. */
export function cellsAsTsv(page: Columns, names: readonly string[], withHead: boolean): string {
  const columns = names.map((name) => page.cells(name));
  const lines = Array.from({ length: page.length }, (_, row) =>
    columns.map((cells) => quoted(plainCell(cells[row] as Cell))).join("\t"),
  );
  return [...(withHead ? [names.map(quoted).join("\t")] : []), ...lines].join("\n");
}

/** Rows that are copied at once at most: those of one answer of the server. */
export const MOST_COPIED_ROWS = 10_000;

/** Puts a text on the clipboard that may still have to be fetched. Rejects if it cannot. */
export function copyLater(text: Promise<string>): Promise<void> {
  const blob = text.then((ready) => new Blob([ready], { type: "text/plain" }));
  // The text is promised: browsers ask that the clipboard is written at once after the key.
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

function quoted(cell: string): string {
  return /[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
