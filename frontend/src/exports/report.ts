// All figures of a result in one HTML file that needs nothing else: to keep, send, print.

import { ApiError } from "../api";
import { describeFilters, type Filters } from "../filters";
import type { JobSummary } from "../messages";
import { describeMethods } from "../methods";
import { listAbsences, listNotes } from "../overview_notes";
import { allele_matrix } from "../plots/allele_matrix";
import { category_sankey } from "../plots/category_sankey";
import { type DrawOptions, type Figure, moreRequest } from "../plots/drawing";
import { formatNumber } from "../plots/format";
import { gene_motif_dot_plot } from "../plots/gene_motif_dot_plot";
import { gene_ssrs } from "../plots/gene_ssrs";
import { genome_tree } from "../plots/genome_tree";
import { hotspot_alleles } from "../plots/hotspot_alleles";
import { hotspot_genes_by_group } from "../plots/hotspot_genes_by_group";
import { loci } from "../plots/loci";
import { locus_diversity } from "../plots/locus_diversity";
import { motif_distribution } from "../plots/motif_distribution";
import { orientation } from "../plots/orientation";
import { relative_abundance } from "../plots/relative_abundance";
import { repeat_numbers } from "../plots/repeat_numbers";
import { ssr_conservation } from "../plots/ssr_conservation";
import { ssr_density } from "../plots/ssr_density";
import { ssr_gc } from "../plots/ssr_gc";
import { firstValues } from "../plots/switches";
import { temporal_faceted_scatter } from "../plots/temporal_faceted_scatter";
import { upset } from "../plots/upset";
import { type Counts, results } from "../results.svelte";
import { svgOf } from "./figure_files";
import { saveBlob } from "./save";

/** In the order in which the sections show them. */
const FIGURES: readonly Figure[] = [
  category_sankey,
  ssr_gc,
  ssr_density,
  orientation,
  ssr_conservation,
  upset,
  relative_abundance,
  repeat_numbers,
  motif_distribution,
  gene_ssrs,
  hotspot_alleles,
  hotspot_genes_by_group,
  gene_motif_dot_plot,
  temporal_faceted_scatter,
  loci,
  allele_matrix,
  locus_diversity,
  genome_tree,
];
const WIDTH = 1040;

/** Saves the report of a result under its filters; figures that the inputs do not give are named. */
export async function saveReport(
  job: string,
  summary: JobSummary,
  filters: Filters,
): Promise<void> {
  const page = await makeReport(job, summary, filters);
  saveBlob(new Blob([page], { type: "text/html" }), `crossroad_report_${job}.html`);
}

/** The report as HTML. */
export async function makeReport(
  job: string,
  summary: JobSummary,
  filters: Filters,
): Promise<string> {
  const counts = (await results.data(job, "filter_counts", filters)).rows<Counts>()[0];
  if (!counts) throw new Error("The result could not be counted.");
  const parts: string[] = [];
  for (const figure of FIGURES) {
    if (figure.key in summary.absent_plot_keys) continue;
    parts.push(await drawPart(job, figure, filters, optionsFor(figure, counts, summary, filters)));
  }
  return pageOf(summary, counts, filters, parts);
}

async function drawPart(
  job: string,
  figure: Figure,
  filters: Filters,
  options: DrawOptions,
): Promise<string> {
  const sent = figure.switches.filter((item) => item.isSent);
  const request = {
    ...Object.fromEntries(sent.map((item) => [item.name, options.switches[item.name] ?? ""])),
    ...figure.request?.(options.switches),
  };
  try {
    const key = figure.source?.(options.switches) ?? figure.key;
    const data = await results.data(job, key, filters, request);
    const more =
      figure.more &&
      (await results.data(job, figure.more.key, filters, moreRequest(figure, options.switches)));
    const reason = figure.explainEmpty?.(data, options);
    if (reason) return section(reason.title, escaped(reason.text));
    const drawn = figure.draw(data, options, more);
    const caption = escaped(drawn.caption).replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
    return section(
      drawn.title,
      `<p class="sub">${escaped(drawn.subtitle)}</p><div class="figure">${svgOf(drawn, false)}</div><p class="caption">${caption}</p>`,
    );
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    return section(figure.name, escaped(problem.message));
  }
}

function optionsFor(
  figure: Figure,
  counts: Counts,
  summary: JobSummary,
  filters: Filters,
): DrawOptions {
  const reference = summary.parameters.reference_id;
  return {
    width: WIDTH,
    groups: results.groups,
    by: "category",
    genomes: counts.genomes,
    allGenomes: counts.all_genomes,
    filterText: describeFilters(filters),
    switches: firstValues(figure.switches, summary),
    reference: typeof reference === "string" ? reference : undefined,
  };
}

function pageOf(
  summary: JobSummary,
  counts: Counts,
  filters: Filters,
  parts: readonly string[],
): string {
  const list = (items: readonly { title: string; text: string }[]) =>
    `<ul>${items.map((item) => `<li><b>${escaped(sentence(item.title))}</b> ${escaped(item.text)}</li>`).join("")}</ul>`;
  const filterText = describeFilters(filters) || "none";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CrossRoad report</title><style>${STYLE}</style></head><body>
<h1>CrossRoad report</h1>
<p>${formatNumber(counts.genomes)} of ${formatNumber(counts.all_genomes)} analysed genomes, ${formatNumber(counts.ssrs)} of ${formatNumber(counts.all_ssrs)} SSRs. Filters: ${escaped(filterText)}.</p>
${section("Methods", `<p>${escaped(describeMethods(summary))}</p>`)}
${section("To know before you read on", list(listNotes(summary)))}
${section("Inputs", inputTable(summary))}
${parts.join("\n")}
${section("Not computed, and what would give it", list(listAbsences(summary)))}
</body></html>
`;
}

function inputTable(summary: JobSummary): string {
  const rows = summary.inputs.map(
    (input) =>
      `<tr><td>${escaped(String(input.role))}</td><td>${escaped(String(input.name))}</td><td>${formatNumber(Number(input.bytes))} bytes</td><td><code>${escaped(String(input.sha256))}</code></td></tr>`,
  );
  return rows.length
    ? `<table>${rows.join("")}</table>`
    : "<p>The input files of an imported result are not known.</p>";
}

/** Words with a full stop, where they have none. */
function sentence(words: string): string {
  return words.endsWith(".") ? words : `${words}.`;
}

function section(title: string, html: string): string {
  return `<section><h2>${escaped(title)}</h2>${html}</section>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const STYLE = `body{font:14px/1.5 system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:#171b1f;max-width:1080px;margin:32px auto;padding:0 16px}
h1{font-size:22px}h2{font-size:16px;margin:0 0 6px}section{border-top:1px solid #e2e5e8;padding:20px 0;break-inside:avoid}
p{max-width:76ch;margin:0 0 8px}.sub{color:#4a525a}.caption{font-size:12px;color:#646d76;max-width:110ch}.figure{overflow-x:auto}
svg{display:block;max-width:100%;height:auto}table{border-collapse:collapse;font-size:13px}td{padding:4px 16px 4px 0;border-bottom:1px solid #e2e5e8;overflow-wrap:anywhere}`;
