import { describe, expect, it } from "vitest";
import { readLoci } from "../../plots/locus_rows";
import { lociColumns } from "../../plots/testing_loci";
import { listLoci, nextSort, readChoice } from "./locus_list";

const loci = readLoci(
  lociColumns([
    { id: "g1_ATC_1", motif_class: "ATC", gene: "g1", sizes: "5:2 14:9", heterozygosity: 0.3 },
    { id: "g2-g3_AT_2", before: "g2", after: "g3", sizes: "4:1 6:1", heterozygosity: 1 },
    { id: "g4_A_3", motif_class: "A", gene: "g4", sizes: "9:11", heterozygosity: 0 },
  ]),
);

function listed(options: Record<string, string> = {}): string[] {
  const choice = readChoice((name) => options[name]);
  return listLoci(loci, choice).map((locus) => locus.id);
}

describe("the list of loci", () => {
  it("begins with the loci of most alleles, of these with the most diverse", () => {
    expect(listed()).toEqual(["g2-g3_AT_2", "g1_ATC_1", "g4_A_3"]);
  });

  it("is in the order of the address", () => {
    expect(listed({ "loci.sort": "position" })).toEqual(["g1_ATC_1", "g2-g3_AT_2", "g4_A_3"]);
    expect(listed({ "loci.sort": "-position" })).toEqual(["g4_A_3", "g2-g3_AT_2", "g1_ATC_1"]);
    expect(listed({ "loci.sort": "motif_class" })).toEqual(["g4_A_3", "g2-g3_AT_2", "g1_ATC_1"]);
    expect(listed({ "loci.sort": "modal" })[0]).toBe("g2-g3_AT_2");
    expect(listed({ "loci.sort": "nonsense" })[0]).toBe("g4_A_3");
  });

  it("has polymorphic loci only on demand", () => {
    expect(listed({ "loci.show": "polymorphic" })).not.toContain("g4_A_3");
  });

  it.each([
    ["G3", ["g2-g3_AT_2"]],
    ["atc", ["g1_ATC_1"]],
    ["nothing like it", []],
  ])("finds %s in genes, motifs and ids", (search, found) => {
    expect(listed({ "loci.search": search })).toEqual(found);
  });

  it("leaves the given loci in their order", () => {
    listed({ "loci.sort": "-position" });
    expect(loci.map((locus) => locus.id)).toEqual(["g1_ATC_1", "g2-g3_AT_2", "g4_A_3"]);
  });
});

describe("a click on a heading", () => {
  const choice = readChoice(() => undefined);

  it("asks for the largest numbers, and the first names", () => {
    expect(nextSort(choice, "heterozygosity")).toBe("-heterozygosity");
    expect(nextSort(choice, "position")).toBe("position");
  });

  it("turns the order the second time, and leaves the address without that of the beginning", () => {
    expect(nextSort(choice, "alleles")).toBe("alleles");
    expect(nextSort({ ...choice, isDescending: false }, "alleles")).toBeUndefined();
  });
});
