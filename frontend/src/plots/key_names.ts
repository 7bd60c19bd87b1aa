// What keys are called: the ways to say that two SSRs are the same kind.

import type { Switch } from "./drawing";

export type KeyNames = readonly [singular: string, plural: string];

const NAMES: Readonly<Record<string, KeyNames>> = {
  motif_class: ["motif class", "motif classes"],
  motif: ["motif", "motifs"],
  ssr: ["motif with repeat number", "motifs with repeat number"],
};

/** The names of the key that the switch `key` chooses. */
export function keyNames(switches: Readonly<Record<string, string>>): KeyNames {
  return NAMES[switches.key ?? ""] ?? ["key", "keys"];
}

export const KEY_SWITCH: Switch = {
  name: "key",
  label: "Key",
  kind: "segments",
  values: [
    { value: "motif_class", label: "Class" },
    { value: "motif", label: "Motif" },
    { value: "ssr", label: "Motif + repeat" },
  ],
  initial: "motif_class",
  isSent: true,
};
