import { describe, expect, test } from "vitest";
import { describeColumns, type GridColumn } from "./column_kinds";
import { parseFilter, parseFilters, readFilters, writeFilters } from "./filter_text";

const columns = describeColumns({
  genomeID: "dictionary<values=string, indices=int32, ordered=0>",
  repeat: "int32",
  GC_per: "double",
  year: "int32",
  is_analysed: "bool",
  ssr_position: "dictionary<values=string, indices=int32, ordered=0>",
});

function column(name: string): GridColumn {
  const found = columns.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

describe("numbers", () => {
  test.each([
    ["≥ 4", [["repeat", "ge", "4"]]],
    [">=4", [["repeat", "ge", "4"]]],
    ["≤4", [["repeat", "le", "4"]]],
    ["<3", [["repeat", "lt", "3"]]],
    ["> 3", [["repeat", "gt", "3"]]],
    ["4", [["repeat", "eq", "4"]]],
    ["=4", [["repeat", "eq", "4"]]],
    ["!= 4", [["repeat", "ne", "4"]]],
    ["≥ 1,204", [["repeat", "ge", "1204"]]],
    ["-2", [["repeat", "eq", "-2"]]],
    ["\u22122.5", [["repeat", "eq", "-2.5"]]],
    ["undefined", [["repeat", "eq", "undefined"]]],
    ["–", [["repeat", "eq", "undefined"]]],
    ["  ", []],
  ])("%s is understood", (text, conditions) => {
    expect(parseFilter(column("repeat"), text)).toEqual({ conditions });
  });

  test.each(["4-10", "4 – 10", "10-4", "4..10", "4 to 10"])(
    "%s is a range, limits inclusive",
    (text) => {
      expect(parseFilter(column("repeat"), text)).toEqual({
        conditions: [
          ["repeat", "ge", "4"],
          ["repeat", "le", "10"],
        ],
      });
    },
  );

  test("a range may begin below zero", () => {
    expect(parseFilter(column("repeat"), "-4--2")).toEqual({
      conditions: [
        ["repeat", "ge", "-4"],
        ["repeat", "le", "-2"],
      ],
    });
  });

  test.each(["many", "4-", "≥", "4 5 x", "1.2.3"])("%s is a problem, not a condition", (text) => {
    expect(parseFilter(column("repeat"), text)).toHaveProperty("problem");
  });

  test("a problem names the column and what can be written", () => {
    expect(parseFilter(column("repeat"), "many")).toEqual({
      problem: "Repeats: “many” is no number. Write ≥ 4, < 3, 4-10, 4 or undefined.",
    });
  });
});

test("text is looked for inside the cell", () => {
  expect(parseFilter(column("genomeID"), " NC_ ")).toEqual({
    conditions: [["genomeID", "contains", "NC_"]],
  });
});

test("a dash in a text column is a missing value", () => {
  expect(parseFilter(column("genomeID"), "–")).toEqual({
    conditions: [["genomeID", "eq", "undefined"]],
  });
});

test("chosen values are alternatives, and none of them is no condition", () => {
  expect(parseFilter(column("genomeID"), ["A", "B"])).toEqual({
    conditions: [["genomeID", "in", "A", "B"]],
  });
  expect(parseFilter(column("genomeID"), [])).toEqual({ conditions: [] });
});

test("yes and no are true and false", () => {
  expect(parseFilter(column("is_analysed"), "Yes")).toEqual({
    conditions: [["is_analysed", "eq", "true"]],
  });
  expect(parseFilter(column("is_analysed"), "n")).toEqual({
    conditions: [["is_analysed", "eq", "false"]],
  });
  expect(parseFilter(column("is_analysed"), "maybe")).toHaveProperty("problem");
});

test("positions are found by the words that are shown for them", () => {
  expect(parseFilter(column("ssr_position"), "edge")).toEqual({
    conditions: [["ssr_position", "in", "intersect_start", "intersect_stop"]],
  });
  expect(parseFilter(column("ssr_position"), "IN")).toEqual({
    conditions: [["ssr_position", "in", "IN", "intersect_start", "intersect_stop"]],
  });
});

test("filters of unknown columns are left out, problems are told by column", () => {
  const { conditions, problems } = parseFilters(columns, { repeat: "x", year: "2020", other: "1" });
  expect(conditions).toEqual([["year", "eq", "2020"]]);
  expect(Object.keys(problems)).toEqual(["repeat"]);
});

test("filters survive the address", () => {
  const filters = { repeat: "≥ 4", genomeID: ["A", "B"] };
  expect(readFilters(writeFilters({ ...filters, year: "", gene: [] }))).toEqual(filters);
  expect(writeFilters({ year: "" })).toBeUndefined();
});

test.each([undefined, "", "no JSON", "[1]", "null", '{"repeat":4,"x":[1]}'])(
  "%s in an address is no filter",
  (text) => {
    expect(readFilters(text)).toEqual({});
  },
);

test("columns that are called as what every object has are filtered as others", () => {
  const names = ["constructor", "toString", "__proto__"];
  const types = Object.fromEntries(names.map((name) => [name, "string"]));
  const others = describeColumns(types);
  expect(others.map((one) => one.label)).toEqual(["Constructor", "ToString", "  proto  "]);
  expect(parseFilters(others, {})).toEqual({ conditions: [], problems: {} });
  const filters = readFilters('{"__proto__":"a","constructor":["b"]}');
  expect(parseFilters(others, filters).conditions).toEqual([
    ["constructor", "in", "b"],
    ["__proto__", "contains", "a"],
  ]);
  expect(readFilters("{}").constructor).toBeUndefined();
});
