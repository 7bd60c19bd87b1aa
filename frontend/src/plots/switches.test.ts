import { expect, test } from "vitest";
import type { Switch } from "./drawing";
import { chosenValue } from "./switches";

const rows: Switch = {
  name: "top",
  label: "Rows",
  kind: "select",
  values: [
    { value: "20", label: "20 rows" },
    { value: "all", label: "all rows" },
  ],
  initial: "20",
};

test("a switch has a value that it offers, whatever the address says", () => {
  expect(chosenValue(rows, "all", null)).toBe("all");
  for (const value of [undefined, "", "21", "constructor"]) {
    expect(chosenValue(rows, value, null)).toBe("20");
  }
});

test("a number or a column is taken as it is: the figure or the server says what fits", () => {
  const percent: Switch = { name: "core", label: "", kind: "number", values: [], initial: "100" };
  expect(chosenValue(percent, "90", null)).toBe("90");
});
