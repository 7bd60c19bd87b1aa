import { describe, expect, it } from "vitest";
import { repeat_numbers } from "./repeat_numbers";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("repeat_numbers");

/** SSRs by class and repeat number. */
function countsOf(counts: readonly (readonly [string, number, number])[]) {
  return columnsOf({
    motif_class: counts.map(([name]) => name),
    motif_length: counts.map(([name]) => name.length),
    repeat: counts.map(([, repeat]) => repeat),
    ssrs: counts.map(([, , ssrs]) => ssrs),
    genomes: counts.map(() => 1),
  });
}

function drawn(data = demo, more = {}) {
  return repeat_numbers.draw(data, optionsFor(repeat_numbers, more));
}

function filtersOf(svg: SVGSVGElement) {
  return [...svg.querySelectorAll("[data-filter]")].map((mark) =>
    JSON.parse(mark.getAttribute("data-filter") ?? "null"),
  );
}

const few = countsOf([
  ["AC", 6, 30],
  ["AC", 7, 10],
  ["A", 12, 5],
  ["A", 20, 15],
  ["AG", 6, 90],
]);

describe("the figure of repeat numbers", () => {
  it("of the demo is drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
  });

  it("names the class that varies most, with its range and mode", () => {
    expect(drawn().title).toBe("Class ACT varies most: 4 to 15 repeats, most often 6");
    expect(drawn(few).title).toBe("Class A varies most: 12 to 20 repeats, most often 20");
    expect(drawn(countsOf([["A", 12, 1]])).title).toBe("1 SSR of class A, all of 12 repeats");
  });

  it("has a bar per class and repeat number that filters by both", () => {
    const bars = filtersOf(drawn(few).svg).filter((filter) => filter.repeat_from);
    expect(bars).toHaveLength(few.length);
    expect(bars[1]).toEqual({ motif_class: ["A"], repeat_from: 20, repeat_to: 20 });
  });

  it("orders classes by motif length, then by SSRs, and filters by either at its name", () => {
    const names = filtersOf(drawn(few).svg).filter((filter) => !filter.repeat_from);
    expect(names).toEqual([
      { motif_length: [1] },
      { motif_class: ["A"] },
      { motif_length: [2] },
      { motif_class: ["AG"] },
      { motif_class: ["AC"] },
    ]);
  });

  it("gives each row the full height, or all rows one scale of roots", () => {
    const heights = (scale: string) =>
      [...drawn(few, { switches: { scale } }).svg.querySelectorAll('rect[fill="var(--mark)"]')].map(
        (bar) => Number(bar.getAttribute("height")),
      );
    expect(heights("own")).toEqual([6.67, 20, 20, 20, 6.67]);
    expect(heights("one").map(Math.round)).toEqual([5, 8, 20, 12, 7]);
  });

  it("has a logarithmic axis, and says so, where repeat numbers reach far", () => {
    const titles = (data: typeof demo) =>
      [...drawn(data).svg.querySelectorAll("text")].map((text) => text.textContent);
    expect(
      titles(
        countsOf([
          ["A", 12, 9],
          ["A", 300, 1],
        ]),
      ),
    ).toContain("repeat number, log scale →");
    expect(titles(demo)).toContain("repeat number →");
  });

  it("has all bars in its table", () => {
    expect(drawn().table.rows).toHaveLength(demo.length);
    expect(drawn(few).table.rows[0]).toEqual(["A", 1, 12, 5, 1]);
  });

  it("has no text on another, nor cut off", () => {
    const far = Array.from({ length: 200 }, (_, i) => ["ACGT".slice(i % 4), 12 + i, 1e6] as const);
    for (const width of [360, 640, 900, 1216]) {
      for (const data of [demo, countsOf(far), countsOf([["A", 12, 1]])]) {
        expect(overlaps(drawn(data, { width }).svg)).toEqual([]);
      }
    }
  });

  it("says why there is nothing to draw", () => {
    const options = optionsFor(repeat_numbers, { filterText: "motif length 5 bp" });
    expect(repeat_numbers.explainEmpty?.(countsOf([]), options)?.text).toContain("length 5 bp");
    expect(repeat_numbers.explainEmpty?.(demo, options)).toBeNull();
  });
});
