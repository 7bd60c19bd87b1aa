import { describe, expect, it } from "vitest";
import { describeSizes, drawSizes } from "./allele_sizes";
import { loci as figure } from "./loci";
import {
  distances,
  genesOf,
  nameOfId,
  placeName,
  readLoci,
  shortClass,
  shortDistances,
  shortPlace,
} from "./locus_rows";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";
import { lociColumns } from "./testing_loci";

const LONG = "AAAAACTTTTTACGACTCCATCAGAAAGAGGTTTAATATTTTTGTG";
const some = lociColumns([
  {
    id: "OPG153_ATC_1",
    motif_class: "ATC",
    gene: "OPG153",
    sizes: "5:2 14:9 21:1",
    states: { typed: 11, below_threshold: 1, missing: 4 },
    heterozygosity: 0.41,
  },
  {
    id: "OPG205-OPG208_AT_2",
    before: "OPG205",
    after: "OPG208",
    sizes: "4:10 6:5",
    states: { typed: 12, absent: 1, multiple: 2, missing: 1 },
    heterozygosity: 0.48,
  },
  { id: "OPG001_46bp_3", motif_class: LONG, after: "OPG001", sizes: "2:16", heterozygosity: 0 },
  { id: "nowhere_A_4", motif_class: "A", sizes: "", states: { missing: 16 } },
]);

function many(count: number) {
  return lociColumns(
    Array.from({ length: count }, (_, i) => ({
      id: `gene_with_a_long_name_${i}_AT_${i}`,
      gene: i % 2 ? `gene_with_a_long_name_${i}` : null,
      before: `gene_before_${i}`,
      after: `gene_after_${i}`,
      sizes: Array.from({ length: 1 + (i % 30) }, (_, j) => `${2 + j * 3}:${1 + (j % 5)}`).join(
        " ",
      ),
      heterozygosity: (i % 10) / 10,
    })),
  );
}

describe("the figure of loci", () => {
  it("looks as it did", () => {
    expect(printed(figure.draw(some, optionsFor(figure, { genomes: 16 })))).toMatchSnapshot();
  });

  it("says how many loci are polymorphic", () => {
    expect(figure.draw(some, optionsFor(figure)).title).toBe("2 of 4 loci are polymorphic");
    expect(figure.draw(some, optionsFor(figure, { genomes: 1 })).title).toBe(
      "4 loci in one genome",
    );
  });

  it("has the loci with most alleles first, and says how many are left out", () => {
    const drawn = figure.draw(many(60), optionsFor(figure));
    expect(drawn.table.rows).toHaveLength(20);
    expect(drawn.table.rows[0]?.[9 + 2]).toBe(30);
    expect(drawn.subtitle).toContain("40 further loci are not shown");
  });

  it("tabulates sizes and states of each row", () => {
    const row = figure.draw(some, optionsFor(figure)).table.rows[0];
    expect(row).toEqual([
      "OPG153_ATC_1",
      "OPG153",
      "ATC",
      0,
      20,
      "5:2 14:9 21:1",
      ...[11, 1, 0, 0, 4],
      3,
      14,
      0.41,
      0.41,
    ]);
  });

  it("leads from a row to its locus", () => {
    const keys = [...figure.draw(some, optionsFor(figure)).svg.querySelectorAll("[data-key]")];
    expect(keys.map((key) => key.getAttribute("data-key"))).toContain("OPG205-OPG208_AT_2");
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const scale of ["own", "one"]) {
      for (const data of [some, many(1), many(30), lociColumns([])]) {
        const options = optionsFor(figure, { width, switches: { scale } });
        expect(overlaps(figure.draw(data, options).svg)).toEqual([]);
      }
    }
  });

  it("explains why there is none", () => {
    expect(figure.explainEmpty?.(lociColumns([]), optionsFor(figure))?.title).toBe(
      "No locus was found",
    );
    const filtered = optionsFor(figure, { filterText: "gene g1" });
    expect(figure.explainEmpty?.(lociColumns([]), filtered)?.text).toContain("gene g1");
    expect(figure.explainEmpty?.(some, optionsFor(figure))).toBeNull();
  });
});

