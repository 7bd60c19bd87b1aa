// Hotspots: which repeat numbers genomes have at each gene and motif class that varies.

import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import { explainNoHotspot } from "./allele_words";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type LegendItem,
  type PlottedTable,
} from "./drawing";
import { compareNatural, formatNumber, groupName, plural } from "./format";
import { styleOf } from "./groups";
import { drawHotspotRows, hasRoomForStacks } from "./hotspot_rows";
import { type Hotspot, hotspotsOf, type Sorting, sortHotspots } from "./hotspots";

/** Genomes up to which each one has a mark of its own. */
const MOST_STACKED = 40;
/** Marks that a drawing may have as elements. */
const MOST_MARKS = 5000;
/** Hotspots that the server is asked for, with every genome; so many it gives at most. */
const ASKED = 200;

export const hotspot_alleles: Figure = {
  key: "hotspot_alleles",
  name: "Alleles",
  help: "plot-data#hotspot_alleles",
  switches: [
    {
      name: "view",
      label: "One mark per",
      kind: "segments",
      values: [
        { value: "genomes", label: "Genomes" },
        { value: "alleles", label: "Alleles" },
      ],
      initial: "genomes",
    },
    {
      name: "sort",
      label: "Order",
      kind: "select",
      values: [
        { value: "alleles", label: "by alleles" },
        { value: "diversity", label: "by diversity" },
        { value: "gene", label: "by gene" },
      ],
      initial: "alleles",
    },
    {
      name: "top",
      label: "Rows",
      kind: "select",
      values: [
        { value: "20", label: "20 rows" },
        { value: "50", label: "50 rows" },
        { value: "all", label: "all rows" },
      ],
      initial: "20",
    },
  ],
  source: (switches) => (switches.view === "genomes" ? "gene_motif_dot_plot" : "hotspot_alleles"),
  request: (switches): Record<string, string> =>
    switches.view === "genomes" ? { top: String(ASKED) } : {},
  draw: drawAlleles,
  explainEmpty: (data, options) => (data.length ? null : explainNoHotspot(options)),
};

function drawAlleles(data: Columns, options: DrawOptions): Drawing {
  const all = sortHotspots(hotspotsOf(data, options), sorting(options));
  const shown = all.slice(0, mostRows(options));
  const areStacks = canStack(shown, options);
  return {
    svg: drawHotspotRows(shown, options, areStacks),
    title: titleOf(all, data, options),
    subtitle: describeMarks(areStacks, all.length - shown.length, options),
    caption: `**Diversity** = n/(n\u22121) · (1 \u2212 Σp²) over the alleles of n genomes. The allele of a genome is the largest repeat number that it has of the class in the gene. Rotations and reverse complements are one class. ${describeScope(options)}`,
    alt: describeMost(all),
    table: areStacks ? tableOfGenomes(shown, options) : tableOfAlleles(shown),
    legend: areStacks ? legendOf(shown, options) : undefined,
  };
}

function sorting({ switches }: DrawOptions): Sorting {
  return switches.sort === "diversity" || switches.sort === "gene" ? switches.sort : "alleles";
}

function mostRows({ switches }: DrawOptions): number {
  return switches.top === "all" ? Number.POSITIVE_INFINITY : Number(switches.top ?? 20);
}

function canStack(hotspots: readonly Hotspot[], options: DrawOptions): boolean {
  const carriers = hotspots.flatMap((spot) => spot.alleles).map((one) => one.carriers.length);
  const marks = carriers.reduce((sum, count) => sum + count, 0);
  const isAsked = options.switches.view !== "alleles";
  const areFew = isAsked && options.genomes <= MOST_STACKED && marks > 0 && marks <= MOST_MARKS;
  return areFew && hasRoomForStacks(hotspots, options);
}

function titleOf(all: readonly Hotspot[], data: Columns, options: DrawOptions): string {
  const varying = all.filter((spot) => spot.alleles.length > 1).length;
  // The rows with genomes hold the most variable hotspots only.
  const more = data.has("genomeID") && all.length >= ASKED ? " or more" : "";
  const differ = `${varying === 1 ? "differs" : "differ"} in repeat number within a gene`;
  if (varying === all.length) {
    const classes = varying === 1 ? "motif class" : "motif classes";
    return `${formatNumber(varying)}${more} ${classes} ${differ}`;
  }
  const among = options.filterText ? " among the filtered genomes" : "";
  return `${formatNumber(varying)} of ${formatNumber(all.length)}${more} motif classes ${differ}${among}`;
}

function describeMarks(areStacks: boolean, hidden: number, options: DrawOptions): string {
  const mark = areStacks
    ? "One mark per genome, stacked at its repeat number"
    : "One dot per allele, area by genomes; line: range";
  const reference = options.reference === undefined ? "" : "; open triangle: the reference";
  const rest =
    hidden > 0 ? ` ${plural(hidden, "further row is", "further rows are")} not shown.` : "";
  return `${mark}${reference}.${rest}`;
}

function describeMost(all: readonly Hotspot[]): string {
  const [most] = sortHotspots(all, "alleles");
  if (!most) return "No hotspot.";
  return `${plural(all.length, "row")}, one per gene and motif class. Most alleles: ${most.gene} ${most.motifClass} with ${plural(most.alleles.length, "repeat number")} from ${most.alleles[0]?.repeat} to ${most.alleles.at(-1)?.repeat}.`;
}

function legendOf(shown: readonly Hotspot[], options: DrawOptions): LegendItem[] {
  const genomes = new Map<string, Set<string>>();
  for (const { group, genome } of carriersOf(shown)) {
    const known = genomes.get(group);
    if (known) known.add(genome);
    else genomes.set(group, new Set([genome]));
  }
  return [...genomes]
    .sort((a, b) => compareNatural(a[0], b[0]))
    .map(([group, ids]) => {
      const { colour, shape } = styleOf(options.groups, group);
      const filter = groupFilter(options.by, group);
      return { label: groupName(group), count: ids.size, colour, shape, filter };
    });
}

function carriersOf(shown: readonly Hotspot[]) {
  return shown.flatMap((spot) => spot.alleles.flatMap((allele) => allele.carriers));
}

function tableOfGenomes(shown: readonly Hotspot[], { by }: DrawOptions): PlottedTable {
  return {
    columns: [
      { name: "gene", label: "Gene" },
      { name: "motif_class", label: "Motif class", isMono: true },
      { name: "repeat", label: "Repeat number" },
      { name: "genomeID", label: "Genome", isMono: true },
      { name: by, label: by },
      { name: "year", label: "Year", isPlain: true },
    ],
    rows: shown.flatMap((spot) =>
      spot.alleles.flatMap(({ repeat, carriers }) =>
        carriers.map(({ genome, group, year }) => [
          spot.gene,
          spot.motifClass,
          repeat,
          genome,
          group,
          year,
        ]),
      ),
    ),
  };
}

function tableOfAlleles(shown: readonly Hotspot[]): PlottedTable {
  return {
    columns: [
      { name: "gene", label: "Gene" },
      { name: "motif_class", label: "Motif class", isMono: true },
      { name: "repeat", label: "Repeat number" },
      { name: "genomes", label: "Genomes" },
      { name: "reference_repeat", label: "Reference" },
      { name: "diversity", label: "Diversity" },
    ],
    rows: shown.flatMap(({ gene, motifClass, alleles, reference, diversity }) =>
      alleles.map(({ repeat, genomes }) => [
        gene,
        motifClass,
        repeat,
        genomes,
        reference,
        diversity,
      ]),
    ),
  };
}
