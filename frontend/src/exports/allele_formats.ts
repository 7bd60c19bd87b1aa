// The formats in which the allele matrix is saved, and what each is for.

import { type Filters, toQuery } from "../filters";

export interface AlleleFormat {
  /** Last part of the address. */
  format: string;
  name: string;
  /** Name of the saved file. */
  file: string;
  purpose: string;
  /** Whether genomes belong to populations in it. */
  hasPopulations?: boolean;
}

export const ALLELE_FORMATS: readonly AlleleFormat[] = [
  {
    format: "csv",
    name: "CSV",
    file: "allele_matrix.csv",
    purpose: "genomes × loci, for spreadsheets, R and Python",
  },
  {
    format: "xlsx",
    name: "xlsx",
    file: "allele_matrix.xlsx",
    purpose: "the same for Excel, with states and loci on sheets of their own",
  },
  {
    format: "genepop",
    name: "Genepop",
    file: "alleles.gen",
    purpose: "tests of differentiation; read by adegenet and many others",
    hasPopulations: true,
  },
  {
    format: "structure",
    name: "STRUCTURE",
    file: "alleles.str",
    purpose: "clusters of ancestry with STRUCTURE and its relatives",
    hasPopulations: true,
  },
  {
    format: "genalex",
    name: "GenAlEx",
    file: "alleles_genalex.csv",
    purpose: "population statistics inside Excel; read by poppr",
    hasPopulations: true,
  },
  {
    format: "arlequin",
    name: "Arlequin",
    file: "alleles.arp",
    purpose: "AMOVA and pairwise Fst with Arlequin",
    hasPopulations: true,
  },
  {
    format: "phylip",
    name: "PHYLIP",
    file: "distances.dist",
    purpose: "distances between genomes, for tree programs",
  },
  {
    format: "nexus",
    name: "Nexus",
    file: "alleles.nex",
    purpose: "alleles as characters, for SplitsTree, PAUP* and MrBayes",
  },
  {
    format: "vcf",
    name: "VCF",
    file: "alleles.vcf",
    purpose: "alleles as variants at their positions, for bcftools and genome browsers",
  },
  {
    format: "newick",
    name: "Newick",
    file: "tree.nwk",
    purpose: "the neighbour-joining tree, for tree viewers",
  },
];

/** The address of the allele matrix in a format, under filters. */
export function alleleExportAddress(
  job: string,
  format: string,
  filters: Filters,
  options: Readonly<Record<string, string>> = {},
): string {
  const query = toQuery(filters);
  for (const [name, value] of Object.entries(options)) query.append(name, value);
  return `/api/job/${job}/allele_export/${format}${query.size ? `?${query}` : ""}`;
}
