import { describe, expect, it } from "vitest";
import { assignGroups } from "./groups";
import { readRates } from "./rates";
import { relative_abundance } from "./relative_abundance";
import { ownDomain } from "./strip";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("relative_abundance");
const groups = assignGroups(["I", "IIa", "IIb"]);

/** Rates that rise with the motif length; genomes take turns in the categories. */
function ratesOf(
  genomes: number,
  categories: readonly string[],
  lengths: readonly number[] = [1, 2, 6],
) {
  const rows = Array.from({ length: genomes }, (_, i) =>
    lengths.map((length) => ({ id: `G${i}`, category: categories[i % categories.length], length })),
  ).flat();
  const ssrs = rows.map(({ length }, i) => 10 * length + (i % 5));
  return columnsOf({
    genomeID: rows.map(({ id }) => id),
    category: rows.map(({ category }) => category ?? "undefined"),
    group: rows.map(() => "undefined"),
    year: rows.map((_, i) => (i % 2 ? 2005 : null)),
    length_genome: rows.map(() => 200000),
    motif_length: rows.map(({ length }) => length),
    ssrs,
    ssrs_per_Mb: ssrs.map((count) => count * 5),
  });
}

function drawn(data = demo, more = {}) {
  return relative_abundance.draw(data, optionsFor(relative_abundance, { groups, ...more }));
}

function genomeMarks(svg: SVGSVGElement) {
  return [...svg.querySelectorAll("path[data-filter]")].map((mark) => ({
    tip: mark.getAttribute("data-tip"),
    filter: JSON.parse(mark.getAttribute("data-filter") ?? "null"),
  }));
}

describe("the figure of abundance", () => {
  it("of the demo is drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
    expect(printed(drawn(demo, { switches: { view: "means" } }))).toMatchSnapshot();
  });

  it("gives genomes without any base no rate, and the others their own", () => {
    const data = columnsOf({
      genomeID: ["empty", "empty", "G1", "G1"],
      category: ["I", "I", "I", "I"],
      group: ["undefined", "undefined", "undefined", "undefined"],
      year: [null, null, null, 2005],
      motif_length: [1, 2, 1, 2],
      ssrs: [0, 0, 5, 7],
      ssrs_per_Mb: [null, null, 50, 70],
    });
    const unit = { unit: "SSR/Mb", rate: "ssrs_per_Mb", amount: "ssrs" };
    const rates = readRates(data, unit, "category");
    expect(rates.map((one) => one.samples.map(({ value }) => value))).toEqual([[50], [70]]);
    expect(rates.map((one) => one.amounts)).toEqual([[5], [7]]);
  });

  it("has axes for more genomes than a function takes arguments", () => {
    const values = Array.from({ length: 300_000 }, (_, i) => i);
    expect(ownDomain(values)[1]).toBeGreaterThan(299_999);
  });

  it("says in its title which motif length prevails, and how that varies", () => {
    const all = demo.numbers("ssrs").reduce((sum: number, ssrs) => sum + (ssrs ?? 0), 0);
    const hexa = demo
      .numbers("ssrs")
      .reduce(
        (sum: number, ssrs, i) => sum + (demo.numbers("motif_length")[i] === 6 ? (ssrs ?? 0) : 0),
        0,
      );
    expect(drawn().title).toContain(
      `Hexanucleotides make up ${Math.round((100 * hexa) / all)} % of all SSRs`,
    );
    expect(drawn(ratesOf(4, ["I"], [3])).title).toBe(
      "Trinucleotides: 157.5 SSR/Mb, the mean of 4 genomes",
    );
  });

  it("asks for bp per Mb under another plot key", () => {
    expect(relative_abundance.source?.({ unit: "bp" })).toBe("repeat_distribution");
    expect(relative_abundance.source?.({ unit: "ssrs" })).toBe("relative_abundance");
    const inBases = drawn(demoData("repeat_distribution"), { switches: { unit: "bp" } });
    expect(inBases.title).toContain("of the bases in SSRs");
  });

  it("has a mark per genome and motif length that filters by the genome", () => {
    const marks = genomeMarks(drawn().svg);
    expect(marks).toHaveLength(demo.length);
    expect(new Set(marks.map(({ filter }) => filter.genome[0]))).toEqual(
      new Set(demo.texts("genomeID")),
    );
  });

  it("prints years plainly", () => {
    const tips = genomeMarks(drawn(ratesOf(4, ["I", "IIa"], [1])).svg).map(({ tip }) => tip);
    expect(tips).toContain("G1\nIIa · 2005\n55.0 SSR/Mb");
  });

  it("draws a box from five genomes on", () => {
    const boxes = (genomes: number) =>
      drawn(ratesOf(genomes, ["I"], [2])).svg.querySelectorAll('rect[stroke="var(--axis)"]').length;
    expect(boxes(4)).toBe(0);
    expect(boxes(5)).toBe(1);
  });

  it("breaks an axis that does not begin at 0, unless all panels share one", () => {
    const breaks = (scale: string) =>
      drawn(ratesOf(5, ["I"], [6]), { switches: { scale } }).svg.querySelectorAll("g > line")
        .length;
    expect(breaks("own")).toBe(2);
    expect(breaks("one")).toBe(0);
  });

  it("paints more than 5,000 marks on a canvas, each of which still answers", () => {
    const data = ratesOf(1000, ["I", "IIa"], [1, 2, 3, 4, 5, 6]);
    const { canvas, svg } = drawn(data);
    expect(genomeMarks(svg)).toHaveLength(0);
    expect(canvas?.columns).toBe(6000);
    const mark = canvas?.mark(0, 4321);
    const place = canvas?.at((mark?.x ?? 0) + 2, (mark?.y ?? 0) + 2);
    expect(canvas?.mark(0, place?.column ?? 0).x).toBeCloseTo(mark?.x ?? 0, 0);
  });

  it("has the rows of the server as its table, or the means where those are drawn", () => {
    expect(drawn().table.rows).toHaveLength(demo.length);
    const means = drawn(ratesOf(4, ["I", "IIa"], [2]), { switches: { view: "means" } });
    expect(means.table.rows).toEqual([
      ["I", 2, 2, 105],
      ["IIa", 2, 2, 110],
    ]);
  });

  it("has a legend only where colours and groups differ", () => {
    expect(drawn().legend).toBeUndefined();
    expect(drawn(demo, { by: "country" }).legend?.map((item) => item.count)).toEqual([14, 13, 13]);
  });

  it("has no text on another, nor cut off", () => {
    const many = Array.from({ length: 20 }, (_, i) => `a category with a long name ${i}`);
    const cases = [
      [demo, groups],
      [ratesOf(404, many), assignGroups(many)],
      [ratesOf(1, ["undefined"]), assignGroups(["undefined"])],
    ] as const;
    for (const width of [360, 640, 900, 1216]) {
      for (const view of ["genomes", "means"]) {
        for (const [data, styles] of cases) {
          const one = drawn(data, { width, groups: styles, switches: { view } });
          expect(overlaps(one.svg)).toEqual([]);
        }
      }
    }
  });

  it("says why there is nothing to draw", () => {
    const options = optionsFor(relative_abundance, { filterText: "category IIc" });
    expect(relative_abundance.explainEmpty?.(ratesOf(0, ["I"]), options)?.text).toContain("IIc");
    expect(relative_abundance.explainEmpty?.(demo, options)).toBeNull();
  });
});
