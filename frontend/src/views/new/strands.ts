// On which strand the genomes of a new analysis lie, in a short line.

import type { CheckedGenome, CheckedStrands } from "../../messages";
import { formatNumber, plural } from "../../plots/format";
import { listIds, type Note } from "./describe";

/** Which of the genomes to be analysed lie on the other strand; null if there is but one.
 *
 * The check compares all genomes with its own anchor, while a run takes the reference or the first
 * genome that passes: whoever lies unlike that one will be turned. */
export function describeStrands(genomes: readonly CheckedGenome[], reference: string): Note | null {
  const anchor = genomes.find(({ genome_id }) => genome_id === reference) ?? genomes[0];
  const side = anchor && sideOf(anchor);
  if (genomes.length < 2 || !side) return null;
  const turned = genomes.filter((genome) => sideOf(genome) === -side);
  const ambiguous = genomes.filter((genome) => sideOf(genome) === 0);
  return noteOfStrands(genomes.length, {
    anchor: anchor.genome_id,
    flipped: turned.length,
    flipped_examples: firstIds(turned),
    ambiguous: ambiguous.length,
    ambiguous_examples: firstIds(ambiguous),
  });
}

/** The same in words, from the counts of the server. */
export function noteOfStrands(genomes: number, strands: CheckedStrands): Note {
  const { flipped, ambiguous } = strands;
  const turned = flipped
    ? `${formatNumber(flipped)} of ${plural(genomes, "genome")} ${flipped === 1 ? "lies" : "lie"} on the other strand than ${strands.anchor} and will be turned`
    : "";
  const undecided = ambiguous
    ? `${formatNumber(ambiguous)}${flipped ? "" : ` of ${plural(genomes, "genome")}`} cannot be decided`
    : "";
  const title = [turned, undecided].filter(Boolean).join("; ");
  if (!title) return { tone: "good", title: "All genomes lie on one strand.", text: "" };
  const named = [
    flipped ? `${listIds(flipped, strands.flipped_examples)}.` : "",
    ambiguous ? `Left as written: ${listIds(ambiguous, strands.ambiguous_examples)}.` : "",
  ];
  return {
    tone: ambiguous ? "warning" : "good",
    title: `${title}.`,
    text: named.filter(Boolean).join(" "),
  };
}

/** 1 on the strand of the anchor, -1 on the other, 0 if it is not known; none if it was not asked. */
function sideOf({ strand }: CheckedGenome): -1 | 0 | 1 | null {
  if (strand === null) return null;
  if (strand === "ambiguous") return 0;
  return strand === "reversed" ? -1 : 1;
}

function firstIds(genomes: readonly CheckedGenome[]): string[] {
  return genomes.slice(0, 5).map(({ genome_id }) => genome_id);
}
