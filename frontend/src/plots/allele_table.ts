// Alleles of genomes x loci as columns: what the plot key `allele_matrix` tells, cell by cell.

import type { Columns } from "../arrow";
import { type AlleleState, STATES } from "./allele_states";
import type { DrawOptions } from "./drawing";
import { type Genome, genomesOf } from "./genome_rows";

export interface MatrixLocus {
  id: string;
  motifClass: string;
  gene: string | null;
  /** Distinct repeat numbers of the genomes that are shown. */
  alleles: number;
  /** The most frequent of them, the smaller one of equals. */
  modal: number | null;
  /** The number of the reference genome, if it is shown and has exactly one. */
  reference: number | null;
  /** Unbiased, of the genomes that are shown; null for fewer than two. */
  heterozygosity: number | null;
}

export interface AlleleTable {
  /** By group, year and id. */
  genomes: readonly Genome[];
  /** In the order of the server. */
  loci: readonly MatrixLocus[];
  state(locus: number, genome: number): AlleleState;
  /** The one repeat number of a genome; null where it has none or several. */
  repeat(locus: number, genome: number): number | null;
  /** All repeat numbers of a genome at a locus, in their order there. */
  repeats(locus: number, genome: number): readonly number[];
}

/** The table of the rows of allele_matrix. */
export function readAlleleTable(data: Columns, options: DrawOptions): AlleleTable {
  const genomes = genomesOf(data, options, data);
  const cells = readCells(data, genomes);
  const reference = genomes.findIndex((genome) => genome.id === options.reference);
  const count = genomes.length;
  const repeatAt = (locus: number, genome: number) => {
    const value = cells.repeat[locus * count + genome] ?? -1;
    return value < 0 ? null : value;
  };
  return {
    genomes,
    loci: cells.names.map((name, i) => ({
      ...name,
      reference: reference < 0 ? null : repeatAt(i, reference),
      ...summarize(cells.repeat.subarray(i * count, (i + 1) * count)),
    })),
    state: (locus, genome) => STATES[cells.state[locus * count + genome] ?? MISSING] ?? "missing",
    repeat: repeatAt,
    repeats: (locus, genome) => {
      const several = cells.several.get(locus * count + genome);
      if (several) return several;
      const one = repeatAt(locus, genome);
      return one === null ? [] : [one];
    },
  };
}

/** Whether a locus has two or more numbers among the genomes that are shown. */
export function isPolymorphic(locus: MatrixLocus): boolean {
  return locus.alleles > 1;
}

interface Cells {
  names: { id: string; motifClass: string; gene: string | null }[];
  /** Index into STATES by locus, then genome. */
  state: Int8Array;
  /** -1 where there is none or several. */
  repeat: Int32Array;
  /** Cells with several numbers. */
  several: Map<number, number[]>;
}

const MISSING = STATES.indexOf("missing");

function readCells(data: Columns, genomes: readonly Genome[]): Cells {
  const rowOf = new Map(genomes.map((genome, i) => [genome.id, i]));
  const columnOf = new Map<string, number>();
  const ids = data.texts("locus_id");
  for (const id of ids) {
    if (id !== null && !columnOf.has(id)) columnOf.set(id, columnOf.size);
  }
  const size = columnOf.size * genomes.length;
  const cells: Cells = {
    names: [],
    state: new Int8Array(size).fill(MISSING),
    repeat: new Int32Array(size).fill(-1),
    several: new Map(),
  };
  const stateIndex = new Map<string | null, number>(STATES.map((state, i) => [state, i]));
  const [genomeIds, classes, genes] = ["genomeID", "motif_class", "gene"].map((name) =>
    data.texts(name),
  );
  const [states, repeats, all] = [
    data.texts("state"),
    data.numbers("repeat"),
    data.texts("repeats"),
  ];
  ids.forEach((id, i) => {
    const column = columnOf.get(id ?? "") ?? 0;
    const cell = column * genomes.length + (rowOf.get(genomeIds?.[i] ?? "") ?? 0);
    cells.names[column] ??= {
      id: id ?? "",
      motifClass: classes?.[i] ?? "",
      gene: genes?.[i] ?? null,
    };
    cells.state[cell] = stateIndex.get(states[i] ?? null) ?? MISSING;
    cells.repeat[cell] = repeats[i] ?? -1;
    const several = all[i];
    if (several?.includes("/")) cells.several.set(cell, several.split("/").map(Number));
  });
  return cells;
}

/** Statistics of one locus from the repeat numbers of its genomes, -1 for none. */
function summarize(repeats: Int32Array): Pick<MatrixLocus, "alleles" | "modal" | "heterozygosity"> {
  const counts = new Map<number, number>();
  let n = 0;
  for (const repeat of repeats) {
    if (repeat < 0) continue;
    counts.set(repeat, (counts.get(repeat) ?? 0) + 1);
    n += 1;
  }
  const [modal] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const same = [...counts.values()].reduce((sum, count) => sum + (count / n) ** 2, 0);
  return {
    alleles: counts.size,
    modal: modal?.[0] ?? null,
    heterozygosity: n < 2 ? null : (n / (n - 1)) * (1 - same),
  };
}
