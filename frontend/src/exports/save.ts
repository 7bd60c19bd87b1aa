// The one way by which the page gives the user a file: a download in a browser, a dialog in the
// desktop window, where downloads do not work.

import { ApiError } from "../api";
import { isInWindow, saveBytes, saveFromServer } from "../desktop_window";
import { formatBytes } from "../plots/format";
import { session } from "../session.svelte";

/** From this size on it is told how far a file is. */
const LARGE_BYTES = 8_000_000;

/** Saves bytes under a name. */
export function saveBlob(blob: Blob, name: string): void {
  if (isInWindow()) {
    void tellOutcome(name, saveBytes(blob, name));
    return;
  }
  const address = URL.createObjectURL(blob);
  download(address, name);
  // The browser has taken it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Saves what the server gives at an address. */
export function saveAddress(address: string, name = ""): void {
  if (!isInWindow()) {
    download(address, name);
    return;
  }
  const shown = name || fileNameOf(address);
  let notice: number | null = null;
  const tell = ({ bytes, total }: { bytes: number; total: number }) => {
    if (Math.max(bytes, total) < LARGE_BYTES) return;
    const text = total ? `${Math.floor((100 * bytes) / total)} %` : formatBytes(bytes);
    if (notice === null) notice = session.notifyProgress(`Saving ${shown}`, text);
    else session.changeNotice(notice, text);
  };
  void tellOutcome(shown, saveFromServer(address, shown, tell)).then(() => {
    if (notice !== null) session.dismiss(notice);
  });
}

/** In the desktop window, saves what a link for a download leads to. */
export function takeDownload(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.("a[download]");
  if (!(link instanceof HTMLAnchorElement) || !isInWindow()) return;
  event.preventDefault();
  saveAddress(link.pathname + link.search, link.download);
}

/** The name of the file at an address of the server. */
export function fileNameOf(address: string): string {
  const [path = ""] = address.split("?", 1);
  const parts = path.split("/").map(decodeURIComponent);
  const last = parts.at(-1) ?? "";
  return last === "download_zip" ? `ssr_analysis_${parts.at(-2)}_full.zip` : last;
}

async function tellOutcome(name: string, saving: Promise<string | null>): Promise<void> {
  try {
    const path = await saving;
    if (path !== null) session.notify("done", `${name} is saved`, path);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    session.notify("failed", `${name} was not saved`, problem.message);
  }
}

function download(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
