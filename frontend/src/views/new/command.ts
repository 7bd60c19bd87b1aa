// A form as the command that does the same.

import type { Role } from "./recognise";
import { type Switches, switchOptions } from "./switches";

/** Options of the numbers, by their names on the wire. */
const OPTIONS: Readonly<Record<string, string>> = {
  mono: "--mono",
  di: "--di",
  tri: "--tri",
  tetra: "--tetra",
  penta: "--penta",
  hexa: "--hexa",
  minLen: "--min-len",
  maxLen: "--max-len",
  unfair: "--unfair",
  min_repeat_count: "--min-repeat-count",
  min_genome_count: "--min-genome-count",
};

export interface CommandParts {
  /** Names of the files; a browser does not tell where they lie. */
  files: Readonly<Partial<Record<Role, string>>>;
  reference: string;
  switches: Switches;
  values: Readonly<Record<string, number>>;
  defaults: Readonly<Record<string, number>>;
  name: string;
}

/** `crossroad analyze ...` with what differs from the defaults, quoted for a shell. */
export function commandLine(parts: CommandParts): string {
  const words = ["crossroad", "analyze", quote(parts.files.fasta ?? "GENOMES.fa")];
  if (parts.files.categories) words.push("-c", quote(parts.files.categories));
  if (parts.files.genes) words.push("-b", quote(parts.files.genes));
  if (parts.reference) words.push("-r", quote(parts.reference));
  for (const [name, option] of Object.entries(OPTIONS)) {
    const value = parts.values[name];
    if (value !== undefined && value !== parts.defaults[name]) words.push(option, String(value));
  }
  words.push(...switchOptions(parts.switches));
  words.push("-o", quote(folderName(parts.name)));
  return words.join(" ");
}

/** A word as a POSIX shell takes it literally; a leading dash is no option then either. */
export function quote(word: string): string {
  const plain = word.startsWith("-") ? `./${word}` : word;
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}

/** A name for a folder of results, from the name of an analysis. */
export function folderName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "_")
    .replace(/^[._-]+|[._-]+$/g, "");
  return plain || "result";
}
