import { afterEach, expect, test, vi } from "vitest";
import { followWindow, isInWindow, saveFromServer, zoomStep } from "./desktop_window";
import { fileNameOf, takeDownload } from "./exports/save";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** An answer whose lines arrive in these pieces. */
function answerIn(...pieces: string[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
  return new Response(body);
}

test("only a page that the window marked is in a window", () => {
  expect(isInWindow()).toBe(false);
  vi.stubGlobal("pywebview", {});
  expect(isInWindow()).toBe(true);
});

test("what the window tells arrives until it is not followed any more", () => {
  const told: unknown[] = [];
  const stop = followWindow((event) => told.push(event));
  const tell = () =>
    window.dispatchEvent(new CustomEvent("crossroad-window", { detail: { kind: "notice" } }));
  tell();
  stop();
  tell();
  expect(told).toEqual([{ kind: "notice" }]);
});

test("progress is told line by line, however the lines are cut", async () => {
  const lines = '{"bytes": 1, "total": 2}\n{"bytes": 2, "total": 2}\n{"saved": "/a.zip"}\n';
  vi.stubGlobal("fetch", async () =>
    answerIn(lines.slice(0, 10), lines.slice(10, 40), lines.slice(40)),
  );
  const told: unknown[] = [];
  expect(await saveFromServer("/api/x", "a.zip", (progress) => told.push(progress))).toBe("/a.zip");
  expect(told).toEqual([
    { bytes: 1, total: 2 },
    { bytes: 2, total: 2 },
  ]);
});

test("a file that was not saved is an error, with the reason", async () => {
  vi.stubGlobal("fetch", async () => answerIn('{"error": "The disk is full."}\n'));
  await expect(saveFromServer("/api/x", "a", () => {})).rejects.toThrow("The disk is full.");
});

test("an answer that breaks off is an error", async () => {
  vi.stubGlobal("fetch", async () => answerIn('{"bytes": 1, "total": 2}\n'));
  await expect(saveFromServer("/api/x", "a", () => {})).rejects.toThrow("too early");
});

test.each([
  ["+", 1],
  ["=", 1],
  ["-", -1],
  ["0", 0],
  ["a", null],
])("with Ctrl, %s is zoom step %s", (key, step) => {
  expect(zoomStep(new KeyboardEvent("keydown", { key, ctrlKey: true }))).toBe(step);
  expect(zoomStep(new KeyboardEvent("keydown", { key }))).toBe(null);
});

test.each([
  ["/api/job/job_1/download_zip", "ssr_analysis_job_1_full.zip"],
  ["/api/job/job_1/table/hotspot.csv?sort=-a", "hotspot.csv"],
  ["/api/job/job_1/download/main/a%20b.tsv", "a b.tsv"],
])("the file at %s is called %s", (address, name) => {
  expect(fileNameOf(address)).toBe(name);
});

test("in a browser a link for a download stays one", () => {
  document.body.innerHTML = '<a href="/api/x" download><b>Save</b></a>';
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  const take = vi.fn(takeDownload);
  window.addEventListener("click", (given) => {
    take(given);
    given.preventDefault();
  });
  const before = vi.fn();
  vi.stubGlobal("fetch", before);
  document.querySelector("b")?.dispatchEvent(event);
  expect(take).toHaveBeenCalledOnce();
  expect(before).not.toHaveBeenCalled();
});

test("in the window it asks where to save", async () => {
  vi.stubGlobal("pywebview", {});
  const asked = vi.fn(async () => answerIn('{"saved": null}\n'));
  vi.stubGlobal("fetch", asked);
  document.body.innerHTML = '<a href="/api/job/job_1/download_zip" download><b>Save</b></a>';
  window.addEventListener("click", takeDownload, { once: true });
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  document.querySelector("b")?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  const content = { address: "/api/job/job_1/download_zip", name: "ssr_analysis_job_1_full.zip" };
  expect(asked).toHaveBeenCalledWith(
    "/window/save_address",
    expect.objectContaining({ body: JSON.stringify(content) }),
  );
});
