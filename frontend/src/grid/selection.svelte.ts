// The cell cursor of a grid, and the cells that are chosen with it.

import { countCells, type GridSize, isInside, moveCursor, type Place, rangeOf } from "./cursor";

export class GridSelection {
  cursor = $state.raw<Place>({ row: 0, column: 0 });
  /** Where the chosen range begins; it ends at the cursor. */
  anchor = $state.raw<Place>({ row: 0, column: 0 });
  /** Whether the detail of the cursor's row is shown. */
  isOpen = $state(false);

  readonly range = $derived(rangeOf(this.anchor, this.cursor));
  readonly count = $derived(countCells(this.range));

  has(row: number, column: number): boolean {
    return this.count > 1 && isInside(this.range, row, column);
  }

  /** Puts the cursor on a cell; the range then is this cell, or with `isExtended` reaches to it. */
  put(place: Place, isExtended = false): void {
    this.cursor = place;
    if (!isExtended) this.anchor = place;
  }

  /** Moves the cursor as a key says; false if the key moves nothing. */
  press(event: KeyboardEvent, size: GridSize): boolean {
    const next = size.rows ? moveCursor(this.cursor, event, size) : null;
    if (!next) return false;
    this.put(next, event.shiftKey);
    return true;
  }

  chooseAll(size: GridSize): void {
    this.anchor = { row: 0, column: 0 };
    this.cursor = { row: Math.max(0, size.rows - 1), column: Math.max(0, size.columns - 1) };
  }

  /** Closes the detail, else forgets the range. */
  escape(): void {
    if (this.isOpen) this.isOpen = false;
    else this.anchor = this.cursor;
  }

  /** Other rows: the cursor goes back to the first, in its column. */
  restart(): void {
    this.put({ row: 0, column: this.cursor.column });
    this.isOpen = false;
  }
}
