// How a result came about, in words and as the command that repeats it.

import type { JobSummary, ParameterList } from "../../messages";
import { commandLine } from "../new/command";
import { switchesOf } from "../new/switches";

/** Names of parameters in run.json that are others on the wire. */
const WIRE_NAMES: Readonly<Record<string, string>> = { min_len: "minLen", max_len: "maxLen" };

/** `crossroad analyze ...` that makes this result again. */
export function commandOf(summary: JobSummary, list: ParameterList, name: string): string {
  const values: Record<string, number> = {};
  for (const [own, value] of Object.entries(summary.parameters)) {
    if (typeof value === "number") values[WIRE_NAMES[own] ?? own] = value;
  }
  const reference = summary.parameters.reference_id;
  return commandLine({
    files: Object.fromEntries(summary.inputs.map((input) => [input.role, String(input.name)])),
    reference: typeof reference === "string" ? reference : "",
    switches: switchesOf(summary.parameters),
    values,
    defaults: Object.fromEntries(list.parameters.map((one) => [one.name, one.default])),
    // A run that was named after its file must not be written in place of the file.
    name: name.replace(/\.(fa|fasta|fna)(\.gz)?$/i, ""),
  });
}

/** A parameter's value as a person reads it. */
export function printParameter(value: unknown, print: (number: number) => string): string {
  if (typeof value === "number") return print(value);
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" && value ? value : "none";
}
