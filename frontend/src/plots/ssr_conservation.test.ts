import { describe, expect, it } from "vitest";
import { listBands } from "./bands";
import { binSpectrum, readSpectrum } from "./spectrum";
import { bandRows, limitAt, ssr_conservation } from "./ssr_conservation";
import { columnsOf, demoData, optionsFor, overlaps, printed } from "./testing";

const demo = demoData("ssr_conservation_class");

function spectrumOf(genomes: number, keys: readonly (readonly [number, number])[]) {
  return columnsOf({
    genomes: keys.map(([carriers]) => carriers),
    keys: keys.map(([, count]) => count),
    conservation: keys.map(() => "shared"),
    analysed_genomes: keys.map(() => genomes),
  });
}

function drawn(data = demo, more = {}) {
  return ssr_conservation.draw(data, optionsFor(ssr_conservation, more));
}

function barsOf(svg: SVGSVGElement): Element[] {
  return [...svg.querySelectorAll("[data-tip]")].filter(
    (mark) => !mark.getAttribute("data-key")?.startsWith("handle:"),
  );
}

describe("the prevalence spectrum", () => {
  it("of the demo is drawn as before", () => {
    expect(printed(drawn())).toMatchSnapshot();
  });

  it("counts the core in its title, out of all keys", () => {
    expect(drawn().title).toBe("48 of 60 motif classes occur in every genome");
    expect(drawn(demo, { switches: { core: "95" } }).title).toBe(
      "53 of 60 motif classes occur in at least 38 of 40 genomes",
    );
    expect(drawn(spectrumOf(1, [[1, 85]]), { genomes: 1 }).title).toBe(
      "85 motif classes in the only genome",
    );
  });

  it("has a bar per number of genomes that occurs, named by its range", () => {
    const bars = barsOf(drawn().svg);
    expect(bars).toHaveLength(demo.length);
    expect(bars.at(-1)?.getAttribute("data-key")).toBe("40-40");
    expect(bars.at(-1)?.getAttribute("data-tip")).toBe(
      "48 motif classes in exactly 40 of 40 genomes\n80.0 % of 60",
    );
  });

  it("plots every key once, however many genomes there are", () => {
    for (const genomes of [1, 2, 18, 40, 41, 42, 79, 404, 5000]) {
      const all = Array.from({ length: genomes }, (_, i) => [i + 1, 1] as const);
      const bins = binSpectrum(readSpectrum(spectrumOf(genomes, all), genomes));
      expect(bins.reduce((sum, bin) => sum + bin.keys, 0)).toBe(genomes);
      expect(bins.length).toBe(Math.min(genomes, 40));
      expect(bins.at(0)).toMatchObject({ least: 1, most: 1 });
      expect(bins.at(-1)).toMatchObject({ least: genomes, most: genomes });
    }
  });

  it("has a table of what is plotted", () => {
    const { rows } = drawn().table;
    expect(rows).toHaveLength(demo.length);
    expect(rows.at(-1)).toEqual([40, 40, 48, 80]);
  });

  it("has no text on another, nor cut off", () => {
    const wide = Array.from({ length: 404 }, (_, i) => [i + 1, 90000 - 200 * i] as const);
    for (const width of [360, 640, 900, 1216]) {
      for (const data of [demo, spectrumOf(404, wide), spectrumOf(2, [[1, 3]])]) {
        expect(overlaps(drawn(data, { width }).svg)).toEqual([]);
      }
    }
  });

  it("says why there is nothing to draw", () => {
    const options = optionsFor(ssr_conservation, { filterText: "motif length 5 bp" });
    expect(ssr_conservation.explainEmpty?.(spectrumOf(3, []), options)?.text).toContain(
      "motif length 5 bp",
    );
    expect(ssr_conservation.explainEmpty?.(demo, options)).toBeNull();
  });
});

describe("bands", () => {
  it("part the numbers of genomes without gap or overlap", () => {
    for (const genomes of [1, 2, 3, 16, 40, 404]) {
      for (const limits of [
        { core: 100, soft: 95 },
        { core: 90, soft: 10 },
        { core: 1, soft: 1 },
      ]) {
        const bands = listBands(genomes, limits);
        expect(bands[0]?.least).toBe(1);
        expect(bands.at(-1)?.most).toBe(genomes);
        for (const [i, band] of bands.slice(1).entries()) {
          expect(band.least).toBe((bands[i]?.most ?? 0) + 1);
        }
      }
    }
  });

  it("stand in the table beside the figure, with all keys as the sum", () => {
    const rows = bandRows(demo, optionsFor(ssr_conservation));
    expect(rows.map(({ band, where, keys }) => [band, where, keys])).toEqual([
      ["core", "in all 40", 48],
      ["soft core", "in 38 to 39", 5],
      ["shell", "in 2 to 37", 6],
      ["unique", "in 1 genome", 1],
      ["all", "", 60],
    ]);
    expect(rows[0]?.share).toBeCloseTo(80);
  });

  it("move with the handle: where it is let go, the band begins", () => {
    const options = optionsFor(ssr_conservation);
    const handle = drawn().svg.querySelector('[data-key="handle:soft"] rect');
    const x = Number(handle?.getAttribute("x")) + 8;
    expect(limitAt("handle:soft", x, demo, options)).toEqual({ soft: "95" });
    expect(limitAt("handle:core", x, demo, options)).toEqual({ core: "95", soft: "95" });
    expect(limitAt("handle:core", 5000, demo, options)).toEqual({ core: "100", soft: "95" });
    expect(limitAt("handle:soft", x - 13, demo, options)).toEqual({ soft: "92.5" });
    expect(limitAt("38-38", x, demo, options)).toEqual({});
  });
});
