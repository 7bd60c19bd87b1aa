// The files and settings of a job, for another one like it.

import { getStatus } from "../../api";
import { ROLES } from "./recognise";
import type { StoredForm } from "./stored_form";
import { type Switches, switchesOf } from "./switches";

export interface Origin {
  name: string;
  reference: string;
  switches: Switches;
  /** Numbers by their names on the wire. */
  values: Record<string, number>;
  files: StoredForm["files"];
}

/** How a job was set. */
export async function readOrigin(job: string): Promise<Origin> {
  const { name, reference_id, parameters, inputs } = await getStatus(job);
  const values: Record<string, number> = {};
  for (const [own, value] of Object.entries(parameters)) {
    if (typeof value === "number") values[WIRE_NAMES[own] ?? own] = value;
  }
  const files: Origin["files"] = {};
  for (const role of ROLES) {
    const file = inputs[role];
    if (file) files[role] = { name: file, bytes: null, kind: "" };
  }
  const switches = switchesOf(parameters);
  return { name, reference: reference_id ?? "", switches, values, files };
}

const WIRE_NAMES: Readonly<Record<string, string>> = { min_len: "minLen", max_len: "maxLen" };
