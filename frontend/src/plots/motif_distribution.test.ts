import { describe, expect, it } from "vitest";
import { motif_distribution } from "./motif_distribution";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("motif_distribution");
const genomes = demoData("ssr_gc");

function drawn(switches: Record<string, string> = {}, more = {}) {
  return motif_distribution.draw(
    demo,
    optionsFor(motif_distribution, { switches, ...more }),
    genomes,
  );
}

/** A table of some genomes with some classes each. */
function made(counts: Record<string, Record<string, number>>, category = "A") {
  const cells = Object.entries(counts).flatMap(([id, row]) =>
    Object.entries(row).map(([name, ssrs]) => ({ id, name, ssrs })),
  );
  return columnsOf({
    genomeID: cells.map((cell) => cell.id),
    category: cells.map(() => category),
    group: cells.map(() => category),
    motif_class: cells.map((cell) => cell.name),
    motif_length: cells.map((cell) => cell.name.length),
    ssrs: cells.map((cell) => cell.ssrs),
  });
}

function paintedRectangles(layer: NonNullable<ReturnType<typeof drawn>["canvas"]>) {
  const rectangles: [string, number, number, number, number][] = [];
  const context = {
    fillStyle: "",
    fillRect(x: number, y: number, width: number, height: number) {
      rectangles.push([this.fillStyle, x, y, width, height]);
    },
  };
  layer.paint(context as unknown as CanvasRenderingContext2D, (token) => token);
  return rectangles;
}

function many(count: number, categories: number) {
  const ids = Array.from({ length: count }, (_, i) => `genome_with_a_long_name_${i}`);
  return columnsOf({
    genomeID: ids,
    category: ids.map((_, i) => `category with a long name ${i % categories}`),
    group: ids.map(() => "undefined"),
    motif_class: ids.map((_, i) => (i % 3 ? "AAT" : "AC")),
    motif_length: ids.map((_, i) => (i % 3 ? 3 : 2)),
    ssrs: ids.map((_, i) => 1 + (i % 40)),
  });
}

