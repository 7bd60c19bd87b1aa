import { beforeEach, expect, test, vi } from "vitest";
import { listJobs } from "./api";
import type { ListedJob } from "./messages";

vi.mock("./api", async (original) => ({ ...(await original<object>()), listJobs: vi.fn() }));
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
const { session } = await import("./session.svelte");

const job = (status: string) => ({ job_id: "j", name: "one", status }) as ListedJob;

beforeEach(() => {
  session.notices = [];
});

test("an older list of jobs that comes later does not undo a newer one", async () => {
  vi.mocked(listJobs).mockResolvedValueOnce([job("running")]);
  await session.refresh();
  let answerLate = (_: ListedJob[]) => {};
  vi.mocked(listJobs).mockReturnValueOnce(
    new Promise((resolve) => {
      answerLate = resolve;
    }),
  );
  const late = session.refresh();
  vi.mocked(listJobs).mockResolvedValueOnce([job("completed")]);
  await session.refresh();
  answerLate([job("running")]);
  await late;
  expect(session.jobs.map(({ status }) => status)).toEqual(["completed"]);
  vi.mocked(listJobs).mockResolvedValueOnce([job("completed")]);
  await session.refresh();
  expect(session.notices.map(({ title }) => title)).toEqual(["one is done"]);
});
