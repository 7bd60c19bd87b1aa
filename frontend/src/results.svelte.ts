// The result that is shown: what it holds, how much of it the filters leave, data of figures.

import { ApiError, getPlotData, getSummary } from "./api";
import type { Columns } from "./arrow";
import { type Filters, NO_FILTERS, toQuery } from "./filters";
import type { JobSummary } from "./messages";
import { assignGroups, type Groups } from "./plots/groups";

/** How much the filters leave; the one row of the plot key filter_counts. */
export interface Counts {
  genomes: number;
  all_genomes: number;
  ssrs: number;
  all_ssrs: number;
  ssr_bp: number;
  bases: number;
  motif_classes: number;
  motifs: number;
  genes_with_ssr: number | null;
  ssrs_in_genes: number | null;
  least_ssrs_per_Mb: number | null;
  mean_ssrs_per_Mb: number | null;
  largest_ssrs_per_Mb: number | null;
}

const KEPT_ANSWERS = 40;

class Results {
  summary = $state.raw<JobSummary | null>(null);
  counts = $state.raw<Counts | null>(null);
  groups = $state.raw<Groups>(new Map());
  /** Why the result cannot be shown. */
  problem = $state.raw<ApiError | null>(null);

  private job = "";
  private asked = "";
  private readonly answers = new Map<string, Promise<Columns>>();

  /** Shows the result of a job. */
  open(job: string): void {
    if (job === this.job) return;
    this.job = job;
    this.summary = null;
    this.counts = null;
    this.problem = null;
    this.groups = new Map();
    this.asked = "";
    this.answers.clear();
    getSummary(job).then(
      (summary) => {
        if (this.job !== job) return;
        this.groups = assignGroups(summary.categories);
        this.summary = summary;
      },
      (problem: unknown) => this.tell(job, problem),
    );
  }

  /** Tries again to show what failed. */
  retry(): void {
    const job = this.job;
    this.job = "";
    this.open(job);
  }

  /** Counts what the filters leave. */
  count(job: string, filters: Filters): void {
    const asked = `${job}?${toQuery(filters)}`;
    if (asked === this.asked) return;
    this.asked = asked;
    this.counted(job, filters).then(
      (counts) => {
        if (this.asked === asked) this.counts = counts;
      },
      (problem: unknown) => {
        if (this.asked === asked) this.asked = "";
        // Filters that do not fit are told by the figures; anything else by the page.
        if (!(problem instanceof ApiError)) throw problem;
      },
    );
  }

  /** How much the filters leave; asked once for the same filters. */
  async counted(job: string, filters: Filters): Promise<Counts> {
    const columns = await this.data(job, "filter_counts", filters);
    return columns.rows<Counts>()[0] as Counts;
  }

  /** The data of a figure; asked once for the same filters and options. */
  data(
    job: string,
    key: string,
    filters: Filters = NO_FILTERS,
    options: Readonly<Record<string, string>> = {},
  ): Promise<Columns> {
    const query = toQuery(filters);
    for (const [name, value] of Object.entries(options)) query.append(name, value);
    const address = `${job}/${key}?${query}`;
    const known = this.answers.get(address);
    if (known) return known;
    const answer = getPlotData(job, key, query);
    this.answers.set(address, answer);
    answer.catch(() => this.answers.delete(address));
    const oldest = this.answers.keys().next();
    if (this.answers.size > KEPT_ANSWERS && !oldest.done) this.answers.delete(oldest.value);
    return answer;
  }

  private tell(job: string, problem: unknown): void {
    if (!(problem instanceof ApiError)) throw problem;
    if (this.job === job) this.problem = problem;
  }
}

export const results = new Results();
