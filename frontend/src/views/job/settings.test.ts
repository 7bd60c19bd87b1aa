import { expect, test } from "vitest";
import type { JobState } from "../../messages";
import { listSettings } from "./settings";

test("files and settings stand in the order of the form", () => {
  const state = {
    inputs: { fasta: "a.fa", genes: "g.bed" },
    reference_id: "NC_1",
    parameters: {
      mono: 12,
      di: 6,
      tri: 4,
      tetra: 3,
      penta: 3,
      hexa: 2,
      min_len: 1000,
      max_len: 10_000_000,
      unfair: 0,
      min_repeat_count: 1,
      min_genome_count: 2,
      flanks: false,
      keep_intermediate: false,
      orient: "auto",
      loci: true,
      minisatellites: true,
    },
  } as unknown as JobState;
  expect(listSettings(state).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Genomes: a.fa",
    "Genes: g.bed",
    "Reference: NC_1",
    "Least repeats: 12 6 4 3 3 2",
    "Longer units: 7 to 100 bp",
    "Length: 1,000 to 10,000,000 bp",
    "N per genome: at most 0",
    "Hotspots: repeat numbers: more than 1; genomes: more than 2",
    "Other strand: genomes are turned",
    "Locus catalogue: on",
    "Flanks: off",
  ]);
});

test("what is switched off is said to be off", () => {
  const parameters = { orient: "off", loci: false, minisatellites: false, flanks: false };
  const state = { inputs: {}, reference_id: null, parameters } as unknown as JobState;
  expect(listSettings(state).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Longer units: off",
    "Other strand: left as written",
    "Locus catalogue: off",
    "Flanks: off",
  ]);
});

test("of an imported result nothing is made up", () => {
  expect(
    listSettings({ inputs: {}, reference_id: null, parameters: {} } as unknown as JobState),
  ).toEqual([]);
});
