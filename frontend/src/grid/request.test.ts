import { expect, test } from "vitest";
import { NO_FILTERS } from "../filters";
import { FORMATS, refuseRows } from "./downloads";
import { gridQuery, ignoredFilters, pageQuery } from "./request";

const table = { name: "t", file: "t.tsv", rows: 9, columns: {}, filters: ["genome", "year_from"] };
const request = {
  table,
  filters: { ...NO_FILTERS, genome: ["A"], repeat_from: 4, repeat_to: 9 },
  conditions: [["repeat", "ge", "4"]] as const,
  search: " tca ",
  sort: [{ name: "start", isDescending: true }],
  columns: ["start", "repeat"],
};

test("only filters that the table can follow are sent", () => {
  const query = gridQuery(request);
  expect(query.getAll("genome")).toEqual(["A"]);
  expect(query.has("repeat_from")).toBe(false);
});

test("conditions, search, order and columns are sent", () => {
  const query = gridQuery(request);
  expect(query.getAll("filter")).toEqual(['["repeat","ge","4"]', '["","text","tca"]']);
  expect(query.get("sort")).toBe("-start");
  expect(query.get("columns")).toBe("start,repeat");
});

test("names with commas are not listed: all columns come then", () => {
  expect(gridQuery({ ...request, columns: ["a,b", "c"] }).has("columns")).toBe(false);
});

test("a page has its place, and the query stays as it was", () => {
  const query = gridQuery(request);
  expect(pageQuery(query, 400, 200).get("offset")).toBe("400");
  expect(query.has("offset")).toBe(false);
});

test("filters that the table cannot follow are named once", () => {
  expect(ignoredFilters(request.filters, table.filters)).toEqual(["repeat number"]);
  expect(ignoredFilters(NO_FILTERS, [])).toEqual([]);
});

test("a sheet that cannot hold the rows is refused with the reason", () => {
  const sheet = FORMATS.find((format) => format.ending === "xlsx");
  if (!sheet) throw new Error("no xlsx");
  expect(refuseRows(sheet, 1_048_575)).toBeNull();
  expect(refuseRows(sheet, 1_048_576)).toContain("1,048,575 rows");
});
