// Rows of a table that the server sorts and filters, fetched page by page as they come into sight.

import type { Columns } from "../arrow";

export const PAGE_ROWS = 200;
const KEPT_PAGES = 60;
// Giving a request up does not stop the server's work on it. So few are sent, and these are waited
// for: a dragged scroll bar would leave the server with a backlog of places that it has passed.
const AT_ONCE = 2;
const AHEAD = 2;

export type FetchPage = (offset: number, limit: number, signal: AbortSignal) => Promise<Columns>;

interface View {
  first: number;
  end: number;
  direction: -1 | 1;
}

/** The pages of one sort order and one set of filters. */
export class PageCache {
  /** Rows that the filters leave; null until the first page is there. */
  totalRows: number | null = null;
  /** Why the last page did not come; `retry` asks for it again. */
  problem: unknown = null;

  private readonly pages = new Map<number, Columns>();
  private readonly underWay = new Map<number, AbortController>();
  private view: View = { first: 0, end: 1, direction: 1 };
  private wanted: readonly number[] = [];
  private isStopped = false;

  constructor(
    private readonly fetchPage: FetchPage,
    /** Told when a page has come, or failed: its first row, and whether it was in sight when it
     * was asked for. */
    private readonly onchange: (firstRow: number, wasSeen: boolean) => void,
  ) {}

  /** Sees to it that rows come, then those that scrolling on (-1 up, 1 down) would show. */
  want(first: number, end: number, direction: -1 | 1 = 1): void {
    this.view = { first, end, direction };
    this.wanted = this.pagesInView();
    this.fill();
  }

  /** The page that holds a row, and the row's place in it; null while it is not there. */
  find(row: number): { page: Columns; at: number } | null {
    const page = this.pages.get(Math.floor(row / PAGE_ROWS));
    const at = row % PAGE_ROWS;
    return page && at < page.length ? { page, at } : null;
  }

  /** Whether all these rows are there. */
  has(first: number, end: number): boolean {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page++) {
      if (!this.pages.has(page)) return false;
    }
    return true;
  }

  retry(): void {
    this.problem = null;
    this.fill();
  }

  /** Nothing is fetched any more, and nobody told. */
  stop(): void {
    this.isStopped = true;
    for (const request of this.underWay.values()) request.abort();
    this.underWay.clear();
  }

  private pagesInView(): number[] {
    const { first, end, direction } = this.view;
    const lastPage =
      this.totalRows === null ? 0 : Math.max(0, Math.ceil(this.totalRows / PAGE_ROWS) - 1);
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.max(from, Math.ceil(end / PAGE_ROWS) - 1);
    const seen = range(from, to);
    const ahead = range(1, AHEAD).map((step) => (direction > 0 ? to + step : from - step));
    const behind = direction > 0 ? from - 1 : to + 1;
    return [...seen, ...ahead, behind].filter((page) => page >= 0 && page <= lastPage);
  }

  private fill(): void {
    if (this.isStopped || this.problem) return;
    for (const page of this.wanted) {
      if (this.underWay.size >= AT_ONCE) return;
      if (!this.pages.has(page) && !this.underWay.has(page)) void this.load(page);
    }
  }

  private async load(page: number): Promise<void> {
    const request = new AbortController();
    this.underWay.set(page, request);
    const { first, end } = this.view;
    const wasSeen = page * PAGE_ROWS < end && (page + 1) * PAGE_ROWS > first;
    try {
      const rows = await this.fetchPage(page * PAGE_ROWS, PAGE_ROWS, request.signal);
      if (request.signal.aborted) return;
      this.keep(page, rows);
    } catch (problem) {
      if (request.signal.aborted) return;
      this.problem = problem;
    }
    this.underWay.delete(page);
    this.onchange(page * PAGE_ROWS, wasSeen);
    this.fill();
  }

  private keep(page: number, rows: Columns): void {
    this.totalRows = rows.totalRows;
    this.pages.set(page, rows);
    this.wanted = this.pagesInView();
    for (const old of this.pages.keys()) {
      if (this.pages.size <= KEPT_PAGES) return;
      if (!this.wanted.includes(old)) this.pages.delete(old);
    }
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
