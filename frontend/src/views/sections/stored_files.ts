// The files of a result, folder by folder, in the order in which one looks for them.

import type { JobSummary, StoredFile } from "../../messages";
import { meaningOf } from "./result_tables";

export interface ListedFile {
  path: string;
  name: string;
  bytes: number;
  /** What a row is, or what the file is for. */
  meaning: string;
}

export interface Folder {
  title: string;
  note: string;
  files: ListedFile[];
  bytes: number;
}

const FOLDERS = [
  { prefix: "main/", title: "Main tables", note: "main" },
  { prefix: "intrim/", title: "Intermediate tables", note: "intrim" },
  { prefix: "parquet/", title: "The same, typed, for programs", note: "parquet" },
  { prefix: "", title: "About the run", note: "" },
] as const;
const OTHERS: Readonly<Record<string, string>> = {
  "run.json": "Parameters, inputs with SHA-256, versions, counts, warnings",
  "intrim/perf_params.txt": "Motif lengths and their least repeat numbers",
};

/** Folders with files, the main ones first; each file in the first folder that it fits. */
export function groupFiles(files: readonly StoredFile[], summary: JobSummary): Folder[] {
  const tables = new Map(summary.tables.map((table) => [table.file, table.name]));
  const left = new Set(files);
  return FOLDERS.flatMap(({ prefix, title, note }) => {
    const here = [...left].filter((file) => file.path.startsWith(prefix));
    for (const file of here) left.delete(file);
    const listed = here.map((file) => listFile(file, prefix, tables));
    const bytes = here.reduce((sum, file) => sum + file.bytes, 0);
    return here.length ? [{ title, note, files: listed, bytes }] : [];
  });
}

function listFile(
  file: StoredFile,
  prefix: string,
  tables: ReadonlyMap<string, string>,
): ListedFile {
  const stem = file.path.replace(/^.*\//, "").replace(/\.\w+$/, "");
  const meaning = OTHERS[file.path] ?? meaningOf(tables.get(file.path) ?? stem);
  return { path: file.path, name: file.path.slice(prefix.length), bytes: file.bytes, meaning };
}

/** Address of a file for a link that saves it. */
export function fileAddress(job: string, path: string): string {
  const parts = path.split("/").map(encodeURIComponent).join("/");
  return `/api/job/${job}/download/${parts}`;
}
