import { beforeEach, expect, test, vi } from "vitest";
import { getParameters, getStatus } from "../../api";
import type { CheckedFiles } from "../../messages";
import { NewForm } from "./form.svelte";
import { storeForm } from "./stored_form";
import { firstSwitches } from "./switches";

vi.mock("../../api", async (original) => ({
  ...(await original<typeof import("../../api")>()),
  getParameters: vi.fn(),
  getStatus: vi.fn(),
}));

const described = (name: string, initial: number) => ({
  name,
  default: initial,
  least: 0,
  most: 1e9,
  unit: "",
  meaning: "",
});
const fasta = { file: new File([">a\n"], "mpox.fa.gz"), kind: "FASTA, gzip" };
let form: NewForm;

beforeEach(async () => {
  sessionStorage.clear();
  vi.mocked(getParameters).mockResolvedValue({
    parameters: [
      described("mono", 12),
      described("minLen", 1000),
      described("maxLen", 1e7),
      described("unfair", 0),
    ],
    presets: [],
    choices: [],
  });
  form = new NewForm();
  await form.loadParameters();
});

test("an untouched form has the server's defaults and nothing to lose", () => {
  expect(form.values).toEqual({ mono: 12, minLen: 1000, maxLen: 10_000_000, unfair: 0 });
  expect(form.isPristine).toBe(true);
});

test("an analysis without a name is called after its genomes", () => {
  form.put({ taken: { fasta }, problems: {}, unused: [] });
  expect(form.defaultName).toBe("mpox");
  form.put({ taken: {}, problems: { fasta: { name: "2 FASTA files", text: "" } }, unused: [] });
  expect(form.defaultName).toBe("");
});

test("what was cleared can be put back, files included", () => {
  form.put({ taken: { fasta }, problems: {}, unused: [] });
  form.setNumber("mono", "9");
  form.name = "mine";
  const slot = form.slots.fasta;
  const putBack = form.clear();
  expect(form.isPristine).toBe(true);
  putBack();
  expect([form.name, form.values.mono, form.slots.fasta]).toEqual(["mine", 9, slot]);
});

test("a reload keeps numbers, and files that lie at the server", () => {
  form.setNumber("mono", "9");
  form.put({ taken: { fasta }, problems: {}, unused: [] });
  form.keptAt = { token: "t" };
  form.changeSlot("fasta", form.slots.fasta, { isKept: true });
  storeForm(sessionStorage, form.stored);
  const later = new NewForm();
  later.parameters = form.parameters;
  expect(later.restore()).toBe(true);
  expect(later.values.mono).toBe(9);
  expect(later.slots.fasta).toMatchObject({ name: "mpox.fa.gz", file: null, isKept: true });
});

test("a switch that is not as at first is something to lose, and a reload keeps it", () => {
  form.switches.loci = false;
  expect(form.isPristine).toBe(false);
  storeForm(sessionStorage, form.stored);
  const later = new NewForm();
  later.restore();
  expect(later.switches).toEqual({ ...firstSwitches(), loci: false });
  later.clear();
  expect(later.switches).toEqual(firstSwitches());
});

test("a file that never reached the server is not promised after a reload", () => {
  form.put({ taken: { fasta }, problems: {}, unused: [] });
  storeForm(sessionStorage, form.stored);
  const later = new NewForm();
  later.restore();
  expect(later.slots.fasta).toBeNull();
});

test("a form can begin from a job: its name, numbers, switches and files", async () => {
  vi.mocked(getStatus).mockResolvedValue({
    name: "former",
    reference_id: "NC_1",
    parameters: { mono: 10, min_len: 500, flanks: true, orient: "off", loci: false },
    inputs: { fasta: "a.fa", genes: "g.bed" },
  } as never);
  await form.beginFrom("job_1");
  expect([form.name, form.reference, form.from]).toEqual(["former", "NC_1", "job_1"]);
  expect(form.switches).toEqual({
    flanks: true,
    orient: false,
    loci: false,
    minisatellites: false,
  });
  expect(form.values).toMatchObject({ mono: 10, minLen: 500, unfair: 0 });
  expect([form.slots.fasta?.name, form.slots.categories, form.slots.genes?.name]).toEqual([
    "a.fa",
    null,
    "g.bed",
  ]);
  expect(form.keptAt).toEqual({ job: "job_1" });
});

test("a reference that the filters leave out says why", () => {
  form.report = {
    genomes: 1,
    genome_list: [
      { genome_id: "a", length: 2000, n_count: 3, gc_percent: 40, left_out: null, strand: null },
    ],
  } as unknown as CheckedFiles;
  form.setReference("a");
  expect(form.referenceProblem).toBe(
    "a does not pass the filters: more than 0 N. Choose another, or loosen them.",
  );
  form.setNumber("unfair", "3");
  expect(form.referenceProblem).toBeNull();
});
