import { expect, test } from "vitest";
import { columnsOf } from "../plots/testing";
import { cellsAsTsv } from "./copy_cells";

const page = columnsOf({
  genomeID: ["a", "b"],
  length: [1204, null],
  note: ['said "so"', "two\tcells"],
});

test("cells are copied as they stand in the file, without thousands separators", () => {
  expect(cellsAsTsv(page, ["genomeID", "length"], false)).toBe("a\t1204\nb\tundefined");
});

test("heads are the names of the columns in the file", () => {
  expect(cellsAsTsv(page, ["length"], true)).toBe("length\n1204\nundefined");
});

test("cells with tabs, quotes or line ends stay one cell", () => {
  expect(cellsAsTsv(page, ["note"], false)).toBe('"said ""so"""\n"two\tcells"');
});
