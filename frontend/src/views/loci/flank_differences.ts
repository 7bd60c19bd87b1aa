// In which letters a flank differs from another, where bases may be missing or added once.

/** Most bases that may be missing or added. */
const MOST_SHIFT = 8;
/** Differing letters that a gap has to explain before it is believed. */
const GAP_COST = 3;

/** Whether each letter differs from the other flank; both from the tract outwards. Beyond a gap, whose
 * first letter counts as different, letters are compared with those that it shifts; N, and letters
 * that have no counterpart, differ from nothing. */
export function flankDifferences(letters: readonly string[], others: readonly string[]): boolean[] {
  const straight = compared(letters, others, 0);
  let best = { cost: total(straight), differences: straight };
  for (let shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
    if (shift === 0) continue;
    const shifted = compared(letters, others, shift);
    for (let at = 0; at < letters.length; at++) {
      const cost = total(straight.slice(0, at)) + total(shifted.slice(at + 1)) + GAP_COST;
      if (cost >= best.cost) continue;
      best = { cost, differences: [...straight.slice(0, at), true, ...shifted.slice(at + 1)] };
    }
  }
  return best.differences;
}

function compared(letters: readonly string[], others: readonly string[], shift: number): boolean[] {
  return letters.map((letter, i) => {
    const other = others[i + shift];
    return other !== undefined && letter !== other && letter !== "N" && other !== "N";
  });
}

function total(differences: readonly boolean[]): number {
  return differences.filter(Boolean).length;
}
