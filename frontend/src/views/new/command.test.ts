import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { type CommandParts, commandLine, folderName, quote } from "./command";
import { firstSwitches } from "./switches";

const DEFAULTS = { mono: 12, di: 6, minLen: 1000, unfair: 0, min_genome_count: 2 };
const PARTS: CommandParts = {
  files: { fasta: "mpox.fa.gz" },
  reference: "",
  switches: firstSwitches(),
  values: DEFAULTS,
  defaults: DEFAULTS,
  name: "mpox 38, default",
};

test("defaults are not written out", () => {
  expect(commandLine(PARTS)).toBe("crossroad analyze mpox.fa.gz -o mpox_38_default");
});

test("everything that differs is written out, in the order of the manual", () => {
  const line = commandLine({
    ...PARTS,
    files: { fasta: "mpox.fa.gz", categories: "mpox.categories.tsv", genes: "mpox.genes.bed" },
    reference: "NC_063383.1",
    switches: { orient: false, loci: false, minisatellites: true, flanks: true },
    values: { ...DEFAULTS, unfair: 500, mono: 10, min_genome_count: 4 },
  });
  expect(line).toBe(
    "crossroad analyze mpox.fa.gz -c mpox.categories.tsv -b mpox.genes.bed -r NC_063383.1 " +
      "--mono 10 --unfair 500 --min-genome-count 4 -f --orient off --minisatellites --no-loci " +
      "-o mpox_38_default",
  );
});

test("a number that is not set yet is left out", () => {
  expect(commandLine({ ...PARTS, values: {} })).toBe(
    "crossroad analyze mpox.fa.gz -o mpox_38_default",
  );
});

test.each([
  ["plain.fa", "plain.fa"],
  ["two words.fa", "'two words.fa'"],
  ["it's.fa", "'it'\\''s.fa'"],
  ["$HOME.fa", "'$HOME.fa'"],
  ["a;b", "'a;b'"],
  ["-b", "./-b"],
  ["Ä.fa", "'Ä.fa'"],
])("%s is quoted as %s", (word, expected) => {
  expect(quote(word)).toBe(expected);
});

test.skipIf(process.platform === "win32")("a shell reads back what was quoted", () => {
  const words = ['it\'s "this" $HOME `id` \\ *.fa', "a\nb", "-r", "Ä (1).fa"];
  for (const word of words) {
    const read = execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" });
    expect(read.replace(/^\.\/-/, "-")).toBe(word);
  }
});

test("a folder is named after the analysis, in plain letters", () => {
  expect(folderName("mpox 38, N ≤ 500")).toBe("mpox_38_N_500");
  expect(folderName("..")).toBe("result");
});
