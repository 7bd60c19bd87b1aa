import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, checkFiles, submitAnalysis } from "../../api";
import type { CheckedFiles } from "../../messages";
import { Checker } from "./check.svelte";
import { NewForm } from "./form.svelte";
import { firstSwitches } from "./switches";

vi.mock("../../api", async (original) => ({
  ...(await original<typeof import("../../api")>()),
  checkFiles: vi.fn(),
  submitAnalysis: vi.fn(),
}));

const genome = {
  genome_id: "a",
  length: 2000,
  n_count: 0,
  gc_percent: 40,
  left_out: null,
  strand: null,
};
const report = (token: string, changes: Partial<CheckedFiles> = {}): CheckedFiles =>
  ({
    check_token: token,
    genomes: 1,
    analysed_genomes: 1,
    genome_list: [genome],
    passing_by_n_limit: {},
    files: { fasta: { name: "a.fa", bytes: 5, kind: "FASTA" } },
    reference: null,
    ...changes,
  }) as CheckedFiles;
const refusal = (field: string, message = "wrong") =>
  new ApiError(422, message, [{ field, message, line: null }]);
const fasta = (name = "a.fa") => ({ file: new File([">a\n"], name), kind: "FASTA" });
const genes = (name = "g.bed") => ({ file: new File(["a\t1\t2\tx\n"], name), kind: "BED" });
const put = (form: NewForm, taken: Parameters<NewForm["put"]>[0]["taken"]) =>
  form.put({ taken, problems: {}, unused: [] });

const checked = vi.mocked(checkFiles);
const sentForms = () =>
  checked.mock.calls.map(([body]) =>
    [...body.entries()]
      .filter(([key]) => key !== "perf_params")
      .map(([key, value]) => `${key}=${typeof value === "string" ? value : value.name}`)
      .join(" "),
  );

let form: NewForm;
let checker: Checker;

beforeEach(() => {
  vi.resetAllMocks();
  form = new NewForm();
  form.parameters = [
    { name: "minLen", default: 1000, least: 0, most: 1e9, unit: "bp", meaning: "" },
    { name: "maxLen", default: 1e7, least: 0, most: 1e9, unit: "bp", meaning: "" },
    { name: "unfair", default: 0, least: 0, most: 1e9, unit: "N", meaning: "" },
  ];
  form.texts = { minLen: "1000", maxLen: "10000000", unfair: "0" };
  checker = new Checker(form);
});

test("without genomes nothing is sent", async () => {
  put(form, { genes: genes() });
  await checker.now();
  expect(checked).not.toHaveBeenCalled();
  expect(checker.obstacle).toBe("Add the genomes first: a FASTA file.");
});

test("what was checked once is not sent again", async () => {
  checked.mockResolvedValueOnce(report("t1")).mockResolvedValueOnce(report("t2"));
  put(form, { fasta: fasta() });
  await checker.now();
  put(form, { genes: genes() });
  await checker.now();
  expect(sentForms()).toEqual(["fasta_file=a.fa", "check_token=t1 keep=fasta gene_bed=g.bed"]);
  expect(form.keptAt).toEqual({ token: "t2" });
  expect(checker.obstacle).toBeNull();
});

test("a file that does not fit is told at its slot, and the others are checked without it", async () => {
  checked
    .mockRejectedValueOnce(refusal("gene_bed", "g.bed, line 3: wrong"))
    .mockResolvedValueOnce(report("t1"));
  put(form, { fasta: fasta(), genes: genes() });
  await checker.now();
  expect(sentForms()).toEqual(["fasta_file=a.fa gene_bed=g.bed", "fasta_file=a.fa"]);
  expect(form.slots.genes?.problem).toBe("g.bed, line 3: wrong");
  expect(form.report).not.toBeNull();
  expect(checker.obstacle).toBe("Genes: change or remove the file.");
});

test("genomes that do not fit are told at their slot and not sent again", async () => {
  checked.mockRejectedValueOnce(refusal("fasta_file", "a.fa: no record"));
  put(form, { fasta: fasta() });
  await checker.now();
  expect(checked).toHaveBeenCalledTimes(1);
  expect(form.slots.fasta?.problem).toBe("a.fa: no record");
});

describe("while files are being sent", () => {
  let finish: (value: CheckedFiles) => void;
  let signal: AbortSignal | undefined;

  beforeEach(() => {
    checked.mockImplementationOnce((_body, _progress, given) => {
      signal = given;
      return new Promise((resolve, reject) => {
        finish = resolve;
        given?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      });
    });
    checked.mockResolvedValue(report("t2"));
    put(form, { fasta: fasta() });
  });

  test("another file does not stop them, and is checked after them", async () => {
    const first = checker.now();
    put(form, { genes: genes() });
    await checker.now();
    expect(signal?.aborted).toBe(false);
    finish(report("t1"));
    await first;
    expect(sentForms()[1]).toBe("check_token=t1 keep=fasta gene_bed=g.bed");
  });

  test("a file in their place stops them", async () => {
    void checker.now();
    put(form, { fasta: fasta("b.fa") });
    await checker.now();
    expect(signal?.aborted).toBe(true);
    expect(sentForms()[1]).toBe("fasta_file=b.fa");
    expect(checker.phase).toBe("idle");
  });

  test("removing them stops them and leaves nothing", async () => {
    void checker.now();
    form.remove("fasta");
    await checker.now();
    expect(signal?.aborted).toBe(true);
    expect(checked).toHaveBeenCalledTimes(1);
    expect(form.report).toBeNull();
  });
});

