import { describe, expect, it } from "vitest";
import { readDiversity } from "./diversity_rows";
import { locus_diversity as figure } from "./locus_diversity";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";

/** Locus, group, genomes, alleles, H. */
type Row = readonly [string, string | null, number, number, number | null];

function made(rows: readonly Row[]) {
  return columnsOf({
    locus_id: rows.map(([locus]) => `${locus}_AT_00`),
    motif_class: rows.map(() => "AT"),
    motif_length: rows.map(() => 2),
    gene: rows.map(([locus]) => locus),
    group: rows.map(([, group]) => group),
    genomes: rows.map(([, , genomes]) => genomes),
    alleles: rows.map(([, , , alleles]) => alleles),
    min: rows.map(([, , , alleles]) => (alleles ? 4 : null)),
    max: rows.map(([, , , alleles]) => (alleles ? 3 + alleles : null)),
    modal: rows.map(([, , , alleles]) => (alleles ? 4 : null)),
    heterozygosity: rows.map(([, , , , h]) => h),
    PIC: rows.map(([, , , , h]) => h),
    Shannon: rows.map(([, , , , h]) => h),
  });
}

const some = made([
  ["g1", null, 9, 3, 0.6],
  ["g1", "A", 5, 2, 0.4],
  ["g1", "B", 4, 2, 0.5],
  ["g2", null, 9, 2, 0.5],
  ["g2", "A", 5, 1, 0],
  ["g2", "B", 4, 1, 0],
  ["g3", null, 9, 1, 0],
  ["g3", "A", 5, 1, 0],
  ["g3", "B", 4, 1, 0],
]);

function many(loci: number, groups: number) {
  return made(
    Array.from({ length: loci }, (_, l): Row[] => [
      [`gene_with_a_long_name_${l}`, null, 40, 3, 0.5],
      ...Array.from(
        { length: groups },
        (_, g): Row => [`gene_with_a_long_name_${l}`, `group with a long name ${g}`, 4, 2, 0.3],
      ),
    ]).flat(),
  );
}

describe("diversity by group", () => {
  it("looks as it did", () => {
    expect(printed(figure.draw(some, optionsFor(figure, { genomes: 9 })))).toMatchSnapshot();
  });

  it("tells loci apart that differ only between groups", () => {
    expect(figure.draw(some, optionsFor(figure)).title).toBe(
      "2 polymorphic loci; 1 of them differs only between categories",
    );
  });

  it("leaves out loci that do not vary", () => {
    const loci = figure.draw(some, optionsFor(figure)).table.rows.map((row) => row[0]);
    expect([...new Set(loci)]).toEqual(["g1_AT_00", "g2_AT_00"]);
  });

  it("has a dash where there are fewer than two genomes", () => {
    const data = made([
      ["g1", null, 3, 2, 0.6],
      ["g1", "A", 1, 1, null],
      ["g1", "B", 2, 2, 1],
    ]);
    const { svg } = figure.draw(data, optionsFor(figure));
    const cells = [...svg.querySelectorAll("text[text-anchor=middle]")].map(
      (one) => one.textContent,
    );
    expect(cells.slice(-3)).toEqual(["0.60", "–", "1.00"]);
  });

  it("reads what is no number as missing", () => {
    const data = made([["g1", null, 1, 1, Number.NaN]]);
    expect(readDiversity(data)[0]?.heterozygosity).toBeNull();
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [some, many(1, 1), many(30, 3), many(20, 20)]) {
      expect(overlaps(figure.draw(data, optionsFor(figure, { width })).svg)).toEqual([]);
    }
  });

  it("explains why nothing is drawn", () => {
    const same = made([["g3", null, 9, 1, 0]]);
    expect(figure.explainEmpty?.(same, optionsFor(figure))?.title).toBe("No locus is polymorphic");
    expect(figure.explainEmpty?.(some, optionsFor(figure))).toBeNull();
  });
});
