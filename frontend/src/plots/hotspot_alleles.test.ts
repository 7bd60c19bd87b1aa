import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { assignGroups } from "./groups";
import { hotspot_alleles as figure } from "./hotspot_alleles";
import { alleleDiversity, alleleRows, hotspotsOf, sortHotspots } from "./hotspots";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const genomes = demoData("gene_motif_dot_plot");
const counts = demoData("hotspot_alleles");

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  return optionsFor(figure, { groups: assignGroups(["I", "IIa", "IIb"]), ...more });
}

function marks(svg: SVGSVGElement): Element[] {
  return [...svg.querySelectorAll("[data-filter]")];
}

/** Rows of gene_motif_dot_plot: genome, group, gene, class, repeat, year, reference. */
function tableOf(
  rows: readonly (readonly [
    string,
    string,
    string,
    string,
    number,
    number | null,
    number | null,
  ])[],
): Columns {
  return columnsOf({
    genomeID: rows.map((row) => row[0]),
    category: rows.map((row) => row[1]),
    group: rows.map((row) => row[1]),
    gene: rows.map((row) => row[2]),
    motif_class: rows.map((row) => row[3]),
    repeat: rows.map((row) => row[4]),
    year: rows.map((row) => row[5]),
    reference_repeat: rows.map((row) => row[6]),
  });
}

/** Hotspots of so many genomes in so many categories, with long names. */
function made(genomeCount: number, categories: number, hotspots: number): Columns {
  return tableOf(
    Array.from({ length: hotspots }, (_, h) =>
      Array.from({ length: genomeCount }, (_, g) => {
        const gene = `a_gene_with_a_very_long_name_${h}`;
        return [
          `g${g}`,
          `category ${g % categories}`,
          gene,
          "AACCGG",
          3 + ((g * h) % 9),
          2000,
          4,
        ] as const;
      }),
    ).flat(),
  );
}

describe("hotspot_alleles", () => {
  it("looks as it did, with a mark per genome", () => {
    expect(printed(figure.draw(genomes, optionsWith()))).toMatchSnapshot();
  });

  it("looks as it did, with a dot per allele", () => {
    const switches = { view: "alleles", sort: "diversity" };
    expect(printed(figure.draw(counts, optionsWith({ switches })))).toMatchSnapshot();
  });

  it("tells the number of hotspots that differ in the title", () => {
    const data = tableOf([
      ["a", "I", "g1", "AC", 5, null, null],
      ["b", "I", "g1", "AC", 6, null, null],
      ["a", "I", "g2", "AC", 5, null, null],
      ["b", "I", "g2", "AC", 5, null, null],
    ]);
    const { title } = figure.draw(data, optionsWith());
    expect(title).toBe("1 of 2 motif classes differs in repeat number within a gene");
    expect(figure.draw(counts, optionsWith()).title).toBe(
      "31 motif classes differ in repeat number within a gene",
    );
  });

  it("draws one mark per genome of the rows that are shown", () => {
    const drawn = figure.draw(genomes, optionsWith({ switches: { top: "all" } }));
    expect(marks(drawn.svg)).toHaveLength(genomes.length);
    expect(drawn.table.rows).toHaveLength(genomes.length);
  });

  it("draws one dot per allele of the rows that are shown, and tells of the others", () => {
    const all = figure.draw(counts, optionsWith({ switches: { view: "alleles", top: "all" } }));
    expect(marks(all.svg)).toHaveLength(counts.length);
    expect(all.table.rows).toHaveLength(counts.length);
    const some = figure.draw(counts, optionsWith({ switches: { view: "alleles", top: "20" } }));
    expect(new Set(some.table.rows.map((row) => `${row[0]} ${row[1]}`)).size).toBe(20);
    expect(some.subtitle).toContain("11 further rows are not shown");
  });

  it("draws dots where genomes are too many for a mark each", () => {
    const drawn = figure.draw(made(404, 5, 3), optionsWith({ genomes: 404, allGenomes: 404 }));
    expect(drawn.subtitle).toContain("One dot per allele");
    expect(drawn.legend).toBeUndefined();
    expect(drawn.table.rows.map((row) => row[3])).toContain(404);
  });

  it("draws dots if they are asked for while genomes are still there", () => {
    const drawn = figure.draw(genomes, optionsWith({ switches: { view: "alleles" } }));
    expect(drawn.subtitle).toContain("One dot per allele");
  });

  it("filters for the genome of a mark, and for the allele of a dot", () => {
    const [mark] = marks(figure.draw(genomes, optionsWith()).svg);
    expect(JSON.parse(mark?.getAttribute("data-filter") ?? "")).toEqual({ genome: ["SIM0001"] });
    const [dot] = marks(figure.draw(counts, optionsWith({ switches: { view: "alleles" } })).svg);
    expect(JSON.parse(dot?.getAttribute("data-filter") ?? "")).toEqual({
      gene: ["gene048"],
      motif_class: ["ACT"],
      repeat_from: 4,
      repeat_to: 4,
    });
  });

  it("tints the chosen row only", () => {
    const selected = JSON.stringify(["gene020", "AACG"]);
    const { svg } = figure.draw(genomes, optionsWith({ selected }));
    const tinted = [...svg.querySelectorAll("[data-key]")].filter(
      (row) => row.getAttribute("fill") === "var(--tint)",
    );
    expect(tinted.map((row) => row.getAttribute("data-key"))).toEqual([selected]);
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const switches of [{ view: "genomes" }, { view: "alleles" }]) {
      const data = switches.view === "genomes" ? genomes : counts;
      expect(overlaps(figure.draw(data, optionsWith({ width, switches })).svg)).toEqual([]);
      expect(
        overlaps(figure.draw(made(404, 20, 40), optionsWith({ width, genomes: 404 })).svg),
      ).toEqual([]);
      expect(
        overlaps(figure.draw(made(18, 20, 2), optionsWith({ width, genomes: 18 })).svg),
      ).toEqual([]);
    }
  });

  it("never draws marks of one row over each other", () => {
    const { svg } = figure.draw(made(40, 3, 1), optionsWith({ width: 360 }));
    const places = marks(svg).map(
      (mark) => /^M([^a-z]+)/.exec(mark.firstElementChild?.getAttribute("d") ?? "")?.[1],
    );
    expect(new Set(places).size).toBe(40);
  });

  it("draws one genome, without a diversity", () => {
    const one = tableOf([["a", "undefined", "g1", "AC", 5, null, null]]);
    const { svg, table } = figure.draw(one, optionsWith({ genomes: 1, allGenomes: 1 }));
    expect(table.rows).toEqual([["g1", "AC", 5, "a", "undefined", null]]);
    expect([...svg.querySelectorAll("text")].map((one) => one.textContent)).toContain("–");
  });

  it("asks the server for genomes only where it draws them", () => {
    expect(figure.source?.({ view: "genomes" })).toBe("gene_motif_dot_plot");
    expect(figure.source?.({ view: "alleles" })).toBe("hotspot_alleles");
    expect(figure.request?.({ view: "alleles" })).toEqual({});
  });

  it("explains the absence of hotspots as a result, or by the filters", () => {
    expect(figure.explainEmpty?.(tableOf([]), optionsWith())?.title).toBe(
      "No repeat number differs",
    );
    const filtered = figure.explainEmpty?.(tableOf([]), optionsWith({ filterText: "gene x" }));
    expect(filtered?.text).toContain("(gene x)");
    expect(figure.explainEmpty?.(genomes, optionsWith())).toBeNull();
  });
});

