import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { assignGroups } from "./groups";
import { hotspot_genes_by_group as figure } from "./hotspot_genes_by_group";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("hotspot_genes_by_group");
const FLOWS = { switches: { view: "flows" } };

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  const groups = assignGroups(demo.texts("group").map((name) => name ?? "undefined"));
  return optionsFor(figure, { groups, by: "country", ...more });
}

/** Gene, group, genomes of the group, with an SSR, deviating. */
type Row = readonly [string, string, number, number, number];

function tableOf(rows: readonly Row[]): Columns {
  return columnsOf({
    gene: rows.map((row) => row[0]),
    group: rows.map((row) => row[1]),
    group_genomes: rows.map((row) => row[2]),
    genomes_with_ssr: rows.map((row) => row[3]),
    deviating_genomes: rows.map((row) => row[4]),
    deviating_per: rows.map((row) => (100 * row[4]) / row[2]),
  });
}

const small = tableOf([
  ["g1", "A", 4, 4, 1],
  ["g1", "B", 6, 6, 0],
  ["g2", "A", 4, 2, 2],
  ["g3", "undefined", 1, 1, 1],
]);

function made(genes: number, groups: number): Columns {
  const rows = Array.from({ length: genes }, (_, g) =>
    Array.from(
      { length: groups },
      (_, i): Row => [
        `gene_with_a_long_name_${g}`,
        `Democratic Republic of ${i}`,
        1404,
        1404,
        (g * i) % 1404,
      ],
    ),
  );
  return tableOf(rows.flat());
}

function words(svg: SVGSVGElement): (string | null)[] {
  return [...svg.querySelectorAll("text")].map((one) => one.textContent);
}

function filters(svg: SVGSVGElement): unknown[] {
  return [...svg.querySelectorAll("[data-filter]")].map((mark) =>
    JSON.parse(mark.getAttribute("data-filter") ?? ""),
  );
}

describe("hotspot_genes_by_group", () => {
  it("looks as it did, as a heat map", () => {
    expect(printed(figure.draw(demo, optionsWith()))).toMatchSnapshot();
  });

  it("looks as it did, as flows", () => {
    expect(printed(figure.draw(demo, optionsWith(FLOWS)))).toMatchSnapshot();
  });

  it("names the gene with most deviating genomes in the title", () => {
    const { title } = figure.draw(small, optionsWith({ genomes: 11, switches: { sort: "gene" } }));
    expect(title).toBe("2 of 11 genomes deviate at g2, the most among 3 genes");
    const none = tableOf([["g1", "A", 4, 4, 0]]);
    expect(figure.draw(none, optionsWith()).title).toContain("No genome deviates");
  });

  it("orders genes by their deviating genomes, or by name", () => {
    const genes = (sort: string) => [
      ...new Set(
        figure.draw(small, optionsWith({ switches: { sort } })).table.rows.map((r) => r[0]),
      ),
    ];
    expect(genes("share")).toEqual(["g2", "g1", "g3"]);
    expect(genes("gene")).toEqual(["g1", "g2", "g3"]);
  });

  it("prints percent and genomes of each cell, and a dot where no genome has an SSR", () => {
    const { svg } = figure.draw(small, optionsWith({ genomes: 11 }));
    expect(words(svg)).toEqual(expect.arrayContaining(["25", "1/4", "0", "0/6", "50", "2/4"]));
    expect(words(svg).filter((word) => word === "·")).toHaveLength(5);
    expect(words(svg)).toContain("18 %");
  });

  it("has one mark per gene, per group and per pair of them, with their filters", () => {
    const found = filters(figure.draw(small, optionsWith()).svg);
    expect(found).toHaveLength(3 + 3 + 9);
    expect(found).toContainEqual({ gene: ["g1"], metadata: { country: ["A"] } });
    expect(found).toContainEqual({ metadata: { country: ["undefined"] } });
  });

  it("draws a flow for every pair with deviating genomes only", () => {
    const { svg } = figure.draw(small, optionsWith(FLOWS));
    expect(svg.querySelectorAll("path[data-tip]")).toHaveLength(3);
    expect(words(svg)).toEqual(expect.arrayContaining(["g1", "A", "(none)"]));
    expect(words(svg)).not.toContain("B");
  });

  it("colours flows by category, or by names where another column groups", () => {
    const colours = (by: string) => {
      const { svg } = figure.draw(small, optionsWith({ ...FLOWS, by, groups: new Map() }));
      return [...svg.querySelectorAll("path[data-tip]")].map((one) => one.getAttribute("stroke"));
    };
    expect(colours("category")).not.toContain("var(--c1)");
    expect(colours("country")).toContain("var(--c1)");
    expect(figure.request?.({ by: "" })).toEqual({ by: "category" });
  });

  it("lists every pair that is drawn in the table, zeros too", () => {
    const { rows } = figure.draw(small, optionsWith()).table;
    expect(rows).toHaveLength(9);
    expect(rows).toContainEqual(["g1", "B", 6, 6, 0, 0]);
    expect(rows).toContainEqual(["g3", "A", 4, 0, 0, 0]);
  });

  it("says how many genes are not shown", () => {
    expect(figure.draw(made(40, 2), optionsWith()).subtitle).toContain(
      "20 further genes are not shown",
    );
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [demo, small, made(1, 1), made(20, 20), made(3, 4)]) {
      for (const switches of [{}, FLOWS.switches]) {
        expect(overlaps(figure.draw(data, optionsWith({ width, switches })).svg)).toEqual([]);
      }
    }
  });

  it("draws no flows where none deviates, and explains an empty answer", () => {
    const none = tableOf([["g1", "A", 4, 4, 0]]);
    expect(filters(figure.draw(none, optionsWith(FLOWS)).svg)).toEqual([]);
    expect(figure.explainEmpty?.(tableOf([]), optionsWith())).not.toBeNull();
    expect(figure.explainEmpty?.(demo, optionsWith())).toBeNull();
  });
});
