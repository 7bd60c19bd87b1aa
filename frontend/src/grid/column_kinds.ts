// What the columns of the result tables are called on the page, and how their cells are printed.

import { own } from "../own";
import { formatNumber } from "../plots/format";

export type Cell = string | number | boolean | null;

export interface GridColumn {
  /** As in the table and its file. */
  name: string;
  /** Head of the column, unit included. */
  label: string;
  kind: "text" | "number" | "boolean";
  /** Ids, motifs, sequences. */
  isMono: boolean;
  /** Numbers without thousands separators: years and positions. */
  isPlain: boolean;
  /** Digits behind the point; null for whole numbers. */
  decimals: number | null;
  /** Whether the cells are categories, which have a colour and a shape. */
  isGroup: boolean;
  /** px before anybody changes it. */
  width: number;
}

const LABELS: Readonly<Record<string, string>> = {
  genomeID: "Genome",
  seqID: "Genome",
  start: "Start",
  stop: "End",
  end: "End",
  start1: "Start",
  end1: "End",
  start2: "Gene start",
  end2: "Gene end",
  genomeID2: "Genome of gene",
  repeat: "Repeats",
  motif: "Motif",
  GC_per: "GC %",
  AT_per: "AT %",
  length_of_motif: "Motif bp",
  loci: "SSR",
  length_of_ssr: "Length bp",
  length_genome: "Genome bp",
  N_count: "N",
  genome_GC_per: "Genome GC %",
  covered_per: "Covered %",
  gene: "Gene",
  ssr_position: "Position",
  repeat_count: "Repeat numbers",
  genomeID_count: "Genomes",
  motif_variations: "Rotations",
  is_analysed: "Analysed",
  ssrs: "SSRs",
  matched: "Sequence",
  patternName: "Pattern no.",
  PatternName: "Pattern no.",
  PatternSize: "Pattern bp",
  Pattern: "Pattern",
  TotalSeqIDs: "Genomes",
};

const MONO = new Set(
  "genomeID seqID genomeID2 motif loci motif_variations matched pattern Pattern sequence".split(
    " ",
  ),
);
const PLAIN = new Set(
  "start stop end start1 end1 start2 end2 year patternName PatternName".split(" "),
);
const DECIMALS: Readonly<Record<string, number>> = {
  GC_per: 1,
  AT_per: 1,
  genome_GC_per: 2,
  covered_per: 1,
};

const POSITIONS: Readonly<Record<string, string>> = {
  IN: "inside",
  intersect_start: "start edge",
  intersect_stop: "end edge",
};

/** The columns of a table from their Arrow types, in the order of the table. */
export function describeColumns(
  types: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): GridColumn[] {
  return Object.entries(types).map(([name, type]) => describeColumn(name, type, own(labels, name)));
}

function describeColumn(name: string, type: string, label?: string): GridColumn {
  const kind = kindOf(type);
  const head = label ?? headOf(name);
  const isMono = kind === "text" && MONO.has(name);
  // Text that is no dictionary is mostly a list of values, or a sequence.
  const isList = kind === "text" && !type.startsWith("dictionary");
  return {
    name,
    label: head,
    kind,
    isMono,
    isPlain: PLAIN.has(name),
    decimals: kind === "number" && isFloat(type) ? (own(DECIMALS, name) ?? 2) : null,
    isGroup: name === "category" && kind === "text",
    width: initialWidth(head, kind, (isMono || isList) && !isShort(name)),
  };
}

/** What a column is called on the page: `host_species` becomes `Host species`. */
export function headOf(name: string): string {
  return own(LABELS, name) ?? capitalised(name.replaceAll("_", " "));
}

/** A cell as it is shown; `–` for missing. */
export function printCell(column: GridColumn, value: Cell | undefined): string {
  if (isMissing(value)) return "–";
  if (column.name === "ssr_position") return own(POSITIONS, String(value)) ?? String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") return String(value);
  return column.isPlain ? String(value) : formatNumber(value, column.decimals ?? 0);
}

/** A cell as it stands in the file. */
export function plainCell(value: Cell | undefined): string {
  return value === null || value === undefined ? "undefined" : String(value);
}

export function isMissing(value: Cell | undefined): value is null | undefined | "undefined" {
  return value === null || value === undefined || value === "undefined";
}

/** Values of a column whose shown words are not those of the file: the file's for what is shown. */
export function valuesShownLike(column: string, text: string): string[] | null {
  if (column !== "ssr_position") return null;
  const wanted = text.toLowerCase();
  return Object.keys(POSITIONS).filter((value) =>
    `${value} ${POSITIONS[value]}`.toLowerCase().includes(wanted),
  );
}

function kindOf(type: string): GridColumn["kind"] {
  if (type.startsWith("dictionary")) return "text";
  if (/^bool/.test(type)) return "boolean";
  return /^(u?int|float|double|half|decimal)/.test(type) ? "number" : "text";
}

function isFloat(type: string): boolean {
  return /^(float|double|half|decimal)/.test(type);
}

function isShort(name: string): boolean {
  return name === "motif" || name === "gene";
}

// The head must fit with the arrow of a sort order and the button of its menu.
function initialWidth(label: string, kind: GridColumn["kind"], isLongText: boolean): number {
  const head = label.length * 7 + 46;
  const least = isLongText ? 128 : kind === "number" ? 72 : 88;
  return Math.min(Math.max(head, least), 190);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