describe("the matrix of motif classes", () => {
  it("draws the demo", () => {
    expect(printed(drawn())).toMatchSnapshot();
  });

  it("says how many classes vary", () => {
    const rows = demo.rows<{ genomeID: string; motif_class: string; ssrs: number }>();
    const classes = [...new Set(rows.map((row) => row.motif_class))];
    const variable = classes.filter((name) => {
      const counts = rows.filter((row) => row.motif_class === name).map((row) => row.ssrs);
      return counts.length < 40 || new Set(counts).size > 1;
    });
    expect(drawn().title).toBe(
      `${variable.length} of ${classes.length} motif classes vary between genomes`,
    );
  });

  it("names the most frequent classes as such where the server sent no more", () => {
    expect(drawn({ top: "60" }).title).toContain("of the 60 most frequent motif classes");
  });

  it("has a cell for every genome and class, zeros among them", () => {
    const { canvas, table } = drawn();
    expect([canvas?.rows, canvas?.columns]).toEqual([40, 60]);
    const cells = table.rows.flatMap((row) => row.slice(3));
    expect(cells).toHaveLength(40 * 60);
    expect(cells.filter((cell) => cell !== 0)).toHaveLength(demo.length);
  });

  it("tabulates the numbers that its cells tell", () => {
    const { canvas, table } = drawn();
    const [row, column] = [7, 5];
    const tip = canvas?.mark(row, column).tip;
    const count = table.rows[row]?.[3 + column];
    expect(tip).toBe(
      `${table.rows[row]?.[0]} · ${table.rows[row]?.[1]}\n${table.columns[3 + column]?.name}: ${count} SSRs`,
    );
  });

  it("orders genomes by category, year and id", () => {
    const keys = drawn().table.rows.map((row) => row.slice(0, 3));
    const sorted = [...keys].sort(
      (a, b) =>
        String(a[1]).localeCompare(String(b[1])) ||
        Number(a[2]) - Number(b[2]) ||
        String(a[0]).localeCompare(String(b[0])),
    );
    expect(keys).toEqual(sorted);
  });

  it("orders classes by length, then by the number of SSRs", () => {
    const { table } = drawn();
    const columns = table.columns.slice(3).map((column, j) => ({
      length: column.name.length,
      ssrs: table.rows.reduce((sum, row) => sum + Number(row[3 + j]), 0),
    }));
    columns.slice(1).forEach((column, j) => {
      const before = columns[j];
      expect(column.length).toBeGreaterThanOrEqual(before?.length ?? 0);
      if (column.length === before?.length) {
        expect(column.ssrs).toBeLessThanOrEqual(before.ssrs);
      }
    });
  });

  it("orders classes of one length by name on demand", () => {
    const names = drawn({ order: "name" })
      .table.columns.slice(3)
      .map((column) => column.name);
    expect(names.filter((name) => name.length === 4)).toEqual([
      "AAAT",
      "AACG",
      "AAGT",
      "AATG",
      "ACGT",
    ]);
  });

  it("has the same cells in every order", () => {
    const cells = (order: string) => {
      const { table } = drawn({ order });
      const names = table.columns.map((column) => column.name);
      return table.rows
        .map((row) =>
          names
            .map((name, i) => `${name}=${row[i]}`)
            .sort()
            .join(),
        )
        .sort();
    };
    expect(cells("clustered")).toEqual(cells("frequency"));
  });

  it("shows only variable classes on demand, under the same title", () => {
    const variable = drawn({ variable: "variable" });
    expect(variable.title).toBe(drawn().title);
    expect(variable.title.startsWith(`${variable.canvas?.columns} of`)).toBe(true);
  });

  it("puts genomes without any of the classes among the rows", () => {
    const more = columnsOf({
      genomeID: ["g1", "g2"],
      category: ["A", "A"],
      group: ["A", "A"],
      year: [2001, null],
    });
    const { table } = motif_distribution.draw(
      made({ g1: { AT: 2 } }),
      optionsFor(motif_distribution),
      more,
    );
    expect(table.rows).toEqual([
      ["g1", "A", 2001, 2],
      ["g2", "A", null, 0],
    ]);
  });

  it("finds the cell under a point, and nothing in the gaps", () => {
    const layer = drawn().canvas;
    for (const [row, column] of [
      [0, 0],
      [39, 59],
      [20, 7],
    ] as const) {
      const mark = layer?.mark(row, column);
      expect(layer?.at((mark?.x ?? 0) + 1, (mark?.y ?? 0) + 1)).toEqual({ row, column });
    }
    const last = layer?.mark(13, 0);
    expect(layer?.at((last?.x ?? 0) + 1, (last?.y ?? 0) + (last?.height ?? 0) + 1)).toBeNull();
    expect(layer?.at(0, 0)).toBeNull();
  });

  it("makes a range of cells a filter of genomes and classes", () => {
    const { canvas, table } = drawn();
    const filter = canvas?.range?.({ row: 3, column: 2 }, { row: 1, column: 0 });
    expect(filter).toEqual({
      genome: table.rows.slice(1, 4).map((row) => row[0]),
      motif_class: table.columns.slice(3, 6).map((column) => column.name),
    });
  });

  it("does not filter what a range holds all of", () => {
    const { canvas } = drawn();
    const filter = canvas?.range?.({ row: 0, column: 4 }, { row: 39, column: 4 });
    expect(Object.keys(filter ?? {})).toEqual(["motif_class"]);
  });

  it("paints every cell once, in steps of powers of two", () => {
    const data = made({ g1: { AT: 1, AAT: 9 }, g2: { AT: 3, AC: 40 } });
    const { canvas } = motif_distribution.draw(data, optionsFor(motif_distribution));
    if (!canvas) throw new Error("The matrix has no canvas.");
    const cells = paintedRectangles(canvas).filter(([colour]) => colour !== "--axis");
    const byColumn = cells.map(([colour, x, y]) => [x, y, colour]);
    expect(byColumn).toHaveLength(6);
    // Columns AC, AT, AAT; rows g1, g2.
    expect(cells.map(([colour]) => colour)).toEqual([
      "--q0",
      "--q6",
      "--q1",
      "--q2",
      "--q4",
      "--q0",
    ]);
  });

  it("compares within columns on demand", () => {
    const data = made({ g1: { AT: 1, AAT: 9 }, g2: { AT: 3, AAT: 9 } });
    const options = optionsFor(motif_distribution, { switches: { scale: "column" } });
    const { canvas } = motif_distribution.draw(data, options);
    if (!canvas) throw new Error("The matrix has no canvas.");
    expect(paintedRectangles(canvas).map(([colour]) => colour)).toEqual([
      "--q2",
      "--q6",
      "--q6",
      "--q6",
    ]);
  });

  it("gives 404 genomes thin rows and the numbers of their groups", () => {
    const { canvas, svg } = motif_distribution.draw(many(404, 4), optionsFor(motif_distribution));
    expect(canvas?.height).toBe(404 * 5 + 3 * 6);
    expect(svg.textContent).toContain("101 genomes");
    expect(svg.textContent).not.toContain("genome_with_a_long_name");
  });

  it("stays within what a canvas can hold with 20,000 genomes", () => {
    const { canvas } = motif_distribution.draw(many(20_000, 3), optionsFor(motif_distribution));
    expect(canvas?.height).toBeLessThan(32_767);
  });

  it.each([360, 640, 900, 1216])("has no texts over each other at %i px", (width) => {
    const options = optionsFor(motif_distribution, { width });
    const tables = [demo, many(1, 1), many(2, 2), many(18, 3), many(40, 20), many(404, 20)];
    for (const data of tables) {
      expect(overlaps(motif_distribution.draw(data, options, undefined).svg)).toEqual([]);
    }
  });

  it("shows one genome without a claim about differences", () => {
    const { title } = motif_distribution.draw(many(1, 1), optionsFor(motif_distribution));
    expect(title).toBe("1 motif class in one genome");
  });

  it("names no group where there are no categories", () => {
    const data = made({ g1: { AT: 2 }, g2: { AT: 2 } }, "undefined");
    const { svg } = motif_distribution.draw(data, optionsFor(motif_distribution));
    expect(svg.textContent).not.toContain("(none)");
    expect(svg.textContent).not.toContain("category");
  });

  it("explains why nothing is drawn", () => {
    const explain = (data: typeof demo, switches = {}, count = 2) =>
      motif_distribution.explainEmpty?.(
        data,
        optionsFor(motif_distribution, { switches, genomes: count }),
      );
    const same = made({ g1: { AT: 2 }, g2: { AT: 2 } });
    expect(explain(demo)).toBeNull();
    expect(explain(made({}))?.title).toBe("No SSRs under these filters");
    expect(explain(same, { variable: "variable" })?.title).toBe("No motif class varies");
    expect(explain(same, { variable: "variable" }, 1)?.text).toContain("two genomes");
  });
});
