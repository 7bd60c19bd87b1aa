// What the colours and shapes of allele cells mean, as lines of a drawing.

import { STATES, stateLegend } from "./allele_states";
import type { AlleleTable } from "./allele_table";
import { powerLabels, rampLegend } from "./ramp";
import { element, text } from "./svg";

interface PlacedLegend {
  node: SVGGElement;
  /** px. */
  height: number;
}

/** What colours mean, and below what shapes mean; `colour` as the switch of the matrix has it. */
export function alleleLegend(
  table: AlleleTable,
  colour: string,
  width: number,
  hasNumbers: boolean,
): PlacedLegend {
  const shapes = stateLegend(STATES, width, hasNumbers);
  const colours = colourLegend(table, colour, width);
  return {
    node: element("g", {}, colours.node, shapes.place(0, colours.height + 2)),
    height: colours.height + 2 + shapes.height,
  };
}

function colourLegend(table: AlleleTable, colour: string, width: number): PlacedLegend {
  if (colour === "number") {
    let most = 0;
    table.loci.forEach((_, l) => {
      table.genomes.forEach((_, g) => {
        most = Math.max(most, ...table.repeats(l, g));
      });
    });
    return rampLegend("repeat number", powerLabels(most), width);
  }
  const words = `orange: more units than the ${colour}; blue: fewer`;
  return { node: element("g", {}, text(words, 0, 11)), height: 18 };
}
