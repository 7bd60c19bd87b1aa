import { expect, test } from "vitest";
import type { CheckedGenome } from "../../messages";
import { describeStrands, noteOfStrands } from "./strands";

const genome = (genome_id: string, strand: string | null): CheckedGenome => ({
  genome_id,
  length: 1000,
  n_count: 0,
  gc_percent: 50,
  left_out: null,
  strand,
});
const SET = [
  genome("a", "anchor"),
  genome("b", "reversed"),
  genome("c", "forward"),
  genome("d", "ambiguous"),
];

test("who lies on the other strand is told, and who cannot be decided", () => {
  expect(describeStrands(SET, "")).toEqual({
    tone: "warning",
    title:
      "1 of 4 genomes lies on the other strand than a and will be turned; 1 cannot be decided.",
    text: "b. Left as written: d.",
  });
});

test("genomes follow the reference", () => {
  expect(describeStrands(SET, "b")?.text).toBe("a, c. Left as written: d.");
});

test("without the anchor of the check they follow the first genome that passes", () => {
  expect(describeStrands(SET.slice(1, 3), "")?.text).toBe("c.");
});

test("genomes on one strand are told to be so", () => {
  expect(describeStrands([SET[0], SET[2]] as CheckedGenome[], "")).toEqual({
    tone: "good",
    title: "All genomes lie on one strand.",
    text: "",
  });
});

test("nothing is said of one genome, of strands that were not looked at, or beside a first genome \
that cannot be decided", () => {
  expect(describeStrands([genome("a", "anchor")], "")).toBeNull();
  expect(describeStrands([genome("a", null), genome("b", null)], "")).toBeNull();
  expect(describeStrands([...SET].reverse(), "")).toBeNull();
});

test("of many genomes the first five are named", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const strands = {
    anchor: "a",
    flipped: 0,
    flipped_examples: [],
    ambiguous: 7,
    ambiguous_examples: ids,
  };
  expect(noteOfStrands(40, strands)).toEqual({
    tone: "warning",
    title: "7 of 40 genomes cannot be decided.",
    text: "Left as written: a, b, c, d, e and 2 more.",
  });
});
