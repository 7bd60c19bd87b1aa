// The drawing of SSR density along genomes: mean density above, a row of windows per genome below.

import { axisLine, tickValues, titleBelow, valueColumns } from "./axes";
import { basesIn, type Densities } from "./density_windows";
import type { CanvasLayer, DrawOptions } from "./drawing";
import { formatNumber, formatShort, groupName, plural } from "./format";
import type { GenomeRow, GenomeRows } from "./genome_rows";
import { cellAt, rangeFilter } from "./matrix_cells";
import { powerStep, STEPS } from "./ramp";
import { element, line, markAttributes, text, textWidth } from "./svg";

/** px above the rows: the mean density with its title, and titles of the columns at the left. */
export const PROFILE_HEIGHT = 84;
/** px below the rows: positions and their title. */
export const AXIS_HEIGHT = 36;

const PROFILE = 42;

/** px of one window. */
export function windowWidth(densities: Densities, rows: GenomeRows, options: DrawOptions): number {
  return Math.max(1, (options.width - rows.left - RIGHT) / densities.windows);
}

const RIGHT = 16;

/** Mean SSRs per window, over the rows that begin at `top`. */
export function profile(
  densities: Densities,
  left: number,
  cell: number,
  top: number,
): SVGGElement {
  const base = top - 24;
  const { means, windows } = densities;
  const largest = Math.max(...means, 0.001);
  const y = (value: number) => base - (value / largest) * PROFILE;
  const right = left + windows * cell;
  const bars = means.map((mean, i) => {
    const [x1, x2] = [left + i * cell, left + (i + 1) * cell];
    return element("path", {
      d: `M${short(x1)},${base}V${short(y(mean))}H${short(x2 - (cell > 3 ? 1 : 0))}V${base}Z`,
      fill: i === densities.densest ? "var(--text)" : "var(--mark-2)",
      ...markAttributes(`${placeName(densities, i)}\n${formatNumber(mean, 2)} SSRs on average`),
    });
  });
  return element(
    "g",
    {},
    text(`↑ mean SSRs per ${baseName(densities.size)}`, left, base - PROFILE - 8, "hint"),
    ...[0, largest].map((value) =>
      text(formatShort(value, 1), left - 6, y(value) + 4, "axis", { "text-anchor": "end" }),
    ),
    line(left, y(largest), right, y(largest)),
    ...bars,
    axisLine(left, base, right, base),
  );
}

/** Positions below the rows. */
export function positionAxis(
  densities: Densities,
  left: number,
  cell: number,
  bottom: number,
  width: number,
): SVGGElement {
  const px = (cell * 1000) / densities.size;
  const position = (kilobases: number) => left + kilobases * px;
  const right = position(densities.longest / 1000);
  const values = tickValues([0, densities.longest / 1000], (right - left) / 90);
  const fitting = values.filter(
    (value) => position(value) + textWidth(formatNumber(value)) / 2 <= width,
  );
  return element(
    "g",
    {},
    ...valueColumns(fitting, position, bottom, bottom + 4),
    axisLine(left, bottom + 2, right, bottom + 2),
    titleBelow("position in the genome, kb", right, bottom + 32, right),
  );
}

/** The windows of all genomes; what lies beyond the end of a genome stays empty. */
export function windowLayer(
  densities: Densities,
  layout: GenomeRows,
  cell: number,
  top: number,
): CanvasLayer {
  const { rows, left } = layout;
  const { counts, windows } = densities;
  return {
    x: left,
    y: top,
    width: Math.ceil(windows * cell),
    height: layout.height,
    rows: rows.length,
    columns: windows,
    paint: (context, colour) => paint(context, colour, densities, layout, cell, top),
    at: (x, y) => {
      const row = cellAt(
        rows.map((item) => item.y),
        rows[0]?.height ?? 0,
        y,
      );
      const column = Math.floor((x - left) / cell);
      return row === null || counts[row]?.[column] === undefined ? null : { row, column };
    },
    mark: (i, column) => {
      const row = rows[i] as GenomeRow;
      const count = counts[i]?.[column];
      const what = count === undefined ? "beyond the end of the genome" : plural(count, "SSR");
      return {
        tip: `${row.id} · ${groupName(row.group)}\n${placeName(densities, column)}: ${what}`,
        filter: { genome: [row.id] },
        x: left + column * cell,
        y: row.y,
        width: cell,
        height: row.height,
      };
    },
    range: (from, to) =>
      rangeFilter(
        "genome",
        rows.map((row) => row.id),
        from.row,
        to.row,
      ),
  };
}

function paint(
  context: CanvasRenderingContext2D,
  colour: (token: string) => string,
  densities: Densities,
  layout: GenomeRows,
  cell: number,
  top: number,
): void {
  const colours = Array.from({ length: STEPS }, (_, step) => colour(`--q${step}`));
  layout.rows.forEach((row, i) => {
    const counts = densities.counts[i] ?? [];
    const height = row.height - (layout.hasIds ? 1 : 0);
    const length = densities.lengths[i] ?? 0;
    for (let window = 0; window < counts.length; ) {
      const step = powerStep(counts[window] ?? 0);
      let end = window + 1;
      while (end < counts.length && powerStep(counts[end] ?? 0) === step) end++;
      // Edges on whole px: between two colours there must be no seam.
      const x1 = Math.round(window * cell);
      const last = end - 1 + basesIn(length, densities.size, end - 1) / densities.size;
      const x2 = Math.max(x1 + 1, Math.round(last * cell));
      context.fillStyle = colours[step] as string;
      context.fillRect(x1, row.y - top, x2 - x1, height);
      window = end;
    }
  });
}

/** `132–134 kb`. */
export function placeName({ size, longest }: Densities, window: number): string {
  const decimals = size % 1000 === 0 ? 0 : size % 100 === 0 ? 1 : 2;
  const end = Math.min(longest, (window + 1) * size);
  const print = (position: number) => formatNumber(position / 1000, decimals);
  return `${print(window * size)}–${print(end)} kb`;
}

/** `601 bp`, `2 kb`. */
export function baseName(bases: number): string {
  return bases % 1000 ? `${formatNumber(bases)} bp` : `${formatNumber(bases / 1000)} kb`;
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
