import { describe, expect, it } from "vitest";
import { describeColumns } from "./column_kinds";
import { growTexts, measureTexts } from "./text_growth";

const COLUMNS = [
  { name: "genomeID", width: 100 },
  { name: "country", width: 100 },
  { name: "year", width: 80 },
];

describe("growTexts", () => {
  it("gives every text what it lacks where there is room for all", () => {
    expect(growTexts(COLUMNS, { genomeID: 150, country: 130 }, 400)).toEqual({
      genomeID: 150,
      country: 130,
    });
  });

  it("shares out too little room by what is lacking", () => {
    expect(growTexts(COLUMNS, { genomeID: 160, country: 120 }, 320)).toEqual({
      genomeID: 130,
      country: 110,
    });
  });

  it("never makes the table wider than the room", () => {
    const grown = growTexts(COLUMNS, { genomeID: 999, country: 333 }, 301);
    const widths = COLUMNS.map(({ name, width }) => grown[name] ?? width);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(301);
  });

  it("leaves columns alone that have enough, or where no room is left", () => {
    expect(growTexts(COLUMNS, { genomeID: 90 }, 400)).toEqual({});
    expect(growTexts(COLUMNS, { genomeID: 150 }, 280)).toEqual({});
  });
});

describe("measureTexts", () => {
  const columns = describeColumns({ genomeID: "string", year: "int64" });

  it("measures texts only, and each column once", () => {
    const first = measureTexts(columns, () => ["a genome with quite a long name of its own"], {});
    expect(Object.keys(first)).toEqual(["genomeID"]);
    expect(measureTexts(columns, () => ["short"], first)).toBe(first);
  });

  it("wants more for longer cells", () => {
    const wanted = (cell: string) => measureTexts(columns, () => [cell], {}).genomeID ?? 0;
    expect(wanted("ACGT".repeat(12))).toBeGreaterThan(wanted("ACGT".repeat(6)));
  });
});