describe("the bars of a row", () => {
  const [first] = readLoci(some);
  if (!first) throw new Error("There is no locus.");
  const bars = (domain?: [number, number]) =>
    drawSizes(first, { x: 0, y: 0, width: 200, height: 30 }, domain).filter(
      (node) => node.tagName === "rect",
    );

  it("are one per repeat number, the modal one in full ink", () => {
    expect(bars()).toHaveLength(3);
    const inks = bars().map((bar) => bar.getAttribute("fill"));
    expect(inks).toEqual(["var(--mark-2)", "var(--text)", "var(--mark-2)"]);
  });

  it("are as high as their genomes", () => {
    const heights = bars().map((bar) => Number(bar.getAttribute("height")));
    expect(heights[0]).toBeCloseTo(((heights[1] ?? 0) * 2) / 9, 1);
  });

  it("lie further left on a scale of larger numbers", () => {
    const place = (domain?: [number, number]) => Number(bars(domain)[0]?.getAttribute("x"));
    expect(place([0, 100])).toBeLessThan(place([0, 21]));
  });

  it("are told in words", () => {
    expect(describeSizes(first)).toBe("repeat number: genomes — 5: 2, 14: 9, 21: 1; modal 14");
  });
});

it("PIC is explained only where it is shown", () => {
  const told = (width: number) => figure.draw(some, optionsFor(figure, { width })).caption;
  expect(told(900)).toContain("PIC");
  expect(told(400)).not.toContain("PIC");
});

describe("a locus", () => {
  const [inGene, between, before, nowhere] = readLoci(some);
  if (!inGene || !between || !before || !nowhere) throw new Error("A locus is missing.");

  it("is called after its gene, or the genes beside it, or its position", () => {
    expect([inGene, between, before, nowhere].map(placeName)).toEqual([
      "OPG153",
      "between OPG205 and OPG208",
      "before OPG001",
      "at 3,000",
    ]);
    expect(shortPlace(between)).toBe("OPG205–OPG208");
  });

  it("tells how far the genes are that it lies between", () => {
    expect(distances(inGene)).toBe("");
    expect(distances(between)).toBe("120 bp behind OPG205, 1,040 bp before OPG208");
    expect(shortDistances(between)).toBe("120 and 1,040 bp away");
  });

  it("has the genes of its gene column", () => {
    expect(genesOf("OPG001: OPG002")).toEqual(["OPG001", "OPG002"]);
    expect(genesOf("undefined")).toEqual([]);
    expect(genesOf(null)).toEqual([]);
  });

  it.each([
    ["OPG066-OPG068_AT_cc04ef", null, "OPG066-OPG068"],
    ["OPG001_dup_70bp_7d4344", null, "OPG001_dup"],
    ["OPG001_A_f849b4.2", null, "OPG001"],
    ["OPG153_ATC_1a2b3c", "OPG153", "OPG153"],
    ["elsewhere", null, "elsewhere"],
  ])("is called by what its id %s tells", (id, gene, name) => {
    expect(nameOfId(id, gene)).toBe(name);
  });

  it("has a class that is cut where it is long", () => {
    expect(shortClass("ATC")).toBe("ATC");
    expect(shortClass(LONG)).toBe("AAAAAC… 46 bp");
  });

  it("has no statistics where there are none, not a number among numbers", () => {
    const data = some.rows<Record<string, number>>();
    expect(data[3]?.heterozygosity).toBeNull();
    const made = columnsOf({
      ...Object.fromEntries(some.names.map((name) => [name, some.cells(name).slice(0, 1)])),
      heterozygosity: [Number.NaN],
    });
    expect(readLoci(made)[0]?.heterozygosity).toBeNull();
  });
});
