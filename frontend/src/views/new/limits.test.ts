import { expect, test } from "vitest";
import type { ParameterDescription } from "../../messages";
import { checkNumber, findProblems, parseWhole, readNumbers } from "./limits";

const described = (name: string, least: number, most: number): ParameterDescription => ({
  name,
  default: least,
  least,
  most,
  unit: "",
  meaning: "",
});
const DI = described("di", 2, 1000);
const LENGTHS = [described("minLen", 0, 2 ** 31 - 1), described("maxLen", 0, 2 ** 31 - 1)];

test.each([
  ["12", 12],
  [" 1,000 ", 1000],
  ["10 000 000", 10_000_000],
  ["1'000", 1000],
  ["007", 7],
  ["", null],
  ["1.5", null],
  ["1,5", null],
  ["10,00", null],
  ["-3", null],
  ["ten", null],
  ["1e3", null],
])("the text '%s' is the number %s", (text, number) => {
  expect(parseWhole(text)).toBe(number);
});

test.each(["1", "1001", "", "two"])("%s dinucleotides are refused in words", (text) => {
  expect(checkNumber(text, DI)).toBe("Dinucleotides: a whole number from 2 to 1,000.");
});

test.each(["2", "1,000"])("%s dinucleotides are fine", (text) => {
  expect(checkNumber(text, DI)).toBeNull();
});

test("a greatest length below the least one is refused at the greatest", () => {
  expect(findProblems({ minLen: "2000", maxLen: "1,000" }, LENGTHS)).toEqual({
    maxLen: "Length, at most: not below the least length, or no genome fits.",
  });
  expect(findProblems({ minLen: "1000", maxLen: "1000" }, LENGTHS)).toEqual({});
});

test("only right numbers are read", () => {
  expect(readNumbers({ minLen: "1,000", maxLen: "x" }, LENGTHS)).toEqual({ minLen: 1000 });
});
