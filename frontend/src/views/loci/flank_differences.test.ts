import { describe, expect, it } from "vitest";
import { flankDifferences } from "./flank_differences";

/** Letters that differ in capitals. */
function marked(flank: string, other: string): string {
  const differences = flankDifferences([...flank], [...other]);
  return [...flank].map((letter, i) => (differences[i] ? letter : letter.toLowerCase())).join("");
}

const FLANK = "GGATCCTTAGCATTGACCGTAACGTTGACA";

describe("a flank beside another", () => {
  it("has no difference from itself", () => {
    expect(marked(FLANK, FLANK)).toBe(FLANK.toLowerCase());
  });

  it("has a substitution as one difference", () => {
    expect(marked(`GGATCCATA${FLANK.slice(9)}`, FLANK)).toBe(
      `ggatccAta${FLANK.slice(9).toLowerCase()}`,
    );
  });

  it.each([
    ["a base less", FLANK.slice(0, 9) + FLANK.slice(10)],
    ["a base more", `${FLANK.slice(0, 9)}T${FLANK.slice(9)}`],
    ["six bases less", FLANK.slice(0, 5) + FLANK.slice(11)],
  ])("with %s is not different from there to its end", (_, flank) => {
    const capitals = marked(flank, FLANK).replace(/[a-z]/g, "");
    expect(capitals.length).toBeGreaterThan(0);
    expect(capitals.length).toBeLessThanOrEqual(2);
  });

  it("of other bases altogether is different in most of them", () => {
    const other = [...FLANK].map((letter) => ({ A: "C", C: "A", G: "T", T: "G" })[letter]).join("");
    expect(marked(other, FLANK).replace(/[a-z]/g, "").length).toBeGreaterThan(15);
  });

  it("that is longer has no difference where the other one ends", () => {
    expect(marked("ACGTACGT", "ACGT")).toBe("acgtacgt");
    expect(marked("", "ACGT")).toBe("");
  });
});
