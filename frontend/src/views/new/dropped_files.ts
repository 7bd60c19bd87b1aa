// The files of a drop: single ones, and those in folders.

const MOST_FILES = 200;

/** All files that were dropped, those in folders too; hidden ones are left out. */
export async function readDrop(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the first wait: afterwards the browser has emptied the list.
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (entries.some((entry) => entry?.isDirectory)) {
    const files: File[] = [];
    for (const entry of entries) if (entry) await collect(entry, files);
    return files;
  }
  return plain;
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= MOST_FILES || entry.name.startsWith(".")) return;
  if (entry.isFile) {
    files.push(
      await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)),
    );
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A folder tells its entries in portions, an empty one at the end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (!part.length) return;
    for (const inner of part) await collect(inner, files);
  }
}
