// Repeat numbers by genome and hotspot, as the cells of a table: what each one says and its colour.

import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { type Genome, genomesOf } from "./genome_rows";
import { type Hotspot, hotspotKey, hotspotsOf, sortHotspots } from "./hotspots";
import { powerStep } from "./ramp";

export interface RepeatTable {
  genomes: readonly Genome[];
  /** Most alleles first. */
  hotspots: readonly Hotspot[];
  /** By hotspot, then genome. */
  cells: readonly (readonly RepeatCell[])[];
  /** Cells show the difference to the reference. */
  isDifference: boolean;
}

export interface RepeatCell {
  /** The largest repeat number; null without an SSR. */
  repeat: number | null;
  /** SSRs of the class in the gene. */
  ssrs: number;
}

/** How a cell is painted. */
export interface CellLook {
  words: string;
  /** A token of tokens.css without `var()`; null leaves the plane. */
  fill: string | null;
  opacity: number;
  ink: string;
  isSlanted: boolean;
}

/** Differences of so many units and more have the strongest colour. */
const STRONGEST = 8;

/** The table of all genomes; `more` (key ssr_gc) knows those without a hotspot, and the years. */
export function repeatTable(data: Columns, options: DrawOptions, more?: Columns): RepeatTable {
  const genomes = genomesOf(data, options, more);
  const hotspots = sortHotspots(hotspotsOf(data, options), "alleles");
  return {
    genomes,
    hotspots,
    cells: cellsOf(data, genomes, hotspots),
    isDifference:
      options.switches.show === "difference" && hotspots.some((spot) => spot.reference !== null),
  };
}

/** Number of different rows; a missing SSR is a state of its own. */
export function countProfiles({ genomes, cells }: RepeatTable): number {
  const profiles = genomes.map((_, g) => cells.map((column) => column[g]?.repeat ?? "").join());
  return new Set(profiles).size;
}

/** What a cell shows and how. */
export function lookOf(table: RepeatTable, column: number, row: number): CellLook {
  const { repeat, ssrs } = table.cells[column]?.[row] ?? { repeat: null, ssrs: 0 };
  const reference = table.hotspots[column]?.reference ?? null;
  if (repeat === null) return plain("·", "--text-3", false);
  if (!table.isDifference) {
    const step = Math.max(1, powerStep(repeat));
    const words = String(repeat) + raised(ssrs);
    return { words, fill: `--q${step}`, opacity: 1, ink: `--qt${step}`, isSlanted: false };
  }
  if (reference === null) return plain(String(repeat) + raised(ssrs), "--text-2", true);
  return differenceLook(repeat - reference, ssrs);
}

/** The number that a cell shows: a repeat number, or the difference to that of the reference. */
export function shownNumber(table: RepeatTable, column: number, row: number): number | null {
  const repeat = table.cells[column]?.[row]?.repeat ?? null;
  const reference = table.hotspots[column]?.reference ?? null;
  if (!table.isDifference || repeat === null || reference === null) return repeat;
  return repeat - reference;
}

/** A cell in words. */
export function describeCell(table: RepeatTable, column: number, row: number): string {
  const genome = table.genomes[row];
  const spot = table.hotspots[column];
  const cell = table.cells[column]?.[row];
  if (!genome || !spot) return "";
  const head = `${genome.id} · ${groupName(genome.group)}`;
  const where = `${spot.motifClass} in ${spot.gene}`;
  if (!cell || cell.repeat === null) return `${head}\nno SSR of ${where}`;
  const length = cell.repeat * spot.motifClass.length;
  const several =
    cell.ssrs > 1 ? `\nthe longest of ${plural(cell.ssrs, "SSR")} of the class there` : "";
  const reference = spot.reference === null ? "none" : String(spot.reference);
  return `${head}\n(${spot.motifClass}) × ${cell.repeat} = ${length} bp in ${spot.gene}${several}\nreference: ${reference}`;
}

function cellsOf(
  data: Columns,
  genomes: readonly Genome[],
  hotspots: readonly Hotspot[],
): RepeatCell[][] {
  const rowOf = new Map(genomes.map((genome, i) => [genome.id, i]));
  const columnOf = new Map(hotspots.map((spot, i) => [hotspotKey(spot.gene, spot.motifClass), i]));
  const cells = hotspots.map(() => genomes.map((): RepeatCell => ({ repeat: null, ssrs: 0 })));
  const [ids, genes, classes] = [
    data.texts("genomeID"),
    data.texts("gene"),
    data.texts("motif_class"),
  ];
  const [repeats, ssrs] = [data.numbers("repeat"), data.numbers("ssrs")];
  for (let i = 0; i < data.length; i++) {
    const column = cells[columnOf.get(hotspotKey(genes[i] ?? "", classes[i] ?? "")) ?? -1];
    const row = rowOf.get(ids[i] ?? "");
    if (column && row !== undefined) {
      column[row] = { repeat: repeats[i] ?? null, ssrs: ssrs[i] ?? 1 };
    }
  }
  return cells;
}

function plain(words: string, ink: string, isSlanted: boolean): CellLook {
  return { words, fill: null, opacity: 1, ink, isSlanted };
}

function differenceLook(difference: number, ssrs: number): CellLook {
  const sign = difference > 0 ? "+" : "";
  const words = sign + formatNumber(difference) + raised(ssrs);
  if (difference === 0) {
    return { words, fill: "--d-zero", opacity: 1, ink: "--text", isSlanted: false };
  }
  const strength = Math.min(1, Math.abs(difference) / STRONGEST);
  return {
    words,
    fill: difference > 0 ? "--d-pos" : "--d-neg",
    // Never so strong that the number on it is hard to read.
    opacity: 0.14 + 0.36 * strength,
    ink: "--text",
    isSlanted: false,
  };
}

/** The number of SSRs as a raised digit, where there is more than one. */
function raised(ssrs: number): string {
  if (ssrs < 2) return "";
  return [...String(ssrs)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
