import { tableFromArrays } from "apache-arrow";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Columns } from "../arrow";
import { GridRows } from "./rows.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers after some ms, with so many rows. */
function answering(total: number, ms: number) {
  return (offset: number, limit: number) =>
    new Promise<Columns>((resolve) => {
      const count = Math.max(0, Math.min(limit, total - offset));
      const numbers = Int32Array.from({ length: count }, (_, i) => offset + i);
      setTimeout(() => resolve(new Columns(tableFromArrays({ number: numbers }), total)), ms);
    });
}

async function openedRows(total: number, ms: number) {
  const onnew = vi.fn();
  const rows = new GridRows(onnew);
  rows.viewport = 280;
  rows.open(answering(total, ms));
  await vi.advanceTimersByTimeAsync(4 * ms + 10);
  return { rows, onnew };
}

test("the first rows are shown from the top, and told", async () => {
  const { rows, onnew } = await openedRows(10_000, 20);
  expect(rows.total).toBe(10_000);
  expect(rows.visible).toEqual({ first: 0, end: 10 });
  expect(onnew).toHaveBeenCalledTimes(1);
  rows.stop();
});

test("rows that are there are shown at once", async () => {
  const { rows } = await openedRows(10_000, 20);
  rows.scrollTo(2800);
  expect(rows.visible.first).toBe(100);
  expect(rows.isLate).toBe(false);
  rows.stop();
});

test("the old rows stay until the new ones have come", async () => {
  const { rows } = await openedRows(10_000, 100);
  rows.scrollTo(5000 * 28);
  expect(rows.visible.first).toBe(0);
  await vi.advanceTimersByTimeAsync(149);
  expect(rows.visible.first).toBe(5000);
  expect(rows.find(5000)?.page.numbers("number")[0]).toBe(5000);
  rows.stop();
});

test("after 150 ms the place is shown without its rows", async () => {
  const { rows } = await openedRows(10_000, 1000);
  rows.scrollTo(5000 * 28);
  await vi.advanceTimersByTimeAsync(151);
  expect(rows.isLate).toBe(true);
  expect(rows.visible.first).toBe(5000);
  expect(rows.find(5000)).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(rows.isLate).toBe(false);
  expect(rows.find(5000)).not.toBeNull();
  rows.stop();
});

test("a dragged scroll bar shows rows of the places that it has passed, and ends at the right one", async () => {
  const { rows } = await openedRows(100_000, 100);
  const seen = new Set<number>();
  for (let row = 1000; row <= 90_000; row += 1000) {
    rows.scrollTo(row * 28);
    await vi.advanceTimersByTimeAsync(16);
    expect(rows.isLate).toBe(false);
    expect(rows.find(rows.visible.first)).not.toBeNull();
    seen.add(rows.visible.first);
  }
  expect(seen.size).toBeGreaterThan(10);
  await vi.advanceTimersByTimeAsync(300);
  expect(rows.visible.first).toBe(90_000);
  rows.stop();
});

test("what was fetched ahead of the old place is not shown on the way to another one", async () => {
  const { rows } = await openedRows(100_000, 100);
  rows.scrollTo(1000 * 28);
  await vi.advanceTimersByTimeAsync(110);
  rows.scrollTo(50_000 * 28);
  const shown = new Set<number>();
  for (let i = 0; i < 30; i++) {
    await vi.advanceTimersByTimeAsync(10);
    shown.add(rows.visible.first);
  }
  expect([...shown]).toEqual([1000, 50_000]);
  rows.stop();
});

test("rows of two pages are shown together, without a step at the first of them", async () => {
  const { rows } = await openedRows(100_000, 60);
  rows.scrollTo(49_995 * 28);
  const shown = new Set<number>();
  for (let i = 0; i < 14; i++) {
    await vi.advanceTimersByTimeAsync(10);
    shown.add(rows.visible.first);
  }
  expect([...shown]).toEqual([0, 49_995]);
  rows.stop();
});

test("other filters leave the old rows in sight until the first new ones are there", async () => {
  const { rows, onnew } = await openedRows(10_000, 20);
  rows.scrollTo(2800);
  rows.open(answering(7, 500));
  await vi.advanceTimersByTimeAsync(400);
  expect(rows.total).toBe(10_000);
  expect(rows.isLate).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(rows.total).toBe(7);
  expect(rows.visible).toEqual({ first: 0, end: 7 });
  expect(onnew).toHaveBeenCalledTimes(2);
  rows.stop();
});

test("of two changes in a row only the last one is shown", async () => {
  const { rows, onnew } = await openedRows(10_000, 20);
  rows.open(answering(7, 50));
  rows.open(answering(9, 20));
  await vi.advanceTimersByTimeAsync(200);
  expect(rows.total).toBe(9);
  expect(onnew).toHaveBeenCalledTimes(2);
  rows.stop();
});

test("a failure is told beside the old rows", async () => {
  const { rows } = await openedRows(10_000, 20);
  rows.open(() => Promise.reject(new Error("refused")));
  await vi.advanceTimersByTimeAsync(10);
  expect(rows.problem).toEqual(new Error("refused"));
  expect(rows.total).toBe(10_000);
  expect(rows.find(0)).not.toBeNull();
  rows.stop();
});
