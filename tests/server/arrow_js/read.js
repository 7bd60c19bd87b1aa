// Reads Arrow streams with one version of apache-arrow and prints their rows as JSON.
//
// node read.js arrow-newest FILE...  ->  [{"fields": [[name, type], ...], "rows": [[cell, ...], ...]}, ...]

import { readFileSync } from "node:fs";
import process from "node:process";

const [version, ...files] = process.argv.slice(2);
const { tableFromIPC } = await import(version);

// JSON has no whole numbers beyond 2^53; ours are far below.
const asJson = (cell) => (typeof cell === "bigint" ? Number(cell) : cell);

const read = (file) => {
  const table = tableFromIPC(readFileSync(file));
  const names = table.schema.fields.map((field) => field.name);
  const columns = names.map((name) => Array.from(table.getChild(name), asJson));
  const rows = Array.from({ length: table.numRows }, (_, place) => columns.map((cells) => cells[place]));
  return { fields: table.schema.fields.map((field) => [field.name, String(field.type)]), rows };
};

process.stdout.write(JSON.stringify(files.map(read)));
