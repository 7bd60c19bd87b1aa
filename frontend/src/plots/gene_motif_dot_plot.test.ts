import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { gene_motif_dot_plot as figure } from "./gene_motif_dot_plot";
import { assignGroups } from "./groups";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("gene_motif_dot_plot");
const genomes = demoData("ssr_gc");

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  return optionsFor(figure, { groups: assignGroups(["I", "IIa", "IIb"]), ...more });
}

const DIFFERENCE = { switches: { show: "difference" } };

/** Genome, gene, repeat, SSRs there, reference; all of category I and class AAT. */
type Row = readonly [string, string, number, number, number | null];

function tableOf(rows: readonly Row[]): Columns {
  return columnsOf({
    genomeID: rows.map((row) => row[0]),
    category: rows.map(() => "I"),
    gene: rows.map((row) => row[1]),
    motif_class: rows.map(() => "AAT"),
    year: rows.map(() => null),
    repeat: rows.map((row) => row[2]),
    ssrs: rows.map((row) => row[3]),
    reference_repeat: rows.map((row) => row[4]),
  });
}

const small = tableOf([
  ["a", "g1", 5, 1, 5],
  ["b", "g1", 8, 2, 5],
  ["c", "g1", 3, 1, 5],
  ["a", "g2", 4, 1, null],
  ["b", "g2", 6, 1, null],
]);

function made(count: number, hotspots: number): Columns {
  const rows = Array.from({ length: hotspots }, (_, h) =>
    Array.from(
      { length: count },
      (_, g): Row => [
        `genome_with_a_long_name_${g}`,
        `gene_of_a_very_long_name_${h}`,
        2 + ((g * (h + 3)) % 23),
        1,
        7,
      ],
    ),
  );
  return tableOf(rows.flat());
}

/** Words of all cells, row by row. */
function cells(svg: SVGSVGElement): (string | null)[] {
  return [...svg.querySelectorAll("g[data-tip] > rect + text[text-anchor=middle]")]
    .filter((one) => one.parentElement?.childElementCount === 2)
    .map((one) => one.textContent);
}

