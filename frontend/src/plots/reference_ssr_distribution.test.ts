import { describe, expect, it } from "vitest";
import { drawTrack, reference_ssr_distribution } from "./reference_ssr_distribution";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";
import { readTrack } from "./track_data";
import { windowSize } from "./track_overview";
import { windowView } from "./track_window";

const demo = demoData("reference_ssr_distribution");
const genomes = demoData("ssr_gc");
const options = optionsFor(reference_ssr_distribution);

/** Genes and SSRs one after the other, every seventh of them polymorphic. */
function made(genes: number, ssrs: number, { hasStrands = true, name = "gene" } = {}) {
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  const [ofGenes, ofSsrs] = [range(genes), range(ssrs)];
  const cells = <Cell>(gene: (i: number) => Cell, ssr: (i: number) => Cell) => [
    ...ofGenes.map(gene),
    ...ofSsrs.map(ssr),
  ];
  const motifs = ["A", "AC", "ATC", "AATC", "AATTC", "AAAGTC"];
  const motif = (i: number) => motifs[i % 6] as string;
  return columnsOf({
    kind: cells(
      () => "gene",
      () => "ssr",
    ),
    start: cells(
      (i) => i * 1000,
      (i) => i * 90,
    ),
    end: cells(
      (i) => i * 1000 + 800,
      (i) => i * 90 + 12 * (1 + (i % 4)),
    ),
    gene: cells<string | null>(
      (i) => `${name}${i}`,
      (i) => (i % 3 ? `${name}0` : null),
    ),
    motif: cells<string | null>(() => null, motif),
    motif_class: cells<string | null>(() => null, motif),
    motif_length: cells<number | null>(
      () => null,
      (i) => motif(i).length,
    ),
    repeat: cells<number | null>(
      () => null,
      (i) => (12 * (1 + (i % 4))) / motif(i).length,
    ),
    ssr_position: cells<string | null>(
      () => null,
      (i) => (i % 3 ? "IN" : "intergenic"),
    ),
    is_polymorphic: cells(
      (i) => i % 7 === 0,
      (i) => i % 7 === 0,
    ),
    strand: cells<string | null>(
      (i) => (hasStrands ? (i % 2 ? "+" : "-") : null),
      () => null,
    ),
  });
}

function marks(svg: SVGElement) {
  return [...svg.querySelectorAll<SVGElement>("[data-tip]")];
}

