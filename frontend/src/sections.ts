// The sections of a result, as the navigation lists them.

import type { JobSummary } from "./messages";
import { formatNumber } from "./plots/format";
import type { Counts } from "./results.svelte";
import type { Section } from "./route";
import type { IconName } from "./ui/icons";

export interface ListedSection {
  section: Section;
  label: string;
  icon?: IconName;
  /** How much is in it under the filters, or why nothing is. */
  count?: string | undefined;
  /** Whether the inputs do not give it. */
  isAbsent?: boolean;
  isSub?: boolean;
  /** Whether it is only the heading of its parts. */
  isParent?: boolean;
  parts?: readonly ListedPart[];
}

export interface ListedPart {
  section: Section;
  label: string;
  /** A page that belongs to this part and is not listed. */
  covers?: Section;
}

/** All sections in order. */
export function listSections(summary: JobSummary, counts: Counts | null): ListedSection[] {
  const hasGenes = has(summary, "ssr_genecombo");
  const hasFlanks = has(summary, "flanked");
  const loci = summary.tables.find((table) => table.name === "loci");
  return [
    { section: "overview", label: "Overview", icon: "overview" },
    { section: "genomes", label: "Genomes", icon: "genomes", count: printed(counts?.genomes) },
    {
      section: "ssrs/conservation",
      label: "SSRs",
      icon: "ssrs",
      isParent: true,
      count: printed(counts?.ssrs),
      parts: [
        { section: "ssrs/conservation", label: "Conservation" },
        { section: "ssrs/abundance", label: "Abundance" },
        { section: "ssrs/matrix", label: "Matrix" },
        { section: "ssrs/table", label: "Table" },
      ],
    },
    {
      section: "genes",
      label: "Genes",
      icon: "genes",
      isParent: hasGenes,
      isAbsent: !hasGenes,
      count: hasGenes ? printed(counts?.genes_with_ssr) : "none",
      ...(hasGenes
        ? {
            parts: [
              { section: "genes" as const, label: "Along the genome" },
              { section: "genes/table" as const, label: "Table" },
            ],
          }
        : {}),
    },
    {
      section: "hotspots",
      label: "Hotspots",
      icon: "hotspots",
      isParent: hasGenes,
      isAbsent: !hasGenes,
      count: hasGenes ? printed(summary.found.hotspots) : "none",
      ...(hasGenes
        ? {
            parts: [
              { section: "hotspots" as const, label: "Alleles" },
              { section: "hotspots/repeats" as const, label: "Repeat numbers" },
              { section: "hotspots/time" as const, label: "Time" },
              { section: "hotspots/table" as const, label: "Table" },
            ],
          }
        : {}),
    },
    {
      section: "loci",
      label: "Loci",
      icon: "loci",
      isParent: loci !== undefined,
      isAbsent: loci === undefined,
      count: loci === undefined ? "off" : printed(loci.rows),
      ...(loci === undefined ? {} : { parts: LOCI_PARTS }),
    },
    {
      section: "flanks",
      label: "Flanks",
      icon: "flanks",
      isAbsent: !hasFlanks,
      count: hasFlanks ? undefined : "off",
    },
    { section: "files", label: "Files and report", icon: "file" },
  ];
}

/** Whether a part, or a page of it, is the section that is shown. */
export function isShownPart(part: ListedPart, section: Section): boolean {
  return part.section === section || part.covers === section;
}

/** Whether a result has a table. */
export function has(summary: JobSummary, table: string): boolean {
  return summary.tables.some((one) => one.name === table);
}

/** Why a result has no catalogue of loci, and what one is for. */
export function explainNoLoci(summary: JobSummary): string {
  const use =
    "With it, every genome's repeat number is known at every place where any genome has an SSR.";
  return summary.parameters.loci === false
    ? `The locus catalogue was switched off for this run. ${use}`
    : `This result was made without a locus catalogue. ${use}`;
}

const LOCI_PARTS: readonly ListedPart[] = [
  { section: "loci", label: "Table", covers: "loci/locus" },
  { section: "loci/matrix", label: "Matrix" },
  { section: "loci/tree", label: "Tree" },
];

function printed(count: number | null | undefined): string | undefined {
  return count === null || count === undefined ? undefined : formatNumber(count);
}
