// Which of several files goes into which slot.

import { plural } from "../../plots/format";
import { type Recognised, ROLE_NAMES, ROLES, type Role } from "./recognise";

export interface GivenFile {
  file: File;
  found: Recognised;
}

export interface Assignment {
  taken: Partial<Record<Role, { file: File; kind: string }>>;
  /** What is wrong, by the slot where it is told. */
  problems: Partial<Record<Role, { name: string; text: string }>>;
  /** Names of files that nothing is done with. */
  unused: string[];
}

/** The files by slot. Two of a kind are a question to the user, not a guess. */
export function assignFiles(given: readonly GivenFile[]): Assignment {
  const result: Assignment = { taken: {}, problems: {}, unused: [] };
  for (const role of ROLES) {
    const fitting = given.filter(({ found }) => found.role === role && "kind" in found);
    const wrong = given.filter(({ found }) => found.role === role && "problem" in found);
    const [first] = fitting;
    if (fitting.length > 1) result.problems[role] = tellSeveral(role, fitting);
    else if (first) result.taken[role] = { file: first.file, kind: kindOf(first.found) };
    else if (wrong[0]) result.problems[role] = tellWrong(wrong[0]);
    result.unused.push(...wrong.slice(first ? 0 : 1).map(({ file }) => file.name));
  }
  result.unused.push(...given.filter(({ found }) => !found.role).map(({ file }) => file.name));
  return result;
}

/** The file in the slot that the user chose for it. A table may be a BED file to the user's mind,
 * which the server judges; but genomes are never anything else. */
export function assignTo(role: Role, { file, found }: GivenFile): Assignment {
  const result: Assignment = { taken: {}, problems: {}, unused: [] };
  if ("problem" in found) {
    result.problems[role] = tellWrong({ file, found });
  } else if (found.role !== role && (found.role === "fasta" || role === "fasta")) {
    const text = `${file.name}: ${describeKind(found.kind)}. ${WANTED[role]}`;
    result.problems[role] = { name: file.name, text };
  } else {
    result.taken[role] = { file, kind: found.kind };
  }
  return result;
}

const WANTED: Readonly<Record<Role, string>> = {
  fasta: "Genomes are read from FASTA.",
  categories: "Metadata are read from a table, TSV or CSV.",
  genes: "Genes are read from BED.",
};

function tellSeveral(role: Role, files: readonly GivenFile[]) {
  const names = files.map(({ file }) => file.name);
  const kind = role === "fasta" ? "FASTA file" : role === "genes" ? "BED file" : "table";
  const remedy =
    role === "fasta"
      ? "Join them into one file, or choose one."
      : `Choose the one with the ${ROLE_NAMES[role].toLowerCase()}.`;
  const listed =
    names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
  return {
    name: plural(names.length, kind),
    text: `${plural(names.length, kind)}: ${listed}. ${remedy}`,
  };
}

function tellWrong({ file, found }: GivenFile) {
  return { name: file.name, text: "problem" in found ? found.problem : "" };
}

function kindOf(found: Recognised): string {
  return "kind" in found ? found.kind : "";
}

function describeKind(kind: string): string {
  return kind.startsWith("FASTA")
    ? "sequences in FASTA"
    : kind.startsWith("BED")
      ? "BED"
      : "a table";
}