describe("alleles", () => {
  const data = tableOf([
    ["g10", "I", "env", "ATC", 5, 2001, 5],
    ["g2", "I", "env", "ATC", 5, null, 5],
    ["g3", "undefined", "env", "ATC", 5, 1999, 5],
    ["g4", "II", "env", "ATC", 7, null, 5],
    ["g4", "II", "other", "ATC", 9, null, null],
  ]);

  it("have the diversity of Nei", () => {
    expect(alleleDiversity([2, 2])).toBeCloseTo(2 / 3);
    expect(alleleDiversity([7])).toBe(0);
    expect(alleleDiversity([1])).toBeNull();
    expect(alleleDiversity([])).toBeNull();
  });

  it("of one hotspot are rows with length, share, groups, years and genomes", () => {
    expect(alleleRows(data, optionsWith(), "env", "ATC")).toEqual([
      {
        repeat: 5,
        length: 15,
        genomes: 3,
        percent: 75,
        groups: [
          { name: "I", genomes: 2 },
          { name: "undefined", genomes: 1 },
        ],
        years: [1999, 2001],
        ids: ["g2", "g10", "g3"],
      },
      {
        repeat: 7,
        length: 21,
        genomes: 1,
        percent: 25,
        groups: [{ name: "II", genomes: 1 }],
        years: null,
        ids: ["g4"],
      },
    ]);
    expect(alleleRows(data, optionsWith(), "env", "AAT")).toEqual([]);
  });

  it("are the same from genomes as from counts", () => {
    const numbers = (from: Columns) =>
      sortHotspots(hotspotsOf(from, optionsWith()), "gene").map((spot) => [
        spot.gene,
        spot.motifClass,
        spot.diversity,
        spot.alleles.map((allele) => [allele.repeat, allele.genomes]),
      ]);
    expect(numbers(genomes)).toEqual(numbers(counts));
  });

  it("sort their hotspots by number, by diversity or by name", () => {
    const spots = hotspotsOf(counts, optionsWith());
    const first = (sorting: "alleles" | "diversity" | "gene") => sortHotspots(spots, sorting)[0];
    expect(first("alleles")?.alleles.length).toBe(10);
    expect(first("diversity")?.diversity).toBe(Math.max(...spots.map((one) => one.diversity ?? 0)));
    expect(first("gene")?.gene).toBe("gene003");
  });
});
