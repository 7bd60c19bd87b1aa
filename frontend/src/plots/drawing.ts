// What a figure is: columns and options in, a drawing out. No fetch, no state, no page.

import type { Columns } from "../arrow";
import type { Filters } from "../filters";
import { formatNumber, plural } from "./format";
import type { Groups } from "./groups";

/** What a drawing may depend on besides its data. */
export interface DrawOptions {
  /** px of the drawing. */
  width: number;
  /** Colour and shape of each category of the whole result, not of the filtered part. */
  groups: Groups;
  /** The metadata column that groups genomes: `category`, or what the switch `by` chose. */
  by: string;
  /** Analysed genomes that the filters leave. */
  genomes: number;
  /** Analysed genomes of the whole result. */
  allGenomes: number;
  /** The filters in words, empty without any: `category Ia; motif length 3 bp`. */
  filterText: string;
  /** Values of the figure's own switches, by name. */
  switches: Readonly<Record<string, string>>;
  /** `data-key` of the chosen mark, if any. */
  selected?: string | undefined;
  /** Id of the reference genome, if there is one. */
  reference?: string | undefined;
}

export interface Drawing {
  /** Complete by itself but for colours, which are `var(--...)` of tokens.css. */
  svg: SVGSVGElement;
  /** The finding with its number. */
  title: string;
  /** What a mark is. */
  subtitle: string;
  /** Formula, denominator, n, filters. `**bold**` is allowed. */
  caption: string;
  /** What a person who cannot see it needs to know, in a sentence or two. */
  alt: string;
  /** What is plotted, as a table: shown on demand, and saved as CSV. */
  table: PlottedTable;
  legend?: readonly LegendItem[] | undefined;
  /** Whether a rectangle drawn with the pointer filters by all marks in it. */
  hasBrush?: boolean | undefined;
  /** Marks painted on a canvas under the SVG, where they are too many for elements. */
  canvas?: CanvasLayer | undefined;
}

export interface PlottedTable {
  columns: readonly PlottedColumn[];
  rows: readonly (readonly (string | number | null)[])[];
}

export interface PlottedColumn {
  /** Name in the CSV. */
  name: string;
  /** Head of the table on the page. */
  label: string;
  /** Text in the monospaced face: ids, motifs. */
  isMono?: boolean;
  /** Years and the like, without thousands separators. */
  isPlain?: boolean;
}

export interface LegendItem {
  label: string;
  count?: number | undefined;
  /** A colour as `var(--...)`. */
  colour: string;
  shape: "circle" | "square" | "triangle" | "diamond" | "down" | "cross" | "swatch" | "line";
  filter?: Partial<Filters> | undefined;
}

/** One thing in a drawing that can be pointed at; in the SVG the attributes data-tip, data-filter
 * (JSON) and data-key say the same. */
export interface Mark {
  tip: string;
  filter?: Partial<Filters> | undefined;
  key?: string | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Cells of a matrix on a canvas, in the coordinates of the SVG. */
export interface CanvasLayer {
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  /** Paints all cells, with (0, 0) at (x, y). `colour` resolves `--q3` and the like. */
  paint(context: CanvasRenderingContext2D, colour: (token: string) => string): void;
  /** The cell at a place of the SVG, or null between cells. */
  at(x: number, y: number): { row: number; column: number } | null;
  mark(row: number, column: number): Mark;
  /** The filter that a dragged range of cells stands for, limits inclusive. */
  range?(
    from: { row: number; column: number },
    to: { row: number; column: number },
  ): Partial<Filters>;
}

/** A choice in the head of a figure. */
export interface Switch {
  name: string;
  label: string;
  /** `metadata`: the columns of the categories file are the values. */
  kind: "segments" | "select" | "metadata" | "number";
  values: readonly { value: string; label: string }[];
  /** Empty for `metadata`: the column `column`. */
  initial: string;
  /** Which metadata column is meant by no choice: 0, category, unless told. */
  column?: number;
  /** Sent to the server as an option of the plot key. */
  isSent?: boolean;
}

/** All that the page needs to know of a figure. */
export interface Figure {
  /** Plot key in the server's answer, and the name of the module. */
  key: string;
  /** Short name for lists, menus and file names. */
  name: string;
  /** Page and heading of the manual: `plot-data#ssr_gc`. */
  help: string;
  switches: readonly Switch[];
  /** Further options of the request, fixed or from the switches. */
  request?(switches: Readonly<Record<string, string>>): Record<string, string>;
  /** Plot key to ask, where a switch changes it. */
  source?(switches: Readonly<Record<string, string>>): string;
  /** A second plot key, handed to `draw` as `more`. */
  more?: {
    key: string;
    /** Its options: fixed, or from the switches. */
    request?:
      | Record<string, string>
      | ((switches: Readonly<Record<string, string>>) => Record<string, string>);
  };
  draw(data: Columns, options: DrawOptions, more?: Columns): Drawing;
  /** The switches that dragging a mark with this `data-key` to an x of the drawing sets. */
  drag?(key: string, x: number, data: Columns, options: DrawOptions): Record<string, string>;
  /** What is said while its data are awaited, where that can take long. */
  waiting?(switches: Readonly<Record<string, string>>): string;
  /** What to say instead of an empty drawing; null draws. */
  explainEmpty?(data: Columns, options: DrawOptions): { title: string; text: string } | null;
}

/** The options of the second plot key of a figure. */
export function moreRequest(
  { more }: Figure,
  switches: Readonly<Record<string, string>>,
): Record<string, string> {
  const request = more?.request ?? {};
  return typeof request === "function" ? request(switches) : request;
}

/** The end of every caption: n and the filters. */
export function describeScope(options: DrawOptions): string {
  const n = `n = ${formatNumber(options.genomes)} of ${plural(options.allGenomes, "analysed genome")}`;
  return options.filterText ? `${n}. Filters: ${options.filterText}.` : `${n}.`;
}
