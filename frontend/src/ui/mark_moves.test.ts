import { describe, expect, it } from "vitest";
import { nextAlong } from "./mark_moves";

const at = (x: number, y: number) => ({ x, y, width: 2, height: 2 });

describe("the arrow keys up and down", () => {
  const marks = [at(0, 0), at(50, 0), at(0, 20), at(50, 22), at(51, 40)];

  it("lead to the nearest mark in that direction", () => {
    expect(nextAlong(marks, 0, 1)).toBe(2);
    expect(nextAlong(marks, 1, 1)).toBe(3);
    expect(nextAlong(marks, 4, -1)).toBe(3);
  });

  it("stay where there is none", () => {
    expect(nextAlong(marks, 0, -1)).toBe(0);
    expect(nextAlong(marks, 4, 1)).toBe(4);
  });

  it("begin at the first mark", () => {
    expect(nextAlong(marks, -1, 1)).toBe(0);
    expect(nextAlong([], 0, 1)).toBe(0);
  });
});
