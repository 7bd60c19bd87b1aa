// A job as it goes on: its state as it changes, its steps and log while it runs.

import { ApiError, followJob, getLog, getStatus, getSteps, serverNow } from "../../api";
import type { JobState, JobStep } from "../../messages";
import { session } from "../../session.svelte";

const DETAILS_MS = 700;
const AGAIN_MS = 2000;

export class FollowedJob {
  state = $state.raw<JobState | null>(null);
  steps = $state.raw<JobStep[]>([]);
  log = $state.raw("");
  isMissing = $state(false);
  /** Why the job cannot be followed now; it is tried again. */
  trouble = $state<string | null>(null);
  /** Now by the server's clock, in ms; moves while the job is at work. */
  now = $state(serverNow());

  private stopFollowing: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private detailsTimer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(
    readonly id: string,
    /** Called when the job ends while it is watched. */
    private readonly onend: (state: JobState) => void,
  ) {}

  get isActive(): boolean {
    return this.state?.status === "queued" || this.state?.status === "running";
  }

  /** Begins; call `stop` when the page is left. */
  async start(): Promise<void> {
    try {
      this.take(await getStatus(this.id));
      this.trouble = null;
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      this.isMissing = problem.status === 404;
      if (!this.isMissing) this.tryAgain(problem.message);
      return;
    }
    if (this.isStopped) return;
    if (this.isActive) {
      this.follow();
      if (!session.jobs.some((job) => job.job_id === this.id)) void session.refresh();
    }
    await this.readDetails();
  }

  stop(): void {
    this.isStopped = true;
    this.stopFollowing?.();
    clearTimeout(this.timer);
    clearTimeout(this.detailsTimer);
  }

  /** Takes a state that another call gave. */
  take(state: JobState): void {
    const isAwaited = this.isActive || session.started === this.id;
    this.state = state;
    this.now = serverNow();
    if (isAwaited && !this.isActive) {
      session.started = null;
      this.stopFollowing?.();
      void session.refresh();
      void this.readDetails();
      this.onend(state);
    }
  }

  private follow(): void {
    this.stopFollowing = followJob(
      this.id,
      (state) => {
        this.trouble = null;
        this.take(state);
      },
      () => {
        if (!this.isActive) return;
        this.stopFollowing?.();
        this.tryAgain(
          "The connection to the server broke. It is tried again; the analysis itself goes on.",
        );
      },
    );
  }

  private tryAgain(trouble: string): void {
    this.trouble = trouble;
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => void this.start(), AGAIN_MS);
  }

  private async readDetails(): Promise<void> {
    clearTimeout(this.detailsTimer);
    try {
      [this.steps, this.log] = await Promise.all([getSteps(this.id), getLog(this.id)]);
    } catch (problem) {
      // The state tells what is wrong; steps and log stay as they were.
      if (!(problem instanceof ApiError)) throw problem;
    }
    this.now = serverNow();
    if (this.isActive && !this.isStopped) {
      clearTimeout(this.detailsTimer);
      this.detailsTimer = setTimeout(() => void this.readDetails(), DETAILS_MS);
    }
  }
}
