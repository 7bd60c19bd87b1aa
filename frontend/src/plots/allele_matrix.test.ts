import { describe, expect, it } from "vitest";
import type { Columns } from "../arrow";
import { allele_matrix as figure } from "./allele_matrix";
import type { DrawOptions } from "./drawing";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";
import { matrixColumns } from "./testing_loci";

const small = matrixColumns(
  [
    ["7", "2", "4", "missing"],
    ["7", "2 below_threshold", "4", "12"],
    ["9", "0", "7/9", "12"],
  ],
  { group: (i) => (i < 2 ? "A" : "B"), year: (i) => 2000 + i },
);

function made(genomes: number, loci: number): Columns {
  const cells = ["5", "2 below_threshold", "0", "3/17", "missing"];
  return matrixColumns(
    Array.from({ length: genomes }, (_, g) =>
      Array.from({ length: loci }, (_, l) => cells[(g * 7 + l) % cells.length] ?? "missing"),
    ),
    { genome: (i) => `genome_with_a_long_name_${i}`, group: (i) => `category ${i % 4}` },
  );
}

function drawn(data: Columns, more: Partial<DrawOptions> = {}) {
  return figure.draw(data, optionsFor(figure, { genomes: 3, allGenomes: 3, ...more }));
}

/** What is painted: words with their fonts, and fills. */
function painted(data: Columns, more: Partial<DrawOptions> = {}) {
  const words: [string, string][] = [];
  const fills: string[] = [];
  const nothing = () => {};
  const context = {
    font: "",
    fillStyle: "",
    fillRect() {
      fills.push(this.fillStyle);
    },
    fillText(word: string) {
      words.push([word, this.font.includes("italic") ? "slanted" : "upright"]);
    },
    ...{
      strokeRect: nothing,
      beginPath: nothing,
      moveTo: nothing,
      lineTo: nothing,
      stroke: nothing,
    },
  };
  drawn(data, more).canvas?.paint(context as unknown as CanvasRenderingContext2D, (token) => token);
  return { words, fills };
}

