import { expect, test } from "vitest";
import { countCells, isInside, moveCursor, rangeOf } from "./cursor";

const size = { rows: 1000, columns: 5, page: 20 };
const at = { row: 500, column: 2 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });

test.each([
  ["ArrowDown", false, 501, 2],
  ["ArrowUp", false, 499, 2],
  ["ArrowLeft", false, 500, 1],
  ["ArrowRight", false, 500, 3],
  ["PageDown", false, 519, 2],
  ["PageUp", false, 481, 2],
  ["Home", false, 500, 0],
  ["End", false, 500, 4],
  ["Home", true, 0, 0],
  ["End", true, 999, 4],
  ["ArrowDown", true, 999, 2],
  ["ArrowUp", true, 0, 2],
])("%s (Ctrl: %s) leads to row %i, column %i", (key, isCtrl, row, column) => {
  expect(moveCursor(at, press(key, isCtrl), size)).toEqual({ row, column });
});

test("the cursor stays inside the table", () => {
  expect(moveCursor({ row: 0, column: 0 }, press("ArrowUp"), size)).toEqual({ row: 0, column: 0 });
  expect(moveCursor({ row: 999, column: 4 }, press("PageDown"), size)).toEqual({
    row: 999,
    column: 4,
  });
  expect(moveCursor(at, press("ArrowDown"), { rows: 0, columns: 0, page: 0 })).toEqual({
    row: 0,
    column: 2,
  });
});

test("other keys move nothing", () => {
  expect(moveCursor(at, press("a"), size)).toBeNull();
});

test("a range has the same cells from whichever corner it was drawn", () => {
  const range = rangeOf({ row: 7, column: 1 }, { row: 5, column: 3 });
  expect(range).toEqual(rangeOf({ row: 5, column: 3 }, { row: 7, column: 1 }));
  expect(countCells(range)).toBe(9);
  expect(isInside(range, 6, 2)).toBe(true);
  expect(isInside(range, 8, 2)).toBe(false);
});
