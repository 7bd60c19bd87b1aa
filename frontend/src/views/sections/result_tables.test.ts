import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JobSummary } from "../../messages";
import { findTable, manualAddress, meaningOf, nounOf } from "./result_tables";
import { commandOf, printParameter } from "./run_facts";
import { asFasta, readSsr, trackWindow } from "./ssr_row";
import { fileAddress, groupFiles } from "./stored_files";

// In a variable, or the bundler would take the file for a part of the page.
const page = "../../../../docs/output-files.md";
const MANUAL = readFileSync(new URL(page, import.meta.url), "utf8");

function table(name: string, file: string) {
  return { name, file, rows: 1, columns: {}, filters: [] };
}

const summary = {
  job_id: "job_a",
  tables: [
    table("mergedOut", "main/mergedOut.tsv"),
    table("reformatted", "intrim/reformatted.tsv"),
  ],
  parameters: { mono: 10, di: 6, min_len: 500, reference_id: "R 1", flanks: true },
  inputs: [
    { role: "fasta", name: "my genomes.fa" },
    { role: "genes", name: "genes.bed" },
  ],
} as unknown as JobSummary;

const row = {
  genomeID: "A",
  start: 100,
  stop: 107,
  motif: "TCA",
  repeat: 2,
  length_of_ssr: 6,
  GC_per: 33.3,
};

test("the first table that is there is found", () => {
  expect(findTable(summary, "other", "reformatted", "mergedOut")?.name).toBe("reformatted");
  expect(findTable(summary, "other")).toBeUndefined();
});

test("every table of the manual has words for its rows, and its link leads to a place there", () => {
  const files = [...MANUAL.matchAll(/^\| \[((?:main|intrim)\/[^\]]+)\]\(#([^)]+)\)/gm)];
  expect(files.length).toBeGreaterThan(15);
  for (const [, file = "", anchor] of files) {
    expect(manualAddress(file)).toBe(`#/manual/output-files/${anchor}`);
    const name = file.replace(/^.*\//, "").replace(/\.\w+$/, "");
    if (!/\.bed$|perf_out/.test(file)) expect(meaningOf(name), name).not.toBe("");
  }
});

test("rows of tables without words are rows", () => {
  expect(nounOf("other")).toBe("rows");
});

test("an SSR is read from tables of SSRs and of genes alike", () => {
  const { start, stop, ...others } = row;
  const inGene = { ...others, start1: start, end1: stop, gene: "g1", ssr_position: "IN" };
  expect(readSsr(row)).toEqual({ ...readSsr(inGene), gene: null, position: null });
  expect(readSsr(inGene)).toMatchObject({ start: 100, end: 107, motifClass: "ATC", gene: "g1" });
});

test("FASTA says where its bases lie, flanks included and in lower case", () => {
  expect(asFasta(readSsr(row), "AA", "TCATCAT", "GG")).toBe(">A:98-109 (TCA)2\naaTCATCATgg\n");
});

test("the track does not begin before the genome", () => {
  expect(trackWindow(readSsr(row))).toEqual({ from: 0, to: 1107 });
});

test("files stand in their folders, those that have none last", () => {
  const files = ["run.json", "intrim/reformatted.tsv", "main/mergedOut.tsv", "parquet/a.parquet"];
  const folders = groupFiles(
    files.map((path) => ({ path, bytes: 10 })),
    summary,
  );
  expect(folders.map((folder) => folder.note)).toEqual(["main", "intrim", "parquet", ""]);
  expect(folders[0]?.files[0]).toMatchObject({
    name: "mergedOut.tsv",
    meaning: "An SSR, with what is known of its genome",
  });
  expect(folders[3]?.files[0]?.meaning).toContain("SHA-256");
});

test("names of files are quoted in addresses, folders are not", () => {
  expect(fileAddress("job_a", "main/a b#.tsv")).toBe("/api/job/job_a/download/main/a%20b%23.tsv");
});

test("the command names what differs from the defaults", () => {
  const list = {
    parameters: [
      { name: "mono", default: 12 },
      { name: "di", default: 6 },
      { name: "minLen", default: 1000 },
    ],
    presets: [],
    choices: [],
  } as unknown as Parameters<typeof commandOf>[1];
  expect(commandOf(summary, list, "My run")).toBe(
    "crossroad analyze 'my genomes.fa' -b genes.bed -r 'R 1' --mono 10 --min-len 500 -f -o My_run",
  );
});

test("the folder of the command is not the input file", () => {
  const list = { parameters: [], presets: [], choices: [] };
  expect(commandOf(summary, list, "genomes.fa.gz")).toContain("-o genomes");
  expect(commandOf(summary, list, "genomes.fa.gz")).not.toContain("-o genomes.fa");
});

test.each([
  [12, "12"],
  [true, "on"],
  [false, "off"],
  [null, "none"],
  ["", "none"],
  ["NC_1", "NC_1"],
])("the parameter %s is printed as %s", (value, printed) => {
  expect(printParameter(value, String)).toBe(printed);
});
