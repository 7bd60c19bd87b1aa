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
    page: "how-numbers-are-computed",
    anchor: "orientation",
  },
  minisatellites: {
    label: "longer units",
    page: "how-numbers-are-computed",
    anchor: "longer-units",
  },
  loci: {
    label: "the locus catalogue",
    page: "how-numbers-are-computed",
    anchor: "loci",
  },
  command: { label: "crossroad analyze", page: "command-line", anchor: "crossroad-analyze" },
  import: { label: "taking over a result", page: "rest", anchor: "import" },
} as const;

export type HelpTopic = keyof typeof HELP;
