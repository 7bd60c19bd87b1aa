// States of jobs in words.

import type { JobState, ListedJob } from "./messages";
import { formatDuration } from "./plots/format";

/** The kind of state, for its mark: queued, running, completed, failed, cancelled. */
export function jobTone(
  job: JobState,
): "queued" | "running" | "completed" | "failed" | "cancelled" {
  return job.cancelled ? "cancelled" : job.status;
}

/** One short line: `running, 41 %`, `done today 09:14`, `failed yesterday`. */
export function describeJob(job: ListedJob | JobState, now = new Date()): string {
  const when = job.finished_at ? ` ${formatWhen(job.finished_at, now)}` : "";
  switch (jobTone(job)) {
    case "queued":
      return job.queue_position === null ? "queued" : `queued, place ${job.queue_position}`;
    case "running":
      return `running, ${Math.floor(job.progress * 100)} %`;
    case "completed":
      return `done${when}`;
    case "cancelled":
      return `cancelled${when}`;
    case "failed":
      return `failed${when}`;
  }
}

/** `today 09:14`, `yesterday 17:02`, `12 Mar`, `12 Mar 2025`. */
export function formatWhen(time: string, now = new Date()): string {
  const date = new Date(time);
  const clock = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days === 0) return `today ${clock}`;
  if (days === 1) return `yesterday ${clock}`;
  const isThisYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}

/** How long a job ran, or has been running. */
export function jobDuration(job: JobState, now = new Date()): string {
  if (!job.started_at) return "";
  const end = job.finished_at ? new Date(job.finished_at) : now;
  return formatDuration(Math.max(0, (end.getTime() - new Date(job.started_at).getTime()) / 1000));
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