describe("the track of the reference", () => {
  it("draws the demo", () => {
    expect(printed(reference_ssr_distribution.draw(demo, options, genomes))).toMatchSnapshot();
  });

  it("counts each SSR once in its title", () => {
    const rows = demo.rows<{ kind: string; start: number; end: number; motif: string }>();
    const ssrs = new Set(
      rows.filter((row) => row.kind === "ssr").map((row) => `${row.start} ${row.end} ${row.motif}`),
    );
    expect(drawTrack(demo, options, null).title).toBe(`${ssrs.size} SSRs along SIM0001`);
  });

  it("has a mark for every gene and SSR of the window, and a filter on each", () => {
    const data = made(20, 100);
    const drawn = drawTrack(data, options, { from: 0, to: 20_000 });
    const filters = marks(drawn.svg).map((mark) => JSON.parse(mark.dataset.filter ?? "null"));
    expect(filters.filter((filter) => filter?.gene && !filter.motif_class)).toHaveLength(20);
    const triangles = drawn.svg.querySelectorAll('path[fill="var(--c2)"]').length;
    const ticks = filters.filter((filter) => filter?.motif_class).length - triangles;
    expect([triangles, ticks]).toEqual([15, 100]);
  });

  it("leaves out what lies outside the window", () => {
    const { svg } = drawTrack(made(20, 0), options, { from: 4900, to: 6900 });
    const names = marks(svg)
      .map((mark) => mark.dataset.key)
      .filter(Boolean);
    expect(names.sort()).toEqual(["gene5", "gene6"]);
  });

  it("takes the window from its switches", () => {
    const switches = { from: "1000", to: "3000" };
    const drawn = reference_ssr_distribution.draw(
      made(20, 100),
      optionsFor(reference_ssr_distribution, { switches }),
    );
    expect(drawn.alt).toContain("Shown: 1,000–3,000.");
  });

  it("makes one mark of neighbours where there are thousands", () => {
    const track = readTrack(made(4000, 20_000), options);
    const view = windowView(track, 900, { from: 0, to: 4_000_000 });
    expect(marks(view).length).toBeLessThan(5000);
    const ssrs = [...view.querySelectorAll<SVGElement>("rect[data-tip]")].map((mark) => {
      const several = /^([\d,]+) SSRs/.exec(mark.dataset.tip ?? "")?.[1];
      return Number((several ?? "1").replaceAll(",", ""));
    });
    expect(ssrs.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });

  it("draws the same ticks while it is moved, without tooltips", () => {
    const track = readTrack(made(20, 100), options);
    const window = { from: 0, to: 20_000 };
    const still = windowView(track, 900, window);
    const moving = windowView(track, 900, window, { isMoving: true });
    const subpaths = [...moving.querySelectorAll("path:not([data-tip])")]
      .map((path) => (path.getAttribute("d") ?? "").split("M").length - 1)
      .reduce((sum, count) => sum + count, 0);
    expect(subpaths).toBe(still.querySelectorAll("rect[data-tip]").length);
  });

  it("marks polymorphic SSRs with motif and repeat number where there is room", () => {
    const { svg } = drawTrack(made(3, 8), options, { from: 0, to: 720 });
    expect(svg.textContent).toContain("A × 12");
    expect(svg.textContent).toContain("AC × 24");
    expect(svg.textContent).not.toContain("ATC ×");
  });

  it("has one lane for genes without strands, two with, none without genes", () => {
    const one = drawTrack(made(3, 8, { hasStrands: false }), options, null);
    const two = drawTrack(made(3, 8), options, null);
    const none = drawTrack(made(0, 8), options, null);
    expect(one.svg.textContent).not.toContain("strand");
    expect(two.svg.textContent).toContain("+ strand");
    expect(none.svg.textContent).not.toContain("genes");
    expect(none.caption).toContain("No genes");
  });

  it("tints the chosen gene", () => {
    const chosen = optionsFor(reference_ssr_distribution, { selected: "gene1" });
    const { svg } = drawTrack(made(3, 8), chosen, null);
    const tinted = [...svg.querySelectorAll<SVGElement>('[fill="var(--tint)"]')];
    expect(tinted.map((mark) => mark.dataset.key)).toEqual(["gene1"]);
  });

  it("tabulates every gene and SSR", () => {
    const { table } = drawTrack(made(3, 8), options, { from: 0, to: 100 });
    expect(table.rows).toHaveLength(11);
    expect(table.rows[4]).toEqual(["SSR", 90, 114, "gene0", "AC", "AC", 12, "inside a gene"]);
  });

  it.each([360, 640, 900, 1216])("has no texts over each other at %i px", (width) => {
    const sized = { ...options, width };
    const tables = [
      demo,
      made(0, 1),
      made(1, 0),
      made(20, 100),
      made(300, 2000, { hasStrands: false, name: "gene_with_a_long_name_" }),
      made(4000, 20_000),
    ];
    for (const data of tables) {
      const whole = { from: 0, to: readTrack(data, sized).length };
      for (const window of [null, whole, { from: 333, to: 5777 }]) {
        expect(overlaps(drawTrack(data, sized, window).svg)).toEqual([]);
      }
    }
  });

  it("explains why nothing is drawn", () => {
    expect(reference_ssr_distribution.explainEmpty?.(made(0, 0), options)?.title).toBe(
      "Nothing lies here",
    );
    expect(reference_ssr_distribution.explainEmpty?.(demo, options)).toBeNull();
  });

  it("counts in round windows, 250 of them at most", () => {
    expect([0, 60_000, 197_209, 4_600_000].map(windowSize)).toEqual([100, 500, 1000, 20_000]);
  });
});
