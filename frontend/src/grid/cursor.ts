// Where keys take the cell cursor of a grid, and the range that Shift extends.

export interface Place {
  row: number;
  column: number;
}

export interface Range {
  top: number;
  /** Inclusive, as all limits here. */
  bottom: number;
  left: number;
  right: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows that fit into the window. */
  page: number;
}

interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The place that a key leads to, or null if the key moves nothing. */
export function moveCursor(at: Place, pressed: Key, size: GridSize): Place | null {
  const isFar = pressed.ctrlKey || pressed.metaKey;
  const lastRow = Math.max(0, size.rows - 1);
  const lastColumn = Math.max(0, size.columns - 1);
  const row = (to: number) => ({ row: Math.min(Math.max(to, 0), lastRow), column: at.column });
  const column = (to: number) => ({ row: at.row, column: Math.min(Math.max(to, 0), lastColumn) });
  const step = Math.max(1, size.page - 1);
  switch (pressed.key) {
    case "ArrowDown":
      return row(isFar ? lastRow : at.row + 1);
    case "ArrowUp":
      return row(isFar ? 0 : at.row - 1);
    case "ArrowRight":
      return column(isFar ? lastColumn : at.column + 1);
    case "ArrowLeft":
      return column(isFar ? 0 : at.column - 1);
    case "PageDown":
      return row(at.row + step);
    case "PageUp":
      return row(at.row - step);
    case "Home":
      return isFar ? { row: 0, column: 0 } : column(0);
    case "End":
      return isFar ? { row: lastRow, column: lastColumn } : column(lastColumn);
    default:
      return null;
  }
}

/** The cells between two places. */
export function rangeOf(a: Place, b: Place): Range {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function isInside(range: Range, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

export function countCells(range: Range): number {
  return (range.bottom - range.top + 1) * (range.right - range.left + 1);
}
