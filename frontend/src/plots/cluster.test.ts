import { describe, expect, it } from "vitest";
import { clusterOrder } from "./cluster";

describe("the order of a clustering", () => {
  it("puts rows that are alike side by side", () => {
    expect(clusterOrder([[0], [10], [1], [11], [0.5]])).toEqual([0, 4, 2, 1, 3]);
  });

  it("holds every row once", () => {
    const rows = Array.from({ length: 60 }, (_, i) => [(i * 37) % 11, (i * 17) % 7, (i * 5) % 3]);
    expect([...clusterOrder(rows)].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  });

  it("follows average linkage", () => {
    // 0 and 4 join first. Then 9 is 7 away from both on average, and 5.5 from 14.5, which it joins.
    // By the nearest pair it would join 0 and 4 instead: 0, 2, 3, 1.
    expect(clusterOrder([[0], [14.5], [4], [9]])).toEqual([0, 2, 1, 3]);
  });

  it("leaves equal rows in their order", () => {
    expect(clusterOrder([[1], [1], [1], [1]])).toEqual([0, 1, 2, 3]);
  });

  it("is nothing for no rows", () => {
    expect(clusterOrder([])).toEqual([]);
  });
});
