import { expect, test } from "vitest";
import type { JobState, JobStep } from "../../messages";
import { formatClock, formatStepTime, layOutSteps, listTicks, secondsLeft } from "./timeline";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const state = (finished: number | null): JobState =>
  ({
    status: finished === null ? "running" : "completed",
    started_at: at(0),
    finished_at: finished === null ? null : at(finished),
  }) as JobState;
const step = (name: string, start: number, seconds: number | null): JobStep => ({
  name,
  started_at: at(start),
  seconds,
  detail: null,
  resumed_at: seconds === null ? at(start) : null,
  earlier_seconds: 0,
});

test("bars begin where their steps began", () => {
  const { bars, total } = layOutSteps([step("read", 0, 3), step("write", 3, 1)], state(5), 0);
  expect(bars.map(({ start, seconds }) => [start, seconds])).toEqual([
    [0, 3],
    [3, 1],
  ]);
  expect(total).toBe(5);
});

test("the bar of the step at work grows until now", () => {
  const { bars, total } = layOutSteps(
    [step("read", 0, 3), step("find", 3, null)],
    state(null),
    Date.parse(at(10)),
  );
  expect(bars[1]).toMatchObject({ seconds: 7, isRunning: true });
  expect(total).toBe(10);
});

test("a step at work again counts its own turns, not what came between", () => {
  const again = { ...step("write", 3, null), resumed_at: at(9), earlier_seconds: 1 };
  const steps = [step("read", 0, 3), again, step("catalogue loci", 4, 5)];
  const { bars } = layOutSteps(steps, state(null), Date.parse(at(11)));
  expect(bars.map(({ seconds, isRunning }) => [seconds, isRunning])).toEqual([
    [3, false],
    [3, true],
    [5, false],
  ]);
});

test("steps are told under the names that the run gives them", () => {
  const names = ["Finding the strand of genomes", "Cataloguing loci", "a step of a later version"];
  const { bars } = layOutSteps(
    names.map((name, i) => step(name, i, 1)),
    state(3),
    0,
  );
  expect(bars.map(({ name }) => name)).toEqual(names);
});

test("a step that a broken-off run was in is not at work any more", () => {
  const ended = { ...state(8), status: "failed" } as JobState;
  expect(layOutSteps([step("read", 0, null)], ended, Date.parse(at(99))).bars[0]).toMatchObject({
    seconds: 8,
    isRunning: false,
    isBrokenOff: true,
  });
});

test("a run may be broken off in a step that is not the last one", () => {
  const ended = { ...state(8), status: "failed" } as JobState;
  const again = { ...step("write", 1, 3), resumed_at: at(6), earlier_seconds: 1 };
  const { bars } = layOutSteps([step("read", 0, 1), again, step("find", 2, 4)], ended, 0);
  expect(bars.map(({ isBrokenOff }) => isBrokenOff)).toEqual([false, true, false]);
});

test("without steps there is an empty axis", () => {
  expect(
    layOutSteps([], { status: "queued", started_at: null, finished_at: null } as JobState, 0),
  ).toEqual({
    bars: [],
    total: 0.1,
    ticks: [0, 0.05, 0.1],
  });
});

test.each([
  [4, [0, 1, 2, 3, 4]],
  [22, [0, 5, 10, 15, 20]],
  [0.4, [0, 0.1, 0.2, 0.3, 0.4]],
  [700, [0, 300, 600]],
])("an axis of %s s has round ticks", (total, ticks) => {
  expect(listTicks(total)).toEqual(ticks);
});

test("an axis of days still has few ticks", () => {
  expect(listTicks(200_000).length).toBeLessThanOrEqual(6);
});

test("what is left follows from what is done, once there is enough to tell", () => {
  expect(secondsLeft(0.25, 10)).toBe(30);
  expect(secondsLeft(0.25, 1)).toBeNull();
  expect(secondsLeft(0.01, 10)).toBeNull();
  expect(secondsLeft(1, 10)).toBeNull();
});

test.each([
  [9.8, "0:09"],
  [760, "12:40"],
  [3725, "1:02:05"],
])("%s s are %s on the clock", (seconds, text) => {
  expect(formatClock(seconds)).toBe(text);
});

test("a step too short to be told is not told as nothing", () => {
  expect([formatStepTime(0.04), formatStepTime(0.1), formatStepTime(72)]).toEqual([
    "< 0.1 s",
    "0.1 s",
    "1 min 12 s",
  ]);
});
