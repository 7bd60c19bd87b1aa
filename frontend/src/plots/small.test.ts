import { describe, expect, it } from "vitest";
import { assignGroups } from "./groups";
import { gcSmall, prevalenceSmall, ratesSmall } from "./small";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const groups = assignGroups(["I", "IIa", "IIb"]);
const classes = demoData("ssr_conservation_class");
const genomes = demoData("ssr_gc");

function genomesOf(count: number, categories: readonly string[]) {
  const ids = Array.from({ length: count }, (_, i) => i);
  return columnsOf({
    genomeID: ids.map((i) => `G${i}`),
    category: ids.map((i) => categories[i % categories.length] ?? "undefined"),
    group: ids.map(() => "undefined"),
    year: ids.map(() => 2003),
    length_genome: ids.map(() => 200000),
    genome_GC_per: ids.map((i) => 33 + (i % 9) / 100),
    ssrs: ids.map((i) => 100 + (i % 7)),
    ssr_bp: ids.map(() => 1500),
    ssr_GC_per: ids.map((i) => 25 + (i % 5) / 10),
    ssrs_per_Mb: ids.map((i) => 500 + 5 * (i % 7)),
  });
}

function spectrumOf(analysed: number) {
  const numbers = Array.from({ length: analysed }, (_, i) => i + 1);
  return columnsOf({
    genomes: numbers,
    keys: numbers.map((n) => Math.ceil(90000 / n)),
    conservation: numbers.map(() => "shared"),
    analysed_genomes: numbers.map(() => analysed),
  });
}

describe("small figures", () => {
  it("of the demo are drawn as before", () => {
    const options = { groups, width: 280 };
    for (const [figure, data] of [
      [prevalenceSmall, classes],
      [ratesSmall, genomes],
      [gcSmall, genomes],
    ] as const) {
      expect(printed(figure.draw(data, optionsFor(figure, options)))).toMatchSnapshot();
    }
  });

  it("say below what they find", () => {
    const below = (svg: SVGSVGElement) => [...svg.querySelectorAll("text")].at(-1)?.textContent;
    const options = { groups, width: 280 };
    const of = (figure: typeof gcSmall, data: typeof genomes) =>
      below(figure.draw(data, optionsFor(figure, options)).svg);
    expect(of(prevalenceSmall, classes)).toBe("48 of 60 in every genome");
    expect(of(ratesSmall, genomes)).toBe("1,638 on average, 1,551 to 1,697");
    expect(of(ratesSmall, genomesOf(1, ["I"]))).toBe("500.0 in one genome");
    expect(of(gcSmall, genomes)).toBe("35.3 % in SSRs, 34.1 % in genomes");
  });

  it("ask for motif classes, whatever the large figure shows", () => {
    expect(prevalenceSmall.request?.({})).toEqual({ key: "motif_class" });
  });

  it("have no text on another, nor cut off, from one to 404 genomes in up to 20 categories", () => {
    const many = Array.from({ length: 20 }, (_, i) => `a long category name ${i}`);
    for (const width of [230, 250, 280, 340]) {
      for (const [count, names] of [
        [1, ["undefined"]],
        [18, ["I", "IIa"]],
        [404, many],
      ] as const) {
        const options = { width, groups: assignGroups(names), genomes: count };
        const drawn = [
          prevalenceSmall.draw(spectrumOf(count), optionsFor(prevalenceSmall, options)),
          ratesSmall.draw(genomesOf(count, names), optionsFor(ratesSmall, options)),
          gcSmall.draw(genomesOf(count, names), optionsFor(gcSmall, options)),
        ];
        expect(drawn.flatMap(({ svg }) => overlaps(svg))).toEqual([]);
      }
    }
  });
});
