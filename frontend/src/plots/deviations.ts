// How many genomes of each group deviate from the most frequent allele of each hotspot gene.

import { ascending, rollup, sum } from "d3-array";
import type { Columns } from "../arrow";
import type { DrawOptions } from "./drawing";
import { compareNatural } from "./format";

export interface Deviation {
  /** Genomes with another allele than the most frequent one, at any class of the gene. */
  deviating: number;
  /** Genomes with an SSR of a hotspot there. */
  withSsr: number;
  /** All analysed genomes of the group. */
  genomes: number;
}

export interface GeneDeviations {
  gene: string;
  /** By group; a group of which no genome has an SSR there is missing. */
  byGroup: ReadonlyMap<string, Deviation>;
  deviating: number;
  /** Of all genomes that the filters leave, 0 to 100. */
  percent: number;
}

export interface Deviations {
  genes: readonly GeneDeviations[];
  /** Groups in natural order, with their analysed genomes. */
  groups: ReadonlyMap<string, number>;
}

/** Genes by share of deviating genomes or by name, and the groups. */
export function deviationsOf(data: Columns, options: DrawOptions): Deviations {
  const rows = data.rows<Row>();
  const groups = new Map(
    rows
      .map(({ group, group_genomes }) => [group ?? "undefined", group_genomes] as const)
      .sort((a, b) => compareNatural(a[0], b[0])),
  );
  const byGene = rollup(
    rows,
    (members) => deviationsOfGene(members, options.genomes),
    (row) => row.gene,
  );
  const isByName = options.switches.sort === "gene";
  const genes = [...byGene.values()].sort(
    (a, b) =>
      (isByName ? 0 : ascending(b.deviating, a.deviating)) || compareNatural(a.gene, b.gene),
  );
  return { genes, groups };
}

interface Row {
  gene: string;
  group: string | null;
  group_genomes: number;
  genomes_with_ssr: number;
  deviating_genomes: number;
}

function deviationsOfGene(rows: readonly Row[], genomes: number): GeneDeviations {
  const deviating = sum(rows, (row) => row.deviating_genomes);
  return {
    gene: rows[0]?.gene ?? "",
    byGroup: new Map(
      rows.map((row) => [
        row.group ?? "undefined",
        {
          deviating: row.deviating_genomes,
          withSsr: row.genomes_with_ssr,
          genomes: row.group_genomes,
        },
      ]),
    ),
    deviating,
    percent: genomes > 0 ? (100 * deviating) / genomes : 0,
  };
}
