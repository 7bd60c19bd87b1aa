// What the user has made of a grid: order, filters and search in the address, so that a link and
// the back button restore them; columns and density in the storage of the browser.

import { navigation } from "../navigation.svelte";
import type { GridColumn } from "./column_kinds";
import { type ColumnFilters, parseFilters, readFilters, writeFilters } from "./filter_text";
import { initialLayout, keepLayout, type Layout, placeColumns, readLayout } from "./layout";
import { formatSort, parseSort, type SortKey } from "./sort";
import { growTexts } from "./text_growth";

export const DENSITIES = [
  { value: "24", label: "Compact" },
  { value: "28", label: "Normal" },
  { value: "32", label: "Roomy" },
] as const;
const DENSITY_KEY = "crossroad.density";

export class GridState {
  layout = $state.raw<Layout>({ order: [], hidden: [], pinned: [], widths: {} });
  /** px of a row. */
  density = $state(readDensity());
  /** px that are there for all columns. */
  room = $state(0);
  /** px that texts need, by column. */
  wanted = $state.raw<Readonly<Record<string, number>>>({});

  private readonly names: string[];
  private readonly initial: Layout;
  private readonly sortText = $derived.by(() => navigation.option(`${this.table}.sort`) ?? "");
  private readonly filterText = $derived.by(() => navigation.option(`${this.table}.filter`));

  readonly search = $derived.by(() => navigation.option(`${this.table}.search`) ?? "");
  readonly sort: readonly SortKey[] = $derived.by(() => parseSort(this.sortText, this.names));
  readonly filters: ColumnFilters = $derived.by(() => readFilters(this.filterText));
  readonly parsed = $derived.by(() => parseFilters(this.columns, this.filters));
  readonly placed = $derived.by(() => {
    const placed = placeColumns(this.columns, this.layout);
    // What the user made narrow stays so.
    const wanted = { ...this.wanted, ...this.layout.widths };
    return placeColumns(this.columns, this.layout, growTexts(placed, wanted, this.room));
  });

  constructor(
    private readonly table: string,
    readonly columns: readonly GridColumn[],
    initialColumns: readonly string[] | undefined,
  ) {
    this.names = columns.map((column) => column.name);
    this.initial = initialLayout(columns, initialColumns);
    this.layout = readLayout(table, columns, this.initial, localStorage);
  }

  setSort(keys: readonly SortKey[]): void {
    navigation.setOption(`${this.table}.sort`, formatSort(keys) || undefined);
  }

  /** Sets the filter of a column; an empty one removes it. */
  setFilter(name: string, filter: string | readonly string[]): void {
    const filters = { ...this.filters, [name]: filter };
    navigation.setOption(`${this.table}.filter`, writeFilters(filters));
  }

  setSearch(text: string): void {
    navigation.setOption(`${this.table}.search`, text.trim() ? text : undefined);
  }

  clearFilters(): void {
    navigation.setOption(`${this.table}.filter`, undefined);
    navigation.setOption(`${this.table}.search`, undefined);
  }

  get isFiltered(): boolean {
    return this.search.trim() !== "" || this.parsed.conditions.length > 0;
  }

  setLayout(layout: Layout): void {
    this.layout = layout;
    keepLayout(this.table, layout, localStorage);
  }

  resetLayout(): void {
    this.layout = this.initial;
    keepLayout(this.table, null, localStorage);
  }

  setDensity(density: number): void {
    this.density = density;
    try {
      localStorage.setItem(DENSITY_KEY, String(density));
    } catch {
      // Storage may be off; the choice then lasts as long as the page.
    }
  }
}

function readDensity(): number {
  try {
    const kept = localStorage.getItem(DENSITY_KEY);
    return DENSITIES.some((density) => density.value === kept) ? Number(kept) : 28;
  } catch {
    return 28;
  }
}
