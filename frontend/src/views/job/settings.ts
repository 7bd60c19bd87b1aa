// What a job was set to, as names and values.

import type { JobState } from "../../messages";
import { formatNumber } from "../../plots/format";
import { describeThresholds } from "../jobs/list";

/** Files and settings of a job, in the order of the form; what is not known is left out. */
export function listSettings(state: JobState): { name: string; value: string; isMono?: boolean }[] {
  const { inputs, parameters } = state;
  const number = (name: string) => {
    const value = parameters[name];
    return typeof value === "number" ? formatNumber(value) : null;
  };
  const choice = (name: string, on: string, off: string) => {
    const value = parameters[name];
    return value === undefined ? null : value === true || value === "auto" ? on : off;
  };
  const length = [number("min_len"), number("max_len")];
  const facts: { name: string; value: string | null; isMono?: boolean }[] = [
    { name: "Genomes", value: inputs.fasta ?? null, isMono: true },
    { name: "Metadata", value: inputs.categories ?? null, isMono: true },
    { name: "Genes", value: inputs.genes ?? null, isMono: true },
    { name: "Reference", value: state.reference_id, isMono: true },
    { name: "Least repeats", value: describeThresholds(state) || null },
    { name: "Longer units", value: choice("minisatellites", "7 to 100 bp", "off") },
    { name: "Length", value: length[0] && length[1] ? `${length[0]} to ${length[1]} bp` : null },
    { name: "N per genome", value: number("unfair") && `at most ${number("unfair")}` },
    {
      name: "Hotspots",
      value:
        number("min_repeat_count") &&
        `repeat numbers: more than ${number("min_repeat_count")}; genomes: more than ${number("min_genome_count")}`,
    },
    { name: "Other strand", value: choice("orient", "genomes are turned", "left as written") },
    { name: "Locus catalogue", value: choice("loci", "on", "off") },
    { name: "Flanks", value: choice("flanks", "on", "off") },
  ];
  return facts.flatMap(({ name, value, isMono }) =>
    value ? [{ name, value, ...(isMono ? { isMono } : {}) }] : [],
  );
}
