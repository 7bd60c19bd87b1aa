// All figures by name. A figure's name is that of its module; `key` names its data on the server.

import { allele_matrix } from "./allele_matrix";
import { alleles } from "./alleles";
import { category_sankey } from "./category_sankey";
import type { Figure } from "./drawing";
import { gene_motif_dot_plot } from "./gene_motif_dot_plot";
import { gene_ssrs } from "./gene_ssrs";
import { genome_distance } from "./genome_distance";
import { genome_tree } from "./genome_tree";
import { hotspot_alleles } from "./hotspot_alleles";
import { hotspot_genes_by_group } from "./hotspot_genes_by_group";
import { loci } from "./loci";
import { locus_diversity } from "./locus_diversity";
import { motif_distribution } from "./motif_distribution";
import { orientation } from "./orientation";
import { reference_ssr_distribution } from "./reference_ssr_distribution";
import { relative_abundance } from "./relative_abundance";
import { repeat_numbers } from "./repeat_numbers";
import { ssr_conservation } from "./ssr_conservation";
import { ssr_density } from "./ssr_density";
import { ssr_gc } from "./ssr_gc";
import { temporal_faceted_scatter } from "./temporal_faceted_scatter";
import { upset } from "./upset";

export const FIGURES = {
  orientation,
  locus_diversity,
  loci,
  genome_tree,
  genome_distance,
  alleles,
  allele_matrix,
  category_sankey,
  gene_motif_dot_plot,
  gene_ssrs,
  hotspot_alleles,
  hotspot_genes_by_group,
  motif_distribution,
  reference_ssr_distribution,
  relative_abundance,
  repeat_numbers,
  ssr_conservation,
  ssr_density,
  ssr_gc,
  temporal_faceted_scatter,
  upset,
} as const satisfies Readonly<Record<string, Figure>>;
