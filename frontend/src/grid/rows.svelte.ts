// The rows that a grid shows: where it is scrolled to, and what has come from the server for it.

import { type FetchPage, PAGE_ROWS, PageCache } from "./page_cache";
import { clampTop, type Scroll, visibleRows } from "./scroll_scale";

/** ms that old rows stay in sight while new ones are fetched. */
const PATIENCE = 150;

export class GridRows {
  /** Counts what has come, so that what was drawn from it is drawn anew. */
  version = $state(0);
  rowHeight = $state(28);
  /** px of the part in which rows are seen. */
  viewport = $state(0);
  /** px above the first px that is shown. */
  top = $state(0);
  /** The same of the rows that are wanted, and perhaps still fetched. */
  wantedTop = 0;
  /** Whether new rows have been awaited for a while. */
  isLate = $state(false);

  private shown = $state.raw<PageCache | null>(null);
  private coming: PageCache | null = null;
  private direction: -1 | 1 = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Rows that the filters leave; null before any have come. */
  readonly total = $derived.by(() => {
    void this.version;
    return this.shown?.totalRows ?? null;
  });
  readonly problem = $derived.by(() => {
    void this.version;
    return this.current()?.problem ?? null;
  });
  readonly scroll: Scroll = $derived({
    content: (this.total ?? 0) * this.rowHeight,
    viewport: this.viewport,
  });
  readonly visible = $derived(visibleRows(this.scroll, this.top, this.rowHeight));

  /** `onnew` is told when rows of other filters or another order are shown, from their top. */
  constructor(private readonly onnew: () => void) {}

  /** Other filters or another order: the old rows stay until the first new ones are there. */
  open(fetchPage: FetchPage): void {
    this.coming?.stop();
    const cache: PageCache = new PageCache(fetchPage, (firstRow, wasSeen) =>
      this.receive(cache, firstRow, wasSeen),
    );
    this.coming = cache;
    cache.want(0, 1);
    this.waitLate();
  }

  /** Scrolls; rows that are not there yet are fetched first, for a while. */
  scrollTo(top: number): void {
    const next = clampTop(this.scroll, top);
    if (next !== this.wantedTop) this.direction = next < this.wantedTop ? -1 : 1;
    this.wantedTop = next;
    this.wantRows();
    if (this.isThere()) this.showWanted();
    else if (this.isLate) this.top = next;
    else this.waitLate();
  }

  /** A row's page and place, null while it is fetched. */
  find(row: number) {
    void this.version;
    return this.shown?.find(row) ?? null;
  }

  retry(): void {
    this.current()?.retry();
    this.version += 1;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.shown?.stop();
    this.coming?.stop();
  }

  private current(): PageCache | null {
    return this.coming ?? this.shown;
  }

  private receive(cache: PageCache, firstRow: number, wasSeen: boolean): void {
    if (cache === this.coming && !cache.problem) {
      this.shown?.stop();
      this.shown = cache;
      this.coming = null;
      this.version += 1;
      this.wantedTop = 0;
      this.showWanted();
      this.wantRows();
      this.onnew();
      return;
    }
    this.version += 1;
    if (cache.problem || this.isThere()) this.showWanted();
    else if (wasSeen && !this.isWanted(firstRow)) this.showOnTheWay(firstRow);
  }

  // While the scroll bar is dragged, rows of the places that it has just passed are better than none.
  private showOnTheWay(firstRow: number): void {
    this.endWait();
    this.top = clampTop(this.scroll, firstRow * this.rowHeight);
    this.waitLate();
  }

  private wantedRows(): { first: number; end: number } {
    return visibleRows(this.scroll, this.wantedTop, this.rowHeight);
  }

  private wantRows(): void {
    const { first, end } = this.wantedRows();
    this.shown?.want(first, end, this.direction);
  }

  private isThere(): boolean {
    const { first, end } = this.wantedRows();
    return this.shown?.has(first, end) ?? false;
  }

  // Whether the page that begins with a row is a part of what is wanted now.
  private isWanted(firstRow: number): boolean {
    const { first, end } = this.wantedRows();
    return firstRow < end && firstRow + PAGE_ROWS > first;
  }

  private showWanted(): void {
    this.endWait();
    this.top = this.wantedTop;
  }

  private endWait(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isLate = false;
  }

  private waitLate(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.isLate = true;
      this.top = this.wantedTop;
    }, PATIENCE);
  }
}
