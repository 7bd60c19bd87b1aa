import { describe, expect, it } from "vitest";
import { assignGroups } from "./groups";
import { ssr_gc } from "./ssr_gc";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("ssr_gc");
const groups = assignGroups(["I", "IIa", "IIb"]);

/** Genomes with their GC and that of their SSRs. */
function genomesOf(gcs: readonly (readonly [number, number | null])[], category = "I") {
  return columnsOf({
    genomeID: gcs.map((_, i) => `G${i}`),
    category: gcs.map(() => category),
    group: gcs.map(() => "undefined"),
    year: gcs.map(() => null),
    length_genome: gcs.map(() => 200000),
    genome_GC_per: gcs.map(([genome]) => genome),
    ssrs: gcs.map(([, ssrs]) => (ssrs === null ? 0 : 100)),
    ssr_bp: gcs.map(([, ssrs]) => (ssrs === null ? 0 : 1500)),
    ssr_GC_per: gcs.map(([, ssrs]) => ssrs),
    ssrs_per_Mb: gcs.map(([, ssrs]) => (ssrs === null ? 0 : 500)),
  });
}

function drawn(data = demo, more = {}) {
  return ssr_gc.draw(data, optionsFor(ssr_gc, { groups, ...more }));
}

const marksOf = (svg: SVGSVGElement) => svg.querySelectorAll("path[data-filter]");

describe("the figure of GC", () => {
  it("of the demo is drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
  });

  it("says in its title whether SSRs are richer in GC than their genomes", () => {
    expect(
      drawn(
        genomesOf([
          [33, 25],
          [35, 27],
        ]),
      ).title,
    ).toBe("SSRs are poorer in GC than their genomes: 26.0 against 34.0 %");
    expect(
      drawn(
        genomesOf([
          [33, 35],
          [35, 37],
        ]),
      ).title,
    ).toBe("SSRs are richer in GC than their genomes: 36.0 against 34.0 %");
    expect(
      drawn(
        genomesOf([
          [33, 35],
          [35, 31],
        ]),
      ).title,
    ).toBe("SSRs are richer in GC than their genome in 1 of 2 genomes: 33.0 against 34.0 %");
    expect(drawn(demo, { switches: { value: "ssrs_per_Mb" } }).title).toBe(
      "1,551 to 1,697 SSR/Mb, 1,638 on average",
    );
  });

  it("has a mark per genome that filters by it, in the shape of its category", () => {
    const marks = [...marksOf(drawn().svg)];
    expect(marks).toHaveLength(40);
    expect(JSON.parse(marks[0]?.getAttribute("data-filter") ?? "")).toEqual({
      genome: ["SIM0001"],
    });
    expect(marks[0]?.getAttribute("fill")).toBe("var(--c1)");
    expect(marks[0]?.getAttribute("data-tip")).toBe(
      "SIM0001\nI · 2019\ngenome GC 34.11 %, SSR GC 35.63 %",
    );
  });

  it("leaves out genomes without SSRs where their GC is asked for, and says so", () => {
    const data = genomesOf([
      [33, 25],
      [34, null],
    ]);
    expect(marksOf(drawn(data).svg)).toHaveLength(1);
    expect(drawn(data).caption).toContain("1 genome without SSRs not shown.");
    expect(marksOf(drawn(data, { switches: { value: "ssrs_per_Mb" } }).svg)).toHaveLength(2);
  });

  it("draws the line of equal GC only where it passes", () => {
    const broken = (svg: SVGSVGElement) => svg.querySelectorAll("line[stroke-dasharray]").length;
    expect(
      broken(
        drawn(
          genomesOf([
            [33, 25],
            [34, 26],
          ]),
        ).svg,
      ),
    ).toBe(0);
    expect(
      broken(
        drawn(
          genomesOf([
            [33, 32],
            [34, 36],
          ]),
        ).svg,
      ),
    ).toBe(1);
    expect(broken(drawn(demo, { switches: { value: "ssrs_per_Mb" } }).svg)).toBe(0);
  });

  it("has all genomes in its table, and categories with their numbers in its legend", () => {
    expect(drawn().table.rows).toHaveLength(40);
    expect(drawn().legend?.map(({ label, count }) => [label, count])).toEqual([
      ["I", 14],
      ["IIa", 13],
      ["IIb", 13],
    ]);
    expect(drawn(genomesOf([[33, 25]])).legend).toBeUndefined();
  });

  it("has no text on another, nor cut off", () => {
    const many = Array.from({ length: 404 }, (_, i) => [30 + (i % 40) / 9, 20 + (i % 37)] as const);
    for (const width of [360, 640, 900, 1216]) {
      for (const value of ["ssr_GC_per", "ssrs_per_Mb"]) {
        for (const data of [demo, genomesOf(many), genomesOf([[33, 25]])]) {
          expect(overlaps(drawn(data, { width, switches: { value } }).svg)).toEqual([]);
        }
      }
    }
  });

  it("says why there is nothing to draw", () => {
    const options = optionsFor(ssr_gc, { filterText: "motif length 5 bp" });
    expect(ssr_gc.explainEmpty?.(genomesOf([[33, null]]), options)?.text).toBe(
      "The only genome does not have an SSR that passes the filters: motif length 5 bp.",
    );
    expect(ssr_gc.explainEmpty?.(genomesOf([]), options)?.title).toBe("No genomes to compare");
    expect(ssr_gc.explainEmpty?.(demo, options)).toBeNull();
  });
});
