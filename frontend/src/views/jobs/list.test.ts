import { expect, test } from "vitest";
import type { ListedJob } from "../../messages";
import {
  describeInputs,
  describeThresholds,
  filterJobs,
  mergeJobs,
  NEWEST_FIRST,
  nextOrder,
  sortJobs,
} from "./list";

function job(id: string, changes: Partial<ListedJob> = {}): ListedJob {
  return {
    job_id: id,
    status: "completed",
    message: "Done",
    progress: 1,
    error_details: null,
    reference_id: null,
    name: id,
    status_url: "",
    results_base_url: "",
    download_all_url: "",
    queue_position: null,
    cancelled: false,
    created_at: "2026-01-31T09:00:00.000+00:00",
    started_at: null,
    finished_at: null,
    warnings: [],
    parameters: {},
    inputs: { fasta: "a.fa" },
    genomes: null,
    ssrs: null,
    bytes_on_disk: null,
    ...changes,
  };
}
const ids = (jobs: readonly ListedJob[]) => jobs.map(({ job_id }) => job_id);

test("text is looked for in names, ids, files and references", () => {
  const jobs = [
    job("job_a", { name: "Mpox 38" }),
    job("job_b", { inputs: { fasta: "mpox.fa" } }),
    job("job_c", { reference_id: "MPOX_1" }),
    job("job_d"),
  ];
  expect(ids(filterJobs(jobs, " mpox ", "all"))).toEqual(["job_a", "job_b", "job_c"]);
  expect(ids(filterJobs(jobs, "job_d", "all"))).toEqual(["job_d"]);
});

test("queued and running jobs are active, cancelled ones failed", () => {
  const jobs = [
    job("q", { status: "queued" }),
    job("r", { status: "running" }),
    job("x", { status: "failed", cancelled: true }),
    job("c"),
  ];
  expect(ids(filterJobs(jobs, "", "active"))).toEqual(["q", "r"]);
  expect(ids(filterJobs(jobs, "", "failed"))).toEqual(["x"]);
  expect(ids(filterJobs(jobs, "", "completed"))).toEqual(["c"]);
});

test("jobs without the value come last either way", () => {
  const jobs = [job("none"), job("few", { ssrs: 3 }), job("many", { ssrs: 30 })];
  expect(ids(sortJobs(jobs, { key: "ssrs", isDescending: true }))).toEqual(["many", "few", "none"]);
  expect(ids(sortJobs(jobs, { key: "ssrs", isDescending: false }))).toEqual([
    "few",
    "many",
    "none",
  ]);
});

test("names sort as people sort them", () => {
  const jobs = [job("a10"), job("a9"), job("B1")];
  expect(ids(sortJobs(jobs, { key: "name", isDescending: false }))).toEqual(["a9", "a10", "B1"]);
});

test("equal jobs stand newest first", () => {
  const jobs = [
    job("old", { created_at: "2026-01-01T00:00:00Z" }),
    job("new", { created_at: "2026-01-02T00:00:00Z" }),
  ];
  expect(ids(sortJobs(jobs, { key: "state", isDescending: false }))).toEqual(["new", "old"]);
  expect(ids(sortJobs(jobs, NEWEST_FIRST))).toEqual(["new", "old"]);
});

test("how long a job took orders the ended ones", () => {
  const took = (seconds: number) => ({
    started_at: "2026-01-01T00:00:00Z",
    finished_at: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
  });
  const jobs = [job("short", took(2)), job("queued"), job("long", took(40))];
  expect(ids(sortJobs(jobs, { key: "took", isDescending: true }))).toEqual([
    "long",
    "short",
    "queued",
  ]);
});

test("a second click on a head turns the order round", () => {
  const first = nextOrder(NEWEST_FIRST, "ssrs");
  expect(first).toEqual({ key: "ssrs", isDescending: true });
  expect(nextOrder(first, "ssrs")).toEqual({ key: "ssrs", isDescending: false });
  expect(nextOrder(first, "name")).toEqual({ key: "name", isDescending: false });
});

test("pages are put together without repeating or reviving a job", () => {
  const merged = mergeJobs(
    [job("c"), job("b")],
    [job("b"), job("a"), job("gone")],
    new Set(["gone"]),
  );
  expect(ids(merged)).toEqual(["c", "b", "a"]);
});

test("what a job had is told in words", () => {
  expect(describeInputs(job("x", { inputs: { fasta: "a", categories: "m", genes: "g" } }))).toBe(
    "metadata, genes",
  );
  expect(describeInputs(job("x"))).toBe("genomes only");
  expect(describeInputs(job("x", { inputs: {} }))).toBe("imported");
});

test("least repeats are told if all six are known", () => {
  const parameters = { mono: 12, di: 6, tri: 4, tetra: 3, penta: 3, hexa: 2 };
  expect(describeThresholds({ parameters })).toBe("12 6 4 3 3 2");
  expect(describeThresholds({ parameters: { mono: 12 } })).toBe("");
});
