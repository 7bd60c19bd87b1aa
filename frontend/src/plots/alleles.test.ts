import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import { groupCarriers, observation, readCarriers } from "./allele_counts";
import { allelesOf, alleles as figure } from "./alleles";
import { optionsFor, overlaps, printed } from "./testing";
import { allelesColumns } from "./testing_loci";

const some = allelesColumns([
  ["G1", "A", "7"],
  ["G2", "A", "7"],
  ["G3", "A", "8 below_threshold"],
  ["G4", "B", "0"],
  ["G5", "B", "7/9"],
  ["G6", "B", "9/9"],
  ["G7", "undefined", "missing"],
]);

function many(count: number): Columns {
  return allelesColumns(
    Array.from({ length: count }, (_, i) => [
      `genome_${i}`,
      `category with a long name ${i % 7}`,
      i % 11 ? String(3 + ((i * i) % 23)) : "missing",
    ]),
  );
}

describe("the repeat numbers of a locus", () => {
  it("look as they did", () => {
    expect(printed(figure.draw(some, optionsFor(figure, { genomes: 7 })))).toMatchSnapshot();
  });

  it("are asked for by the name of the locus", () => {
    expect(allelesOf("OPG153_ATC_1").request?.({})).toEqual({ locus: "OPG153_ATC_1" });
  });

  it("count a genome once, by the one number that it has", () => {
    const carriers = readCarriers(some, { by: "category" });
    expect(carriers.map(observation)).toEqual([7, 7, 8, 0, null, 9, null]);
    const counts = groupCarriers(carriers).map(({ name, alleles, several }) => [
      name,
      alleles.map(({ repeat, carriers: members }) => `${repeat}:${members.length}`).join(" "),
      several.map(({ repeat }) => repeat).join(),
    ]);
    expect(counts).toEqual([
      ["A", "7:2 8:1", ""],
      ["B", "0:1 9:1", "7,9"],
      ["undefined", "", ""],
    ]);
  });

  it("say how many genomes have how many numbers", () => {
    const title = (data: Columns) => figure.draw(data, optionsFor(figure)).title;
    expect(title(some)).toBe("4 repeat numbers, 0 to 9 units, in 5 of 7 genomes");
    expect(title(allelesColumns([["G1", "A", "1"]]))).toBe("1 of 1 genome have 1 unit");
    expect(title(allelesColumns([["G1", "A", "missing"]]))).toContain("No genome");
  });

  it("are hollow for genomes with several, so that they are not taken for counted ones", () => {
    const { svg } = figure.draw(some, optionsFor(figure));
    expect(svg.querySelectorAll("circle[fill=none]")).toHaveLength(2);
  });

  it("filter by the genomes of a dot, and by a group", () => {
    const { svg } = figure.draw(some, optionsFor(figure));
    const filters = [...svg.querySelectorAll("[data-filter]")].map((mark) =>
      JSON.parse(mark.getAttribute("data-filter") ?? ""),
    );
    expect(filters).toContainEqual({ genome: ["G1", "G2"] });
    expect(filters).toContainEqual({ category: ["B"] });
  });

  it.each([360, 640, 900, 1216])("keep all texts apart at %i px", (width) => {
    for (const data of [some, many(1), many(18), many(404)]) {
      expect(overlaps(figure.draw(data, optionsFor(figure, { width })).svg)).toEqual([]);
    }
  });

  it("explain why there is none", () => {
    const options = optionsFor(figure, { filterText: "year ≥ 2030" });
    expect(figure.explainEmpty?.(allelesColumns([]), options)?.text).toContain("year ≥ 2030");
  });
});
