import { describe, expect, it } from "vitest";
import { columnsOf } from "../../plots/testing";
import { allelesColumns } from "../../plots/testing_loci";
import {
  copiesAsFasta,
  countCategories,
  describeCarriers,
  distinctRows,
  piecesOf,
  readCopies,
  widthsOf,
} from "./aligned_rows";

const copies = readCopies(
  allelesColumns([
    ["G1", "A", "3"],
    ["G2", "A", "3"],
    ["G3", "B", "5"],
    ["G4", "B", "0"],
    ["G5", "B", "missing"],
    ["G6", "B", "3/5"],
  ]),
);
const rows = distinctRows(copies);
const widths = widthsOf(rows);
const modal = { left: "CCGTC", tract: "ATATAT", right: "GGACG" };

/** The pieces as text, what differs in brackets. */
function marked(sequence: typeof modal, motifLength = 2): string {
  return piecesOf(sequence, modal, widths, motifLength)
    .map((piece) => (piece.isDifferent ? `[${piece.text}]` : piece.text))
    .join("");
}

describe("the rows of distinct sequences", () => {
  it("unite copies with one sequence, the most frequent first, missing ones last", () => {
    expect(rows.map((row) => [row.repeat, row.copies.map((copy) => copy.genome).join()])).toEqual([
      [3, "G1,G2,G6"],
      [5, "G3,G6"],
      [0, "G4"],
      [null, "G5"],
    ]);
    expect(rows.map((row) => row.isModal)).toEqual([true, false, false, false]);
  });

  it("count genomes, and tell of their places where these are more", () => {
    const [repeated] = distinctRows(
      readCopies(
        allelesColumns([
          ["G1", "A", "3/3"],
          ["G2", "B", "3"],
          ["G3", "B", "3"],
        ]),
      ),
    );
    expect(repeated && describeCarriers(repeated)).toBe("3 genomes, 4 places");
    expect(repeated && countCategories(repeated)).toEqual([
      ["B", 2],
      ["A", 1],
    ]);
    expect(rows.slice(0, 1).map(describeCarriers)).toEqual(["3 genomes"]);
  });

  it("are as wide as the longest part of any", () => {
    expect(widths).toEqual({ left: 5, tract: 10, right: 5 });
  });

  it("are empty for no copies", () => {
    expect(distinctRows([])).toEqual([]);
    expect(widthsOf([])).toEqual({ left: 0, tract: 0, right: 0 });
  });
});

describe("an aligned sequence", () => {
  it("has its right flank in the column of all others", () => {
    for (const row of rows) {
      if (!row.sequence) continue;
      const text = marked(row.sequence).replaceAll(/[[\]]/g, "");
      expect(text).toHaveLength(20);
      expect(text.slice(15)).toBe("GGACG");
    }
  });

  it("has a short left flank right before its tract", () => {
    expect(marked({ ...modal, left: "TC" })).toBe("   TCATATAT    GGACG");
  });

  it("marks what differs in flanks, from the tract outwards", () => {
    expect(marked({ ...modal, left: "CAGTC", right: "GGATG" })).toBe("C[A]GTCATATAT    GGA[T]G");
  });

  it("marks no unit that is more than the modal sequence has", () => {
    expect(marked({ ...modal, tract: "ATATATATAT" })).toBe("CCGTCATATATATATGGACG");
  });

  it("marks no tract that begins at another letter of the same unit", () => {
    expect(marked({ ...modal, tract: "TATATA" })).toBe("CCGTCTATATA    GGACG");
  });

  it("marks the letters of another unit", () => {
    expect(marked({ ...modal, tract: "ACACAC" })).toContain("A[C]A[C]A[C]");
  });

  it("never takes N for a difference", () => {
    const pieces = piecesOf({ ...modal, left: "CNNTC" }, modal, widths, 2);
    expect(pieces.filter((piece) => piece.isDifferent)).toEqual([]);
    expect(pieces.find((piece) => piece.kind === "unknown")?.text).toBe("NN");
  });

  it("marks a letter in a tract that interrupts it", () => {
    expect(marked({ ...modal, tract: "ATAGAT" })).toContain("ATA[G]AT");
    expect(marked({ ...modal, tract: "ATATATATGT" })).toContain("ATATATAT[G]T");
  });

  it("tells units in turn, and a partial unit at the end", () => {
    const kinds = piecesOf({ ...modal, tract: "ATCATCAT" }, modal, widths, 3).flatMap(({ kind }) =>
      kind === "flank" || kind === "gap" ? [] : [kind],
    );
    expect([...new Set(kinds)]).toEqual(["unit", "next unit", "rest"]);
  });
});

describe("FASTA of all copies", () => {
  it("has one record per copy with a sequence, and says what it is", () => {
    const text = copiesAsFasta(copies, "g1_AT_00");
    expect(text.match(/^>/gm)).toHaveLength(6);
    expect(text.startsWith(">G1 g1_AT_00 typed repeat=3 0-6(+)\nccgtcATATATggacg\n")).toBe(true);
    expect(text).not.toContain("G5");
  });
});

it("a copy without bases has no sequence", () => {
  const none = columnsOf(
    Object.fromEntries(
      ["genomeID", "category", "group", "state", "strand", "left_flank", "tract", "right_flank"]
        .map((name): [string, (string | null)[]] => [name, [name.includes("a") ? null : "x"]])
        .concat(["year", "repeat", "start", "end"].map((name) => [name, [null]])),
    ),
  );
  expect(readCopies(none)[0]?.sequence).toBeNull();
});
