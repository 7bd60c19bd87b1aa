// Options of the reference: genomes that pass, then those that do not, narrowed by what is typed.

import type { CheckedGenome } from "../../messages";
import type { Passing } from "./passing";

export interface Option {
  id: string;
  note: string;
  isAllowed: boolean;
}

export interface Options {
  allowed: Option[];
  refused: Option[];
  /** How many more there are of both. */
  more: number;
}

const MOST = 60;

/** The first options whose id holds what was typed; those that begin with it come first. */
export function listOptions(
  passing: Passing,
  typed: string,
  note: (genome: CheckedGenome) => string,
): Options {
  const kept = narrow(
    passing.kept.map((genome) => ({ id: genome.genome_id, note: note(genome), isAllowed: true })),
    typed,
  );
  const left = narrow(
    passing.leftOut.map(({ genome, reason }) => ({
      id: genome.genome_id,
      note: reason,
      isAllowed: false,
    })),
    typed,
  );
  const allowed = kept.slice(0, MOST);
  const refused = left.slice(0, Math.max(0, MOST - allowed.length));
  return { allowed, refused, more: kept.length + left.length - allowed.length - refused.length };
}

/** The option that an arrow key leads to, round the end; -1 is the field itself. */
export function moveOption(count: number, at: number, step: 1 | -1): number {
  if (!count) return -1;
  if (at < 0) return step > 0 ? 0 : count - 1;
  return (at + step + count) % count;
}

function narrow(options: Option[], typed: string): Option[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return options;
  const place = (option: Option) => option.id.toLowerCase().indexOf(wanted);
  return options
    .filter((option) => place(option) >= 0)
    .sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0));
}
