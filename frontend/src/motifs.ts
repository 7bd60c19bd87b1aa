// Motifs as the glossary defines them.

const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };

/** The alphabetically first of all rotations of a motif and of its reverse complement. */
export function motifClass(motif: string): string {
  const all = [...rotations(motif), ...rotations(reverseComplement(motif))];
  return all.sort()[0] ?? motif;
}

/** The other strand, read from its own start; letters other than A, C, G, T become N. */
export function reverseComplement(bases: string): string {
  return [...bases]
    .reverse()
    .map((base) => COMPLEMENT[base] ?? "N")
    .join("");
}

/** The units of a tract in order; the last one may be partial. */
export function splitUnits(tract: string, motifLength: number): string[] {
  const count = Math.ceil(tract.length / Math.max(1, motifLength));
  return Array.from({ length: count }, (_, i) =>
    tract.slice(i * motifLength, (i + 1) * motifLength),
  );
}

function rotations(motif: string): string[] {
  return Array.from(motif, (_, i) => motif.slice(i) + motif.slice(0, i));
}
