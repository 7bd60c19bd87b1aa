import { describe, expect, it } from "vitest";
import {
  addFilter,
  describeFilters,
  FILTER_NAMES,
  type Filters,
  fromQuery,
  groupFilter,
  hasFilters,
  joinFilters,
  listChips,
  NO_FILTERS,
  toQuery,
} from "./filters";

const ALL: Filters = {
  category: ["Ia", "undefined"],
  genome: ["g 1&x"],
  gene: ["a/b", "c"],
  motif_class: ["AC"],
  motif_length: [2, 6],
  metadata: { country: ["Peru", "Côte d'Ivoire"], 'ho"st': ["=1"] },
  year_from: 1999,
  year_to: 2020,
  repeat_from: 0,
  repeat_to: 12,
};

describe("filters", () => {
  it("come back from the address as they went", () => {
    expect(fromQuery(new URLSearchParams(toQuery(ALL).toString()))).toEqual(ALL);
    expect(fromQuery(toQuery(NO_FILTERS))).toEqual(NO_FILTERS);
  });

  it("in an address that do not fit are left out", () => {
    const query = new URLSearchParams(
      "year_from=abc&repeat_to=1e9&motif_length=101&motif_length=x&metadata=5&metadata=[1,2]&metadata=[&category=Ia&category=Ia",
    );
    expect(fromQuery(query)).toEqual({ ...NO_FILTERS, category: ["Ia"] });
  });

  it("of the kinds that a table takes are sent, and no others", () => {
    expect(toQuery(ALL, ["motif_length"]).toString()).toBe("motif_length=2&motif_length=6");
    expect([...new Set(toQuery(ALL).keys())]).toEqual([...FILTER_NAMES]);
  });

  it("that are added join values, and replace limits", () => {
    const more = addFilter(ALL, {
      category: ["IIa", "Ia"],
      metadata: { country: ["Chad"] },
      year_to: 2010,
    });
    expect(more.category).toEqual(["Ia", "undefined", "IIa"]);
    expect(more.metadata.country).toEqual(["Peru", "Côte d'Ivoire", "Chad"]);
    expect([more.year_from, more.year_to]).toEqual([1999, 2010]);
    expect(ALL.category).toEqual(["Ia", "undefined"]);
  });

  it("take columns that are called as what every object has", () => {
    for (const column of ["constructor", "toString", "__proto__"]) {
      const more = addFilter(NO_FILTERS, groupFilter(column, "a"));
      const most = addFilter(more, groupFilter(column, "b"));
      expect(toQuery(most).toString()).toBe(
        new URLSearchParams({ metadata: JSON.stringify([column, "a", "b"]) }).toString(),
      );
      expect(fromQuery(toQuery(most))).toEqual(most);
      expect(listChips(most).map((chip) => chip.kind)).toEqual([column]);
    }
  });

  it("of several marks are joined without limits that none has", () => {
    expect(joinFilters([{ genome: ["a"] }, { genome: ["b"] }, {}])).toEqual({ genome: ["a", "b"] });
    expect(joinFilters([{ year_from: 0 }])).toEqual({ year_from: 0 });
    expect(joinFilters([])).toEqual({});
  });

  it("are told in words, one chip a kind, each of which can be taken away", () => {
    expect(describeFilters(ALL)).toBe(
      "category Ia or (none); country Peru or Côte d'Ivoire; ho\"st =1; genome g 1&x; gene a/b or c; motif class AC; motif length 2 bp or 6 bp; year 1999 to 2020; repeat number 0 to 12",
    );
    const left = listChips(ALL).reduce((filters, chip) => {
      const same = listChips(filters).find((one) => one.kind === chip.kind);
      return same?.without ?? filters;
    }, ALL);
    expect(hasFilters(left)).toBe(false);
  });

  it("with many values name the first three", () => {
    const many = { ...NO_FILTERS, genome: ["a", "b", "c", "d", "e"] };
    expect(describeFilters(many)).toBe("genome a or b or c or 2 more");
  });

  it("with one limit say which", () => {
    expect(describeFilters({ ...NO_FILTERS, year_from: 2000 })).toBe("year ≥ 2000");
    expect(describeFilters({ ...NO_FILTERS, repeat_to: 2000 })).toBe("repeat number ≤ 2,000");
    expect(describeFilters({ ...NO_FILTERS, repeat_from: 4, repeat_to: 4 })).toBe(
      "repeat number 4",
    );
  });
});
