// How wide a column must be for what is in it.

import { textWidth } from "../plots/svg";
import { type Cell, type GridColumn, printCell } from "./column_kinds";

const PADDING = 22;
const HEAD_EXTRA = 32;
const MARK = 18;
const MOST = 480;

/** px that show the head and all these cells; 480 at most. */
export function fittingWidth(column: GridColumn, cells: readonly (Cell | undefined)[]): number {
  const size = column.isMono ? 11.5 : 12;
  const mark = column.isGroup ? MARK : 0;
  const widths = cells.map(
    (cell) => textWidth(printCell(column, cell), size, column.isMono) + mark,
  );
  const head = textWidth(column.label, 12) * 1.1 + HEAD_EXTRA;
  return Math.min(MOST, Math.ceil(Math.max(head, PADDING + Math.max(0, ...widths))));
}
