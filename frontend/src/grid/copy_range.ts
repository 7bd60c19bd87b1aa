// Puts the chosen cells of a grid on the clipboard, and tells how that went.

import type { Columns } from "../arrow";
import { formatNumber, plural } from "../plots/format";
import { session } from "../session.svelte";
import { cellsAsTsv, copyLater, MOST_COPIED_ROWS } from "./copy_cells";
import { countCells, type Range } from "./cursor";

/** Copies a range; `names` are those of all shown columns in order. Heads go along with more than
 * one cell. */
export async function copyRange(
  range: Range,
  names: readonly string[],
  fetchRows: (offset: number, limit: number) => Promise<Columns>,
): Promise<void> {
  const rows = range.bottom - range.top + 1;
  const cells = countCells(range);
  if (rows > MOST_COPIED_ROWS) {
    const most = formatNumber(MOST_COPIED_ROWS);
    session.notify("info", "Too many rows to copy", `Up to ${most} rows fit. Use Download table.`);
    return;
  }
  const chosen = names.slice(range.left, range.right + 1);
  const text = fetchRows(range.top, rows).then((page) => cellsAsTsv(page, chosen, cells > 1));
  try {
    await copyLater(text);
    session.notify("info", `${plural(cells, "cell")} copied`);
  } catch {
    session.notify(
      "failed",
      "Not copied",
      "The clipboard could not be written. Use Download table.",
    );
  }
}