describe("gene_motif_dot_plot", () => {
  it("looks as it did", () => {
    const data = columnsOf({
      genomeID: demo.texts("genomeID").slice(0, 200),
      category: demo.texts("category").slice(0, 200),
      gene: demo.texts("gene").slice(0, 200),
      motif_class: demo.texts("motif_class").slice(0, 200),
      year: demo.numbers("year").slice(0, 200),
      repeat: demo.numbers("repeat").slice(0, 200),
      ssrs: demo.numbers("ssrs").slice(0, 200),
      reference_repeat: demo.numbers("reference_repeat").slice(0, 200),
    });
    expect(printed(figure.draw(data, optionsWith(DIFFERENCE)))).toMatchSnapshot();
  });

  it("prints the repeat number of every genome, raised numbers of SSRs, and dots", () => {
    const { svg } = figure.draw(small, optionsWith());
    expect(cells(svg)).toEqual(["5", "4", "8²", "6", "3", "·"]);
  });

  it("prints differences, and plain slanted numbers where the reference has none", () => {
    const { svg } = figure.draw(small, optionsWith(DIFFERENCE));
    expect(cells(svg)).toEqual(["0", "4", "+3²", "6", "\u22122", "·"]);
    const slanted = [...svg.querySelectorAll("[font-style=italic]")];
    expect(slanted.map((one) => one.textContent)).toEqual(["4", "6"]);
  });

  it("keeps repeat numbers, and says so, if the reference has no SSR there", () => {
    const none = tableOf([
      ["a", "g1", 5, 1, null],
      ["b", "g1", 6, 1, null],
    ]);
    const drawn = figure.draw(none, optionsWith(DIFFERENCE));
    expect(cells(drawn.svg)).toEqual(["5", "6"]);
    expect(drawn.subtitle).toContain("there is no difference");
  });

  it("counts profiles in the title, missing SSRs as a state", () => {
    const data = tableOf([
      ["a", "g1", 5, 1, null],
      ["b", "g1", 5, 1, null],
      ["c", "g1", 5, 1, null],
      ["a", "g2", 4, 1, null],
      ["b", "g2", 4, 1, null],
      ["d", "g2", 4, 1, null],
    ]);
    expect(figure.draw(data, optionsWith()).title).toBe(
      "3 profiles of repeat numbers in 4 genomes, at 2 hotspots",
    );
  });

  it("has a table with a row per genome that says what the cells say", () => {
    const numbers = figure.draw(small, optionsWith()).table;
    expect(numbers.columns.slice(3).map((column) => column.name)).toEqual(["g1 AAT", "g2 AAT"]);
    expect(numbers.rows).toEqual([
      ["a", "I", null, 5, 4],
      ["b", "I", null, 8, 6],
      ["c", "I", null, 3, null],
    ]);
    const differences = figure.draw(small, optionsWith(DIFFERENCE)).table;
    expect(differences.rows.map((row) => row.slice(3))).toEqual([
      [0, 4],
      [3, 6],
      [-2, null],
    ]);
  });

  it("shows genomes without any hotspot, and years, if it is told of them", () => {
    const { table } = figure.draw(demo, optionsWith(), genomes);
    expect(table.rows).toHaveLength(genomes.length);
    expect(table.rows.every((row) => typeof row[2] === "number")).toBe(true);
  });

  it("filters for genome and hotspot of a cell, for the genome alone without an SSR", () => {
    const marks = [...figure.draw(small, optionsWith()).svg.querySelectorAll("[data-filter]")];
    const filters = marks.map((mark) => JSON.parse(mark.getAttribute("data-filter") ?? ""));
    expect(filters).toContainEqual({ genome: ["b"], gene: ["g1"], motif_class: ["AAT"] });
    expect(filters[5]).toEqual({ genome: ["c"] });
  });

  it("paints many cells on a canvas, with the same marks and filters", () => {
    const drawn = figure.draw(made(404, 31), optionsWith({ genomes: 404, allGenomes: 404 }));
    const layer = drawn.canvas;
    expect(layer?.rows).toBe(404);
    expect(layer?.columns).toBe(31);
    const mark = layer?.mark(2, 1);
    const place = layer?.at((mark?.x ?? 0) + 2, (mark?.y ?? 0) + 2);
    expect(place).toEqual({ row: 2, column: 1 });
    expect(layer?.at(-5, 0)).toBeNull();
    expect(mark?.filter?.genome).toEqual(["genome_with_a_long_name_2"]);
    const range = layer?.range?.({ row: 3, column: 30 }, { row: 1, column: 0 });
    expect(range?.genome).toHaveLength(3);
    expect(range?.gene).toBeUndefined();
  });

  it("paints every cell of the canvas, with its number", () => {
    const layer = figure.draw(made(100, 31), optionsWith()).canvas;
    const words: string[] = [];
    let boxes = 0;
    const context = { fillRect: () => boxes++, fillText: (word: string) => words.push(word) };
    layer?.paint(context as unknown as CanvasRenderingContext2D, (token) => token);
    expect(boxes).toBe(3100);
    expect(words).toHaveLength(3100);
  });

  it("leaves numbers out, and explains the colours, where rows must be thin", () => {
    const drawn = figure.draw(made(1000, 3), optionsWith({ genomes: 1000 }));
    expect(drawn.svg.textContent).toContain("repeat number");
    expect(drawn.canvas?.height).toBeLessThan(6100);
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [demo, small, made(18, 3), made(1, 40), made(404, 12)]) {
      for (const switches of [{}, DIFFERENCE.switches]) {
        expect(overlaps(figure.draw(data, optionsWith({ width, switches })).svg)).toEqual([]);
      }
    }
  });

  it("is wider than asked rather than too narrow for its numbers", () => {
    const { svg } = figure.draw(made(5, 40), optionsWith({ width: 360 }));
    expect(Number(svg.getAttribute("width"))).toBeGreaterThan(40 * 26);
  });

  it("explains the absence of hotspots", () => {
    expect(figure.explainEmpty?.(tableOf([]), optionsWith())?.title).toBe(
      "No repeat number differs",
    );
    expect(figure.explainEmpty?.(small, optionsWith())).toBeNull();
  });
});
