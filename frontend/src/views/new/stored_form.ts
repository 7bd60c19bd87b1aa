// What a reload of the page keeps of the form. Files themselves cannot be kept here; their names
// can, for the server still has those that were checked.

import { ROLES, type Role } from "./recognise";
import type { KeptAt } from "./request";
import { areSwitches, type Switches } from "./switches";

export interface StoredForm {
  name: string;
  reference: string;
  switches: Switches;
  texts: Record<string, string>;
  keptAt: KeptAt;
  /** Files that lie at the server. */
  files: Partial<Record<Role, { name: string; bytes: number | null; kind: string }>>;
  from: string | null;
}

const KEY = "crossroad.new";

export function storeForm(storage: Storage, form: StoredForm): void {
  try {
    storage.setItem(KEY, JSON.stringify(form));
  } catch {
    // Storage may be off; a reload then begins anew.
  }
}

/** The stored form; null if there is none, or it is damaged. */
export function readForm(storage: Storage): StoredForm | null {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? "null") as StoredForm | null;
    return stored && isForm(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isForm(form: StoredForm): boolean {
  return (
    typeof form.name === "string" &&
    typeof form.reference === "string" &&
    areSwitches(form.switches) &&
    Object.values(form.texts).every((text) => typeof text === "string") &&
    ROLES.every((role) => !form.files[role] || typeof form.files[role].name === "string")
  );
}
