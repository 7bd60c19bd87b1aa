import { beforeEach, expect, test } from "vitest";
import { deletePreset, describeValues, loadPresets, matchingPreset, savePreset } from "./presets";

const VALUES = { mono: 8, di: 5, tri: 4, tetra: 3, penta: 3, hexa: 2 };

beforeEach(() => localStorage.clear());

test("a saved preset is there again, its least repeats only", () => {
  savePreset(localStorage, " loose ", { ...VALUES, unfair: 500 });
  expect(loadPresets(localStorage)).toEqual([{ name: "loose", values: VALUES, isOwn: true }]);
});

test("a preset of the same name is replaced", () => {
  savePreset(localStorage, "mine", VALUES);
  savePreset(localStorage, "mine", { ...VALUES, mono: 9 });
  expect(loadPresets(localStorage).map(describeValues)).toEqual(["9 5 4 3 3 2"]);
});

test("presets stand in the order of their names", () => {
  savePreset(localStorage, "b", VALUES);
  expect(savePreset(localStorage, "a", VALUES).map((preset) => preset.name)).toEqual(["a", "b"]);
});

test("a deleted preset is gone", () => {
  savePreset(localStorage, "mine", VALUES);
  expect(deletePreset(localStorage, "mine")).toEqual([]);
  expect(loadPresets(localStorage)).toEqual([]);
});

test.each(["{", '"text"', "{}", '[{"name":1},{"name":"x","values":{"mono":8}},null]'])(
  "stored %s gives no preset",
  (stored) => {
    localStorage.setItem("crossroad.presets", stored);
    expect(loadPresets(localStorage)).toEqual([]);
  },
);

test("a preset matches only if all six numbers do", () => {
  const presets = [{ name: "x", values: VALUES }];
  expect(matchingPreset(presets, VALUES)?.name).toBe("x");
  expect(matchingPreset(presets, { ...VALUES, hexa: 3 })).toBeUndefined();
});
