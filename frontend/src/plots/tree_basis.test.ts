import { describe, expect, it } from "vitest";
import { genome_tree } from "./genome_tree";
import { readLoci } from "./locus_rows";
import { optionsFor } from "./testing";
import { lociColumns, treeColumns } from "./testing_loci";
import { basisOf, describeBasis, restingOn, warnOfFew } from "./tree_basis";

const loci = readLoci(
  lociColumns([
    { id: "g1_AT_00", sizes: "7:3 8:2" },
    { id: "g2_AT_01", sizes: "7:5" },
    { id: "g3_AT_02", sizes: "", states: { missing: 5 } },
  ]),
);

describe("the loci of a tree", () => {
  it("are those with a repeat number", () => {
    expect(basisOf(loci)).toEqual({ loci: 2, polymorphic: 1 });
    expect(basisOf([])).toEqual({ loci: 0, polymorphic: 0 });
  });

  it("are told under its title", () => {
    const options = optionsFor(genome_tree);
    const { subtitle } = restingOn(genome_tree, basisOf(loci)).draw(treeColumns(5), options);
    expect(subtitle).toMatch(/ From 2 loci, 1 of them polymorphic\.$/);
    expect(restingOn(genome_tree, null)).toBe(genome_tree);
    expect(describeBasis({ loci: 1200, polymorphic: 1001 })).toContain("1,200 loci, 1,001");
  });

  it("are few below ten polymorphic ones", () => {
    expect(warnOfFew({ loci: 50, polymorphic: 10 })).toBeNull();
    expect(warnOfFew({ loci: 50, polymorphic: 1 })).toMatch(/^Only 1 polymorphic locus:/);
  });
});
