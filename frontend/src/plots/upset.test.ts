import { describe, expect, it } from "vitest";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";
import { upset } from "./upset";

const demo = demoData("upset");

function upsetOf(
  sets: readonly (readonly [string, number])[],
  combinations: readonly (readonly [readonly string[], number])[],
) {
  const rows = [
    ...sets.map(([group, keys]) => [0, group, keys] as const),
    ...combinations.flatMap(([groups, keys], i) =>
      groups.map((group) => [i + 1, group, keys] as const),
    ),
  ];
  return columnsOf({
    intersection: rows.map(([number]) => number),
    group: rows.map(([, group]) => group),
    keys: rows.map(([, , keys]) => keys),
    group_genomes: rows.map(() => 3),
  });
}

function drawn(data = demo, more = {}) {
  return upset.draw(data, optionsFor(upset, more));
}

const names = Array.from({ length: 12 }, (_, i) => `a category with a long name ${i}`);
const many = upsetOf(
  [...names, "other"].map((name, i) => [name, 15000 - 900 * i] as const),
  Array.from({ length: 30 }, (_, i) => [
    names.filter((_, j) => (i + j) % 3 === 0),
    Math.ceil(12000 / (i + 1)),
  ]),
);

describe("the figure of combinations", () => {
  it("does not say that nothing is in all groups where that could have been left out", () => {
    expect(drawn(many).title).toBe(
      "At most 400 motif classes occur in all 13 groups: other combinations are larger",
    );
    expect(
      drawn(
        upsetOf(
          [
            ["a", 2],
            ["b", 1],
          ],
          [
            [["a"], 2],
            [["b"], 1],
          ],
        ),
      ).title,
    ).toBe("No motif class occurs in all 2 groups");
  });

  it("of the demo is drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
  });

  it("counts what all groups have in its title", () => {
    expect(drawn().title).toBe("56 of 60 motif classes occur in all 3 groups");
    expect(drawn(upsetOf([["A", 7]], [[["A"], 7]])).title).toBe(
      "7 motif classes in the only group, A",
    );
  });

  it("names each column by its groups, as JSON", () => {
    const columns = [...drawn().svg.querySelectorAll("[data-key]")];
    expect(columns.map((column) => column.getAttribute("data-key"))).toEqual([
      '["I","IIa","IIb"]',
      '["I"]',
      '["I","IIb"]',
      '["IIa"]',
      '["IIb"]',
    ]);
  });

  it("filters by a group where its row is clicked, but not by the merged ones", () => {
    const filters = (by: string) =>
      [...drawn(many, { by }).svg.querySelectorAll("[data-filter]")].map((row) =>
        JSON.parse(row.getAttribute("data-filter") ?? "null"),
      );
    expect(filters("category")).toHaveLength(12);
    expect(filters("category")[0]).toEqual({ category: [names[0]] });
    expect(filters("country")[0]).toEqual({ metadata: { country: [names[0]] } });
  });

  it("leaves out columns that have no room, and says so", () => {
    const narrow = drawn(many, { width: 360 });
    const columns = narrow.svg.querySelectorAll("[data-key]").length;
    expect(columns).toBeLessThan(30);
    expect(narrow.caption).toContain(`${30 - columns} smaller ones have no room`);
    expect(narrow.table.rows).toHaveLength(13 + columns);
  });

  it("has no text on another, nor cut off", () => {
    for (const width of [360, 640, 900, 1216]) {
      for (const data of [demo, many, upsetOf([["A", 7]], [[["A"], 7]])]) {
        expect(overlaps(drawn(data, { width }).svg)).toEqual([]);
      }
    }
  });

  it("says why there is nothing to draw", () => {
    const options = optionsFor(upset);
    expect(upset.explainEmpty?.(upsetOf([["undefined", 7]], []), options)?.title).toBe(
      "No groups to combine",
    );
    expect(upset.explainEmpty?.(upsetOf([["A", 0]], []), options)?.title).toBe(
      "Nothing in common to count",
    );
    expect(upset.explainEmpty?.(demo, options)).toBeNull();
  });
});