test("new files go without the reference, which is checked when they are there", async () => {
  const reference = { genome_id: "a" } as CheckedFiles["reference"];
  checked.mockResolvedValueOnce(report("t1")).mockResolvedValueOnce(report("t2", { reference }));
  put(form, { fasta: fasta() });
  form.setReference("a");
  await checker.now();
  expect(sentForms()).toEqual(["fasta_file=a.fa", "check_token=t1 keep=fasta reference_id=a"]);
});

test("an unknown reference is told at its field, and what was found stays", async () => {
  checked
    .mockResolvedValueOnce(report("t1"))
    .mockRejectedValueOnce(refusal("reference_id", "Did you mean a?"));
  put(form, { fasta: fasta() });
  form.setReference("b");
  await checker.now();
  expect(checked).toHaveBeenCalledTimes(2);
  expect(form.referenceProblem).toBe("Did you mean a?");
  expect(form.report?.check_token).toBe("t1");
  form.setReference("a");
  expect(form.referenceProblem).toBeNull();
});

test("files that the server has not any more are sent again if they are here", async () => {
  checked
    .mockResolvedValueOnce(report("t1"))
    .mockRejectedValueOnce(
      new ApiError(404, "gone", [{ field: "check_token", message: "gone", line: null }]),
    )
    .mockResolvedValueOnce(report("t2"));
  put(form, { fasta: fasta() });
  await checker.now();
  await checker.now();
  expect(sentForms()[2]).toBe("fasta_file=a.fa");
  expect(form.keptAt).toEqual({ token: "t2" });
});

test("files of a former load of the page that are gone are asked for", async () => {
  checked.mockRejectedValueOnce(
    new ApiError(404, "gone", [{ field: "check_token", message: "gone", line: null }]),
  );
  form.apply({
    name: "",
    reference: "",
    switches: firstSwitches(),
    texts: {},
    from: null,
    keptAt: { token: "old" },
    files: { fasta: { name: "a.fa", bytes: 5, kind: "FASTA" } },
  });
  await checker.now();
  expect(form.slots.fasta?.problem).toBe("The file is not kept any more. Choose it again.");
});

test("what belongs to no field is told on its own", async () => {
  checked.mockRejectedValueOnce(new ApiError(0, "The server does not answer."));
  put(form, { fasta: fasta() });
  await checker.now();
  expect(checker.problem).toBe("The server does not answer.");
});

test("filters of sets too large to be listed are counted by the server", async () => {
  const limits = () =>
    checked.mock.calls.map(([body]) => JSON.parse(String(body.get("perf_params"))).unfair);
  checked.mockResolvedValue(report("t", { genomes: 9000, analysed_genomes: 7 }));
  put(form, { fasta: fasta() });
  await checker.now();
  expect(limits()).toEqual([2 ** 31 - 1, 0]);
  form.setNumber("unfair", "10");
  await checker.now();
  expect(limits()).toEqual([2 ** 31 - 1, 0, 10]);
  expect(form.keptCount).toBe(7);
});

describe("submitting", () => {
  beforeEach(async () => {
    checked.mockResolvedValue(report("t1"));
    put(form, { fasta: fasta() });
    await checker.now();
  });

  test("sends the token and gives the job", async () => {
    vi.mocked(submitAnalysis).mockResolvedValueOnce({ job_id: "job_1" } as never);
    expect(await checker.submit()).toBe("job_1");
    const body = vi.mocked(submitAnalysis).mock.calls[0]?.[0];
    expect([body?.get("check_token"), body?.get("name"), body?.get("fasta_file")]).toEqual([
      "t1",
      "a",
      null,
    ]);
  });

  test("sends files along that the server has not any more", async () => {
    const gone = new ApiError(404, "gone", [{ field: "check_token", message: "gone", line: null }]);
    vi.mocked(submitAnalysis).mockRejectedValueOnce(gone);
    vi.mocked(submitAnalysis).mockResolvedValueOnce({ job_id: "job_2" } as never);
    expect(await checker.submit()).toBe("job_2");
    const [, second] = vi.mocked(submitAnalysis).mock.calls;
    expect([...(second?.[0].keys() ?? [])]).toContain("fasta_file");
    expect(checker.isSubmitting).toBe(false);
  });

  test("that is refused for a number marks the number until it is changed", async () => {
    vi.mocked(submitAnalysis).mockRejectedValueOnce(refusal("perf_params.minLen", "minLen is 5"));
    expect(await checker.submit()).toBeNull();
    expect(form.refusals["perf_params.minLen"]).toBe("minLen is 5");
    expect(checker.obstacle).toBe("A number does not fit; it is marked.");
    form.setNumber("minLen", "1000");
    expect(checker.obstacle).toBeNull();
  });
});

test("nothing is run if no genome passes", async () => {
  checked.mockResolvedValueOnce(report("t1"));
  put(form, { fasta: fasta() });
  await checker.now();
  form.setNumber("minLen", "5000");
  expect(checker.obstacle).toBe("No genome passes the filters.");
});
