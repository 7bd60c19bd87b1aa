import { afterEach, expect, test, vi } from "vitest";
import { ApiError, getPlotData, getStorage, NOT_REACHED, serverNow, submitAnalysis } from "./api";

afterEach(() => vi.unstubAllGlobals());

/** An answer whose connection breaks after its head. */
function broken(): Response {
  const body = new ReadableStream({ pull: (stream) => stream.error(new TypeError("lost")) });
  return new Response(body, { status: 200 });
}

test("a connection that breaks within an answer is told as one that is not there", async () => {
  vi.stubGlobal("fetch", async () => broken());
  for (const asked of [getStorage(), getPlotData("j", "k", new URLSearchParams())]) {
    await expect(asked).rejects.toEqual(new ApiError(0, NOT_REACHED));
  }
});

test("an answer that was given up stays so, and is no failure of the server", async () => {
  const givenUp = new DOMException("", "AbortError");
  vi.stubGlobal("fetch", () => Promise.reject(givenUp));
  await expect(getStorage()).rejects.toBe(givenUp);
});

test("an upload ends also when its answer is cut", async () => {
  class Cut {
    upload = {};
    status = 202;
    responseText = '{"job_id":';
    onload = () => {};
    open() {}
    send() {
      this.onload();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Cut);
  await expect(submitAnalysis(new FormData())).rejects.toBeInstanceOf(ApiError);
});

test("times of jobs are compared with the clock of the server", async () => {
  const answerAt = (date: string) => async () => new Response("{}", { headers: { Date: date } });
  const hour = 3_600_000;
  vi.stubGlobal("fetch", answerAt(new Date(Date.now() + hour).toUTCString()));
  await getStorage();
  expect(Math.abs(serverNow() - Date.now() - hour)).toBeLessThan(2000);
  vi.stubGlobal("fetch", answerAt(new Date().toUTCString()));
  await getStorage();
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(5);
});
