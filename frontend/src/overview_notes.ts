// What a reader should know of a result before reading on, and what its inputs do not give.

import type { JobSummary } from "./messages";
import { formatNumber, plural } from "./plots/format";
import { has } from "./sections";
import type { IconName } from "./ui/icons";

export interface Note {
  icon: IconName;
  tone: "warning" | "quiet" | "good";
  title: string;
  text: string;
  /** Words of the button that runs it again with changes. */
  action?: string;
}

export interface Absence {
  title: string;
  text: string;
  /** Words of the button that leads to a run with it. */
  action: string;
}

/** Warnings and facts, the weightiest first; at least one. */
export function listNotes(summary: JobSummary): Note[] {
  const told = filterNotes(summary);
  const others = summary.warnings.filter((warning) => !(told.length && isOfFilters(warning)));
  const notes = [...told, ...orientationNotes(summary, others), ...others.map(warningNote)];
  if (summary.is_imported) {
    notes.push({
      icon: "info",
      tone: "quiet",
      title: "This result was imported.",
      text: "Its input files are not here: it cannot be run again, and sequences cannot be shown.",
    });
  }
  if (!notes.length) {
    notes.push({
      icon: "check",
      tone: "good",
      title: "Nothing conspicuous was found in the inputs.",
      text: "",
    });
  }
  return notes;
}

/** Parts of an analysis that this result lacks, each with the input that gives it. */
export function listAbsences(summary: JobSummary): Absence[] {
  const absences: Absence[] = [];
  const hasCategories = has(summary, "mergedOut");
  const isKnown = summary.parameters.mono !== undefined;
  if (!hasCategories) {
    absences.push({
      title: "Groups, countries and years",
      text: "No table of metadata was given. With genomeID, category, a column of your choice and year, genomes are grouped in every figure.",
      action: "Add metadata",
    });
  }
  if (!has(summary, "ssr_genecombo")) {
    absences.push({
      title: "Genes and hotspots",
      text: "No gene file was given. A BED file with the genome ids in its first column gives them.",
      action: "Add genes",
    });
  }
  if (!summary.parameters.reference_id) {
    absences.push({
      title: "Difference to a reference",
      text: `${isKnown ? "No reference was chosen." : "The result does not tell of one."} With one, each repeat number is compared with that of the reference.`,
      action: "Choose one",
    });
  }
  return [...absences, ...listSwitchedOff(summary)];
}

/** Parts that a setting switches on or off, by the table that they give. */
const SWITCHED = [
  {
    table: "orientation",
    setting: "orient",
    title: "Strand of each genome",
    text: "Genomes on the other strand can be turned, so that the same places are compared.",
    action: "Turn genomes",
  },
  {
    table: "loci",
    setting: "loci",
    title: "Locus catalogue",
    text: "It tells which repeat number every genome has at the same place.",
    action: "Run with loci",
  },
  {
    table: "minisatellites",
    setting: "minisatellites",
    title: "Repeats with longer units",
    text: "Those with units of 7 to 100 bp stand in a table of their own.",
    action: "Run with longer units",
  },
  {
    table: "flanked",
    setting: "flanks",
    title: "Conserved SSRs with their flanks",
    text: "They tell what surrounds the SSRs that all genomes have.",
    action: "Run with flanks",
  },
];

function listSwitchedOff(summary: JobSummary): Absence[] {
  return SWITCHED.filter(({ table }) => !has(summary, table)).map((part) => {
    const value = summary.parameters[part.setting];
    const isOff = value === false || value === "off";
    const why = isOff ? "This was switched off for the run." : "The result does not have this.";
    return { title: part.title, text: `${why} ${part.text}`, action: part.action };
  });
}

function filterNotes(summary: JobSummary): Note[] {
  const {
    too_many_n = 0,
    too_short = 0,
    too_long = 0,
  } = summary.filtered as Record<string, number>;
  const genomes = summary.found.genomes ?? 0;
  const limits = summary.parameters as Record<string, number>;
  const notes: Note[] = [];
  const add = (count: number, why: string, text: string, action: string) => {
    if (!count) return;
    const title = `${formatNumber(count)} of ${plural(genomes, "genome")} ${count === 1 ? "was" : "were"} left out: ${why}.`;
    notes.push({ icon: "warning", tone: "warning", title, text, action });
  };
  add(
    too_many_n,
    "too many N",
    `At most ${plural(limits.unfair ?? 0, "N", "N")} per genome ${limits.unfair === 1 ? "was" : "were"} allowed. How many would pass at other limits is shown before a run.`,
    "Allow more N",
  );
  add(
    too_short,
    "too short",
    `Genomes shorter than ${formatNumber(limits.min_len ?? 0)} bp are not analysed.`,
    "Change the limit",
  );
  add(
    too_long,
    "too long",
    `Genomes longer than ${formatNumber(limits.max_len ?? 0)} bp are not analysed.`,
    "Change the limit",
  );
  return notes;
}

/** Genomes that were turned, and those of which the strand is not known unless a warning tells. */
function orientationNotes(summary: JobSummary, warnings: readonly string[]): Note[] {
  const turned = Number(summary.found.flipped_genomes ?? 0);
  const ambiguous = Number(summary.found.ambiguous_genomes ?? 0);
  const notes: Note[] = [];
  if (turned) {
    notes.push({
      icon: "again",
      tone: "quiet",
      title: `${plural(turned, "genome")} lay on the other strand${summary.anchor ? ` than ${summary.anchor}` : ""} and ${turned === 1 ? "was" : "were"} turned.`,
      text: `All positions are those of the turned ${turned === 1 ? "genome" : "genomes"}, genes included. Which they are is shown under Genomes.`,
    });
  }
  if (ambiguous && !warnings.some((warning) => /ambiguous|strand/.test(warning))) {
    notes.push({
      icon: "warning",
      tone: "warning",
      title: `The strand of ${plural(ambiguous, "genome")} could not be told.`,
      text: "They were left as written: motifs and flanks may read from the other strand.",
    });
  }
  return notes;
}

// Of `genes.bed: 46 rows ...; mend them.` the file and what happened are the title, the rest what it
// means.
function warningNote(warning: string): Note {
  const end = warning.search(/[.;] /);
  const isSplit = end > 0 && end < 140;
  return {
    icon: "warning",
    tone: "warning",
    title: isSplit ? `${warning.slice(0, end)}.` : warning,
    text: isSplit ? capital(warning.slice(end + 2)) : "",
  };
}

// The filters of a run are told with their limits by filterNotes.
function isOfFilters(warning: string): boolean {
  return / left out by the filter/.test(warning);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
