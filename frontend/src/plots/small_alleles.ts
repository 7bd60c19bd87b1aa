// Repeat numbers of one hotspot in little space: on the overview, and beside the table of SSRs.

import { max } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Columns } from "../arrow";
import { describeAllele, describeCarrier, explainNoHotspot } from "./allele_words";
import { tickValues } from "./axes";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { formatNumber, plural } from "./format";
import { groupMark, styleOf } from "./groups";
import { type Allele, type Hotspot, hotspotsOf, sortHotspots } from "./hotspots";
import { MARK_STEP, stackHeight, stackOffsets } from "./stacks";
import { drawing, element, fitted, line, markAttributes, rectangle, text, textWidth } from "./svg";

/** The repeat numbers of all genomes at the hotspot with most of them. */
export const allelesSmall: Figure = {
  key: "gene_motif_dot_plot",
  name: "Repeat numbers of one hotspot",
  help: "plot-data#gene_motif_dot_plot",
  switches: [],
  request: () => ({ top: "1" }),
  draw(data, options) {
    const [spot] = sortHotspots(hotspotsOf(data, options), "alleles");
    return drawnSpot(spot ?? NOTHING, options, 160, true);
  },
  explainEmpty: (data, options) => (data.length ? null : explainNoHotspot(options)),
};

/** The repeat numbers of a gene and motif class, with the mark of one genome outlined; null if they
 * are no hotspot. `data` are rows of gene_motif_dot_plot; about 280 px are enough. */
export function allelesOfGene(
  data: Columns,
  options: DrawOptions,
  gene: string,
  motifClass: string,
  genome?: string,
): Drawing | null {
  const spot = hotspotsOf(data, options).find(
    (one) => one.gene === gene && one.motifClass === motifClass,
  );
  return spot ? drawnSpot(spot, options, 84, false, genome) : null;
}

const NOTHING: Hotspot = {
  gene: "",
  motifClass: "",
  alleles: [],
  genomes: 0,
  diversity: null,
  reference: null,
};

interface Layout {
  spot: Hotspot;
  options: DrawOptions;
  x: ScaleLinear<number, number>;
  /** px between two repeat numbers. */
  unit: number;
  top: number;
  base: number;
  genome: string | undefined;
}

function drawnSpot(
  spot: Hotspot,
  options: DrawOptions,
  height: number,
  isTitled: boolean,
  genome?: string,
): Drawing {
  const layout = layOut(spot, options, height, isTitled, genome);
  const numbers = `${plural(spot.alleles.length, "repeat number")}, ${rangeInWords(spot)}`;
  return {
    svg: svgOf(layout, height, isTitled ? `${spot.gene} ${spot.motifClass}: ${numbers}` : ""),
    title: `Repeat numbers of ${spot.motifClass} in ${spot.gene}`,
    subtitle: `${numbers}; one mark per genome, or a bar where they are many.`,
    caption: `The largest repeat number of each genome there. ${describeScope(options)}`,
    alt: `${plural(spot.genomes, "genome")} with ${numbers} units of ${spot.motifClass} in ${spot.gene}.`,
    table: {
      columns: [
        { name: "repeat", label: "Repeat number" },
        { name: "genomes", label: "Genomes" },
      ],
      rows: spot.alleles.map(({ repeat, genomes }) => [repeat, genomes]),
    },
  };
}

function layOut(
  spot: Hotspot,
  options: DrawOptions,
  height: number,
  isTitled: boolean,
  genome: string | undefined,
): Layout {
  const repeats = spot.alleles.map((allele) => allele.repeat);
  const [least = 0, largest = 1] = [repeats[0], repeats.at(-1)];
  const x = scaleLinear([least - 0.7, largest + 0.7], [4, options.width - 4]);
  const [top, below] = isTitled ? [18, 46] : [6, 18];
  return { spot, options, x, unit: x(1) - x(0), top, base: height - below, genome };
}

