import { describe, expect, it } from "vitest";
import type { JobSummary } from "./messages";
import { countHotspots, describeMethods } from "./methods";
import { listAbsences, listNotes } from "./overview_notes";

const table = (name: string, rows: number) => ({ name, rows, file: "", columns: {}, filters: [] });

const OURS = {
  version: "1.2",
  is_imported: false,
  anchor: null,
  found: { genomes: 5, analysed_genomes: 4, ssrs: 30, hotspots: 2, ssr_gene_pairs: 9 },
  parameters: {
    ...{ mono: 12, di: 6, tri: 4, tetra: 3, penta: 3, hexa: 2, min_len: 1000, max_len: 2000 },
    ...{ unfair: 1, min_repeat_count: 1, min_genome_count: 2, reference_id: "G1" },
  },
  tables: [table("mergedOut", 30), table("ssr_genecombo", 9), table("mutational_hotspot", 2)],
} as unknown as JobSummary;
const CROSSROADS = {
  ...OURS,
  version: null,
  is_imported: true,
  found: {},
  parameters: {},
} as unknown as JobSummary;

describe("the methods", () => {
  it("tell the program, thresholds, limits and counts of the run", () => {
    const text = describeMethods(OURS);
    for (const part of [
      "CrossRoad Desktop 1.2",
      "12, 6, 4, 3, 3 and 2 repeats",
      "Of 5 genomes, 4 of 1,000 to 2,000 bp with at most 1 N were kept; in these, 30 perfect SSRs",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("name the program that made a result, also if it was imported", () => {
    expect(describeMethods({ ...OURS, is_imported: true })).toContain("CrossRoad Desktop 1.2");
  });

  it("of a result of croSSRoad tell no settings that are not known", () => {
    const text = describeMethods(CROSSROADS);
    expect(text).toContain("30 SSRs were taken over from a result of croSSRoad");
    expect(text).not.toMatch(/\b0\b/);
    expect(countHotspots(CROSSROADS)).toBe(2);
    const absences = listAbsences(CROSSROADS).map((absence) => absence.text);
    expect(absences.join(" ")).not.toMatch(/was chosen|was switched off/);
  });
});

describe("the methods of strands, longer units and loci", () => {
  it("are told if the run had them", () => {
    const tables = [...OURS.tables, table("minisatellites", 7), table("loci", 21)];
    const found = { ...OURS.found, flipped_genomes: 3 };
    const text = describeMethods({ ...OURS, found, anchor: "G1", tables } as JobSummary);
    expect(text).toContain("3 genomes on the other strand than G1 were reverse-complemented");
    expect(text).toContain("units of 7 to 100 bp (at least 3, from 20 bp on 2) gave 7 more");
    expect(text).toContain("place by its flanks, which gave 21 loci.");
  });

  it("name the genome that gives loci their positions", () => {
    const summary = { ...OURS, locus_anchor: "G2", tables: [table("loci", 21)] };
    expect(describeMethods(summary as unknown as JobSummary)).toContain(
      "which gave 21 loci; positions are those in G2.",
    );
  });

  it("do not tell of strands where no genome was turned", () => {
    const found = { ...OURS.found, flipped_genomes: 0, ambiguous_genomes: 0 };
    expect(describeMethods({ ...OURS, found, anchor: "G1" } as JobSummary)).not.toMatch(/strand/);
  });

  it("are not told if it had none of them", () => {
    expect(describeMethods(OURS)).not.toMatch(/strand|100 bp|loci/);
  });

  it("say how many genomes were left as written", () => {
    const found = { ...OURS.found, flipped_genomes: 2, ambiguous_genomes: 1 };
    expect(describeMethods({ ...OURS, found, anchor: "G1" } as JobSummary)).toContain(
      "genes included; 1 of unknown strand was left as written.",
    );
  });

  it("say how loci and genomes were compared", () => {
    const text = describeMethods({
      ...OURS,
      tables: [...OURS.tables, table("loci", 21)],
    } as JobSummary);
    expect(text).toMatch(/heterozygosity.*Botstein.*Shannon.*Saitou & Nei 1987.*Felsenstein 1985/);
  });
});

describe("what was not computed", () => {
  it("says what was switched off, and what a result of an older version cannot have", () => {
    const parameters = { ...OURS.parameters, loci: false, minisatellites: false, orient: "auto" };
    const texts = Object.fromEntries(
      listAbsences({ ...OURS, parameters } as JobSummary).map(({ title, text }) => [title, text]),
    );
    expect(texts["Locus catalogue"]).toMatch(/^This was switched off for the run\. /);
    expect(texts["Repeats with longer units"]).toMatch(/^This was switched off for the run\. /);
    expect(texts["Strand of each genome"]).toMatch(/^The result does not have this\. /);
  });

  it("does not name what is there", () => {
    const tables = ["orientation", "loci", "minisatellites", "flanked"].map((name) =>
      table(name, 1),
    );
    const titles = listAbsences({ ...OURS, tables: [...OURS.tables, ...tables] } as JobSummary);
    expect(titles).toEqual([]);
  });
});

describe("what to know before reading on", () => {
  const noted = (found: Record<string, number>, warnings: string[] = []) =>
    listNotes({
      ...OURS,
      warnings,
      filtered: {},
      found: { ...OURS.found, ...found },
    } as JobSummary);

  it("tells of genomes that were turned, and of those whose strand is not known", () => {
    const titles = noted({ flipped_genomes: 2, ambiguous_genomes: 1 }).map((note) => note.title);
    expect(titles).toEqual([
      "2 genomes lay on the other strand and were turned.",
      "The strand of 1 genome could not be told.",
    ]);
  });

  it("leaves the ambiguous ones to the warning of the run", () => {
    const warning = "genomes.fa: the strand of 1 genome could not be told: G3; it is as written.";
    expect(noted({ ambiguous_genomes: 1 }, [warning])).toHaveLength(1);
  });

  it("says nothing of strands where none was turned", () => {
    expect(noted({ flipped_genomes: 0, ambiguous_genomes: 0 })[0]?.tone).toBe("good");
  });
});
