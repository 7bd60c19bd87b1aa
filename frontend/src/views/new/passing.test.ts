import { expect, test } from "vitest";
import { applyLimits, describeLeftOut, listChoices, thinChoices } from "./passing";

const genome = (genome_id: string, length: number, n_count: number) => ({
  genome_id,
  length,
  n_count,
  gc_percent: 40,
  left_out: null,
  strand: null,
});
const GENOMES = [
  genome("a", 2000, 0),
  genome("b", 2000, 7),
  genome("c", 500, 0),
  genome("d", 500, 14_538),
  genome("e", 9000, 0),
];
const LIMITS = { minLen: 1000, maxLen: 5000, unfair: 0 };

test("genomes at the limits pass", () => {
  const passing = applyLimits(GENOMES, { minLen: 500, maxLen: 9000, unfair: 14_538 });
  expect(passing.kept).toHaveLength(5);
  expect(passing.bases).toBe(14_000);
});

test("each left out genome has the first rule that it falls to, and counts for each", () => {
  const passing = applyLimits(GENOMES, LIMITS);
  expect(passing.kept.map((kept) => kept.genome_id)).toEqual(["a"]);
  expect(passing.leftOut.map(({ genome, reason }) => `${genome.genome_id}: ${reason}`)).toEqual([
    "b: more than 0 N",
    "c: shorter than 1,000 bp",
    "d: shorter than 1,000 bp",
    "e: longer than 5,000 bp",
  ]);
  expect(describeLeftOut(passing, LIMITS)).toBe(
    "2 hold more than 0 N, 2 are shorter than 1,000 bp, 1 is longer than 5,000 bp",
  );
});

test("one genome holds, several hold", () => {
  const passing = applyLimits(GENOMES.slice(0, 2), LIMITS);
  expect(describeLeftOut(passing, LIMITS)).toBe("1 holds more than 0 N");
});

test("only limits that change how many pass are offered, and that which is set", () => {
  const limits = { minLen: 0, maxLen: 1e7, unfair: 50 };
  expect(listChoices(GENOMES, limits)).toEqual([
    { limit: 0, passing: 3 },
    { limit: 10, passing: 4 },
    { limit: 50, passing: 4 },
    { limit: 15_000, passing: 5 },
  ]);
});

test("genomes of another length never pass, whatever the limit of N", () => {
  expect(listChoices(GENOMES, LIMITS)).toEqual([
    { limit: 0, passing: 1 },
    { limit: 10, passing: 2 },
  ]);
});

test("without genomes there is the limit that is set", () => {
  expect(listChoices([], { ...LIMITS, unfair: 3 })).toEqual([
    { limit: 0, passing: 0 },
    { limit: 3, passing: 0 },
  ]);
});

test("of limits counted elsewhere only those that change something stay, and that which is set", () => {
  const choices = [
    { limit: 1000, passing: 6 },
    { limit: 0, passing: 5 },
    { limit: 10, passing: 5 },
    { limit: 100, passing: 5 },
    { limit: 10_000, passing: 6 },
  ];
  expect(thinChoices(choices, 100).map(({ limit }) => limit)).toEqual([0, 100, 1000]);
});
