import { describe, expect, it } from "vitest";
import { dodge, hashShare } from "./dodge";

const named = (index: number) => `genome ${index}`;

describe("marks beside each other", () => {
  it("stay in the middle where they are apart", () => {
    expect(dodge([0, 6, 20], 6, 30, named)).toEqual([0, 0, 0]);
  });

  it("lie evenly about the middle where they are equal", () => {
    expect(dodge([5, 5], 6, 30, named)).toEqual([-3, 3]);
    expect(dodge([5, 5, 5], 6, 30, named).sort((a, b) => a - b)).toEqual([-6, 0, 6]);
  });

  it("never lie on another while there is room", () => {
    const positions = Array.from({ length: 60 }, (_, i) => 1.7 * i);
    const offsets = dodge(positions, 6, 100, named);
    positions.forEach((a, i) => {
      positions.slice(0, i).forEach((b, j) => {
        const across = Math.abs((offsets[i] ?? 0) - (offsets[j] ?? 0));
        expect(Math.max(across, Math.abs(a - b))).toBeGreaterThanOrEqual(5.999);
      });
    });
  });

  it("stay within reach where there is no room, at the same place each time", () => {
    const positions = new Array<number>(500).fill(3);
    const offsets = dodge(positions, 4, 20, named);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(22);
    expect(dodge(positions, 4, 20, named)).toEqual(offsets);
  });

  it("are scattered by their names, from 0 to below 1", () => {
    const shares = Array.from({ length: 200 }, (_, i) => hashShare(`SIM${i}`));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(new Set(shares).size).toBe(200);
  });
});