describe("the allele matrix", () => {
  it("looks as it did", () => {
    expect(printed(drawn(small))).toMatchSnapshot();
  });

  it("prints the number of every cell: slanted below the threshold, two for several places", () => {
    const { words } = painted(small);
    expect(words.map(([word]) => word).sort()).toEqual(
      ["7", "7", "9", "2", "2", "0", "4", "4", "7", "9", "12", "12"].sort(),
    );
    expect(words.filter(([, style]) => style === "slanted").map(([word]) => word)).toEqual(["2"]);
  });

  it("prints differences to the most frequent number of the locus", () => {
    const { words, fills } = painted(small, { switches: { colour: "modal" } });
    expect(words.map(([word]) => word)).toContain("+2");
    expect(words.map(([word]) => word)).toContain("\u22122");
    expect(fills).toContain("--d-pos");
    expect(fills).toContain("--d-zero");
  });

  it("prints differences to the reference, plain numbers where it has none", () => {
    const { words } = painted(small, { reference: "G3", switches: { colour: "reference" } });
    expect(words.map(([word]) => word)).toContain("\u22122");
    // The reference has several places at the third locus.
    expect(words.filter(([word]) => word === "4")).toHaveLength(2);
  });

  it("tells state and numbers of a cell, and leads to its locus", () => {
    const { canvas } = drawn(small);
    expect(canvas?.mark(2, 2).tip).toContain("7 and 9 units, several places");
    expect(canvas?.mark(0, 3).tip).toContain("missing: flanks not found");
    expect(canvas?.mark(2, 1).tip).toContain("absent: 0 units");
    expect(canvas?.mark(1, 1).tip).toContain("2 units, below threshold");
    expect(canvas?.mark(1, 2).key).toBe("gene3_AT_000002");
  });

  it("tabulates what it shows: 0 for absent, both numbers, nothing for a missing one", () => {
    const { table } = drawn(small);
    expect(table.rows).toEqual([
      ["G1", "A", 2000, 7, 2, 4, null],
      ["G2", "A", 2001, 7, 2, 4, 12],
      ["G3", "B", 2002, 9, 0, "7/9", 12],
    ]);
  });

  it("counts profiles; genomes with several numbers have one of their own", () => {
    expect(drawn(small).title).toBe("3 profiles in 3 genomes, at 4 polymorphic loci");
    const all = drawn(small, { switches: { show: "all" } });
    expect(all.title).toBe("3 profiles in 3 genomes, at 4 loci");
  });

  it("finds the cell under a point", () => {
    const { canvas } = drawn(made(404, 40), { genomes: 404 });
    const mark = canvas?.mark(17, 9);
    expect(canvas?.at((mark?.x ?? 0) + 1, (mark?.y ?? 0) + 1)).toEqual({ row: 17, column: 9 });
    expect(canvas?.at(0, 0)).toBeNull();
  });

  it("makes a range of cells a filter of genomes and motif classes", () => {
    const range = drawn(small).canvas?.range?.({ row: 0, column: 0 }, { row: 1, column: 3 });
    expect(range).toEqual({ genome: ["G1", "G2"] });
  });

  it("gives 404 genomes thin rows without numbers, and numbers on demand", () => {
    expect(painted(made(404, 40)).words).toEqual([]);
    const large = { switches: { cells: "large" } };
    expect(painted(made(404, 40), large).words.length).toBeGreaterThan(10_000);
    expect(drawn(made(404, 40), large).canvas?.height).toBeGreaterThan(7000);
  });

  it("says that numbers do not fit rather than make a canvas that browsers refuse", () => {
    const { subtitle, canvas } = drawn(made(404, 200), { switches: { cells: "large" } });
    expect(subtitle).toContain("too many cells for numbers");
    expect(canvas?.height).toBeLessThan(6100);
  });

  it("names loci once that stand side by side with one name, where columns are narrow", () => {
    const { svg } = drawn(made(404, 90), { genomes: 404 });
    expect(svg.textContent).toContain("gene90");
    const same = matrixColumns([["1", "2"]]);
    expect(drawn(same).svg.textContent?.match(/gene1/g)).toHaveLength(1);
  });

  it("does not tell the class twice where no gene is known and the id begins with it", () => {
    const { svg } = drawn(
      columnsOf({
        genomeID: ["G1", "G2"],
        category: ["A", "A"],
        group: ["A", "A"],
        year: [null, null],
        locus_id: ["AACATC_1af49c", "AACATC_1af49c"],
        motif_class: ["AACATC", "AACATC"],
        gene: [null, null],
        state: ["typed", "typed"],
        repeat: [2, 3],
        repeats: ["2", "3"],
      }),
    );
    expect(svg.textContent?.match(/AACATC/g)).toHaveLength(1);
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [small, made(1, 40), made(18, 12), made(404, 20)]) {
      for (const colour of ["number", "modal"]) {
        const { svg } = drawn(data, { width, switches: { colour } });
        expect(overlaps(svg)).toEqual([]);
      }
    }
  });

  it("explains why nothing is drawn", () => {
    const explain = (more: Partial<DrawOptions> = {}) =>
      figure.explainEmpty?.(matrixColumns([]), optionsFor(figure, more));
    expect(explain()?.title).toBe("No locus is polymorphic");
    expect(explain({ genomes: 1 })?.text).toContain("two genomes");
    expect(explain({ switches: { show: "all" } })?.title).toBe("No locus to show");
    expect(figure.explainEmpty?.(small, optionsFor(figure))).toBeNull();
  });
});

it("rows of the matrix are ordered by what is known of genomes", () => {
  const told = (group: string, year: number | null) => {
    const names = { group: () => group, year: () => year };
    return figure.draw(matrixColumns([["7"], ["8"]], names), optionsFor(figure)).subtitle;
  };
  expect(told("A", 2020)).toContain("rows by category and year, loci");
  expect(told("A", null)).toContain("rows by category, loci");
  expect(told("undefined", null)).toContain("rows by id, loci");
});
