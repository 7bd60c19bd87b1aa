import { describe, expect, test } from "vitest";
import { mayBeResult, resultFileName } from "./result_file";

describe("the file of a result", () => {
  test.each([
    ["mpox 2022", "mpox 2022.crossroad"],
    ["clade I/II: a\\b", "clade I_II_ a_b.crossroad"],
    ["Zürich (2)", "Zürich (2).crossroad"],
    [" ..hidden. ", "hidden.crossroad"],
    ["...", "result.crossroad"],
    ["x".repeat(200), `${"x".repeat(100)}.crossroad`],
  ])("of job %j is called %j", (job, file) => {
    expect(resultFileName(job)).toBe(file);
  });

  test.each([
    ["a.crossroad", true],
    ["A.CROSSROAD", true],
    ["a.zip", true],
    ["a.fasta", false],
    ["crossroad", false],
  ])("%s may be opened: %s", (name, expected) => {
    expect(mayBeResult(name)).toBe(expected);
  });
});
