import { describe, expect, test } from "vitest";
import { type CountedGenome, layOutN } from "./n_histogram";

const genomes = (...counts: number[]): CountedGenome[] =>
  counts.map((n, i) => ({ id: `g${i}`, n, isKept: n === 0 }));

test("more N lie further to the right, and all dots inside", () => {
  const { dots } = layOutN(genomes(0, 1, 3, 10, 200, 14_538), 0, 600);
  const places = dots.map((dot) => dot.x);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(Math.max(...places)).toBeLessThan(600);
});

test("powers of ten are equally far apart", () => {
  const { ticks } = layOutN(genomes(0, 10_000), 0, 600);
  expect(ticks.map((tick) => tick.label)).toEqual(["0", "1", "10", "100", "1,000", "10,000"]);
  const [, a, b, c] = ticks.map((tick) => tick.x);
  expect((b ?? 0) - (a ?? 0)).toBeCloseTo((c ?? 0) - (b ?? 0));
});

test("genomes without N stand in up to three columns", () => {
  const { dots, genomesPerDot } = layOutN(genomes(...Array(20).fill(0), 500), 0, 600);
  expect(genomesPerDot).toBe(1);
  expect(new Set(dots.slice(0, 20).map((dot) => dot.x)).size).toBe(3);
  expect(Math.min(...dots.map((dot) => dot.y))).toBeGreaterThan(0);
});

describe("with many genomes", () => {
  const many = layOutN(genomes(...Array(400).fill(0), 500, 500), 0, 600);

  test("a dot stands for several", () => {
    expect(many.genomesPerDot).toBe(20);
    expect(many.dots).toHaveLength(21);
    expect(many.dots[0]?.text).toBe("20 genomes: 0 N");
    expect(many.dots.at(-1)?.text).toBe("2 genomes: 500 N");
  });

  test("the drawing is not higher", () => {
    expect(many.height).toBe(layOutN(genomes(0), 0, 600).height);
  });
});

test("the limit lies behind the genomes that pass and before those that do not", () => {
  for (const limit of [0, 7, 100]) {
    const { dots, limitX } = layOutN(genomes(0, 7, 100, 150, 400), limit, 600);
    const [zero, seven, hundred, more] = dots.map((dot) => dot.x) as [
      number,
      number,
      number,
      number,
    ];
    const last = { 0: zero, 7: seven, 100: hundred }[limit] ?? 0;
    const next = { 0: seven, 7: hundred, 100: more }[limit] ?? 0;
    expect(limitX).toBeGreaterThan(last);
    expect(limitX).toBeLessThan(next);
  }
});

test("a limit beyond all genomes stays inside the drawing", () => {
  expect(layOutN(genomes(0, 5), 2 ** 31 - 1, 600).limitX).toBeLessThan(600);
});

test("kept genomes stand below those left out", () => {
  const mixed = [
    { id: "short", n: 0, isKept: false },
    { id: "fine", n: 0, isKept: true },
  ];
  const { dots } = layOutN(mixed, 0, 300);
  expect(dots.map((dot) => dot.text)).toEqual(["fine: 0 N", "short: 0 N"]);
  expect(dots[0]?.y).toBeGreaterThan(dots[1]?.y ?? 0);
});
