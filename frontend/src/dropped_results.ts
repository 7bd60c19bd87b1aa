// Results that were dropped on the desktop window: opened where they lie, not sent.

import { ApiError, importResult } from "./api";
import { droppedPaths } from "./desktop_window";
import { mayBeResult } from "./exports/result_file";
import { navigation } from "./navigation.svelte";
import { resultsRoute } from "./route";
import { session } from "./session.svelte";

// Every result holds one of these.
const TABLES = new Set(["reformatted.tsv", "mergedOut.tsv"]);

/** Whether the files of a drop are a result: a single file of one, or a folder with its tables. */
export function isResult(files: readonly File[]): boolean {
  if (files.length === 1 && mayBeResult(files[0]?.name ?? "")) return true;
  return files.some((file) => TABLES.has(file.name));
}

/** The names of what was dropped: files, or folders. To be asked before the first wait. */
export function namesOf(transfer: DataTransfer): string[] {
  return [...transfer.files].map((file) => file.name);
}

/** Takes over the results that were dropped, and shows the last one. */
export async function openDroppedResult(names: string[]): Promise<void> {
  try {
    for (const path of await droppedPaths(names)) {
      const job = await importResult(path);
      await session.refresh();
      navigation.go(resultsRoute(job.job_id, "overview"));
    }
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    session.notify("failed", "What was dropped cannot be opened", problem.message);
  }
}
