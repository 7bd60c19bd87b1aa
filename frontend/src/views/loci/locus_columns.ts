// The columns of the list of loci, those that a width has room for, and what each of them takes.

import type { SortKey } from "./locus_list";

export interface LocusColumn {
  key: string;
  label: string;
  sort?: SortKey;
  /** px; the column of the sizes takes what is left. */
  width: number;
  isNumber?: boolean;
  /** px of the list from which it is shown. */
  from: number;
}

/** px of the list from which places have their full names. */
const WIDE = 640;
const NARROW_PLACE = 132;
const PADDING = 48;
const GAP = 14;
const LEAST_SIZES = 80;

const COLUMNS: readonly LocusColumn[] = [
  { key: "place", label: "Locus", sort: "position", width: 214, from: 0 },
  { key: "class", label: "Motif class", sort: "motif_class", width: 112, from: 760 },
  { key: "position", label: "Position", width: 92, isNumber: true, from: 1100 },
  { key: "sizes", label: "Repeat numbers", width: 0, from: 0 },
  { key: "states", label: "Genomes by state", width: 136, from: WIDE },
  { key: "alleles", label: "Alleles", sort: "alleles", width: 66, isNumber: true, from: 520 },
  { key: "modal", label: "Modal", sort: "modal", width: 62, isNumber: true, from: 900 },
  { key: "h", label: "H", sort: "heterozygosity", width: 52, isNumber: true, from: 0 },
  { key: "pic", label: "PIC", sort: "pic", width: 52, isNumber: true, from: 960 },
];

/** Whether a list of this width, px, is too narrow for full names. */
export function isNarrow(width: number): boolean {
  return width < WIDE;
}

/** The columns that a list of this width, px, shows, each with its own width. */
export function columnsFor(width: number): LocusColumn[] {
  const shown = COLUMNS.filter((column) => width >= column.from).map((column) =>
    column.key === "place" && isNarrow(width) ? { ...column, width: NARROW_PLACE } : column,
  );
  const taken = shown.reduce((sum, column) => sum + column.width + GAP, 0);
  const sizes = Math.max(LEAST_SIZES, width - PADDING - taken + GAP);
  return shown.map((column) => (column.key === "sizes" ? { ...column, width: sizes } : column));
}

/** Whether a list of this width, px, shows a column. */
export function showsColumn(key: string, width: number): boolean {
  return columnsFor(width).some((column) => column.key === key);
}
