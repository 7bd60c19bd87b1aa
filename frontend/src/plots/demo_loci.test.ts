// The figures of loci on what the server sends for the demo.

import { expect, it } from "vitest";
import { allele_matrix } from "./allele_matrix";
import { alleles } from "./alleles";
import type { Figure } from "./drawing";
import { genome_distance } from "./genome_distance";
import { genome_tree } from "./genome_tree";
import { assignGroups } from "./groups";
import { loci } from "./loci";
import { locus_diversity } from "./locus_diversity";
import { orientation } from "./orientation";
import { demoData, optionsFor, overlaps } from "./testing";

const demo = Object.fromEntries(
  [allele_matrix, alleles, genome_distance, genome_tree, loci, locus_diversity, orientation].map(
    ({ key }) => [key, demoData(key)],
  ),
);

function drawn(figure: Figure, width = 900) {
  const data = demo[figure.key];
  if (!data) throw new Error(`There are no data of ${figure.key}.`);
  const more = figure.more && demo[figure.more.key];
  const groups = assignGroups(["I", "IIa", "IIb"]);
  return figure.draw(data, optionsFor(figure, { width, groups }), more);
}

it.each([allele_matrix, alleles, genome_distance, genome_tree, loci, locus_diversity, orientation])(
  "$key of the demo has all its texts apart",
  (figure) => {
    for (const width of [360, 900]) expect(overlaps(drawn(figure, width).svg)).toEqual([]);
  },
);

it("every cell of the matrix says what the server sent", () => {
  const { table } = drawn(allele_matrix);
  const cells = new Map(
    table.rows.flatMap((row) =>
      row.map((cell, i) => [`${row[0]} ${table.columns[i]?.name}`, cell] as const),
    ),
  );
  const rows = demo.allele_matrix?.rows<{ genomeID: string; locus_id: string; repeats: string }>();
  for (const { genomeID, locus_id, repeats } of rows ?? []) {
    expect(String(cells.get(`${genomeID} ${locus_id}`) ?? "")).toBe(repeats ?? "");
  }
});

it("the loci that vary are those of the matrix", () => {
  const [varying] = drawn(loci).title.split(" of ");
  expect(drawn(allele_matrix).title).toContain(`at ${varying} polymorphic loci`);
});

it("the tree and the distances have the same genomes in the same order", () => {
  const leaves = drawn(genome_tree).table.rows.flatMap((row) => row[2] ?? []);
  expect(new Set(leaves).size).toBe(40);
  const { canvas } = drawn(genome_distance);
  const ids = Array.from({ length: 40 }, (_, i) => canvas?.mark(i, i).tip.split("\n")[0]);
  const { svg } = drawn(genome_tree);
  const shown = [...svg.querySelectorAll("text")].flatMap((one) =>
    one.textContent?.startsWith("SIM") ? [one.textContent] : [],
  );
  expect(ids).toEqual(shown);
});

it("all genomes of the demo lie on one strand", () => {
  expect(drawn(orientation).title).toBe("All 40 genomes lie on one strand");
});
