import { expect, test, vi } from "vitest";
import { ApiError, deleteJob } from "../../api";

vi.mock("../../api", async (original) => ({
  ...(await original<object>()),
  deleteJob: vi.fn(),
  listJobs: vi.fn(async () => []),
}));
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
const { deleteJobs } = await import("./actions");
const { session } = await import("../../session.svelte");

test("jobs that another page has deleted are gone too, and the others are still deleted", async () => {
  vi.mocked(deleteJob).mockRejectedValueOnce(new ApiError(404, "There is no such job."));
  vi.mocked(deleteJob).mockResolvedValueOnce();
  expect(await deleteJobs(["a", "b"])).toEqual(["a", "b"]);
  expect(session.notices.map(({ kind }) => kind)).toEqual(["done"]);
});

test("what cannot be deleted is told, and nothing behind it is tried", async () => {
  session.notices = [];
  vi.mocked(deleteJob).mockRejectedValueOnce(new ApiError(409, "It runs."));
  expect(await deleteJobs(["a", "b"])).toEqual([]);
  expect(session.notices.map(({ kind, text }) => [kind, text])).toEqual([["failed", "It runs."]]);
});
