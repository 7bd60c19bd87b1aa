import { describe, expect, it } from "vitest";
import { columnsFor, isNarrow, showsColumn } from "./locus_columns";

describe("the columns of the list of loci", () => {
  it("are more the more room there is", () => {
    const keys = (width: number) => columnsFor(width).map(({ key }) => key);
    expect(keys(360)).toEqual(["place", "sizes", "h"]);
    expect(keys(1200)).toHaveLength(9);
    expect([showsColumn("pic", 959), showsColumn("pic", 960)]).toEqual([false, true]);
  });

  it.each([360, 700, 1200])(
    "fill a list of %i px, the repeat numbers taking what is left",
    (width) => {
      const columns = columnsFor(width);
      const gaps = 14 * (columns.length - 1);
      const all = columns.reduce((sum, column) => sum + column.width, gaps);
      expect(all).toBe(width - 48);
      expect(isNarrow(width)).toBe(width < 640);
    },
  );
});
