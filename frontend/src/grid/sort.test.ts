import { expect, test } from "vitest";
import { formatSort, parseSort, rankOf, setSort, toggleSort } from "./sort";

const up = { name: "a", isDescending: false };
const down = { name: "a", isDescending: true };
const other = { name: "b", isDescending: true };

test("an order survives the address", () => {
  expect(formatSort([down, { name: "b", isDescending: false }])).toBe("-a,b");
  expect(parseSort("-a,b", ["a", "b"])).toEqual([down, { name: "b", isDescending: false }]);
});

test("unknown and repeated columns are left out", () => {
  expect(parseSort("x,-a,a,", ["a", "b"])).toEqual([down]);
});

test("a name that begins with a dash is a name first", () => {
  expect(parseSort("-a", ["-a", "a"])).toEqual([{ name: "-a", isDescending: false }]);
});

test("clicks on a head go round: ascending, descending, none", () => {
  expect(toggleSort([], "a", false)).toEqual([up]);
  expect(toggleSort([up], "a", false)).toEqual([down]);
  expect(toggleSort([down], "a", false)).toEqual([]);
});

test("a plain click forgets the other keys, Shift keeps them in front", () => {
  expect(toggleSort([other], "a", false)).toEqual([up]);
  expect(toggleSort([other], "a", true)).toEqual([other, up]);
  expect(toggleSort([up, other], "a", true)).toEqual([down, other]);
  expect(toggleSort([down, other], "a", true)).toEqual([other]);
});

test("the menu sets a direction, alone or as the last key", () => {
  expect(setSort([other], "a", true, false)).toEqual([down]);
  expect(setSort([up, other], "a", true, true)).toEqual([other, down]);
});

test("keys are counted from 1", () => {
  expect(rankOf([other, up], "a")).toEqual({ isDescending: false, rank: 2 });
  expect(rankOf([other], "a")).toBeNull();
});

test("names with commas and brackets stay apart", () => {
  const keys = [
    { name: "a,b", isDescending: true },
    { name: "[c", isDescending: false },
  ];
  expect(formatSort(keys)).toBe('["-a,b","[c"]');
  expect(parseSort(formatSort(keys), ["a,b", "[c"])).toEqual(keys);
  expect(parseSort("[no list", ["a"])).toEqual([]);
});
