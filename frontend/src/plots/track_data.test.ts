import { describe, expect, it } from "vitest";
import { reference_ssr_distribution } from "./reference_ssr_distribution";
import { columnsOf, demoData, optionsFor } from "./testing";
import { readTrack, trackCounts } from "./track_data";

const options = optionsFor(reference_ssr_distribution);

type Row = Record<string, string | number | boolean | null>;

function rowsOf(...rows: readonly Row[]) {
  const names = ["kind", "start", "end", "gene", "motif", "motif_class", "motif_length", "repeat"];
  const all = [...names, "ssr_position", "is_polymorphic", "strand"];
  return columnsOf(
    Object.fromEntries(all.map((name) => [name, rows.map((row) => row[name] ?? null)])),
  );
}

function gene(name: string, start: number, end: number, more: Row = {}): Row {
  return { kind: "gene", gene: name, start, end, ...more };
}

function ssr(start: number, end: number, place: string, more: Row = {}): Row {
  const motif = { motif: "AT", motif_class: "AT", motif_length: 2, repeat: (end - start) / 2 };
  return { kind: "ssr", start, end, ssr_position: place, ...motif, ...more };
}

describe("a track", () => {
  it("has an SSR in two genes once, with both genes", () => {
    const track = readTrack(
      rowsOf(
        gene("a", 0, 100),
        gene("b", 50, 200),
        ssr(60, 70, "intersect_stop", { gene: "a" }),
        ssr(60, 70, "IN", { gene: "b", is_polymorphic: true }),
      ),
      options,
    );
    expect(track.ssrs).toHaveLength(1);
    expect(track.ssrs[0]).toMatchObject({
      genes: ["a", "b"],
      place: "inside",
      isPolymorphic: true,
    });
    expect(track.genes.map((one) => one.ssrs)).toEqual([1, 1]);
  });

  it("counts the SSRs of each copy of a gene", () => {
    const track = readTrack(
      rowsOf(
        gene("a", 0, 100),
        gene("a", 500, 600),
        ssr(10, 20, "IN", { gene: "a" }),
        ssr(595, 605, "intersect_stop", { gene: "a" }),
        ssr(550, 560, "IN", { gene: "a" }),
      ),
      options,
    );
    expect(track.genes.map((one) => one.ssrs)).toEqual([1, 2]);
  });

  it("is as long as its genome, which the table of genomes tells", () => {
    const genomes = columnsOf({
      genomeID: ["SIM0002", "SIM0001"],
      length_genome: [900, 1200],
    });
    expect(readTrack(rowsOf(ssr(10, 20, "intergenic")), options, genomes).length).toBe(1200);
    expect(readTrack(rowsOf(ssr(10, 20, "intergenic")), options).length).toBe(20);
  });

  it("is that of the only genome that the filters leave", () => {
    const genomes = columnsOf({ genomeID: ["SIM0002"], length_genome: [900] });
    const track = readTrack(rowsOf(ssr(10, 20, "intergenic")), options, genomes);
    expect([track.id, track.length]).toEqual(["SIM0002", 900]);
  });

  it("knows strands and hotspots only where the rows do", () => {
    const without = readTrack(rowsOf(gene("a", 0, 9)), options);
    const known = readTrack(
      rowsOf(gene("a", 0, 9, { strand: "-", is_polymorphic: false })),
      options,
    );
    expect([without.hasStrands, without.knowsHotspots]).toEqual([false, false]);
    expect([known.hasStrands, known.knowsHotspots]).toEqual([true, true]);
  });

  it("is empty for no rows", () => {
    expect(readTrack(rowsOf(), options)).toMatchObject({ length: 0, genes: [], ssrs: [] });
  });
});

describe("counts of SSRs along a genome", () => {
  it("add up to all of them, by place and by motif length", () => {
    const counts = trackCounts(demoData("reference_ssr_distribution"), options);
    const sum = (kind: string) =>
      counts.filter((one) => one.kind === kind).reduce((total, one) => total + one.ssrs, 0);
    expect(sum("place")).toBe(sum("all"));
    expect(sum("motif length")).toBe(sum("all"));
  });

  it("are per kb of what is meant, where genes overlap too", () => {
    const genomes = columnsOf({ genomeID: ["SIM0001"], length_genome: [10_000] });
    const counts = trackCounts(
      rowsOf(
        gene("a", 0, 3000),
        gene("b", 1000, 2000),
        gene("c", 2000, 4000),
        ssr(10, 20, "IN", { gene: "a" }),
        ssr(3990, 4004, "intersect_stop", { gene: "c" }),
        ssr(5000, 5010, "intergenic"),
        ssr(6000, 6010, "intergenic"),
        ssr(7000, 7010, "intergenic"),
      ),
      options,
      genomes,
    );
    const found = counts.slice(0, 4).map((one) => [one.label, one.ssrs, one.perKb]);
    expect(found).toEqual([
      ["inside a gene", 1, 0.25],
      ["across a gene’s edge", 1, null],
      ["between genes", 3, 0.5],
      ["all", 5, 0.5],
    ]);
  });

  it("say nothing of genes where there are none", () => {
    const counts = trackCounts(rowsOf(ssr(10, 20, "", { ssr_position: null })), options);
    expect(counts.map((one) => one.kind)).not.toContain("place");
  });
});
