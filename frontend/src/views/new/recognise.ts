// What a file is, from its content first and its name second.

export type Role = "fasta" | "categories" | "genes";

export const ROLES: readonly Role[] = ["fasta", "categories", "genes"];
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  fasta: "Genomes",
  categories: "Metadata",
  genes: "Genes",
};

/** What a file is: its role and its kind in words, or what is wrong with it and what to do. */
export type Recognised = { role: Role; kind: string } | { role: Role | null; problem: string };

const HEAD_BYTES = 1 << 16;

/** What a file is, from its first 64 kB; packed ones are unpacked as far. */
export async function recogniseFile(file: File): Promise<Recognised> {
  if (!file.size)
    return { role: roleOfName(file.name), problem: `${file.name}: the file is empty.` };
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (!isGzip(head)) return recogniseHead(file.name, head);
  const found = recogniseHead(file.name, await gunzipHead(head));
  return "kind" in found ? { ...found, kind: `${found.kind}, gzip` } : found;
}

/** What a file with this name and these first bytes, already unpacked, is. */
export function recogniseHead(name: string, head: Uint8Array): Recognised {
  const unreadable = findUnreadable(name, head);
  if (unreadable) return { role: roleOfName(name), problem: `${name}: ${unreadable}` };
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, "");
  const lines = text.split(/\r\n|\r|\n/);
  // The last line may be cut off.
  if (lines.length > 1) lines.pop();
  const written = lines.filter((line) => line.trim());
  const first = written[0]?.trim() ?? "";
  if (first.startsWith(">")) return { role: "fasta", kind: "FASTA" };
  const otherFormat = findOtherFormat(first);
  if (otherFormat) return { role: otherFormat.role, problem: `${name}: ${otherFormat.text}` };
  if (looksLikeBed(written)) return { role: "genes", kind: "BED" };
  const table = tableKind(first);
  if (table) return { role: "categories", kind: table };
  return { role: roleOfName(name), problem: `${name}: ${whatIsMissing(roleOfName(name))}` };
}

/** The role that the ending of a name speaks for. */
function roleOfName(name: string): Role | null {
  const ending =
    name
      .toLowerCase()
      .replace(/\.(b?gz|zip|bz2|xz|zst)$/, "")
      .split(".")
      .pop() ?? "";
  if (/^(fa|fasta|fna|fas|ffn|seq|gb|gbk|gbff|genbank|embl|2bit)$/.test(ending)) return "fasta";
  if (/^(bed|gff|gff3|gtf)$/.test(ending)) return "genes";
  if (/^(tsv|csv|txt|tab|xlsx|xls|ods|numbers)$/.test(ending)) return "categories";
  return null;
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function gunzipHead(packed: Uint8Array): Promise<Uint8Array> {
  const unpacked = new DecompressionStream("gzip");
  const writer = unpacked.writable.getWriter();
  // The stream is cut off, so it ends in an error; what came before it is enough.
  writer.write(packed as BufferSource).catch(() => {});
  writer.close().catch(() => {});
  const reader = unpacked.readable.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < HEAD_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.length;
    }
    await reader.cancel();
  } catch {
    // See above.
  }
  return join(pieces, length);
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const SPREADSHEET = "a spreadsheet. Save it as tab-separated text.";

function findUnreadable(name: string, head: Uint8Array): string | null {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (!head.length) return "the gzip data is damaged. Copy or download the file again.";
  if (starts(0x50, 0x4b, 3, 4)) {
    return /\.(xlsx|xlsm|ods|numbers)$/i.test(name)
      ? SPREADSHEET
      : "a zip archive. Unpack it first.";
  }
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return SPREADSHEET;
  if (starts(0x42, 0x5a, 0x68)) return "packed with bzip2. Unpack it, or pack it with gzip.";
  if (starts(0xfd, 0x37, 0x7a, 0x58)) return "packed with xz. Unpack it, or pack it with gzip.";
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return "packed with zstd. Unpack it, or pack it with gzip.";
  if (starts(0x25, 0x50, 0x44, 0x46)) return "a PDF. Give the table or the sequences as text.";
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return "UTF-16 text. Save it as UTF-8.";
  return head.includes(0) ? "not a text file. Give FASTA, BED, TSV or CSV." : null;
}

function findOtherFormat(first: string): { role: Role; text: string } | null {
  if (/^##gff-version/i.test(first) || isGffLine(first)) {
    return {
      role: "genes",
      text: "GFF3 is not read yet. Give the genes as BED: id, start minus 1, end, name.",
    };
  }
  if (/^(LOCUS|ID) {2,}/.test(first)) {
    const format = first.startsWith("LOCUS") ? "GenBank" : "EMBL";
    return {
      role: "fasta",
      text: `${format} is not read yet. Give the sequences as FASTA, the genes as BED.`,
    };
  }
  if (first.startsWith("@")) {
    return { role: "fasta", text: "FASTQ reads. Give assembled genomes as FASTA." };
  }
  return null;
}

function isGffLine(line: string): boolean {
  const cells = line.split("\t");
  return (
    cells.length >= 8 && isWhole(cells[3]) && isWhole(cells[4]) && /^[+\-.?]$/.test(cells[6] ?? "")
  );
}

/** Whether most lines have whole numbers in columns 2 and 3; comments and a header may come first. */
function looksLikeBed(lines: readonly string[]): boolean {
  const rows = lines.filter((line) => !/^(#|track\b|browser\b)/.test(line));
  const isInterval = (line: string | undefined) => {
    const cells = line?.includes("\t") ? line.split("\t") : (line ?? "").trim().split(/\s+/);
    return cells.length >= 3 && isWhole(cells[1]) && isWhole(cells[2]);
  };
  return (
    isInterval(rows[0]) ||
    (isInterval(rows[1]) && isInterval(rows[2] ?? rows[1]) && !hasIdColumn(rows[0] ?? ""))
  );
}

function tableKind(header: string): string | null {
  const delimiter = ["\t", ",", ";"].find((sign) => header.includes(sign));
  if (!delimiter && !hasIdColumn(header)) return null;
  return delimiter === "," || delimiter === ";" ? "CSV" : "TSV";
}

function hasIdColumn(header: string): boolean {
  return (
    header.split(/[\t,;]/).some((cell) => /^"?genome_?id"?$/i.test(cell.trim())) &&
    !/^"?genome_?id"?\s+(start|chromStart)\b/i.test(header)
  );
}

function isWhole(cell: string | undefined): boolean {
  return /^\s*-?\d+\s*$/.test(cell ?? "");
}

function whatIsMissing(role: Role | null): string {
  switch (role) {
    case "fasta":
      return "its first line does not begin with '>'. Give FASTA.";
    case "genes":
      return "no lines with id, start, end and gene. Give BED.";
    case "categories":
      return "no columns. Give a table with a header line, parted by tabs or commas.";
    case null:
      return "neither FASTA nor BED nor a table.";
  }
}
