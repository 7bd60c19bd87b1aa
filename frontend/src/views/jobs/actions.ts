// What is done to jobs from their pages; what fails is told in a notice.

import { ApiError, deleteJob, rerunJob, startDemo } from "../../api";
import { navigation } from "../../navigation.svelte";
import { plural } from "../../plots/format";
import { session } from "../../session.svelte";

/** Runs a job again as it was, and shows the new one. */
export function runAgain(job: string): Promise<void> {
  return tellFailure("The analysis could not be run again", async () => {
    const { job_id } = await rerunJob(job, {});
    await session.refresh();
    navigation.go({ view: "job", job: job_id });
  });
}

/** Runs the demo, and shows its job. */
export function runDemo(): Promise<void> {
  return tellFailure("The demo could not be started", async () => {
    const { job_id } = await startDemo();
    await session.refresh();
    navigation.go({ view: "job", job: job_id });
  });
}

/** Deletes jobs one after the other. Returns the ids of those that are gone. */
export async function deleteJobs(jobs: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  await tellFailure("Not everything could be deleted", async () => {
    for (const job of jobs) {
      await deleteJob(job);
      gone.push(job);
    }
  });
  if (gone.length) session.notify("done", `${plural(gone.length, "job")} deleted`);
  await session.refresh();
  return gone;
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
