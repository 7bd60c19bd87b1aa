import { expect, test } from "vitest";
import { motifClass, reverseComplement, splitUnits } from "./motifs";

test.each([
  ["TCA", "ATC"],
  ["GAT", "ATC"],
  ["GT", "AC"],
  ["T", "A"],
  ["CATAGA", "ACATAG"],
])("the class of %s is %s", (motif, name) => {
  expect(motifClass(motif)).toBe(name);
});

test("the other strand is read from its own start", () => {
  expect(reverseComplement("AACN")).toBe("NGTT");
});

test("the last unit of a tract may be partial", () => {
  expect(splitUnits("ATCATCA", 3)).toEqual(["ATC", "ATC", "A"]);
  expect(splitUnits("", 3)).toEqual([]);
});
