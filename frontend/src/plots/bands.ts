// Which keys count as core, soft core, shell and unique: limits in numbers of genomes.

export type BandName = "unique" | "shell" | "soft core" | "core";

/** Keys that `least` to `most` genomes have. */
export interface Band {
  name: BandName;
  least: number;
  most: number;
}

/** Percent of the genomes from which on a key is core and soft core. */
export interface BandLimits {
  core: number;
  soft: number;
}

export const USUAL_LIMITS: BandLimits = { core: 100, soft: 95 };

/** Limits as the switches have them; what is no percentage is as usual. */
export function readLimits(switches: Readonly<Record<string, string>>): BandLimits {
  const core = readPercent(switches.core, USUAL_LIMITS.core);
  return { core, soft: Math.min(core, readPercent(switches.soft, USUAL_LIMITS.soft)) };
}

/** The bands that are not empty, the rarest first; a single genome has only core keys. */
export function listBands(genomes: number, limits: BandLimits): Band[] {
  if (genomes < 2) return [{ name: "core", least: 1, most: 1 }];
  const core = leastGenomes(genomes, limits.core);
  const soft = Math.min(core, leastGenomes(genomes, limits.soft));
  const bands: Band[] = [
    { name: "unique", least: 1, most: 1 },
    { name: "shell", least: 2, most: soft - 1 },
    { name: "soft core", least: soft, most: core - 1 },
    { name: "core", least: core, most: genomes },
  ];
  return bands.filter((band) => band.least <= band.most);
}

/** Genomes that a share in percent needs, at least 2: one genome alone is unique. */
export function leastGenomes(genomes: number, percent: number): number {
  const needed = Math.ceil((genomes * percent) / 100 - 1e-9);
  return Math.min(genomes, Math.max(2, needed));
}

/** `in all 40`, `in 2 to 37`, `in 1 genome`. */
export function describeBand(band: Band, genomes: number): string {
  if (genomes < 2) return "in the only genome";
  if (band.least === genomes) return `in all ${genomes.toLocaleString("en-GB")}`;
  const least = band.least.toLocaleString("en-GB");
  if (band.least === band.most) return band.most === 1 ? "in 1 genome" : `in ${least}`;
  return `in ${least} to ${band.most.toLocaleString("en-GB")}`;
}

function readPercent(text: string | undefined, usual: number): number {
  const percent = Number(text);
  return text?.trim() && percent > 0 && percent <= 100 ? percent : usual;
}
