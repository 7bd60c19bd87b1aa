import { expect, test } from "vitest";
import type { CheckedFiles } from "../../messages";
import {
  describeGenes,
  describeIds,
  describeSlot,
  estimate,
  meanGc,
  otherWarnings,
} from "./describe";
import type { Slot } from "./request";
import { firstSwitches } from "./switches";

const genome = (genome_id: string, length: number, n_count: number, gc_percent: number) => ({
  genome_id,
  length,
  n_count,
  gc_percent,
  left_out: null,
  strand: null,
});
const REPORT = {
  genomes: 2,
  bases: 3000,
  genome_list: [genome("a", 1000, 0, 30), genome("b", 2500, 500, 60)],
  columns: [],
  genes: null,
  reading_frames: 0,
  shifted_reading_frames: 0,
  files: { fasta: { name: "a.fa", bytes: 4000, kind: "FASTA" } },
  estimated_seconds: 30,
  estimated_output_bytes: 900,
  estimated_extras: {
    loci: { seconds: 24, output_bytes: 300 },
    minisatellites: { seconds: 3, output_bytes: 9 },
  },
  warnings: [],
  ids_without_metadata: 0,
  ids_without_metadata_examples: [],
  ids_without_genes: 0,
  ids_without_genes_examples: [],
  unknown_metadata_ids: 0,
  unknown_metadata_ids_examples: [],
  unknown_gene_ids: 0,
  unknown_gene_ids_examples: [],
} as unknown as CheckedFiles;
const COLUMN = { name: "category", filled: 2, distinct: 1, examples: ["I"] };
const SLOT: Slot = {
  name: "a.fa",
  bytes: 10,
  kind: "FASTA",
  file: null,
  isKept: true,
  problem: null,
};

test("the slot of the genomes tells records, length and GC", () => {
  expect(describeSlot("fasta", SLOT, REPORT)).toBe("FASTA · 2 records, 3,500 bp, GC 50 %");
});

test("a slot tells nothing of a file that was not looked at yet", () => {
  expect(describeSlot("fasta", { ...SLOT, isKept: false }, REPORT)).toBe("FASTA");
});

test("the other slots tell columns, and genes", () => {
  const report = { ...REPORT, columns: [COLUMN], genes: 20, ids_without_genes: 1 };
  expect(describeSlot("categories", { ...SLOT, kind: "TSV" }, report)).toBe(
    "TSV · genomeID, category",
  );
  expect(describeSlot("genes", { ...SLOT, kind: "BED" }, report)).toBe(
    "BED · 20 genes in 1 genome",
  );
});

test("GC leaves N out", () => {
  expect(meanGc(REPORT.genome_list)).toBeCloseTo((1000 * 30 + 2000 * 60) / 3000);
  expect(meanGc([])).toBe(0);
});

test("with genomes alone there are no ids to compare", () => {
  expect(describeIds(REPORT)).toBeNull();
});

test("matching ids are told with what they match", () => {
  expect(describeIds({ ...REPORT, columns: [COLUMN], genes: 3 })).toEqual({
    tone: "good",
    title: "Every id matches.",
    text: "2 of 2 genomes are in the metadata and in the gene file; nothing there is without a genome.",
  });
});

test("ids that match nothing are counted and named", () => {
  const note = describeIds({
    ...REPORT,
    columns: [COLUMN],
    ids_without_metadata: 1,
    ids_without_metadata_examples: ["b"],
    unknown_metadata_ids: 7,
    unknown_metadata_ids_examples: ["v", "w", "x", "y", "z"],
  });
  expect(note?.tone).toBe("warning");
  expect(note?.text).toBe(
    "1 genome without metadata: b; 7 ids in the metadata only: v, w, x, y, z and 2 more.",
  );
});

test("genes counted from 1 are a warning", () => {
  const note = describeGenes({
    ...REPORT,
    genes: 20,
    reading_frames: 1,
    shifted_reading_frames: 18,
  });
  expect(note?.tone).toBe("warning");
});

test("genes that are open reading frames are true BED, others are taken as they stand", () => {
  expect(describeGenes({ ...REPORT, genes: 20, reading_frames: 18 })?.title).toBe(
    "Genes are true BED.",
  );
  expect(describeGenes({ ...REPORT, genes: 2 })?.title).toBe("Genes are read as BED.");
  expect(describeGenes(REPORT)).toBeNull();
});

test("warnings that other notes tell are not repeated", () => {
  const warnings = [
    "m.tsv: 2 of 4 genome ids are not in the FASTA and were ignored: c, d.",
    "m.tsv: 2 of 3 genomes have no row and are 'undefined': a, b.",
    "g.bed: start seems to be counted from 1: 10 genes are",
    "m.tsv: column 'motif' is called 'motif_categories' in the results.",
  ];
  expect(otherWarnings({ ...REPORT, warnings })).toEqual([warnings[3]]);
});

test("the estimate shrinks with the bases that pass, but nothing takes no time", () => {
  expect(estimate(REPORT, 1000, firstSwitches())).toEqual({ seconds: 10, bytes: 4300 });
  expect(estimate(REPORT, 0, firstSwitches())).toEqual({ seconds: 0.5, bytes: 4000 });
});

test("the estimate follows what is switched on, without another check", () => {
  const other = { ...firstSwitches(), loci: false };
  expect(estimate(REPORT, 1000, other)).toEqual({ seconds: 2, bytes: 4200 });
  expect(estimate(REPORT, 1000, { ...other, minisatellites: true })).toEqual({
    seconds: 3,
    bytes: 4203,
  });
});
