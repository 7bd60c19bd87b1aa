// Numbers of the form: read as people write them, checked against the server's limits.

import type { ParameterDescription } from "../../messages";
import { formatNumber } from "../../plots/format";

export const THRESHOLDS = ["mono", "di", "tri", "tetra", "penta", "hexa"] as const;

/** What each number is called where it stands alone. */
const NAMES: Readonly<Record<string, string>> = {
  mono: "Mononucleotides",
  di: "Dinucleotides",
  tri: "Trinucleotides",
  tetra: "Tetranucleotides",
  penta: "Pentanucleotides",
  hexa: "Hexanucleotides",
  minLen: "Length, at least",
  maxLen: "Length, at most",
  unfair: "N per genome",
  min_repeat_count: "Alleles",
  min_genome_count: "Genomes",
};

/** The whole number that a text is; null if it is none. `1,000`, `1 000` and `1'000` are 1000. */
export function parseWhole(text: string): number | null {
  const digits = text.trim().replace(/(?<=\d)[,\s'’](?=\d{3}(?!\d))/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** What is wrong with a number, by its name; only those that are wrong are there. */
export function findProblems(
  texts: Readonly<Record<string, string>>,
  parameters: readonly ParameterDescription[],
): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const parameter of parameters) {
    const problem = checkNumber(texts[parameter.name] ?? "", parameter);
    if (problem) problems[parameter.name] = problem;
  }
  const least = parseWhole(texts.minLen ?? "");
  const most = parseWhole(texts.maxLen ?? "");
  if (!problems.minLen && !problems.maxLen && least !== null && most !== null && least > most) {
    problems.maxLen = "Length, at most: not below the least length, or no genome fits.";
  }
  return problems;
}

/** What is wrong with one number, in words; null if nothing is. */
export function checkNumber(text: string, parameter: ParameterDescription): string | null {
  const value = parseWhole(text);
  const isInside = value !== null && value >= parameter.least && value <= parameter.most;
  return isInside ? null : `${NAMES[parameter.name] ?? parameter.name}: ${allowed(parameter)}.`;
}

/** The numbers that are right, by name. */
export function readNumbers(
  texts: Readonly<Record<string, string>>,
  parameters: readonly ParameterDescription[],
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const parameter of parameters) {
    const text = texts[parameter.name] ?? "";
    if (checkNumber(text, parameter) === null) values[parameter.name] = parseWhole(text) ?? 0;
  }
  return values;
}

const ANY = 2 ** 31 - 1;

function allowed({ least, most }: ParameterDescription): string {
  if (most < ANY) return `a whole number from ${formatNumber(least)} to ${formatNumber(most)}`;
  return `a whole number, ${formatNumber(least)} to ${formatNumber(most)}`;
}
