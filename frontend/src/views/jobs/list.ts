// The list of jobs: narrowed, sorted, put together from its pages.

import { jobTone } from "../../job_state";
import type { ListedJob } from "../../messages";
import { compareNatural } from "../../plots/format";

export const STATES = ["all", "active", "completed", "failed"] as const;
export type StateFilter = (typeof STATES)[number];

export type SortKey = "name" | "state" | "genomes" | "ssrs" | "created" | "took" | "disk";
export interface SortOrder {
  key: SortKey;
  isDescending: boolean;
}
export const NEWEST_FIRST: SortOrder = { key: "created", isDescending: true };

/** Jobs whose name, id, input files or reference hold the text, in the wanted state. */
export function filterJobs(
  jobs: readonly ListedJob[],
  text: string,
  state: StateFilter,
): ListedJob[] {
  const wanted = text.trim().toLowerCase();
  return jobs.filter((job) => {
    const searched = [job.name, job.job_id, job.reference_id ?? "", ...Object.values(job.inputs)];
    const hasText = searched.some((part) => part.toLowerCase().includes(wanted));
    return hasText && hasState(job, state);
  });
}

/** Sorted jobs; those without the value come last, equal ones newest first. */
export function sortJobs(jobs: readonly ListedJob[], order: SortOrder): ListedJob[] {
  const sign = order.isDescending ? -1 : 1;
  return [...jobs].sort((a, b) => {
    const [x, y] = [sortValue(a, order.key), sortValue(b, order.key)];
    if (x === null || y === null)
      return Number(x === null) - Number(y === null) || newestFirst(a, b);
    const compared = typeof x === "string" ? compareNatural(x, String(y)) : Number(x) - Number(y);
    return compared * sign || newestFirst(a, b);
  });
}

/** The order after a click on a head: numbers and times begin with the largest. */
export function nextOrder(order: SortOrder, key: SortKey): SortOrder {
  if (order.key === key) return { key, isDescending: !order.isDescending };
  return { key, isDescending: key !== "name" && key !== "state" };
}

/** The newest jobs, as just read, and the older ones of former pages; each once, none deleted. */
export function mergeJobs(
  newest: readonly ListedJob[],
  older: readonly ListedJob[],
  deleted: ReadonlySet<string>,
): ListedJob[] {
  const known = new Set(newest.map((job) => job.job_id));
  return [...newest, ...older.filter((job) => !known.has(job.job_id))].filter(
    (job) => !deleted.has(job.job_id),
  );
}

/** `metadata, genes`: what the job had besides genomes. */
export function describeInputs(job: ListedJob): string {
  const names = [
    ...(job.inputs.categories ? ["metadata"] : []),
    ...(job.inputs.genes ? ["genes"] : []),
  ];
  return names.length ? names.join(", ") : job.inputs.fasta ? "genomes only" : "imported";
}

/** `12 6 4 3 3 2`, or nothing if that is not known. */
export function describeThresholds(job: Pick<ListedJob, "parameters">): string {
  const values = ["mono", "di", "tri", "tetra", "penta", "hexa"].map(
    (name) => job.parameters[name],
  );
  return values.every((value) => typeof value === "number") ? values.join(" ") : "";
}

function hasState(job: ListedJob, state: StateFilter): boolean {
  if (state === "all") return true;
  if (state === "active") return job.status === "queued" || job.status === "running";
  return job.status === state;
}

function sortValue(job: ListedJob, key: SortKey): string | number | null {
  switch (key) {
    case "name":
      return job.name;
    case "state":
      return jobTone(job);
    case "genomes":
      return job.genomes;
    case "ssrs":
      return job.ssrs;
    case "disk":
      return job.bytes_on_disk;
    case "created":
      return Date.parse(job.created_at);
    case "took":
      return job.started_at && job.finished_at
        ? Date.parse(job.finished_at) - Date.parse(job.started_at)
        : null;
  }
}

function newestFirst(a: ListedJob, b: ListedJob): number {
  return Date.parse(b.created_at) - Date.parse(a.created_at);
}
