import { tableFromArrays } from "apache-arrow";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Columns } from "../arrow";
import { PAGE_ROWS, PageCache } from "./page_cache";

interface Asked {
  offset: number;
  signal: AbortSignal;
  answer: (total?: number) => Promise<void>;
  fail: () => Promise<void>;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A cache whose requests are answered by hand. */
function cacheByHand() {
  const asked: Asked[] = [];
  const changed = vi.fn();
  const cache = new PageCache(
    (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          offset,
          signal,
          answer: async (total = 10_000) => {
            const rows = Math.min(limit, Math.max(0, total - offset));
            const numbers = Int32Array.from({ length: rows }, (_, i) => offset + i);
            resolve(new Columns(tableFromArrays({ number: numbers }), total));
            await vi.advanceTimersByTimeAsync(0);
          },
          fail: async () => {
            reject(new Error("no answer"));
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
    changed,
  );
  return { cache, asked, changed, pages: () => asked.map((one) => one.offset / PAGE_ROWS) };
}

test("only the first page is asked for until the number of rows is known", () => {
  const { cache, pages } = cacheByHand();
  cache.want(0, 30);
  expect(pages()).toEqual([0]);
});

test("rows are found in the page that holds them", async () => {
  const { cache, asked, changed } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer(250);
  expect(changed).toHaveBeenCalled();
  expect(cache.totalRows).toBe(250);
  const found = cache.find(17);
  expect(found?.page.numbers("number")[found.at]).toBe(17);
  expect(cache.find(200)).toBeNull();
});

test("pages in the direction of scrolling come before they are seen", async () => {
  const { cache, asked, pages } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer();
  expect(pages()).toEqual([0, 1, 2]);
  cache.want(3000, 3030, -1);
  for (let i = 1; i <= 5; i++) await asked[i]?.answer();
  expect(pages().slice(3)).toEqual([15, 14, 13, 16]);
});

test("at most two requests are under way", async () => {
  const { cache, asked, pages } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer();
  cache.want(0, PAGE_ROWS * 5);
  expect(pages()).toEqual([0, 1, 2]);
});

test("a dragged scroll bar leaves no backlog: only the last place is asked for", async () => {
  const { cache, asked, pages } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer();
  for (let row = 1000; row <= 9000; row += 1000) cache.want(row, row + 30);
  expect(pages()).toEqual([0, 1, 2]);
  await asked[1]?.answer();
  await asked[2]?.answer();
  expect(pages()).toEqual([0, 1, 2, 45, 46]);
});

test("other filters give up what is under way", () => {
  const { cache, asked } = cacheByHand();
  cache.want(0, 30);
  cache.stop();
  expect(asked[0]?.signal.aborted).toBe(true);
});

test("an answer that was given up changes nothing", async () => {
  const { cache, asked, changed } = cacheByHand();
  cache.want(0, 30);
  cache.stop();
  await asked[0]?.answer();
  expect(changed).not.toHaveBeenCalled();
  expect(cache.totalRows).toBeNull();
});

test("a failure is told once, and the page is asked for again on request only", async () => {
  const { cache, asked, changed, pages } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.fail();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(cache.problem).toEqual(new Error("no answer"));
  cache.want(0, 30);
  expect(pages()).toEqual([0]);
  cache.retry();
  expect(pages()).toEqual([0, 0]);
  await asked[1]?.answer();
  expect(cache.problem).toBeNull();
  expect(cache.has(0, 30)).toBe(true);
});

test("what was seen long ago is forgotten, what is in sight stays", async () => {
  const { cache, asked } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer(100_000);
  for (let page = 0; page < 100; page++) {
    cache.want(page * PAGE_ROWS, page * PAGE_ROWS + 30);
    for (const one of asked) await one.answer(100_000);
  }
  expect(cache.has(0, 30)).toBe(false);
  expect(cache.has(99 * PAGE_ROWS, 99 * PAGE_ROWS + 30)).toBe(true);
});

test("pages beyond the last row are not asked for", async () => {
  const { cache, asked, pages } = cacheByHand();
  cache.want(0, 30);
  await asked[0]?.answer(250);
  expect(pages()).toEqual([0, 1]);
});
