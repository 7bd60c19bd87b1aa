// On how many loci a tree or distances rest: said under the title of the figure that shows them.

import type { Figure } from "./drawing";
import { formatNumber, plural } from "./format";
import type { Locus } from "./locus_rows";

export interface Basis {
  /** Loci at which a genome has a repeat number. */
  loci: number;
  /** Those of them with different repeat numbers. */
  polymorphic: number;
}

/** Polymorphic loci below which a tree is little more than chance. */
const FEW = 10;

/** What the loci that filters leave give to a tree. */
export function basisOf(loci: readonly Locus[]): Basis {
  return {
    loci: loci.filter((locus) => locus.alleles > 0).length,
    polymorphic: loci.filter((locus) => locus.isPolymorphic).length,
  };
}

/** The figure with its basis in the subtitle; as it is while that is not known. */
export function restingOn(figure: Figure, basis: Basis | null): Figure {
  if (!basis) return figure;
  return {
    ...figure,
    draw: (data, options, more) => {
      const drawing = figure.draw(data, options, more);
      return { ...drawing, subtitle: `${drawing.subtitle} ${describeBasis(basis)}` };
    },
  };
}

/** `From 59 loci, 58 of them polymorphic.` */
export function describeBasis({ loci, polymorphic }: Basis): string {
  return `From ${plural(loci, "locus", "loci")}, ${formatNumber(polymorphic)} of them polymorphic.`;
}

/** What to keep in mind where few loci differ; null where there are enough. */
export function warnOfFew({ polymorphic }: Basis): string | null {
  if (polymorphic >= FEW) return null;
  return `Only ${plural(polymorphic, "polymorphic locus", "polymorphic loci")}: with fewer than ${FEW}, one locus more or less can change who is near to whom.`;
}
