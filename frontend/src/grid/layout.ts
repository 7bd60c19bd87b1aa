// Which columns a grid shows, in which order, how wide, and which stay at the left. Kept per table.

import { own } from "../own";
import type { GridColumn } from "./column_kinds";

export interface Layout {
  /** All columns; the pinned ones come first on the page whatever their place here. */
  order: readonly string[];
  hidden: readonly string[];
  pinned: readonly string[];
  /** px, where the user chose it. */
  widths: Readonly<Record<string, number>>;
}

/** A column at its place on the page. */
export interface PlacedColumn extends GridColumn {
  isPinned: boolean;
  /** px from the left edge of the table. */
  left: number;
}

export const LEAST_WIDTH = 48;
const MOST_WIDTH = 640;
const KEY = "crossroad.grid";

/** The first of the named columns pinned, the named ones in front, the others hidden; without
 * names all columns are shown. */
export function initialLayout(
  columns: readonly GridColumn[],
  names: readonly string[] = [],
): Layout {
  const all = columns.map((column) => column.name);
  const known = names.filter((name) => all.includes(name));
  const others = all.filter((name) => !known.includes(name));
  const order = [...known, ...others];
  return {
    order,
    hidden: known.length ? others : [],
    pinned: order.slice(0, 1),
    widths: {},
  };
}

/** The shown columns with their places, the pinned ones first. A width that the user chose goes
 * before a `grown` one. */
export function placeColumns(
  columns: readonly GridColumn[],
  layout: Layout,
  grown: Readonly<Record<string, number>> = {},
): PlacedColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const shown = shownNames(layout).flatMap((name) => byName.get(name) ?? []);
  let left = 0;
  return shown.map((column) => {
    const width = own(layout.widths, column.name) ?? own(grown, column.name) ?? column.width;
    const placed = { ...column, width, left, isPinned: layout.pinned.includes(column.name) };
    left += width;
    return placed;
  });
}

/** Names of the shown columns as they stand on the page. */
export function shownNames(layout: Layout): string[] {
  const shown = layout.order.filter((name) => !layout.hidden.includes(name));
  const isPinned = (name: string) => layout.pinned.includes(name);
  return [...shown.filter(isPinned), ...shown.filter((name) => !isPinned(name))];
}

/** The column before or behind another one, as it is dropped there; it is pinned as that one is. */
export function moveBeside(layout: Layout, name: string, target: string, isAfter: boolean): Layout {
  if (name === target) return layout;
  const others = layout.order.filter((other) => other !== name);
  const at = others.indexOf(target) + (isAfter ? 1 : 0);
  const order = [...others.slice(0, at), name, ...others.slice(at)];
  return setPinned({ ...layout, order }, name, layout.pinned.includes(target));
}

/** The column one place further to the left (-1) or right (1) on the page. */
export function moveBy(layout: Layout, name: string, step: -1 | 1): Layout {
  const shown = shownNames(layout);
  const neighbour = shown[shown.indexOf(name) + step];
  if (!neighbour || layout.pinned.includes(neighbour) !== layout.pinned.includes(name)) {
    return layout;
  }
  return moveBeside(layout, name, neighbour, step > 0);
}

/** Hidden or shown; the last shown column stays. */
export function setHidden(layout: Layout, name: string, isHidden: boolean): Layout {
  if (isHidden && shownNames(layout).length < 2) return layout;
  const others = layout.hidden.filter((other) => other !== name);
  return { ...layout, hidden: isHidden ? [...others, name] : others };
}

export function setPinned(layout: Layout, name: string, isPinned: boolean): Layout {
  const others = layout.pinned.filter((other) => other !== name);
  return { ...layout, pinned: isPinned ? [...others, name] : others };
}

/** With another width, px; within limits. */
export function setWidth(layout: Layout, name: string, width: number): Layout {
  const fitting = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [name]: fitting } };
}

/** The layout that was kept for a table, or the initial one; columns that came since are hidden. */
export function readLayout(
  table: string,
  columns: readonly GridColumn[],
  initial: Layout,
  storage: Pick<Storage, "getItem">,
): Layout {
  try {
    const kept = JSON.parse(storage.getItem(`${KEY}.${table}`) ?? "null") as Layout | null;
    if (!kept || ![kept.order, kept.hidden, kept.pinned].every(Array.isArray)) return initial;
    return fitted(kept, columns, initial);
  } catch {
    return initial;
  }
}

/** Keeps the layout of a table; the initial one is forgotten instead. */
export function keepLayout(
  table: string,
  layout: Layout | null,
  storage: Pick<Storage, "setItem" | "removeItem">,
): void {
  try {
    if (layout) storage.setItem(`${KEY}.${table}`, JSON.stringify(layout));
    else storage.removeItem(`${KEY}.${table}`);
  } catch {
    // Storage may be off; the choice then lasts as long as the page.
  }
}

// Another result may have other columns of metadata than the one that the layout was made for.
function fitted(kept: Layout, columns: readonly GridColumn[], initial: Layout): Layout {
  const names = columns.map((column) => column.name);
  const known = [...new Set(kept.order)].filter((name) => names.includes(name));
  const added = initial.order.filter((name) => !known.includes(name));
  const hidden = [
    ...kept.hidden.filter((name) => names.includes(name)),
    ...added.filter((name) => initial.hidden.includes(name)),
  ];
  const layout = {
    order: [...known, ...added],
    hidden,
    pinned: kept.pinned.filter((name) => names.includes(name)),
    widths: Object.fromEntries(
      Object.entries(kept.widths ?? {}).filter(
        ([, width]) => width >= LEAST_WIDTH && width <= MOST_WIDTH,
      ),
    ),
  };
  return shownNames(layout).length ? layout : initial;
}
