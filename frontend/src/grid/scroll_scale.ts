// Places in tables that are higher than a browser can lay out. Browsers end between 16.7 and 33.5
// million px, at 200 % zoom at half of that; 10 million rows of 28 px are 280 million.

/** px; the layout is never higher. */
export const MOST_HEIGHT = 6_000_000;

/** All rows of a table, seen through a window of some height; all in px. */
export interface Scroll {
  /** Of all rows together. */
  content: number;
  /** Of the part in which rows are seen. */
  viewport: number;
}

/** Whether a px of the scroll bar is more than a px of the rows. */
export function isScaled(scroll: Scroll): boolean {
  return scroll.content > MOST_HEIGHT;
}

/** Height to lay out. */
export function laidOutHeight(scroll: Scroll): number {
  return Math.min(scroll.content, MOST_HEIGHT);
}

/** px of the rows above the window, of the place of the scroll bar. */
export function toContent(scroll: Scroll, place: number): number {
  if (!isScaled(scroll)) return clampTop(scroll, place);
  const share = place / (laidOutHeight(scroll) - scroll.viewport);
  return clampTop(scroll, share * (scroll.content - scroll.viewport));
}

/** Place of the scroll bar for px of the rows above the window. */
export function toPlace(scroll: Scroll, top: number): number {
  const clamped = clampTop(scroll, top);
  if (!isScaled(scroll)) return clamped;
  const share = clamped / (scroll.content - scroll.viewport);
  return share * (laidOutHeight(scroll) - scroll.viewport);
}

/** The nearest px that shows no space beyond the rows. */
export function clampTop(scroll: Scroll, top: number): number {
  return Math.max(0, Math.min(top, scroll.content - scroll.viewport));
}

/** The rows that are at least partly seen, the last one exclusive. */
export function visibleRows(
  scroll: Scroll,
  top: number,
  rowHeight: number,
): { first: number; end: number } {
  const rows = Math.round(scroll.content / rowHeight);
  const first = Math.floor(top / rowHeight);
  return { first, end: Math.min(rows, Math.ceil((top + scroll.viewport) / rowHeight)) };
}

/** The least movement that brings a row wholly into sight. */
export function topToShow(scroll: Scroll, top: number, row: number, rowHeight: number): number {
  const above = row * rowHeight;
  if (above < top) return clampTop(scroll, above);
  const below = above + rowHeight - scroll.viewport;
  return clampTop(scroll, Math.max(top, below));
}
