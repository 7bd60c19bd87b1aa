import { expect, test } from "vitest";
import { listOptions, moveOption } from "./combobox";
import { applyLimits } from "./passing";

const genome = (genome_id: string, n_count = 0) => ({
  genome_id,
  length: 2000,
  n_count,
  gc_percent: 40,
  left_out: null,
  strand: null,
});
const LIMITS = { minLen: 0, maxLen: 1e7, unfair: 0 };
const GENOMES = [genome("X_MT9"), genome("MT1"), genome("MT2", 12), genome("ON3")];
const ids = (typed: string) => {
  const { allowed, refused } = listOptions(applyLimits(GENOMES, LIMITS), typed, () => "");
  return [allowed.map(({ id }) => id), refused.map(({ id }) => id)];
};

test("without anything typed all ids are there, those that pass first", () => {
  expect(ids("")).toEqual([["X_MT9", "MT1", "ON3"], ["MT2"]]);
});

test("what is typed narrows them, whatever its case; ids that begin with it come first", () => {
  expect(ids("mt")).toEqual([["MT1", "X_MT9"], ["MT2"]]);
  expect(ids("none")).toEqual([[], []]);
});

test("a left out genome says why", () => {
  const { refused } = listOptions(applyLimits(GENOMES, LIMITS), "", () => "");
  expect(refused[0]?.note).toBe("more than 0 N");
});

test("of many ids the first are listed, and how many more there are", () => {
  const many = Array.from({ length: 500 }, (_, i) => genome(`g${i}`));
  const options = listOptions(applyLimits(many, LIMITS), "", () => "");
  expect(options.allowed.length + options.refused.length + options.more).toBe(500);
  expect(options.more).toBeGreaterThan(400);
});

test("arrow keys go round", () => {
  expect([
    moveOption(3, -1, 1),
    moveOption(3, 2, 1),
    moveOption(3, -1, -1),
    moveOption(3, 0, -1),
  ]).toEqual([0, 0, 2, 2]);
  expect(moveOption(0, -1, 1)).toBe(-1);
});
