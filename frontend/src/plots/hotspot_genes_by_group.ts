// Hotspot genes and groups of genomes: which share of each group deviates from the common allele.

import { sum } from "d3-array";
import type { Columns } from "../arrow";
import { groupFilter } from "../filters";
import { explainNoHotspot } from "./allele_words";
import { drawDeviations } from "./deviation_matrix";
import { type Deviations, deviationsOf, type GeneDeviations } from "./deviations";
import {
  type Drawing,
  type DrawOptions,
  describeScope,
  type Figure,
  type PlottedTable,
} from "./drawing";
import { drawFlows, type Flow, type FlowNode } from "./flows";
import { formatNumber, groupName, plural } from "./format";
import { assignGroups, styleOf } from "./groups";
import { drawing } from "./svg";

export const hotspot_genes_by_group: Figure = {
  key: "hotspot_genes_by_group",
  name: "Hotspot genes by group",
  help: "plot-data#hotspot_genes_by_group",
  switches: [
    {
      name: "view",
      label: "View",
      kind: "segments",
      values: [
        { value: "matrix", label: "Heat map" },
        { value: "flows", label: "Sankey" },
      ],
      initial: "matrix",
    },
    {
      name: "sort",
      label: "Order",
      kind: "select",
      values: [
        { value: "share", label: "by share" },
        { value: "gene", label: "by gene" },
      ],
      initial: "share",
    },
    {
      name: "top",
      label: "Rows",
      kind: "select",
      values: [
        { value: "20", label: "20 genes" },
        { value: "50", label: "50 genes" },
        { value: "all", label: "all genes" },
      ],
      initial: "20",
    },
    { name: "by", label: "Groups", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  // The server's own default is another column.
  request: ({ by }) => ({ by: by || "category" }),
  draw,
  explainEmpty: (data, options) => (data.length ? null : explainNoHotspot(options)),
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const all = deviationsOf(data, options);
  const { top } = options.switches;
  const genes = top === "all" ? all.genes : all.genes.slice(0, Number(top ?? 20));
  const areFlows = options.switches.view === "flows";
  return {
    svg: areFlows
      ? drawSankey(genes, all, withColours(all, options))
      : drawDeviations(genes, all, options),
    title: titleOf(all, options),
    subtitle: subtitleOf(areFlows, all.genes.length - genes.length, options),
    caption: `A genome **deviates** at a gene if its allele at any motif class of a hotspot there is not the most frequent one among the genomes that the filters leave. Percent = deviating genomes / analysed genomes of the group, those without an SSR there among them. Dot: no genome of the group has an SSR there. ${describeScope(options)}`,
    alt: altOf(all, options),
    table: tableOf(genes, all, options),
  };
}

function titleOf({ genes }: Deviations, options: DrawOptions): string {
  const [most] = [...genes].sort((a, b) => b.deviating - a.deviating);
  if (!most || most.deviating === 0) return "No genome deviates from the most frequent alleles";
  const among = genes.length > 1 ? `, the most among ${plural(genes.length, "gene")}` : "";
  const verb = most.deviating === 1 ? "deviates" : "deviate";
  return `${formatNumber(most.deviating)} of ${plural(options.genomes, "genome")} ${verb} at ${most.gene}${among}`;
}

function subtitleOf(areFlows: boolean, hidden: number, { by }: DrawOptions): string {
  const mark = areFlows
    ? `Deviating genomes of each gene, by ${by}; a genome counts at every gene where it deviates.`
    : `Percent of the genomes of each ${by} whose repeat number is not the most frequent one.`;
  const rest =
    hidden > 0 ? ` ${plural(hidden, "further gene is", "further genes are")} not shown.` : "";
  return mark + rest;
}

function altOf({ genes, groups }: Deviations, { by }: DrawOptions): string {
  const cells = genes.flatMap(({ gene, byGroup }) =>
    [...byGroup].map(([name, found]) => ({
      gene,
      name,
      share: (100 * found.deviating) / Math.max(1, found.genomes),
    })),
  );
  const [most] = cells.sort((a, b) => b.share - a.share);
  const shape = `Heat map of ${plural(genes.length, "gene")} and ${plural(groups.size, "group")} by ${by}.`;
  if (!most) return shape;
  return `${shape} Largest share: ${most.gene} in ${groupName(most.name)}, ${formatNumber(most.share)} %.`;
}

function drawSankey(
  genes: readonly GeneDeviations[],
  { groups }: Deviations,
  options: DrawOptions,
): SVGSVGElement {
  const left = genes.filter((gene) => gene.deviating > 0);
  if (!left.length) return drawing(options.width, 1);
  const right = [...groups]
    .map(([name, genomes]) => ({ name, genomes, deviations: deviationsIn(left, name) }))
    .filter(({ deviations }) => deviations > 0);
  const names = right.map(({ name }) => name);
  return drawFlows(
    left.map(geneNode),
    right.map((group) => groupNode(group, options)),
    flowsOf(left, names, options),
    ["gene", options.by],
    options.width,
  );
}

/** Colours belong to categories; groups by another column have names beside their flows, so that
 * they can have colours of their own. */
function withColours({ groups }: Deviations, options: DrawOptions): DrawOptions {
  if (options.by === "category") return options;
  return { ...options, groups: assignGroups([...groups.keys()]) };
}

function deviationsIn(genes: readonly GeneDeviations[], name: string): number {
  return sum(genes, (gene) => gene.byGroup.get(name)?.deviating ?? 0);
}

function geneNode({ gene, deviating }: GeneDeviations): FlowNode {
  return {
    label: gene,
    count: formatNumber(deviating),
    colour: "var(--mark)",
    tip: `${gene}\n${plural(deviating, "deviating genome")}`,
    filter: { gene: [gene] },
  };
}

function groupNode(
  { name, genomes, deviations }: { name: string; genomes: number; deviations: number },
  options: DrawOptions,
): FlowNode {
  const { colour, outline } = styleOf(options.groups, name);
  return {
    label: groupName(name),
    count: formatNumber(deviations),
    colour,
    outline,
    tip: `${groupName(name)}, ${plural(genomes, "genome")}\n${plural(deviations, "deviation")} in all`,
    filter: groupFilter(options.by, name),
  };
}

function flowsOf(
  genes: readonly GeneDeviations[],
  names: readonly string[],
  options: DrawOptions,
): Flow[] {
  return genes.flatMap(({ gene, byGroup }, from) =>
    names.flatMap((name, to) => {
      const value = byGroup.get(name)?.deviating ?? 0;
      if (!value) return [];
      return [
        {
          from,
          to,
          value,
          colour: flowColour(name, options),
          tip: `${gene} → ${groupName(name)}\n${plural(value, "deviating genome")}`,
          filter: { gene: [gene], ...groupFilter(options.by, name) },
        },
      ];
    }),
  );
}

/** A group that is hollow elsewhere would be invisible as a flow. */
function flowColour(name: string, { groups }: DrawOptions): string {
  return name === "undefined" ? "var(--mark-2)" : styleOf(groups, name).colour;
}

function tableOf(
  genes: readonly GeneDeviations[],
  { groups }: Deviations,
  { by }: DrawOptions,
): PlottedTable {
  return {
    columns: [
      { name: "gene", label: "Gene" },
      { name: by, label: by },
      { name: "group_genomes", label: "Genomes" },
      { name: "genomes_with_ssr", label: "With an SSR there" },
      { name: "deviating_genomes", label: "Deviating" },
      { name: "deviating_per", label: "Deviating, %" },
    ],
    rows: genes.flatMap(({ gene, byGroup }) =>
      [...groups].map(([name, genomes]) => {
        const { deviating, withSsr } = byGroup.get(name) ?? { deviating: 0, withSsr: 0 };
        return [gene, name, genomes, withSsr, deviating, (100 * deviating) / Math.max(1, genomes)];
      }),
    ),
  };
}
