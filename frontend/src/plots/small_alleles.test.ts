import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { assignGroups } from "./groups";
import { allelesOfGene, allelesSmall } from "./small_alleles";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("gene_motif_dot_plot");

function optionsWith(more: Partial<DrawOptions> = {}): DrawOptions {
  const groups = assignGroups(["I", "IIa", "IIb"]);
  return optionsFor(allelesSmall, { width: 264, groups, ...more });
}

/** One hotspot g1 AAT: the repeat number of each genome. */
function tableOf(repeats: readonly number[]): Columns {
  return columnsOf({
    genomeID: repeats.map((_, i) => `g${i}`),
    category: repeats.map(() => "I"),
    gene: repeats.map(() => "g1"),
    motif_class: repeats.map(() => "AAT"),
    repeat: repeats,
    year: repeats.map(() => null),
    reference_repeat: repeats.map(() => null),
  });
}

const many = tableOf(Array.from({ length: 404 }, (_, i) => 3 + ((i * i) % 29)));

function marks(svg: SVGSVGElement | undefined): Element[] {
  return [...(svg?.querySelectorAll("[data-filter]") ?? [])];
}

describe("allelesSmall", () => {
  it("looks as it did", () => {
    expect(printed(allelesSmall.draw(demo, optionsWith()))).toMatchSnapshot();
  });

  it("draws the hotspot with most repeat numbers, and says which", () => {
    const { svg, title } = allelesSmall.draw(demo, optionsWith());
    expect(title).toBe("Repeat numbers of ACT in gene048");
    expect(svg.textContent).toContain("gene048 ACT: 10 repeat numbers, 4 to 15");
    expect(allelesSmall.request?.({})).toEqual({ top: "1" });
  });

  it("has a mark per genome, or a bar per repeat number where genomes are many", () => {
    expect(marks(allelesSmall.draw(tableOf([4, 4, 5]), optionsWith()).svg)).toHaveLength(3);
    const { svg, table } = allelesSmall.draw(many, optionsWith());
    expect(marks(svg)).toHaveLength(table.rows.length);
    expect(svg.querySelectorAll("rect")).toHaveLength(table.rows.length);
  });

  it("filters for the genome of a mark and for the allele of a bar", () => {
    const [mark] = marks(allelesSmall.draw(tableOf([4, 5]), optionsWith()).svg);
    expect(mark?.getAttribute("data-filter")).toBe('{"genome":["g0"]}');
    const [bar] = marks(allelesSmall.draw(many, optionsWith()).svg);
    expect(JSON.parse(bar?.getAttribute("data-filter") ?? "")).toMatchObject({
      gene: ["g1"],
      repeat_from: 3,
      repeat_to: 3,
    });
  });

  it.each([200, 250, 284, 360])("keeps all texts apart at %i px", (width) => {
    for (const data of [demo, many, tableOf([4]), tableOf([4, 4, 33]), tableOf([])]) {
      expect(overlaps(allelesSmall.draw(data, optionsWith({ width })).svg)).toEqual([]);
    }
  });

  it("explains the absence of hotspots", () => {
    expect(allelesSmall.explainEmpty?.(tableOf([]), optionsWith())).not.toBeNull();
    expect(allelesSmall.explainEmpty?.(demo, optionsWith())).toBeNull();
  });
});

describe("allelesOfGene", () => {
  it("outlines the mark of the genome that was asked for, and no other", () => {
    const drawn = allelesOfGene(tableOf([4, 4, 6]), optionsWith({ width: 284 }), "g1", "AAT", "g1");
    const outlined = marks(drawn?.svg).filter(
      (mark) => mark.getAttribute("stroke") === "var(--text)",
    );
    expect(outlined.map((mark) => mark.getAttribute("data-filter"))).toEqual(['{"genome":["g1"]}']);
  });

  it("darkens the bar of the genome that was asked for, where genomes are many", () => {
    const drawn = allelesOfGene(many, optionsWith({ width: 284 }), "g1", "AAT", "g0");
    const dark = marks(drawn?.svg).filter((mark) => mark.getAttribute("fill") === "var(--mark)");
    expect(dark.map((mark) => mark.getAttribute("data-tip")?.split("\n")[0])).toEqual([
      "(AAT) × 3 = 9 bp in g1",
    ]);
  });

  it("is nothing for what is no hotspot", () => {
    expect(allelesOfGene(many, optionsWith(), "g1", "AC")).toBeNull();
  });

  it("keeps all texts apart", () => {
    for (const data of [many, tableOf([4]), tableOf([3, 4, 30])]) {
      const drawn = allelesOfGene(data, optionsWith({ width: 284 }), "g1", "AAT");
      expect(drawn && overlaps(drawn.svg)).toEqual([]);
    }
  });
});
