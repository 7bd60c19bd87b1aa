import { expect, test } from "vitest";
import { formatDuration } from "./format";

test.each([
  [0, "0.0 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [179.7, "3 min 0 s"],
  [3599.6, "1 h 0 min"],
  [3725, "1 h 2 min"],
])("%d seconds are %s", (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});
