// Room that is left beside the columns goes to texts that are cut.

import { own } from "../own";
import type { Cell, GridColumn } from "./column_kinds";
import { fittingWidth } from "./column_width";

interface Sized {
  name: string;
  width: number;
}

/** px that columns of text need for their cells, by name, for columns that are not known yet; the
 * known ones as they were, so that nothing moves while a table is scrolled. */
export function measureTexts(
  columns: readonly GridColumn[],
  cells: (name: string) => readonly (Cell | undefined)[],
  known: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const fresh = columns.filter(
    (column) => column.kind === "text" && own(known, column.name) === undefined,
  );
  if (!fresh.length) return known;
  const measured = fresh.map((column) => [column.name, fittingWidth(column, cells(column.name))]);
  return { ...known, ...Object.fromEntries(measured) };
}

/** Widths of the columns that grow, px by name: what each lacks, or its share if `room` px are too
 * few for all. */
export function growTexts(
  columns: readonly Sized[],
  wanted: Readonly<Record<string, number>>,
  room: number,
): Readonly<Record<string, number>> {
  const spare = room - columns.reduce((sum, column) => sum + column.width, 0);
  const lacks = columns.map(({ name, width }) => Math.max(0, (own(wanted, name) ?? 0) - width));
  const lacking = lacks.reduce((sum, lack) => sum + lack, 0);
  if (spare <= 0 || !lacking) return {};
  const share = Math.min(1, spare / lacking);
  return Object.fromEntries(
    columns.flatMap(({ name, width }, i) => {
      const lack = lacks[i] ?? 0;
      return lack ? [[name, width + Math.floor(lack * share)]] : [];
    }),
  );
}
