// Sets of least repeats: the server's, and the user's own, which stay in this browser.

import { THRESHOLDS } from "./limits";

export interface Preset {
  name: string;
  meaning?: string;
  values: Readonly<Record<string, number>>;
  isOwn?: boolean;
}

const KEY = "crossroad.presets";
const LONGEST_NAME = 60;

/** The user's own presets, by name. What is damaged is left out. */
export function loadPresets(storage: Storage): Preset[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isPreset).map(own).sort(byName) : [];
  } catch {
    return [];
  }
}

/** The own presets with one more; one of the same name is replaced. */
export function savePreset(
  storage: Storage,
  name: string,
  values: Readonly<Record<string, number>>,
): Preset[] {
  const wanted = name.trim().slice(0, LONGEST_NAME);
  const others = loadPresets(storage).filter((preset) => preset.name !== wanted);
  const chosen = Object.fromEntries(THRESHOLDS.map((key) => [key, values[key] ?? 0]));
  return store(storage, [...others, { name: wanted, values: chosen, isOwn: true }]);
}

/** The own presets without one. */
export function deletePreset(storage: Storage, name: string): Preset[] {
  return store(
    storage,
    loadPresets(storage).filter((preset) => preset.name !== name),
  );
}

/** The first preset that has exactly these values. */
export function matchingPreset(
  presets: readonly Preset[],
  values: Readonly<Record<string, number>>,
): Preset | undefined {
  return presets.find((preset) => THRESHOLDS.every((key) => preset.values[key] === values[key]));
}

/** `12 6 4 3 3 2`. */
export function describeValues(preset: Preset): string {
  return THRESHOLDS.map((key) => preset.values[key]).join(" ");
}

function store(storage: Storage, presets: Preset[]): Preset[] {
  try {
    storage.setItem(KEY, JSON.stringify(presets.map(({ name, values }) => ({ name, values }))));
  } catch {
    // Storage may be off or full; the preset then lasts as long as the page.
  }
  return presets.sort(byName);
}

function isPreset(value: unknown): value is Preset {
  const preset = value as Preset | null;
  return (
    typeof preset?.name === "string" &&
    typeof preset.values === "object" &&
    THRESHOLDS.every((key) => Number.isInteger(preset.values[key]))
  );
}

function own({ name, values }: Preset): Preset {
  return { name, values, isOwn: true };
}

function byName(a: Preset, b: Preset): number {
  return a.name.localeCompare(b.name, "en");
}
