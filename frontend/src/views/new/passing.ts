// Which genomes pass the filters, from what a check told of each.

import type { CheckedGenome } from "../../messages";
import { formatNumber } from "../../plots/format";

export interface GenomeLimits {
  minLen: number;
  maxLen: number;
  unfair: number;
}

export interface Passing {
  kept: CheckedGenome[];
  leftOut: { genome: CheckedGenome; reason: string }[];
  /** bp of the kept ones. */
  bases: number;
  tooShort: number;
  tooLong: number;
  tooManyN: number;
}

/** A limit of N, and how many genomes pass at it. */
export interface Choice {
  limit: number;
  passing: number;
}

/** The genomes parted by the filters; the reason is the first rule that a genome falls to. */
export function applyLimits(genomes: readonly CheckedGenome[], limits: GenomeLimits): Passing {
  const result: Passing = { kept: [], leftOut: [], bases: 0, tooShort: 0, tooLong: 0, tooManyN: 0 };
  for (const genome of genomes) {
    if (genome.length < limits.minLen) result.tooShort += 1;
    if (genome.length > limits.maxLen) result.tooLong += 1;
    if (genome.n_count > limits.unfair) result.tooManyN += 1;
    const reason = whyLeftOut(genome, limits);
    if (reason) {
      result.leftOut.push({ genome, reason });
    } else {
      result.kept.push(genome);
      result.bases += genome.length;
    }
  }
  return result;
}

/** Why the filters leave a genome out; null if it passes. */
function whyLeftOut(genome: CheckedGenome, limits: GenomeLimits): string | null {
  if (genome.length < limits.minLen) return `shorter than ${formatNumber(limits.minLen)} bp`;
  if (genome.length > limits.maxLen) return `longer than ${formatNumber(limits.maxLen)} bp`;
  if (genome.n_count > limits.unfair) return `more than ${formatNumber(limits.unfair)} N`;
  return null;
}

/** `22 hold more than 0 N, 1 is shorter than 1,000 bp`; a genome may count more than once. */
export function describeLeftOut(passing: Passing, limits: GenomeLimits): string {
  const rules: [number, string, string][] = [
    [passing.tooManyN, "holds", `hold more than ${formatNumber(limits.unfair)} N`],
    [passing.tooShort, "is", `are shorter than ${formatNumber(limits.minLen)} bp`],
    [passing.tooLong, "is", `are longer than ${formatNumber(limits.maxLen)} bp`],
  ];
  return rules
    .filter(([count]) => count > 0)
    .map(([count, one, several]) => {
      return `${formatNumber(count)} ${count === 1 ? several.replace(/^\w+/, one) : several}`;
    })
    .join(", ");
}

/** Limits of N worth choosing between, rising, and how many genomes pass at each. The last one
 * lets every genome of a fitting length pass; the one that is set is always among them. */
export function listChoices(genomes: readonly CheckedGenome[], limits: GenomeLimits): Choice[] {
  const counts = genomes
    .filter(({ length }) => length >= limits.minLen && length <= limits.maxLen)
    .map((genome) => genome.n_count)
    .sort((a, b) => a - b);
  const count = (limit: number) => counts.filter((n) => n <= limit).length;
  const largest = counts.at(-1) ?? 0;
  const candidates = [0, 10, 100, 500, 1000, 5000, roundUp(largest), limits.unfair];
  const choices = [...new Set(candidates)].map((limit) => ({ limit, passing: count(limit) }));
  return thinChoices(choices, limits.unfair);
}

/** Choices without those that let no more genomes pass than a smaller one; rising. */
export function thinChoices(choices: readonly Choice[], set: number): Choice[] {
  const rising = [...choices].sort((a, b) => a.limit - b.limit);
  let most = -1;
  return rising.filter(({ limit, passing }) => {
    if (limit === set || passing > most) {
      most = Math.max(most, passing);
      return true;
    }
    return false;
  });
}

/** The next number of 1, 1.5, 2, 3, 5 with zeros. */
function roundUp(value: number): number {
  if (value <= 1) return value;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
