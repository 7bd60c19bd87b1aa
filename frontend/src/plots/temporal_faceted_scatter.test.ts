import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { temporal_faceted_scatter as figure } from "./temporal_faceted_scatter";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";
import { weightedMedian, yearSeriesOf } from "./year_series";

const demo = demoData("temporal_faceted_scatter");

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  return optionsFor(figure, more);
}

/** Gene, year, repeat number, genomes; all of class AAT. */
type Row = readonly [string, number | null, number, number];

function tableOf(rows: readonly Row[]): Columns {
  return columnsOf({
    gene: rows.map((row) => row[0]),
    motif_class: rows.map(() => "AAT"),
    motif_length: rows.map(() => 3),
    year: rows.map((row) => row[1]),
    repeat: rows.map((row) => row[2]),
    genomes: rows.map((row) => row[3]),
  });
}

const small = tableOf([
  ["g1", 2001, 5, 3],
  ["g1", 2001, 9, 1],
  ["g1", 2005, 9, 2],
  ["g1", null, 7, 4],
  ["g2", 2001, 4, 1],
  ["g2", 2005, 5, 2],
]);

function made(genes: number, years: number, genomes: number): Columns {
  const rows = Array.from({ length: genes }, (_, g) =>
    Array.from(
      { length: years },
      (_, y): Row => [
        `gene_with_a_very_long_name_${g}`,
        1950 + y,
        3 + ((g * y) % 25),
        1 + ((y * 7) % genomes),
      ],
    ),
  );
  return tableOf(rows.flat());
}

function words(svg: SVGSVGElement): (string | null)[] {
  return [...svg.querySelectorAll("text")].map((one) => one.textContent);
}

describe("temporal_faceted_scatter", () => {
  it("looks as it did", () => {
    expect(printed(figure.draw(demo, optionsWith({ switches: { top: "6" } })))).toMatchSnapshot();
  });

  it("tells the largest change of the median in the title", () => {
    expect(figure.draw(small, optionsWith()).title).toBe(
      "2 hotspots from 2001 to 2005; largest change of the median: g1 AAT, 5 in 2001, 9 in 2005",
    );
    const still = tableOf([["g1", 2001, 5, 1]]);
    expect(figure.draw(still, optionsWith()).title).toBe(
      "1 hotspot in 2001, no median repeat number changes",
    );
  });

  it("draws a bubble per year and repeat number of the panels that are shown", () => {
    const drawn = figure.draw(demo, optionsWith({ switches: { top: "48" } }));
    expect(drawn.svg.querySelectorAll("circle")).toHaveLength(demo.length);
    expect(drawn.table.rows).toHaveLength(demo.length);
    const some = figure.draw(demo, optionsWith({ switches: { top: "6" } }));
    expect(some.svg.querySelectorAll("circle")).toHaveLength(some.table.rows.length);
    expect(some.subtitle).toContain("25 further hotspots are not shown");
  });

  it("prints years without separators", () => {
    expect(words(figure.draw(small, optionsWith()).svg)).toContain("2001");
  });

  it("says in the caption how many genomes have no year", () => {
    expect(figure.draw(small, optionsWith()).caption).toContain("not drawn: 4 of 13 genomes");
    expect(figure.draw(demo, optionsWith()).caption).toContain("Every counted genome has a year");
  });

  it("filters for year, hotspot and repeat number of a bubble, and for the hotspot of a panel", () => {
    const marks = [...figure.draw(small, optionsWith()).svg.querySelectorAll("[data-filter]")];
    const filters = marks.map((mark) => JSON.parse(mark.getAttribute("data-filter") ?? ""));
    expect(filters[0]).toEqual({ gene: ["g1"], motif_class: ["AAT"] });
    expect(filters[1]).toEqual({
      gene: ["g1"],
      motif_class: ["AAT"],
      year_from: 2001,
      year_to: 2001,
      repeat_from: 5,
      repeat_to: 5,
    });
    expect(filters).toContainEqual({ year_from: 2005, year_to: 2005 });
  });

  it("draws one hotspot alone larger than one of many", () => {
    const height = (data: Columns) =>
      Number(figure.draw(data, optionsWith()).svg.getAttribute("height"));
    expect(height(made(1, 9, 5))).toBeGreaterThan(350);
    expect(height(made(12, 9, 5)) / 4).toBeLessThan(220);
  });

  it("has bubbles with areas in proportion to genomes", () => {
    const data = tableOf([
      ["g1", 2001, 5, 100],
      ["g1", 2002, 5, 25],
    ]);
    const radii = [...figure.draw(data, optionsWith()).svg.querySelectorAll("circle")].map((one) =>
      Number(one.getAttribute("r")),
    );
    expect((radii[0] ?? 0) / (radii[1] ?? 1)).toBeCloseTo(2);
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [demo, small, made(1, 1, 1), made(12, 70, 404), made(3, 5, 2000)]) {
      expect(overlaps(figure.draw(data, optionsWith({ width })).svg)).toEqual([]);
    }
  });

  it("explains that no genome has a year", () => {
    const none = tableOf([["g1", null, 5, 3]]);
    expect(figure.explainEmpty?.(none, optionsWith())?.title).toContain("has a year");
    expect(figure.explainEmpty?.(tableOf([]), optionsWith())).not.toBeNull();
    expect(figure.explainEmpty?.(small, optionsWith())).toBeNull();
  });
});

describe("year series", () => {
  it("have the median of all genomes of a year, the mean of the middle two", () => {
    expect(
      weightedMedian([
        { repeat: 9, genomes: 1 },
        { repeat: 5, genomes: 3 },
      ]),
    ).toBe(5);
    expect(
      weightedMedian([
        { repeat: 9, genomes: 2 },
        { repeat: 5, genomes: 2 },
      ]),
    ).toBe(7);
    expect(weightedMedian([{ repeat: 9, genomes: 1 }])).toBe(9);
  });

  it("come with most repeat numbers first", () => {
    const counts = yearSeriesOf(demo).map((series) => series.alleles);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });
});
