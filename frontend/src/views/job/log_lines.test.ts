import { expect, test } from "vitest";
import { readLines } from "./log_lines";

test("times are those of this computer's clock", () => {
  const time = new Date(2026, 10, 23, 9, 31, 2, 114);
  const utc = time.toISOString().replace("Z", "+00:00");
  expect(readLines(`${utc} Comparing genomes\n`)).toEqual(["09:31:02.114  Comparing genomes"]);
});

test("lines without a time stay as they are, empty ones go", () => {
  expect(readLines("\n  more of it\n\n2026-11-23 no time\n")).toEqual([
    "  more of it",
    "2026-11-23 no time",
  ]);
});
