// The sort order of a grid: columns, the most important first; in the address as `-repeat,start`, or
// as a JSON array where the name of a column holds a comma.

export interface SortKey {
  name: string;
  isDescending: boolean;
}

/** Keys of a text; unknown columns are left out. */
export function parseSort(text: string, columns: readonly string[]): SortKey[] {
  const keys = readParts(text).flatMap((part): SortKey[] => {
    if (columns.includes(part)) return [{ name: part, isDescending: false }];
    const name = part.slice(1);
    return part.startsWith("-") && columns.includes(name) ? [{ name, isDescending: true }] : [];
  });
  return keys.filter((key, i) => keys.findIndex((other) => other.name === key.name) === i);
}

export function formatSort(keys: readonly SortKey[]): string {
  const parts = keys.map((key) => (key.isDescending ? `-${key.name}` : key.name));
  const isPlain = parts.every((part) => !part.includes(",") && !part.startsWith("["));
  return isPlain ? parts.join(",") : JSON.stringify(parts);
}

function readParts(text: string): string[] {
  if (!text.startsWith("[")) return text.split(",");
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts.map(String) : [];
  } catch {
    return [];
  }
}

/** The direction of a column and its rank among the keys, from 1; null if it is none of them. */
export function rankOf(
  keys: readonly SortKey[],
  name: string,
): { isDescending: boolean; rank: number } | null {
  const at = keys.findIndex((key) => key.name === name);
  const key = keys[at];
  return key ? { isDescending: key.isDescending, rank: at + 1 } : null;
}

/** What a click on a head makes of the order: ascending, descending, none. With `isAdded` (Shift)
 * the other keys stay, and a new one comes last. */
export function toggleSort(keys: readonly SortKey[], name: string, isAdded: boolean): SortKey[] {
  const known = keys.find((key) => key.name === name);
  const next = !known ? [{ name, isDescending: false }] : [];
  const turned = known && !known.isDescending ? [{ name, isDescending: true }] : [];
  if (!isAdded) return [...next, ...turned];
  if (!known) return [...keys, ...next];
  return keys.flatMap((key) => (key.name === name ? turned : [key]));
}

/** What the menu of a column makes of the order: this direction, alone or as the last key. */
export function setSort(
  keys: readonly SortKey[],
  name: string,
  isDescending: boolean,
  isAdded: boolean,
): SortKey[] {
  const others = isAdded ? keys.filter((key) => key.name !== name) : [];
  return [...others, { name, isDescending }];
}
