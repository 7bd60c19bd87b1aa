import { describe, expect, it } from "vitest";
import { genome_tree as figure } from "./genome_tree";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";
import { matrixColumns, treeColumns } from "./testing_loci";
import { innerSplits, readTree, scaleBar } from "./tree_layout";

const small = treeColumns(5, (i) => (i < 3 ? "A" : "B"));
const alleles = matrixColumns(
  [
    ["7", "2"],
    ["7", "2 below_threshold"],
    ["9", "0"],
    ["9", "7/9"],
    ["missing", "2"],
  ],
  { genome: (i) => `genome_${i}` },
);
const BY_COUNTRY = { by: "country" };

describe("the tree of genomes", () => {
  it("looks as it did", () => {
    const options = optionsFor(figure, { genomes: 5, switches: { beside: "loci" }, ...BY_COUNTRY });
    expect(printed(figure.draw(small, options, alleles))).toMatchSnapshot();
  });

  it("has every genome once, from top to bottom, with a branch of its length", () => {
    const { svg } = figure.draw(small, optionsFor(figure));
    const ids = [...svg.querySelectorAll("text")].flatMap((one) =>
      one.textContent?.startsWith("genome_")
        ? [[one.textContent, Number(one.getAttribute("y"))]]
        : [],
    );
    expect(ids.map(([id]) => id)).toEqual([0, 1, 2, 3, 4].map((i) => `genome_${i}`));
    const places = ids.map(([, y]) => Number(y));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("prints support from 50, and has dots below", () => {
    const { svg } = figure.draw(treeColumns(14), optionsFor(figure, { width: 1200 }));
    const printedNumbers = [...svg.querySelectorAll("text[data-tip^=support]")].map((one) =>
      Number(one.textContent),
    );
    expect(printedNumbers.length).toBeGreaterThan(3);
    expect(Math.min(...printedNumbers)).toBeGreaterThanOrEqual(50);
    const dots = [...svg.querySelectorAll("circle[data-tip^=support]")];
    const weak = dots.map((dot) => /support (\d+) %/.exec(dot.getAttribute("data-tip") ?? "")?.[1]);
    expect(weak.some((support) => Number(support) < 50)).toBe(true);
  });

  it("counts the branches that most bootstrap trees have", () => {
    expect(figure.draw(small, optionsFor(figure)).title).toBe(
      "Tree of 5 genomes: 2 of 2 branches in at least half of the bootstrap trees",
    );
    const without = optionsFor(figure, { switches: { bootstrap: "0" } });
    expect(figure.draw(small, without).title).toBe("Neighbour-joining tree of 5 genomes");
  });

  it("has a scale bar with the unit of the measure", () => {
    const words = (measure: string) =>
      figure.draw(small, optionsFor(figure, { switches: { measure } })).svg.textContent;
    expect(words("alleles")).toContain("0.1 differing alleles per shared locus");
    expect(words("stepwise")).toContain("units per shared locus");
  });

  it("names the third column where it tells more than the category", () => {
    const { svg } = figure.draw(small, optionsFor(figure, BY_COUNTRY));
    expect(svg.textContent).toContain("country");
    expect(svg.textContent).toContain("Nigeria");
  });

  it("says that all are alike where there is no distance", () => {
    const rows = small.rows<Record<string, unknown>>();
    expect(rows.length).toBe(9);
    expect(scaleBar(0)).toBe(0);
  });

  it("gives each genome and column of loci a mark that leads to the locus", () => {
    const options = optionsFor(figure, { switches: { beside: "loci" } });
    const { svg } = figure.draw(small, options, alleles);
    const keys = [...svg.querySelectorAll("g[data-key]")].map((one) =>
      one.getAttribute("data-key"),
    );
    expect(keys.filter((key) => key === "gene1_AT_000000")).toHaveLength(5);
  });

  it("tells what colours and shapes of the loci mean, and keeps a motif beside a cut name", () => {
    const options = optionsFor(figure, { switches: { beside: "loci" } });
    const rows = alleles.rows<Record<string, string | number | null>>();
    const column = (name: string) => rows.map((row) => row[name] ?? null);
    const long = columnsOf({
      ...Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, column(name)])),
      gene: rows.map(() => "a_gene_whose_name_has_no_room"),
    });
    const { svg } = figure.draw(small, options, long);
    expect(svg.textContent).toMatch(/repeat number.*typed.*below threshold/);
    expect(svg.textContent).toMatch(/a_gene_w[a-z_]*… AT/);
    expect(figure.draw(small, optionsFor(figure)).svg.textContent).not.toContain("typed");
  });

  it("draws 1,000 genomes", () => {
    const { svg, table } = figure.draw(treeColumns(1000), optionsFor(figure, { genomes: 1000 }));
    expect(table.rows).toHaveLength(1999);
    expect(Number(svg.getAttribute("height"))).toBeLessThan(10_000);
  });

  it.each([360, 640, 900, 1216])("keeps all texts apart at %i px", (width) => {
    for (const data of [small, treeColumns(3), treeColumns(60)]) {
      for (const beside of ["metadata", "loci"]) {
        const options = optionsFor(figure, { width, switches: { beside }, ...BY_COUNTRY });
        const ids = overlaps(figure.draw(data, options, alleles).svg);
        expect(ids).toEqual([]);
      }
    }
  });
});

