import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import { moreRequest } from "./drawing";
import { genome_distance as figure } from "./genome_distance";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";
import { treeColumns } from "./testing_loci";

function made(count: number, distance: (a: number, b: number) => number | null): Columns {
  const pairs = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count - a - 1 }, (_, i) => [a, a + i + 1] as const),
  ).flat();
  return columnsOf({
    genome_1: pairs.map(([a]) => `genome_${a}`),
    genome_2: pairs.map(([, b]) => `genome_${b}`),
    distance: pairs.map(([a, b]) => distance(a, b)),
    loci: pairs.map(() => 40),
  });
}

const small = made(4, (a, b) => (a === 0 && b === 3 ? null : (b - a) / 10));

describe("the distances of genomes", () => {
  it("look as they did", () => {
    const options = optionsFor(figure, { genomes: 4 });
    expect(printed(figure.draw(small, options, treeColumns(4)))).toMatchSnapshot();
  });

  it("say who are furthest apart", () => {
    expect(figure.draw(small, optionsFor(figure)).title).toBe(
      "Furthest apart: genome_0 and genome_2, 0.2 (share of differing alleles)",
    );
    const alike = made(3, () => 0);
    expect(figure.draw(alike, optionsFor(figure)).title).toContain("3 of 3 pairs alike");
  });

  it("are those of the tree's measure, and in its order", () => {
    expect(moreRequest(figure, { measure: "stepwise" })).toEqual({
      measure: "stepwise",
      bootstrap: "0",
    });
    const { canvas } = figure.draw(small, optionsFor(figure), treeColumns(4));
    expect(canvas?.mark(1, 3).tip).toBe(
      "genome_1\ngenome_3\n0.2 differing alleles per shared locus\n40 shared loci",
    );
    expect(canvas?.mark(3, 1).tip).toContain("0.2");
    expect(canvas?.mark(2, 2).tip).toContain("the same genome");
    expect(canvas?.mark(0, 3).tip).toContain("no shared locus");
  });

  it("find the pair under a point", () => {
    const { canvas } = figure.draw(small, optionsFor(figure));
    const mark = canvas?.mark(2, 1);
    expect(canvas?.at((mark?.x ?? 0) + 2, (mark?.y ?? 0) + 2)).toEqual({ row: 2, column: 1 });
    expect(mark?.filter).toEqual({ genome: ["genome_2", "genome_1"] });
  });

  it("print the distance where cells are large", () => {
    const words: string[] = [];
    const nothing = () => {};
    const context = {
      fillRect: nothing,
      fillText: (word: string) => words.push(word),
      ...{ beginPath: nothing, moveTo: nothing, lineTo: nothing, stroke: nothing },
    };
    const paint = (data: Columns) =>
      figure
        .draw(data, optionsFor(figure))
        .canvas?.paint(context as unknown as CanvasRenderingContext2D, (token) => token);
    paint(small);
    expect(words).toHaveLength(10);
    words.length = 0;
    paint(made(100, () => 0.5));
    expect(words).toEqual([]);
  });

  it.each([360, 900, 1216])("keep all texts apart at %i px", (width) => {
    for (const data of [small, made(2, () => 0.5), made(18, () => 0.5), made(120, () => 0.5)]) {
      expect(overlaps(figure.draw(data, optionsFor(figure, { width })).svg)).toEqual([]);
    }
  });

  it("begin below their legend, and keep names, in a narrow window", () => {
    const { svg, canvas } = figure.draw(
      made(40, () => 0.5),
      optionsFor(figure, { width: 380 }),
    );
    const words = [...svg.querySelectorAll("text")];
    const legend = words.filter((one) => one.textContent?.startsWith("≤"));
    const lowest = Math.max(...legend.map((one) => Number(one.getAttribute("y"))));
    expect(canvas?.y).toBeGreaterThan(lowest + 8);
    expect(words.filter((one) => one.textContent?.startsWith("genome_"))).toHaveLength(40);
  });

  it("have a legend of the categories of their strip", () => {
    const tree = treeColumns(4, (i) => (i ? "A" : "B"));
    const { legend, subtitle } = figure.draw(small, optionsFor(figure), tree);
    expect(legend?.map(({ label, count }) => [label, count])).toEqual([
      ["A", 3],
      ["B", 1],
    ]);
    expect(subtitle).toContain("strip at the edge: category");
    expect(figure.draw(small, optionsFor(figure)).subtitle).not.toContain("strip");
  });

  it("need two genomes", () => {
    expect(
      figure.explainEmpty?.(
        made(1, () => 0),
        optionsFor(figure),
      )?.title,
    ).toBe("No two genomes");
  });
});
