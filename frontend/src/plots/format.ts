// Numbers and words as a person reads them.

/** `1,204`; with decimals `12.50`; a minus sign, not a hyphen; a dash for missing. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = formatWith(decimals).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

/** At most so many decimals, none of them a closing zero. */
export function formatShort(value: number, decimals = 2): string {
  const rounded = Number(value.toFixed(decimals));
  return formatNumber(rounded, (String(rounded).split(".")[1] ?? "").length);
}

/** `2.2 MB`; powers of 1,000, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `197,209 bp`, `2.4 Mb`. */
export function formatBases(bases: number): string {
  if (bases < 1e6) return `${formatNumber(bases)} bp`;
  return bases < 1e9 ? `${formatShort(bases / 1e6)} Mb` : `${formatShort(bases / 1e9)} Gb`;
}

/** `4.1 s`, `2 min 5 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 9.95 ? seconds.toFixed(1) : whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 genome`, `1,204 genomes`. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : several}`;
}

/** `category, country and year`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Order of names as people sort them: Ia before IIa, G2 before G10, `undefined` last. */
export function compareNatural(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "undefined") return 1;
  if (b === "undefined") return -1;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/** What missing metadata is called on the page. */
export function groupName(value: string | null): string {
  return value === null || value === "undefined" ? "(none)" : value;
}

export const MOTIF_LENGTH_NAMES = ["", "mono", "di", "tri", "tetra", "penta", "hexa"] as const;

// Making a format takes a hundred times as long as using it.
const formats = new Map<number, Intl.NumberFormat>();

function formatWith(decimals: number): Intl.NumberFormat {
  const known = formats.get(decimals);
  if (known) return known;
  const made = new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formats.set(decimals, made);
  return made;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
