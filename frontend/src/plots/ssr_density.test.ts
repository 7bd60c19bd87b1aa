import { describe, expect, it } from "vitest";
import type { CanvasLayer } from "./drawing";
import { ssr_density } from "./ssr_density";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("ssr_density");
const genomes = demoData("ssr_gc");
const options = optionsFor(ssr_density);

interface Cell {
  id: string;
  bin: number;
  ssrs: number;
  length?: number;
  category?: string;
}

/** Windows of 100 bp; genomes are 1,000 bp long if nothing else is said. */
function made(cells: readonly Cell[]) {
  const length = (cell: Cell) => cell.length ?? 1000;
  return columnsOf({
    genomeID: cells.map((cell) => cell.id),
    category: cells.map((cell) => cell.category ?? "A"),
    group: cells.map(() => "undefined"),
    length_genome: cells.map(length),
    bin: cells.map((cell) => cell.bin),
    start: cells.map((cell) => cell.bin * 100),
    end: cells.map((cell) => Math.min(length(cell), (cell.bin + 1) * 100)),
    ssrs: cells.map((cell) => cell.ssrs),
  });
}

function many(count: number, categories: number) {
  return made(
    Array.from({ length: count }, (_, i) => ({
      id: `genome_with_a_long_name_${i}`,
      bin: i % 10,
      ssrs: 1 + (i % 50),
      category: `category with a long name ${i % categories}`,
    })),
  );
}

function painted(layer: CanvasLayer | undefined) {
  const rectangles: [string, number, number][] = [];
  const context = {
    fillStyle: "",
    fillRect(x: number, _y: number, width: number) {
      rectangles.push([this.fillStyle, x, x + width]);
    },
  };
  layer?.paint(context as unknown as CanvasRenderingContext2D, (token) => token);
  return rectangles;
}

describe("the density along genomes", () => {
  it("draws the demo", () => {
    expect(printed(ssr_density.draw(demo, options, genomes))).toMatchSnapshot();
  });

  it("names the densest window, and the mean of all", () => {
    const rows = demo.rows<{ bin: number; start: number; ssrs: number }>();
    const sums = new Map<number, number>();
    for (const row of rows) sums.set(row.start, (sums.get(row.start) ?? 0) + row.ssrs);
    const [start = 0, most = 0] = [...sums].sort((a, b) => b[1] - a[1])[0] ?? [];
    const bases = genomes
      .numbers("length_genome")
      .reduce<number>((sum, one) => sum + (one ?? 0), 0);
    const all = rows.reduce((sum, row) => sum + row.ssrs, 0);
    expect(ssr_density.draw(demo, options, genomes).title).toBe(
      `SSRs are densest at ${(start / 1000).toFixed(2)}–${((start + 602) / 1000).toFixed(2)} kb: ${(most / 40).toFixed(1)} per 602 bp, against ${((all * 602) / bases).toFixed(1)} on average`,
    );
  });

  it("tabulates every window of every genome, empty ones as zero", () => {
    const { table, canvas } = ssr_density.draw(demo, options, genomes);
    expect([canvas?.rows, canvas?.columns]).toEqual([40, 100]);
    const cells = table.rows.flatMap((row) => row.slice(3));
    const sum = (values: readonly unknown[]) =>
      values.reduce<number>((total, value) => total + Number(value), 0);
    expect(sum(cells)).toBe(sum(demo.numbers("ssrs")));
    expect(cells.filter((cell) => cell !== null && cell !== 0)).toHaveLength(demo.length);
  });

  it("leaves empty what lies beyond the end of a genome", () => {
    const data = made([
      { id: "long", bin: 9, ssrs: 1 },
      { id: "short", bin: 1, ssrs: 1, length: 250 },
    ]);
    const { canvas, table } = ssr_density.draw(data, options);
    expect(table.rows[1]?.slice(3)).toEqual([0, 1, 0, ...Array(7).fill(null)]);
    const beyond = canvas?.mark(1, 5);
    expect(beyond?.tip).toContain("beyond the end of the genome");
    expect(canvas?.at((beyond?.x ?? 0) + 1, (beyond?.y ?? 0) + 1)).toBeNull();
    expect(canvas?.at((beyond?.x ?? 0) + 1, (canvas?.mark(0, 5).y ?? 0) + 1)).toEqual({
      row: 0,
      column: 5,
    });
    const right = Math.max(
      ...painted(canvas)
        .slice(3)
        .map(([, , end]) => end),
    );
    expect(right).toBe(Math.round(2.5 * (canvas?.mark(0, 0).width ?? 0)));
  });

  it("does not call a window the densest that few genomes reach", () => {
    const data = made([
      { id: "a", bin: 0, ssrs: 2, length: 300 },
      { id: "b", bin: 0, ssrs: 2, length: 300 },
      { id: "c", bin: 9, ssrs: 9 },
    ]);
    expect(ssr_density.draw(data, options).title).toContain(
      "densest at 0.0–0.1 kb: 1.3 per 100 bp",
    );
  });

  it("counts bases, not genomes, where genomes end", () => {
    const data = made([
      { id: "a", bin: 0, ssrs: 1, length: 150 },
      { id: "a", bin: 1, ssrs: 1, length: 150 },
    ]);
    const tips = [...ssr_density.draw(data, options).svg.querySelectorAll("path[data-tip]")];
    expect(tips.map((mark) => mark.getAttribute("data-tip"))).toEqual([
      "0.0–0.1 kb\n1.00 SSRs on average",
      "0.1–0.2 kb\n2.00 SSRs on average",
    ]);
  });

  it("has rows without SSRs for genomes that have none", () => {
    const more = columnsOf({
      genomeID: ["g1", "g2"],
      category: ["A", "A"],
      group: ["A", "A"],
      year: [null, null],
      length_genome: [1000, 500],
    });
    const { table } = ssr_density.draw(made([{ id: "g1", bin: 3, ssrs: 2 }]), options, more);
    expect(table.rows[1]).toEqual(["g2", "A", null, 0, 0, 0, 0, 0, ...Array(5).fill(null)]);
  });

  it("paints runs of equal windows without seams", () => {
    const data = made([{ id: "g1", bin: 4, ssrs: 5 }]);
    const rectangles = painted(ssr_density.draw(data, options).canvas);
    expect(rectangles.map(([colour]) => colour)).toEqual(["--q0", "--q3", "--q0"]);
    expect(rectangles[1]?.[1]).toBe(rectangles[0]?.[2]);
    expect(rectangles[2]?.[1]).toBe(rectangles[1]?.[2]);
  });

  it("filters the genomes of a range, whatever its windows", () => {
    const { canvas, table } = ssr_density.draw(demo, options, genomes);
    expect(canvas?.range?.({ row: 2, column: 60 }, { row: 0, column: 3 })).toEqual({
      genome: table.rows.slice(0, 3).map((row) => row[0]),
    });
  });

  it.each([360, 640, 900, 1216])("has no texts over each other at %i px", (width) => {
    const sized = optionsFor(ssr_density, { width });
    for (const data of [demo, many(1, 1), many(2, 2), many(18, 3), many(40, 20), many(404, 20)]) {
      expect(overlaps(ssr_density.draw(data, sized).svg)).toEqual([]);
    }
  });

  it("explains why nothing is drawn", () => {
    expect(ssr_density.explainEmpty?.(made([]), options)?.title).toBe(
      "No SSRs under these filters",
    );
    expect(ssr_density.explainEmpty?.(demo, options)).toBeNull();
  });
});
