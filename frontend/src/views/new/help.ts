// Where the manual tells of each field.

export const HELP = {
  genomes: { label: "genomes", page: "input-files", anchor: "genomes-fasta" },
  metadata: { label: "metadata", page: "input-files", anchor: "categories-a-table" },
  genes: { label: "genes", page: "input-files", anchor: "genes-bed" },
  reference: { label: "the reference", page: "input-files", anchor: "the-reference" },
  repeats: {
    label: "where an SSR begins and ends",
    page: "how-numbers-are-computed",
    anchor: "ssr-where-one-begins-and-ends",
  },
  filter: { label: "the filter", page: "input-files", anchor: "the-filter" },
  hotspots: { label: "hotspots", page: "how-numbers-are-computed", anchor: "hotspots" },
  flanks: {
    label: "flanks of conserved SSRs",
    page: "how-numbers-are-computed",
    anchor: "flanks-of-conserved-ssrs",
  },
  orient: {
    label: "genomes on the other strand",
    page: "command-line",
    anchor: "strand-longer-units-and-loci",
  },
  minisatellites: {
    label: "longer units",
    page: "command-line",
    anchor: "strand-longer-units-and-loci",
  },
  loci: {
    label: "the locus catalogue",
    page: "command-line",
    anchor: "strand-longer-units-and-loci",
  },
  command: { label: "crossroad analyze", page: "command-line", anchor: "crossroad-analyze" },
  import: { label: "taking over a result", page: "rest", anchor: "import" },
} as const;

export type HelpTopic = keyof typeof HELP;
