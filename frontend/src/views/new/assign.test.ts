import { expect, test } from "vitest";
import { assignFiles, assignTo, type GivenFile } from "./assign";
import type { Role } from "./recognise";

const good = (name: string, role: Role, kind = "kind"): GivenFile => ({
  file: new File(["x"], name),
  found: { role, kind },
});
const bad = (name: string, role: Role | null, problem = "wrong"): GivenFile => ({
  file: new File(["x"], name),
  found: { role, problem },
});

test("a mix of files fills the slots in any order", () => {
  const { taken, problems, unused } = assignFiles([
    good("g.bed", "genes"),
    good("m.tsv", "categories"),
    good("a.fa", "fasta"),
  ]);
  expect([taken.fasta?.file.name, taken.categories?.file.name, taken.genes?.file.name]).toEqual([
    "a.fa",
    "m.tsv",
    "g.bed",
  ]);
  expect(problems).toEqual({});
  expect(unused).toEqual([]);
});

test("two FASTA files are not guessed between", () => {
  const { taken, problems } = assignFiles([good("a.fa", "fasta"), good("b.fa", "fasta")]);
  expect(taken.fasta).toBeUndefined();
  expect(problems.fasta?.text).toBe(
    "2 FASTA files: a.fa, b.fa. Join them into one file, or choose one.",
  );
});

test("many files of a kind are named up to five", () => {
  const files = Array.from({ length: 7 }, (_, i) => good(`${i}.tsv`, "categories"));
  expect(assignFiles(files).problems.categories?.text).toBe(
    "7 tables: 0.tsv, 1.tsv, 2.tsv, 3.tsv, 4.tsv and 2 more. Choose the one with the metadata.",
  );
});

test("a wrong file is told at the slot that it was meant for", () => {
  const { problems } = assignFiles([bad("s.xlsx", "categories", "s.xlsx: a spreadsheet.")]);
  expect(problems.categories).toEqual({ name: "s.xlsx", text: "s.xlsx: a spreadsheet." });
});

test("a wrong file beside a fitting one is only named", () => {
  const { taken, problems, unused } = assignFiles([
    good("m.tsv", "categories"),
    bad("s.xlsx", "categories"),
    bad("photo.jpg", null),
  ]);
  expect(taken.categories?.file.name).toBe("m.tsv");
  expect(problems).toEqual({});
  expect(unused).toEqual(["s.xlsx", "photo.jpg"]);
});

test("a table chosen for genes is taken, for the server to judge", () => {
  expect(assignTo("genes", good("g.txt", "categories", "TSV")).taken.genes?.kind).toBe("TSV");
});

test("genomes are taken for nothing else, and nothing else for genomes", () => {
  expect(assignTo("genes", good("a.fa", "fasta", "FASTA")).problems.genes?.text).toBe(
    "a.fa: sequences in FASTA. Genes are read from BED.",
  );
  expect(assignTo("fasta", good("m.tsv", "categories", "TSV")).problems.fasta?.text).toBe(
    "m.tsv: a table. Genomes are read from FASTA.",
  );
});