describe("a scale bar", () => {
  it.each([
    [0.31, 0.1],
    [0.9, 0.2],
    [1.6, 0.5],
    [12, 2],
    [0.0004, 0.0001],
  ])("of a tree of depth %d is the round length %d", (depth, length) => {
    expect(scaleBar(depth)).toBeCloseTo(length, 10);
  });
});

it("leaves of a tree are read in their order, whatever that of the rows", () => {
  expect(readTree(small).leaves.map((leaf) => leaf.leaf)).toEqual([0, 1, 2, 3, 4]);
});

describe("the splits of a tree", () => {
  /** Nodes as parent, genome and length; the first is the root. */
  function splits(...nodes: [parent: number | null, genome: string | null, length: number][]) {
    const none = nodes.map(() => null);
    const columns = {
      ...{ node: nodes.map((_, i) => i), parent: nodes.map(([parent]) => parent) },
      ...{ genomeID: nodes.map(([, genome]) => genome), length: nodes.map(([, , l]) => l) },
      ...{ category: none, group: none, year: none, support: none, distance: none, leaf: none },
    };
    return innerSplits(readTree(columnsOf(columns))).map((node) => [node.node, node.length]);
  }

  it("at a root between inner nodes are one, as long as both sides", () => {
    expect(
      splits(
        [null, null, 0],
        [0, null, 0.25],
        [0, null, 0.5],
        ...([1, 1, 2, 2] as const).map((parent, i): [number, string, number] => [
          parent,
          `G${i}`,
          1,
        ]),
      ),
    ).toEqual([[1, 0.75]]);
  });

  it("part no single genome from the others", () => {
    expect(splits([null, null, 0], [0, "G1", 1], [0, null, 1], [2, "G2", 1], [2, "G3", 1])).toEqual(
      [],
    );
  });

  it("have a length above 0", () => {
    const comb = [
      [0, "G1", 1],
      [0, null, 1],
      [2, "G2", 1],
      [2, null, 0],
      [4, "G3", 1],
    ] as const;
    expect(
      splits([null, null, 0], ...comb.map((node): [number, string | null, number] => [...node]), [
        4,
        "G4",
        1,
      ]),
    ).toEqual([]);
  });

  it("are n - 3 of n genomes", () => {
    expect(innerSplits(readTree(treeColumns(14)))).toHaveLength(11);
  });
});

it("tells of no columns beside it where there is no metadata", () => {
  const rows = small.rows<Record<string, unknown>>();
  const none = rows.map(() => null);
  const names = Object.keys(rows[0] ?? {});
  const kept = Object.fromEntries(
    names.map((name) => [name, rows.map((row) => row[name] ?? null)]),
  );
  const bare = columnsOf({ ...kept, ...{ category: none, group: none, year: none } } as never);
  expect(figure.draw(bare, optionsFor(figure)).subtitle).not.toContain("Beside");
  expect(figure.draw(small, optionsFor(figure)).subtitle).toContain("Beside it category");
});
