import { expect, test } from "vitest";
import { analysisForm, checkForm, fileForm, openLimits, type Slot, uploadsOf } from "./request";
import { firstSwitches } from "./switches";

const slot = (name: string, isKept: boolean, problem: string | null = null): Slot => ({
  name,
  bytes: 1,
  kind: "",
  file: isKept ? null : new File(["x"], name),
  isKept,
  problem,
});
const fieldsOf = (form: FormData) =>
  [...form.entries()].map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : value.name}`,
  );
const LIMITS = { minLen: 1000, maxLen: 10_000_000, unfair: 0 };

test("all files are sent the first time, and no token", () => {
  const slots = { fasta: slot("a.fa", false), categories: slot("m.tsv", false), genes: null };
  expect(fieldsOf(fileForm(slots, null))).toEqual(["fasta_file=a.fa", "categories_file=m.tsv"]);
});

test("later only what changed is sent, and the rest named by the token", () => {
  const slots = {
    fasta: slot("a.fa", true),
    categories: slot("m.tsv", false),
    genes: slot("g.bed", true),
  };
  expect(fieldsOf(fileForm(slots, { token: "t1" }))).toEqual([
    "check_token=t1",
    "keep=fasta,genes",
    "categories_file=m.tsv",
  ]);
  expect(uploadsOf(slots)).toEqual(["categories"]);
});

test("a removed file is not kept", () => {
  const slots = { fasta: slot("a.fa", true), categories: null, genes: null };
  expect(fieldsOf(fileForm(slots, { job: "job_1" }))).toEqual(["job_id=job_1", "keep=fasta"]);
});

test("a file with a problem is neither sent nor kept", () => {
  const slots = {
    fasta: slot("a.fa", true),
    categories: slot("m.tsv", false, "wrong"),
    genes: null,
  };
  expect(fieldsOf(fileForm(slots, { token: "t1" }))).toEqual(["check_token=t1", "keep=fasta"]);
});

test("without anything kept no token is sent", () => {
  const slots = { fasta: slot("b.fa", false), categories: null, genes: null };
  expect(fieldsOf(fileForm(slots, { token: "t1" }))).toEqual(["fasta_file=b.fa"]);
});

test("a check lets every genome pass, but reads no longer records than the server would", () => {
  expect(openLimits(LIMITS)).toEqual({ minLen: 0, maxLen: 100_000_000, unfair: 2 ** 31 - 1 });
  expect(openLimits({ ...LIMITS, maxLen: 2e9 }).maxLen).toBe(2e9);
});

test("a check sends its filters and the reference if there is one", () => {
  const slots = { fasta: slot("a.fa", true), categories: null, genes: null };
  expect(fieldsOf(checkForm(slots, { token: "t" }, LIMITS, "NC_1"))).toEqual([
    "check_token=t",
    "keep=fasta",
    'perf_params={"minLen":1000,"maxLen":10000000,"unfair":0}',
    "reference_id=NC_1",
  ]);
  expect(fieldsOf(checkForm(slots, { token: "t" }, LIMITS, ""))).not.toContain("reference_id=");
});

test("an analysis sends its name, its numbers and its switches", () => {
  const slots = { fasta: slot("a.fa", true), categories: null, genes: null };
  const switches = { ...firstSwitches(), loci: false, minisatellites: true };
  const settings = { name: "mine", reference: "", switches, values: { mono: 10 } };
  expect(fieldsOf(analysisForm(slots, { token: "t" }, settings))).toEqual([
    "check_token=t",
    "keep=fasta",
    'perf_params={"mono":10}',
    "flanks=false",
    "orient=auto",
    "minisatellites=true",
    "loci=false",
    "name=mine",
  ]);
});
