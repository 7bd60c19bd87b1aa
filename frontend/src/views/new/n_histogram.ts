// Where the dots of "N per genome" stand: a log axis with a place for zero, dots stacked in columns.

import { formatNumber } from "../../plots/format";

export interface Dot {
  x: number;
  y: number;
  isKept: boolean;
  /** What the dot stands for. */
  text: string;
}

export interface NHistogram {
  height: number;
  /** Where the axis lies. */
  base: number;
  dots: Dot[];
  radius: number;
  /** How many genomes one dot stands for at most. */
  genomesPerDot: number;
  ticks: { x: number; label: string }[];
  /** Right end of the kept range. */
  limitX: number;
}

export interface CountedGenome {
  id: string;
  n: number;
  isKept: boolean;
}

const RADIUS = 2.6;
const STEP = 6.2;
const ROWS = 9;
const COLUMNS_OF_ZERO = 3;
const BASE = 62;
const LEFT = 14;
// How many powers of ten the place of zero is apart from 1.
const ZERO_SPACE = 0.55;
const STEPS_OF_DOTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Dots from the axis upwards, kept genomes first, in a drawing of this width. */
export function layOutN(
  genomes: readonly CountedGenome[],
  limit: number,
  width: number,
): NHistogram {
  const largest = genomes.reduce((most, genome) => Math.max(most, genome.n), 1);
  const powers = Math.max(1, Math.log10(largest));
  const scale = (width - 2 * LEFT) / (powers + ZERO_SPACE);
  const place = (n: number) => LEFT + (n === 0 ? 0 : (Math.log10(n) + ZERO_SPACE) * scale);
  const columns = groupByColumn(genomes, place);
  const genomesPerDot = STEPS_OF_DOTS.find((count) => fits(columns, count)) ?? 10_000;
  return {
    height: BASE + 32,
    base: BASE,
    radius: RADIUS,
    genomesPerDot,
    dots: columns.flatMap((column) => stack(column, genomesPerDot)),
    ticks: listTicks(powers, place),
    limitX: Math.min(width - 1, limitPlace(limit, place)),
  };
}

interface Column {
  x: number;
  isZero: boolean;
  genomes: CountedGenome[];
}

function groupByColumn(genomes: readonly CountedGenome[], place: (n: number) => number): Column[] {
  const columns = new Map<number, Column>();
  for (const genome of [...genomes].sort((a, b) => a.n - b.n)) {
    const x = place(genome.n);
    // Zero is a column of its own, however near 1 is.
    const key = genome.n === 0 ? -1 : Math.round(x / STEP);
    const column = columns.get(key) ?? { x, isZero: genome.n === 0, genomes: [] };
    column.genomes.push(genome);
    columns.set(key, column);
  }
  return [...columns.values()];
}

function fits(columns: readonly Column[], genomesPerDot: number): boolean {
  return columns.every(({ isZero, genomes }) => {
    const most = isZero ? COLUMNS_OF_ZERO * ROWS : ROWS;
    return Math.ceil(genomes.length / genomesPerDot) <= most;
  });
}

function stack({ x, isZero, genomes }: Column, genomesPerDot: number): Dot[] {
  const ordered = [
    ...genomes.filter(({ isKept }) => isKept),
    ...genomes.filter(({ isKept }) => !isKept),
  ];
  const dots: Dot[] = [];
  const count = Math.ceil(ordered.length / genomesPerDot);
  const stacks = Math.ceil(count / ROWS);
  for (let i = 0; i < count; i++) {
    const members = ordered.slice(i * genomesPerDot, (i + 1) * genomesPerDot);
    const shift = isZero ? (Math.floor(i / ROWS) - (stacks - 1) / 2) * STEP : 0;
    dots.push({
      x: Math.max(RADIUS, x + shift),
      y: BASE - 5 - (i % ROWS) * STEP,
      isKept: members.filter(({ isKept }) => isKept).length * 2 > members.length,
      text: describe(members),
    });
  }
  return dots;
}

function describe(members: readonly CountedGenome[]): string {
  const [first] = members;
  if (members.length === 1 && first) return `${first.id}: ${formatNumber(first.n)} N`;
  const least = Math.min(...members.map(({ n }) => n));
  const most = Math.max(...members.map(({ n }) => n));
  const range =
    least === most ? formatNumber(least) : `${formatNumber(least)} to ${formatNumber(most)}`;
  return `${members.length} genomes: ${range} N`;
}

function listTicks(powers: number, place: (n: number) => number): NHistogram["ticks"] {
  const values = [0, ...Array.from({ length: Math.floor(powers + 1e-9) + 1 }, (_, i) => 10 ** i)];
  return values.map((value) => ({ x: place(value), label: formatNumber(value) }));
}

/** Halfway to the next whole number, so that dots at the limit lie inside. */
function limitPlace(limit: number, place: (n: number) => number): number {
  return limit === 0 ? (place(0) + place(1)) / 2 - 2 : place(limit) + STEP;
}
