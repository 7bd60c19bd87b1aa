// Steps of a run as bars along time, and how long is left.

import type { JobState, JobStep } from "../../messages";
import { formatDuration } from "../../plots/format";

export interface StepBar {
  name: string;
  detail: string;
  /** Seconds so far, or in all. */
  seconds: number;
  isRunning: boolean;
  /** Whether the run was ended in it. */
  isBrokenOff: boolean;
  /** Seconds after the start of the run. */
  start: number;
}

export interface Timeline {
  bars: StepBar[];
  /** Seconds from the start of the run to now or its end. */
  total: number;
  ticks: number[];
}

/** The steps of a job; `now`, in ms, is by the clock of the server as well. */
export function layOutSteps(steps: readonly JobStep[], state: JobState, now: number): Timeline {
  const began = Date.parse(state.started_at ?? steps[0]?.started_at ?? "");
  const end = state.finished_at ? Date.parse(state.finished_at) : now;
  const bars = steps.map((step) => {
    const start = Math.max(0, (Date.parse(step.started_at) - began) / 1000);
    return {
      name: step.name,
      detail: step.detail ?? "",
      seconds: step.seconds ?? secondsSoFar(step, end),
      isRunning: step.seconds === null && state.status === "running",
      isBrokenOff: step.resumed_at !== null && state.status === "failed",
      start,
    };
  });
  const last = Math.max(0, ...bars.map((bar) => bar.start + bar.seconds));
  const total = Math.max(last, Number.isFinite(began) ? (end - began) / 1000 : 0, 0.1);
  return { bars, total, ticks: listTicks(total) };
}

/** Of the turns of a step that have ended, and of the one that it is in. */
function secondsSoFar(step: JobStep, end: number): number {
  const resumed = Date.parse(step.resumed_at ?? step.started_at);
  return step.earlier_seconds + Math.max(0, (end - resumed) / 1000);
}

/** Round times from 0 on, at most six. */
export function listTicks(total: number): number[] {
  const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200];
  const step = steps.find((each) => total / each <= 5) ?? Math.ceil(total / 5 / 3600) * 3600;
  const count = Math.floor(total / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toFixed(2)));
}

/** Seconds that a run will still take, if it goes on as it did; null while that is not known. */
export function secondsLeft(progress: number, elapsed: number): number | null {
  return progress >= 0.05 && progress < 1 && elapsed >= 2
    ? (elapsed / progress) * (1 - progress)
    : null;
}

/** `7.2 s`; what is too short to be told is `< 0.1 s`. */
export function formatStepTime(seconds: number): string {
  return seconds < 0.1 ? "< 0.1 s" : formatDuration(seconds);
}

/** `0:09`, `12:40`, `1:02:05`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
