// Which columns of a wide table are in sight, and how to bring one into it.

import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { PlacedColumn } from "./layout";

export class ColumnWindow {
  /** Places of the columns to draw, in order: the pinned ones and those in sight. */
  indexes = $state.raw<readonly number[]>([]);

  private columns: readonly PlacedColumn[] = [];
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly unmount: () => void;

  constructor(private readonly scroller: HTMLElement) {
    this.virtualizer = new Virtualizer(this.options());
    this.unmount = this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  /** Takes other columns, other places or other widths. */
  update(columns: readonly PlacedColumn[]): void {
    this.columns = columns;
    this.virtualizer.setOptions(this.options());
    this.virtualizer.measure();
    this.virtualizer._willUpdate();
    this.indexes = this.virtualizer.getVirtualIndexes();
  }

  /** Scrolls sideways until a column is wholly in sight. */
  show(index: number): void {
    if (!this.columns[index]?.isPinned) this.virtualizer.scrollToIndex(index, { align: "auto" });
  }

  stop(): void {
    this.unmount();
  }

  private options() {
    const pinned = this.columns.filter((column) => column.isPinned);
    return {
      count: this.columns.length,
      horizontal: true,
      overscan: 2,
      scrollPaddingStart: pinned.reduce((sum, column) => sum + column.width, 0),
      getScrollElement: () => this.scroller,
      estimateSize: (index: number) => this.columns[index]?.width ?? 0,
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => [
        ...pinned.keys(),
        ...defaultRangeExtractor(range).filter((index) => index >= pinned.length),
      ],
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: (virtualizer: Virtualizer<HTMLElement, HTMLElement>) => {
        this.indexes = virtualizer.getVirtualIndexes();
      },
    };
  }
}
