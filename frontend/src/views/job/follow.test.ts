import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JobState } from "../../messages";

vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
const { session } = await import("../../session.svelte");
const { FollowedJob } = await import("./follow.svelte");

const state = (status: string) => ({ job_id: "job_a", status }) as JobState;

describe("a job whose page is open", () => {
  beforeEach(() => {
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 404 }));
    session.started = null;
  });
  afterEach(() => session.follow()());

  it("tells its end when it was seen at work", () => {
    const onend = vi.fn();
    const job = new FollowedJob("job_a", onend);
    job.take(state("running"));
    job.take(state("completed"));
    job.stop();
    expect(onend).toHaveBeenCalledOnce();
  });

  it("tells its end when it was started here and was done before it was seen", () => {
    const onend = vi.fn();
    session.started = "job_a";
    const job = new FollowedJob("job_a", onend);
    job.take(state("completed"));
    job.take(state("completed"));
    job.stop();
    expect(onend).toHaveBeenCalledOnce();
  });

  it("tells no end when it had ended long before", () => {
    const onend = vi.fn();
    const job = new FollowedJob("job_a", onend);
    session.started = "job_b";
    job.take(state("completed"));
    job.stop();
    expect(onend).not.toHaveBeenCalled();
  });
});
