// What is sent of the form: to look at the files, and to run the analysis.

import type { GenomeLimits } from "./passing";
import { ROLES, type Role } from "./recognise";
import { SWITCH_NAMES, type Switches, sentSwitch } from "./switches";

export interface Slot {
  name: string;
  bytes: number | null;
  kind: string;
  /** The file itself; null if it only lies at the server. */
  file: File | null;
  /** Whether it lies at the server, under the token or with the job. */
  isKept: boolean;
  problem: string | null;
}

export type Slots = Readonly<Record<Role, Slot | null>>;

/** Where files lie at the server that need not be sent again. */
export type KeptAt = { token: string } | { job: string } | null;

const FILE_FIELDS: Readonly<Record<Role, string>> = {
  fasta: "fasta_file",
  categories: "categories_file",
  genes: "gene_bed",
};

const LARGEST_COUNT = 2 ** 31 - 1;
// The server reads records up to this length, whatever the filter.
const LONGEST_RECORD = 100_000_000;

/** Filters that every genome passes, so that the check tells about all of them. */
export function openLimits(limits: GenomeLimits): GenomeLimits {
  return { minLen: 0, maxLen: Math.max(LONGEST_RECORD, limits.maxLen), unfair: LARGEST_COUNT };
}

/** Slots whose file has to be sent. */
export function uploadsOf(slots: Slots): Role[] {
  return ROLES.filter((role) => isUsable(slots[role]) && !slots[role]?.isKept);
}

/** The files, and where the others lie. Slots with a problem are left out. */
export function fileForm(slots: Slots, keptAt: KeptAt): FormData {
  const form = new FormData();
  const kept = ROLES.filter((role) => isUsable(slots[role]) && slots[role]?.isKept);
  if (keptAt && kept.length) {
    if ("token" in keptAt) form.append("check_token", keptAt.token);
    else form.append("job_id", keptAt.job);
    form.append("keep", kept.join(","));
  }
  for (const role of uploadsOf(slots)) {
    const file = slots[role]?.file;
    if (file) form.append(FILE_FIELDS[role], file, file.name);
  }
  return form;
}

export interface AnalysisSettings {
  name: string;
  reference: string;
  switches: Switches;
  values: Readonly<Record<string, number>>;
}

/** The form of an analysis. */
export function analysisForm(slots: Slots, keptAt: KeptAt, settings: AnalysisSettings): FormData {
  const form = fileForm(slots, keptAt);
  form.append("perf_params", JSON.stringify(settings.values));
  for (const name of SWITCH_NAMES) form.append(name, sentSwitch(settings.switches, name));
  if (settings.reference) form.append("reference_id", settings.reference);
  if (settings.name) form.append("name", settings.name);
  return form;
}

/** The form of a check with these filters. */
export function checkForm(
  slots: Slots,
  keptAt: KeptAt,
  limits: GenomeLimits,
  reference: string,
): FormData {
  const form = fileForm(slots, keptAt);
  form.append("perf_params", JSON.stringify(limits));
  if (reference) form.append("reference_id", reference);
  return form;
}

/** The slot that a field of the form is about. */
export function roleOfField(field: string): Role | undefined {
  return ROLES.find((role) => FILE_FIELDS[role] === field);
}

function isUsable(slot: Slot | null): slot is Slot {
  return slot !== null && slot.problem === null && (slot.isKept || slot.file !== null);
}
