import { expect, test } from "vitest";
import { describeColumns, type GridColumn, headOf, plainCell, printCell } from "./column_kinds";

function column(name: string, type: string): GridColumn {
  const [described] = describeColumns({ [name]: type });
  if (!described) throw new Error(name);
  return described;
}

test("lengths have thousands separators, positions and years have none", () => {
  expect(printCell(column("length_genome", "int32"), 197209)).toBe("197,209");
  expect(printCell(column("start", "int32"), 197209)).toBe("197209");
  expect(printCell(column("year", "int32"), 2005)).toBe("2005");
});

test("percentages have the digits of the file", () => {
  expect(printCell(column("GC_per", "double"), 50)).toBe("50.0");
  expect(printCell(column("genome_GC_per", "double"), 33)).toBe("33.00");
});

test("missing values are a dash, and undefined in what is copied", () => {
  expect(printCell(column("year", "int32"), null)).toBe("–");
  expect(printCell(column("country", "string"), "undefined")).toBe("–");
  expect(plainCell(null)).toBe("undefined");
});

test("positions in genes and truth values are words", () => {
  expect(printCell(column("ssr_position", "string"), "intersect_start")).toBe("start edge");
  expect(printCell(column("is_analysed", "bool"), false)).toBe("no");
});

test("dictionaries of text are text, whatever numbers they are coded with", () => {
  expect(column("motif", "dictionary<values=string, indices=int32, ordered=0>").kind).toBe("text");
});

test("heads are words; those given for a table come before ours", () => {
  expect(headOf("host_species")).toBe("Host species");
  expect(describeColumns({ start: "int32" }, { start: "Flank start" })[0]?.label).toBe(
    "Flank start",
  );
});
