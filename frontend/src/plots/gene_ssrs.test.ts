import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { gene_ssrs as figure } from "./gene_ssrs";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("gene_ssrs");
const SHARE = { switches: { value: "share" } };

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  return optionsFor(figure, more);
}

/** Gene, position, SSRs, genomes with one, genomes with any, genomes with the gene, per kb. */
type Row = readonly [string, string, number, number, number, number, number | null];

function tableOf(rows: readonly Row[]): Columns {
  return columnsOf({
    gene: rows.map((row) => row[0]),
    ssr_position: rows.map((row) => row[1]),
    ssrs: rows.map((row) => row[2]),
    genomes_with_ssr: rows.map((row) => row[3]),
    genomes_with_any_ssr: rows.map((row) => row[4]),
    genomes_with_gene: rows.map((row) => row[5]),
    gene_length: rows.map(() => 1000),
    ssrs_per_genome_kb: rows.map((row) => row[6]),
  });
}

const small = tableOf([
  ["g1", "IN", 8, 4, 4, 4, 2],
  ["g1", "intersect_start", 4, 4, 4, 4, 1],
  ["g1", "intersect_stop", 2, 2, 4, 4, 0.5],
  ["g2", "IN", 16, 3, 3, 4, 4],
]);

function made(genes: number): Columns {
  return tableOf(
    Array.from(
      { length: genes },
      (_, i): Row => [
        `a_gene_of_a_very_long_name_${i}`,
        i % 2 ? "IN" : "intersect_stop",
        123456,
        404,
        404,
        404,
        i * 12.345,
      ],
    ),
  );
}

function words(svg: SVGSVGElement): (string | null)[] {
  return [...svg.querySelectorAll("text")].map((one) => one.textContent);
}

function bars(svg: SVGSVGElement): Element[] {
  return [...svg.querySelectorAll("rect[data-filter]")];
}

describe("gene_ssrs", () => {
  it("looks as it did", () => {
    expect(printed(figure.draw(demo, optionsWith()))).toMatchSnapshot();
  });

  it("tells in the title which gene has most, whatever the order", () => {
    for (const sort of ["value", "smallest", "gene"]) {
      expect(figure.draw(small, optionsWith({ switches: { sort } })).title).toBe(
        "4.0 SSRs per genome and kb in g2, the most of 2 genes with SSRs",
      );
    }
    expect(figure.draw(small, optionsWith(SHARE)).title).toBe(
      "1 of 2 genes with SSRs has one in every genome",
    );
  });

  it("stacks the parts of a gene in its order: start, inside, end", () => {
    const { svg } = figure.draw(small, optionsWith({ switches: { sort: "gene" } }));
    const tips = bars(svg).map((bar) => bar.getAttribute("data-tip")?.split("\n")[0]);
    expect(tips).toEqual([
      "g1 · over the start",
      "g1 · inside",
      "g1 · over the end",
      "g2 · inside",
    ]);
    const [start, inside] = bars(svg);
    const edge = Number(start?.getAttribute("x")) + Number(start?.getAttribute("width"));
    expect(edge).toBeCloseTo(Number(inside?.getAttribute("x")), 1);
    expect(words(svg)).toContain("3.50");
  });

  it("shows the percent of genomes as one bar per gene", () => {
    const { svg, legend } = figure.draw(small, optionsWith(SHARE));
    expect(bars(svg)).toHaveLength(2);
    expect(words(svg)).toEqual(expect.arrayContaining(["100", "75"]));
    expect(legend).toBeUndefined();
  });

  it("sorts by value in both directions, and by gene", () => {
    const first = (sort: string) =>
      figure.draw(small, optionsWith({ switches: { sort } })).table.rows[0]?.[0];
    expect([first("value"), first("smallest"), first("gene")]).toEqual(["g2", "g1", "g1"]);
  });

  it("has one bar per row of its table, and all rows of the data if all genes are shown", () => {
    const drawn = figure.draw(demo, optionsWith({ switches: { top: "500" } }));
    expect(bars(drawn.svg)).toHaveLength(demo.length);
    expect(drawn.table.rows).toHaveLength(demo.length);
    expect(figure.draw(demo, optionsWith()).subtitle).toContain("12 further genes are not shown");
  });

  it("filters for the gene of a bar", () => {
    const [bar] = bars(figure.draw(small, optionsWith()).svg);
    expect(bar?.getAttribute("data-filter")).toBe('{"gene":["g2"]}');
  });

  it("counts the SSRs of each place in the legend", () => {
    const { legend } = figure.draw(small, optionsWith());
    expect(legend?.map((item) => item.count)).toEqual([4, 24, 2]);
  });

  it("draws a gene without a length with a dash", () => {
    const none = tableOf([["g1", "IN", 8, 4, 4, 4, null]]);
    expect(words(figure.draw(none, optionsWith()).svg)).toContain("–");
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [demo, small, made(1), made(40)]) {
      for (const switches of [{}, SHARE.switches]) {
        expect(overlaps(figure.draw(data, optionsWith({ width, switches })).svg)).toEqual([]);
      }
    }
  });

  it("explains that no SSR lies in a gene as a result, or by the filters", () => {
    expect(figure.explainEmpty?.(tableOf([]), optionsWith())?.text).toContain("a result");
    const filtered = figure.explainEmpty?.(tableOf([]), optionsWith({ filterText: "gene x" }));
    expect(filtered?.text).toContain("(gene x)");
    expect(figure.explainEmpty?.(small, optionsWith())).toBeNull();
  });
});
