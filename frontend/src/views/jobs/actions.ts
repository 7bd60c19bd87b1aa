// What is done to jobs from their pages; what fails is told in a notice.

import { ApiError, deleteJob, rerunJob, startDemo } from "../../api";
import type { SubmittedJob } from "../../messages";
import { navigation } from "../../navigation.svelte";
import { plural } from "../../plots/format";
import { session } from "../../session.svelte";

let isBeginning = false;

/** Runs a job again as it was, and shows the new one. */
export function runAgain(job: string): Promise<void> {
  return begin("The analysis could not be run again", () => rerunJob(job, {}));
}

/** Runs the demo, and shows its job. */
export function runDemo(): Promise<void> {
  return begin("The demo could not be started", startDemo);
}

/** Deletes jobs one after the other. Returns the ids of those that are gone. */
export async function deleteJobs(jobs: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  await tellFailure("Not everything could be deleted", async () => {
    for (const job of jobs) {
      await deleteJob(job).catch(unlessGone);
      gone.push(job);
    }
  });
  if (gone.length) session.notify("done", `${plural(gone.length, "job")} deleted`);
  await session.refresh();
  return gone;
}

// Another page may have deleted it meanwhile.
function unlessGone(problem: unknown): void {
  if (!(problem instanceof ApiError) || problem.status !== 404) throw problem;
}

/** Runs it; the server's refusal becomes a notice. */
export async function tellFailure(title: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    session.notify("failed", title, problem.message);
  }
}

// A second press while the first is under way begins no second job.
async function begin(title: string, start: () => Promise<SubmittedJob>): Promise<void> {
  if (isBeginning) return;
  isBeginning = true;
  try {
    await tellFailure(title, async () => {
      const { job_id } = await start();
      session.started = job_id;
      navigation.go({ view: "job", job: job_id });
      await session.refresh();
    });
  } finally {
    isBeginning = false;
  }
}
