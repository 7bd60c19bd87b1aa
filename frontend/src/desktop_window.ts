// What the page can ask of the desktop window around it, and what the window tells the page.
//
// In a browser there is no window: `isInWindow` is false, and nothing else may be called.

import { ApiError, call, sendJson } from "./api";

/** What the window tells the page. */
export type WindowEvent =
  | { kind: "closing"; running: number; queued: number }
  | { kind: "notice"; title: string; text?: string; failed?: boolean }
  | { kind: "about"; version: string; data_dir: string; job_dir: string; parts: Part[] };

/** Name, version (empty for what is inside the page), licence. */
export type Part = [name: string, version: string, licence: string];

/** What happens to unfinished jobs when the window closes; `stay` keeps it open. */
export type ClosingAnswer = "keep" | "stop" | "stay";

type Progress = { bytes: number; total: number };
type SaveLine = Progress | { saved: string | null } | { error: string };

/** Whether the page is shown in the desktop window: it marks the page when it has been loaded. */
export const isInWindow = () => "pywebview" in window;

/** Calls back with everything that the window tells; the answer stops it. */
export function followWindow(ontold: (event: WindowEvent) => void): () => void {
  const listen = (event: Event) => ontold((event as CustomEvent<WindowEvent>).detail);
  window.addEventListener("crossroad-window", listen);
  return () => window.removeEventListener("crossroad-window", listen);
}

/** Asks where to save bytes, and saves them; the path, null if the user does not want to. */
export async function saveBytes(blob: Blob, name: string): Promise<string | null> {
  const address = `/window/save?name=${encodeURIComponent(name)}`;
  const answer = await call(address, { method: "POST", body: blob });
  return ((await answer.json()) as { saved: string | null }).saved;
}

/** The same for what the server gives at an address; it goes straight to the disk. */
export async function saveFromServer(
  address: string,
  name: string,
  onprogress: (progress: Progress) => void,
): Promise<string | null> {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ address, name });
  const answer = await call("/window/save_address", { method: "POST", headers, body });
  for await (const line of linesOf(answer)) {
    const told = JSON.parse(line) as SaveLine;
    if ("error" in told) throw new ApiError(0, told.error);
    if ("saved" in told) return told.saved;
    onprogress(told);
  }
  throw new ApiError(0, "The file was not saved: the program ended too early.");
}

/** Asks for a folder or a zip; its path, null if the user does not want to. */
export async function choosePath(what: "folder" | "zip"): Promise<string | null> {
  const answer = await sendJson<{ paths: string[] }>("POST", "/window/choose", { what });
  return answer.paths[0] ?? null;
}

/** Where what was dropped on the window lies, by its names. */
export async function droppedPaths(names: string[]): Promise<string[]> {
  return (await sendJson<{ paths: string[] }>("POST", "/window/dropped", { names })).paths;
}

/** Answers the question that closing the window raised. */
export async function answerClosing(answer: ClosingAnswer): Promise<void> {
  await post("/window/close", { answer });
}

/** Shows the page larger (1), smaller (-1) or in its actual size (0). */
export async function zoomPage(step: -1 | 0 | 1): Promise<void> {
  await post("/window/zoom", { step });
}

/** Shows a notification of the desktop. */
export async function notifyDesktop(title: string, text: string): Promise<void> {
  await post("/window/notify", { title, text });
}

/** The zoom step of a key, as browsers have them; null for other keys. */
export function zoomStep(event: KeyboardEvent): -1 | 0 | 1 | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.key === "+" || event.key === "=") return 1;
  if (event.key === "-") return -1;
  return event.key === "0" ? 0 : null;
}

async function post(address: string, content: unknown): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  await call(address, { method: "POST", headers, body: JSON.stringify(content) });
}

async function* linesOf(answer: Response): AsyncGenerator<string> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
