// Arrow streams as columns: the bytes of an answer in, plain values by column name out.

import { type Table, tableFromIPC } from "apache-arrow";

type Cell = string | number | boolean | null;

/** A table that is read column by column; values are decoded at the first use of a column. */
export class Columns {
  readonly names: readonly string[];
  readonly length: number;
  /** Rows of the whole table on the server, of which these may be a page. */
  readonly totalRows: number;
  private readonly decoded = new Map<string, readonly Cell[]>();

  constructor(
    private readonly table: Table,
    totalRows?: number,
  ) {
    this.names = table.schema.fields.map((field) => field.name);
    this.length = table.numRows;
    this.totalRows = totalRows ?? table.numRows;
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** The Arrow type of a column, as text: `Int32`, `Utf8`, `Dictionary<Int32, Utf8>` ... */
  type(name: string): string {
    return String(this.table.schema.fields.find((field) => field.name === name)?.type ?? "");
  }

  /** Values as they are; 64-bit whole numbers as numbers. Throws for an unknown column. */
  cells(name: string): readonly Cell[] {
    const known = this.decoded.get(name);
    if (known) return known;
    const vector = this.table.getChild(name);
    if (!vector) throw new Error(`The data has no column ${name}, only ${this.names.join(", ")}.`);
    const values: Cell[] = new Array(this.length);
    for (let i = 0; i < this.length; i++) {
      const value: unknown = vector.get(i);
      values[i] = typeof value === "bigint" ? Number(value) : (value as Cell);
    }
    this.decoded.set(name, values);
    return values;
  }

  /** Text; missing values stay null. */
  texts(name: string): readonly (string | null)[] {
    return this.cells(name) as readonly (string | null)[];
  }

  /** Numbers; missing values stay null. */
  numbers(name: string): readonly (number | null)[] {
    return this.cells(name) as readonly (number | null)[];
  }

  /** Rows as objects, for the few rows of an aggregate. */
  rows<Row extends object>(): Row[] {
    const columns = this.names.map((name) => [name, this.cells(name)] as const);
    return Array.from(
      { length: this.length },
      (_, i) => Object.fromEntries(columns.map(([name, values]) => [name, values[i]])) as Row,
    );
  }
}

/** The columns of an Arrow IPC stream. */
export function readArrow(bytes: Uint8Array | ArrayBuffer, totalRows?: number): Columns {
  const stream = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return new Columns(tableFromIPC(stream), totalRows);
}
