import { expect, test } from "vitest";
import { describeColumns } from "./column_kinds";
import {
  initialLayout,
  keepLayout,
  LEAST_WIDTH,
  moveBeside,
  moveBy,
  placeColumns,
  readLayout,
  setHidden,
  setPinned,
  setWidth,
  shownNames,
} from "./layout";

const columns = describeColumns({ a: "string", b: "int32", c: "double", d: "bool" });
const all = initialLayout(columns);

function storage(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
}

test("without names all columns are shown, the first one pinned", () => {
  expect(shownNames(all)).toEqual(["a", "b", "c", "d"]);
  expect(all.pinned).toEqual(["a"]);
});

test("named columns come first and the others are hidden; unknown names are passed over", () => {
  const layout = initialLayout(columns, ["c", "x", "a"]);
  expect(shownNames(layout)).toEqual(["c", "a"]);
  expect(layout.order).toEqual(["c", "a", "b", "d"]);
});

test("pinned columns stand in front, whatever their place", () => {
  expect(shownNames(setPinned(all, "c", true))).toEqual(["a", "c", "b", "d"]);
  expect(shownNames(setPinned(setPinned(all, "c", true), "a", false))).toEqual([
    "c",
    "a",
    "b",
    "d",
  ]);
});

test("columns are dropped before or behind others", () => {
  expect(shownNames(moveBeside(all, "b", "d", true))).toEqual(["a", "c", "d", "b"]);
  expect(shownNames(moveBeside(all, "d", "b", false))).toEqual(["a", "d", "b", "c"]);
  expect(moveBeside(all, "b", "b", true)).toBe(all);
});

test("a column that is dropped among the pinned ones is pinned", () => {
  const layout = moveBeside(all, "d", "a", false);
  expect(shownNames(layout)).toEqual(["d", "a", "b", "c"]);
  expect(layout.pinned).toContain("d");
});

test("keys move a column among its own kind only", () => {
  expect(shownNames(moveBy(all, "c", 1))).toEqual(["a", "b", "d", "c"]);
  expect(shownNames(moveBy(all, "c", -1))).toEqual(["a", "c", "b", "d"]);
  expect(moveBy(all, "b", -1)).toBe(all);
  expect(moveBy(all, "d", 1)).toBe(all);
});

test("moving passes over hidden columns", () => {
  const layout = setHidden(all, "c", true);
  expect(shownNames(moveBy(layout, "b", 1))).toEqual(["a", "d", "b"]);
});

test("the last shown column cannot be hidden", () => {
  const one = ["b", "c", "d"].reduce((layout, name) => setHidden(layout, name, true), all);
  expect(shownNames(setHidden(one, "a", true))).toEqual(["a"]);
});

test("places are the sums of the widths in front", () => {
  const layout = setWidth(setWidth(all, "a", 100), "b", 50);
  const placed = placeColumns(columns, layout);
  expect(placed.map((column) => column.left).slice(0, 3)).toEqual([0, 100, 150]);
  expect(placed[0]?.isPinned).toBe(true);
});

test("widths stay within limits", () => {
  expect(setWidth(all, "a", 3).widths.a).toBe(LEAST_WIDTH);
});

test("a layout is kept per table, and forgotten on reset", () => {
  const place = storage();
  const changed = setWidth(setHidden(all, "b", true), "a", 77);
  keepLayout("t", changed, place);
  expect(readLayout("t", columns, all, place)).toEqual(changed);
  expect(readLayout("other", columns, all, place)).toBe(all);
  keepLayout("t", null, place);
  expect(place.kept.size).toBe(0);
});

test("columns that are gone are forgotten, new ones come as they would at first", () => {
  const kept = { order: ["old", "c", "a"], hidden: ["old", "a"], pinned: ["old"], widths: {} };
  const place = storage({ "crossroad.grid.t": JSON.stringify(kept) });
  const layout = readLayout("t", columns, initialLayout(columns, ["a", "b"]), place);
  expect(layout.order).toEqual(["c", "a", "b", "d"]);
  expect(shownNames(layout)).toEqual(["c", "b"]);
});

test.each(["no JSON", "null", '{"order":1}', '{"order":["x"],"hidden":[],"pinned":[]}'])(
  "%s in the storage gives a layout that shows something",
  (text) => {
    const place = storage({ "crossroad.grid.t": text });
    expect(shownNames(readLayout("t", columns, all, place)).length).toBeGreaterThan(0);
  },
);

test("a column that is called as what every object has is as wide as others", () => {
  const named = describeColumns({ constructor: "string", a: "string" });
  const placed = placeColumns(named, initialLayout(named));
  expect(placed.map((column) => column.left)).toEqual([0, placed[0]?.width]);
});

test("of a damaged layout only what fits is taken", () => {
  const layout = {
    order: ["b", "b", 5, "a"],
    hidden: [],
    pinned: [null],
    widths: { a: "wide", b: 1e9, c: 80 },
  };
  const kept = readLayout(
    "t",
    columns,
    all,
    storage({ "crossroad.grid.t": JSON.stringify(layout) }),
  );
  expect(shownNames(kept)).toEqual(["b", "a", "c", "d"]);
  expect(kept.widths).toEqual({ c: 80 });
});