function svgOf(layout: Layout, height: number, note: string): SVGSVGElement {
  const { options, spot, x, top, base } = layout;
  const { width } = options;
  const ticks = tickValues(x.domain() as [number, number], Math.floor(width / 50)).filter(
    (tick) => Number.isInteger(tick) && fitsAt(String(tick), x(tick), width),
  );
  return drawing(
    width,
    height,
    ...ticks.map((tick) => line(x(tick), top, x(tick), base)),
    ...ticks.map((tick) => text(String(tick), x(tick), base + 14, "axis", MIDDLE)),
    line(0, base, width, base, { stroke: "var(--axis)" }),
    ...spot.alleles.flatMap((allele) => drawAllele(allele, layout)),
    ...(note ? titles(note, width, base) : []),
  );
}

function titles(note: string, width: number, base: number): SVGElement[] {
  return [
    text("↑ genomes", 0, 9, "hint"),
    text("repeat number →", width, base + 28, "hint", { "text-anchor": "end" }),
    text(fitted(note, width), 0, base + 43, "hint"),
  ];
}

/** A stack of marks, or a bar if one of the stacks would be too high or marks too close. */
function drawAllele(allele: Allele, layout: Layout): SVGElement[] {
  const { spot, unit, top, base } = layout;
  const highest = max(spot.alleles, (one) => stackHeight(one.genomes, unit)) ?? 0;
  const fits = highest + 10 <= base - top && unit >= MARK_STEP;
  return fits ? drawStack(allele, layout) : drawBar(allele, layout);
}

function drawStack(allele: Allele, { spot, options, x, unit, base, genome }: Layout) {
  const offsets = stackOffsets(allele.genomes, unit);
  return allele.carriers.map((carrier, i) => {
    const place = offsets[i] ?? { x: 0, y: 0 };
    const isChosen = carrier.genome === genome;
    const mark = groupMark(
      styleOf(options.groups, carrier.group),
      x(allele.repeat) + place.x,
      base - 5 - place.y,
    );
    return element(
      "g",
      {
        stroke: isChosen ? "var(--text)" : "var(--halo)",
        "stroke-width": isChosen ? 1.5 : 0.6,
        ...markAttributes(describeCarrier(carrier, allele, spot), { genome: [carrier.genome] }),
      },
      mark,
    );
  });
}

function drawBar(
  allele: Allele,
  { spot, options, x, unit, top, base, genome }: Layout,
): SVGElement[] {
  const most = max(spot.alleles, (one) => one.genomes) ?? 1;
  const height = Math.max(1, ((base - top - 14) * allele.genomes) / most);
  const width = Math.min(14, Math.max(1, unit * 0.8));
  const at = x(allele.repeat);
  const isChosen = allele.carriers.some((carrier) => carrier.genome === genome);
  const isFirstOfMost = spot.alleles.find((one) => one.genomes === most) === allele;
  const { gene, motifClass } = spot;
  const filter = {
    gene: [gene],
    motif_class: [motifClass],
    repeat_from: allele.repeat,
    repeat_to: allele.repeat,
  };
  return [
    rectangle(at - width / 2, base - height, width, height, {
      fill: genome === undefined || isChosen ? "var(--mark)" : "var(--mark-2)",
      ...markAttributes(describeAllele(allele, spot), filter),
    }),
    ...(isFirstOfMost ? [peakLabel(most, at, base - height - 4, options.width)] : []),
  ];
}

/** The number over the highest bar, moved inwards at an edge. */
function peakLabel(most: number, x: number, y: number, width: number): SVGTextElement {
  const label = formatNumber(most);
  const half = (textWidth(label) * 1.18) / 2;
  return text(label, Math.max(half, Math.min(width - half, x)), y, "strong", MIDDLE);
}

function rangeInWords({ alleles }: Hotspot): string {
  const [least, largest] = [alleles[0]?.repeat, alleles.at(-1)?.repeat];
  return least === largest ? `${least ?? "–"}` : `${least} to ${largest}`;
}

function fitsAt(label: string, x: number, width: number): boolean {
  const half = textWidth(label) / 2;
  return x - half >= 0 && x + half <= width;
}

const MIDDLE = { "text-anchor": "middle" };
