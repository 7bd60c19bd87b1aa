// A finished result as one file, which CrossRoad Desktop opens on another machine.

import { session } from "../session.svelte";
import { saveAddress } from "./save";

export const RESULT_FILE_ENDING = ".crossroad";

/** The address that gives the file. */
export const resultFileAddress = (job: string) => `/api/job/${job}/download_crossroad`;

/** The name of the file of a job, as the server makes it: one that is safe on every system. */
export function resultFileName(jobName: string): string {
  const safe = jobName.normalize("NFC").replace(/[^\p{L}\p{N}_.+\-() ]/gu, "_");
  return `${safe.replace(/^[ .]+|[ .]+$/g, "").slice(0, 100) || "result"}${RESULT_FILE_ENDING}`;
}

/** Saves the file of a job under the name of the job. */
export function saveResultFile(job: string): void {
  const name = session.jobs.find((listed) => listed.job_id === job)?.name ?? job;
  saveAddress(resultFileAddress(job), resultFileName(name));
}

/** Whether a file, by its name, can be opened as a result. */
export function mayBeResult(name: string): boolean {
  return /\.(zip|crossroad)$/i.test(name);
}
