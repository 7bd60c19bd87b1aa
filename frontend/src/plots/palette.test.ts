// The colours of tokens.css: texts and marks stand out from their ground, and categories from each
// other, also for eyes that lack a kind of cone.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Colour = [red: number, green: number, blue: number];

const CSS = readFileSync("src/tokens.css", "utf-8");
const TOKENS = {
  light: readTokens("light"),
  dark: { ...readTokens("light"), ...readTokens("dark") },
};
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const TEXTS = ["text", "text-2", "text-3", "accent", "ok", "warn", "err"];
const GROUNDS = ["surface", "bg", "raised", "tint", "hover"];
const BANDS = ["band-1", "band-2", "band-3", "band-4"];
const CATEGORIES = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];
const RAMP = ["1", "2", "3", "4", "5", "6"];

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light.
const VISION: Readonly<Record<string, readonly Colour[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each(THEMES)("in the %s theme", (theme) => {
  const contrast = (one: string, other: string) =>
    contrastOf(token(theme, one), token(theme, other));

  it.each(TEXTS)("--%s can be read on every ground", (text) => {
    for (const ground of GROUNDS)
      expect(contrast(text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["text", "text-2", "text-3"])("--%s can be read on the bands of a figure", (text) => {
    for (const ground of BANDS) expect(contrast(text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["on-accent", "accent"],
    ["surface", "text"],
    ["ok", "ok-bg"],
    ["warn", "warn-bg"],
    ["err", "err-bg"],
    ["text", "press"],
    ...RAMP.map((step): [string, string] => [`qt${step}`, `q${step}`]),
  ])("--%s can be read on --%s", (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    "field-line",
    "axis",
    "focus",
    "mark",
    "d-neg",
    "d-pos",
    ...CATEGORIES.filter((name) => name !== "c8"),
  ])("--%s stands out from the plane", (mark) => {
    expect(contrast(mark, "surface")).toBeGreaterThanOrEqual(3);
  });

  it("the eighth category stands out by its outline", () => {
    expect(contrast("c8-line", "surface")).toBeGreaterThanOrEqual(3);
  });

  it("more is more ink: the steps of a quantity grow away from the plane", () => {
    const steps = ["q0", "q1", "q2", "q3", "q4", "q5", "q6"].map((name) =>
      contrast(name, "surface"),
    );
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it.each(Object.keys(VISION))("no two categories look alike to %s vision", (vision) => {
    const seen = CATEGORIES.map((name) => oklab(seenWith(vision, token(theme, name))));
    const distances = seen.flatMap((one, i) =>
      seen.slice(i + 1).map((other, j) => ({
        pair: `${CATEGORIES[i]} ${CATEGORIES[i + 1 + j]}`,
        distance: Math.hypot(...one.map((value, k) => value - (other[k] ?? 0))),
      })),
    );
    expect(distances.filter(({ distance }) => distance < 0.08)).toEqual([]);
  });
});

/** Hex colours of a theme by name. */
function readTokens(theme: Theme): Readonly<Record<string, string>> {
  const block = CSS.slice(CSS.indexOf(`[data-theme="${theme}"] {`));
  const body = block.slice(0, block.indexOf("\n}"));
  const found = body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g);
  return Object.fromEntries([...found].map(([, name, colour]) => [name, colour]));
}

/** A colour as linear light, 0 to 1. */
function token(theme: Theme, name: string): Colour {
  const hex = TOKENS[theme][name];
  if (!hex) throw new Error(`tokens.css has no colour --${name}.`);
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** WCAG 2.2: 1 to 21. */
function contrastOf(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function seenWith(vision: string, colour: Colour): Colour {
  const seen = multiply(VISION[vision] ?? [], colour);
  return seen.map((value) => Math.min(1, Math.max(0, value))) as Colour;
}

/** Ottosson 2020. */
function oklab(colour: Colour): Colour {
  const cones = multiply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  ).map(Math.cbrt) as Colour;
  return multiply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function multiply(matrix: readonly Colour[], [x, y, z]: Colour): Colour {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as Colour;
}
