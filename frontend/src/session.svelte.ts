// What the whole page shares: the theme, notices, and the list of jobs.

import { ApiError, listJobs } from "./api";
import { isInWindow, notifyDesktop } from "./desktop_window";
import type { ListedJob } from "./messages";

export type Theme = "light" | "dark" | "system";

export interface Notice {
  id: number;
  kind: "done" | "failed" | "info";
  title: string;
  text: string;
  /** What can be done about it. */
  action?: { label: string; run: () => void } | undefined;
}

const THEME_KEY = "crossroad.theme";
const NOTICE_MS = 8000;
const POLL_MS = 1000;
const IDLE_POLL_MS = 15_000;

class Session {
  theme = $state<Theme>(storedTheme());
  notices = $state<Notice[]>([]);
  jobs = $state.raw<ListedJob[]>([]);
  /** Whether the list of jobs has been read at least once. */
  hasJobs = $state(false);
  /** The job that this page has just started: its end is waited for, however soon it comes. */
  started: string | null = null;
  /** Why the server cannot be asked; null while it answers. */
  trouble = $state<string | null>(null);

  private nextNotice = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isFollowing = false;
  private asked = 0;

  setTheme(theme: Theme): void {
    this.theme = theme;
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch {
      // Storage may be off; the choice then lasts as long as the page.
    }
    applyTheme(theme);
  }

  notify(kind: Notice["kind"], title: string, text = "", action?: Notice["action"]): void {
    const id = this.nextNotice++;
    this.notices.push({ id, kind, title, text, action });
    // A failure stays until it is read.
    if (kind !== "failed") setTimeout(() => this.dismiss(id), NOTICE_MS);
  }

  /** A notice that stays until it is dismissed; its id. */
  notifyProgress(title: string, text: string): number {
    const id = this.nextNotice++;
    this.notices.push({ id, kind: "info", title, text });
    return id;
  }

  /** Gives a notice another text. */
  changeNotice(id: number, text: string): void {
    const notice = this.notices.find((shown) => shown.id === id);
    if (notice) notice.text = text;
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Keeps the list of jobs new. Returns how to stop. */
  follow(): () => void {
    this.isFollowing = true;
    void this.refresh();
    return () => {
      this.isFollowing = false;
      clearTimeout(this.timer);
    };
  }

  /** Reads the list of jobs now; jobs that ended since are told. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    const asked = ++this.asked;
    try {
      const jobs = await listJobs(100);
      // A later question may have been answered sooner; the older answer would undo what it told.
      if (asked !== this.asked) return;
      if (this.hasJobs) this.tellEnded(this.jobs, jobs);
      this.jobs = jobs;
      this.hasJobs = true;
      this.trouble = null;
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (asked !== this.asked) return;
      this.trouble = problem.message;
    }
    const isBusy = this.jobs.some((job) => job.status === "queued" || job.status === "running");
    const wait = isBusy || this.trouble ? POLL_MS : IDLE_POLL_MS;
    if (this.isFollowing) this.timer = setTimeout(() => void this.refresh(), wait);
  }

  /** Tells the end of a job; also outside the window, if the user looks elsewhere. */
  private tellEnd(
    kind: Notice["kind"],
    title: string,
    text: string,
    action: Notice["action"],
  ): void {
    this.notify(kind, title, text, action);
    if (isInWindow() && !document.hasFocus()) {
      // The notice in the page is there anyway.
      notifyDesktop(title, text).catch(() => {});
    }
  }

  private tellEnded(before: readonly ListedJob[], now: readonly ListedJob[]): void {
    for (const job of now) {
      const former = before.find((other) => other.job_id === job.job_id);
      if (!former || former.status === job.status || job.cancelled) continue;
      const open = (label: string, address: string) => ({
        label,
        run: () => {
          location.hash = address;
        },
      });
      if (job.status === "completed") {
        this.tellEnd(
          "done",
          `${job.name} is done`,
          "",
          open("Open", `#/results/${job.job_id}/overview`),
        );
      } else if (job.status === "failed") {
        this.tellEnd(
          "failed",
          `${job.name} failed`,
          job.error_details ?? "",
          open("See why", `#/job/${job.job_id}`),
        );
      }
    }
  }
}

export const session = new Session();

/** Sets the colours of the page. */
export function applyTheme(theme: Theme): void {
  const isDark = theme === "dark" || (theme === "system" && prefersDark().matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

/** Follows the system's theme while that is the choice. */
export function followSystemTheme(): void {
  prefersDark().addEventListener("change", () => applyTheme(session.theme));
}

function prefersDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    if (stored === "light" || stored === "dark") return stored;
  } catch {
    // See setTheme.
  }
  return "system";
}
