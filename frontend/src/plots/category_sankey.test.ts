import { describe, expect, it } from "vitest";
import { category_sankey } from "./category_sankey";
import { crossTable, readPairs } from "./crosstab";
import { assignGroups } from "./groups";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("category_sankey");
const groups = assignGroups(["I", "IIa", "IIb"]);

function pairsOf(pairs: readonly (readonly [string, string, number])[]) {
  return columnsOf({
    x_group: pairs.map(([x]) => x),
    y_group: pairs.map(([, y]) => y),
    genomes: pairs.map(([, , genomes]) => genomes),
  });
}

function drawn(data = demo, more: Parameters<typeof optionsFor>[1] = {}) {
  const switches = { y: "country", ...more.switches };
  return category_sankey.draw(data, optionsFor(category_sankey, { groups, ...more, switches }));
}

const categories = Array.from({ length: 20 }, (_, i) => `a category with a long name ${i}`);
const many = pairsOf(
  categories.flatMap((x, i) =>
    Array.from({ length: 60 }, (_, j) => [x, `Country ${j}`, 1 + ((i * j) % 7)] as const),
  ),
);

function filtersOf(svg: SVGSVGElement) {
  return [...svg.querySelectorAll("[data-filter]")].map((mark) =>
    JSON.parse(mark.getAttribute("data-filter") ?? "null"),
  );
}

describe("genomes by group", () => {
  it("of the demo are drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
    expect(printed(drawn(demo, { switches: { view: "flows" } }))).toMatchSnapshot();
  });

  it("have the largest pair in the title, out of all genomes", () => {
    expect(drawn().title).toBe(
      "5 of 40 genomes are I, Japan, the most of 16 pairs of category and country",
    );
    expect(drawn(pairsOf([["undefined", "undefined", 1]])).title).toBe("1 of 1 genome is (none)");
  });

  it("filter by both values where a cell is clicked, by one at its name", () => {
    const filters = filtersOf(drawn().svg);
    expect(filters).toHaveLength(3 + 6 + demo.length);
    expect(filters).toContainEqual({ category: ["I"], metadata: { country: ["Japan"] } });
    expect(filters).toContainEqual({ category: ["I"] });
    expect(filters).toContainEqual({ metadata: { country: ["Japan"] } });
    const years = filtersOf(drawn(demo, { switches: { x: "year", y: "country" } }).svg);
    expect(years).toContainEqual({ metadata: { year: ["I"], country: ["Japan"] } });
  });

  it("keep those without metadata, as (none)", () => {
    const one = drawn(
      pairsOf([
        ["I", "Japan", 2],
        ["I", "undefined", 1],
      ]),
    );
    expect([...one.svg.querySelectorAll("text")].map((text) => text.textContent)).toContain(
      "(none)",
    );
    expect(filtersOf(one.svg)).toContainEqual({
      category: ["I"],
      metadata: { country: ["undefined"] },
    });
    expect(one.caption).toContain("(none)");
  });

  it("are all counted where values are merged", () => {
    const table = crossTable(readPairs(many), 5, 10);
    const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
    expect([table.x.length, table.y.length]).toEqual([5, 10]);
    expect(sum(table.cells.flat())).toBe(table.genomes);
    table.x.forEach((total, i) => {
      expect(sum(table.cells.map((line) => line[i] ?? 0))).toBe(total.genomes);
    });
    expect(table.x.at(-1)?.values).toHaveLength(16);
  });

  it("have all pairs in the table, merged or not", () => {
    expect(drawn(many, { width: 360 }).table.rows).toHaveLength(1200);
    expect(drawn().table.rows[0]).toEqual(["I", "Japan", 5]);
  });

  it("have no text on another, nor cut off", () => {
    const one = pairsOf([["undefined", "undefined", 1]]);
    for (const width of [360, 640, 900, 1216]) {
      for (const view of ["table", "flows"]) {
        for (const data of [demo, many, one]) {
          expect(overlaps(drawn(data, { width, switches: { view } }).svg)).toEqual([]);
        }
      }
    }
  });

  it("say why there is nothing to draw", () => {
    const options = optionsFor(category_sankey, { filterText: "category IIc" });
    expect(category_sankey.explainEmpty?.(pairsOf([]), options)?.text).toContain("category IIc");
    expect(category_sankey.explainEmpty?.(demo, options)).toBeNull();
  });
});
