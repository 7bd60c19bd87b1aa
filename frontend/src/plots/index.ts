// All figures by name. A figure's name is that of its module; `key` names its data on the server.

import type { Figure } from "./drawing";
import { gene_motif_dot_plot } from "./gene_motif_dot_plot";
import { hotspot_alleles } from "./hotspot_alleles";
import { motif_distribution } from "./motif_distribution";
import { reference_ssr_distribution } from "./reference_ssr_distribution";
import { ssr_conservation } from "./ssr_conservation";
import { upset } from "./upset";

export const FIGURES = {
  gene_motif_dot_plot,
  hotspot_alleles,
  motif_distribution,
  reference_ssr_distribution,
  ssr_conservation,
  upset,
} as const satisfies Readonly<Record<string, Figure>>;
