// Looks at the files of the form with the server, anew whenever they change, and submits it.

import { ApiError, checkFiles, submitAnalysis } from "../../api";
import { form, type NewForm } from "./form.svelte";
import { ROLE_NAMES, ROLES, type Role } from "./recognise";
import { analysisForm, checkForm, openLimits, roleOfField, type Slot, uploadsOf } from "./request";

const DELAY_MS = 350;

interface Running {
  stop: AbortController;
  /** The files that are being sent, as they stood in their slots. */
  sent: Map<Role, Slot>;
}

export class Checker {
  /** What is going on: files are sent, or the server reads them. */
  phase = $state<"idle" | "sending" | "reading">("idle");
  /** How much of the files is sent, 0 to 1. */
  share = $state(0);
  /** How long the last check took. */
  seconds = $state<number | null>(null);
  /** What stands in the way and belongs to no field. */
  problem = $state<string | null>(null);
  isSubmitting = $state(false);

  private running: Running | null = null;
  private isStale = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly form: NewForm) {}

  /** Why the analysis cannot be run yet; null if it can. */
  get obstacle(): string | null {
    const { slots, numberProblems, refusals, referenceProblem, report } = this.form;
    if (this.isSubmitting) return "The analysis is being submitted.";
    if (!slots.fasta) return "Add the genomes first: a FASTA file.";
    const wrong = ROLES.find((role) => slots[role]?.problem);
    if (wrong) return `${ROLE_NAMES[wrong]}: change or remove the file.`;
    if (
      Object.keys(numberProblems).length ||
      Object.keys(refusals).some((field) => field.startsWith("perf_params."))
    ) {
      return "A number does not fit; it is marked.";
    }
    if (this.phase !== "idle" && !report) return "The files are being checked.";
    if (referenceProblem) return "The reference does not fit.";
    if (report && this.form.keptCount === 0) return "No genome passes the filters.";
    if (uploadsOf(slots).length && this.phase !== "idle") return "The files are being checked.";
    return null;
  }

  /** Checks soon: more changes may follow. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), DELAY_MS);
  }

  /** Checks what lies in the slots now. A check that still sends files that are wanted goes on, and
   * another one follows it. */
  async now(): Promise<void> {
    clearTimeout(this.timer);
    this.isStale = false;
    const { slots } = this.form;
    const isWanted =
      this.running?.sent.size &&
      [...this.running.sent].every(([role, slot]) => slots[role] === slot);
    if (isWanted) {
      this.isStale = true;
      return;
    }
    this.running?.stop.abort();
    this.running = null;
    if (!slots.fasta || slots.fasta.problem) {
      this.end();
      return;
    }
    await this.check();
  }

  /** The id of the submitted job; null if it was refused, and then the form says why. */
  async submit(): Promise<string | null> {
    const { form } = this;
    const wasKept = form.keptAt !== null;
    this.isSubmitting = true;
    try {
      const job = await this.send();
      // The server had not the files any more: those that lie here go along this time.
      const isGone = job === null && wasKept && form.keptAt === null && form.slots.fasta;
      return isGone && ROLES.every((role) => !form.slots[role]?.problem) ? await this.send() : job;
    } finally {
      this.isSubmitting = false;
    }
  }

  private async send(): Promise<string | null> {
    this.problem = null;
    const { form } = this;
    const name = form.name.trim() || form.defaultName;
    const { reference, switches, values } = form;
    const settings = { name, reference, switches, values };
    try {
      const body = analysisForm(form.slots, form.keptAt, settings);
      const { job_id } = await submitAnalysis(body, (share) => (this.share = share));
      return job_id;
    } catch (problem) {
      if (problem instanceof ApiError) this.tell(problem, new Map(), true);
      return null;
    }
  }

  /** Stops what runs, for the form is emptied. */
  stop(): void {
    clearTimeout(this.timer);
    this.running?.stop.abort();
    this.running = null;
    this.problem = null;
    this.end();
  }

  private async check(): Promise<void> {
    const { form } = this;
    const uploads = uploadsOf(form.slots);
    const sent = new Map(uploads.map((role) => [role, form.slots[role] as Slot]));
    const included = ROLES.map((role) => [role, form.slots[role]] as const);
    const running: Running = { stop: new AbortController(), sent };
    this.running = running;
    this.phase = uploads.length ? "sending" : "reading";
    this.share = 0;
    this.problem = null;
    const began = performance.now();
    try {
      const limits = this.filters();
      const body = checkForm(form.slots, form.keptAt, limits, this.reference(uploads));
      const report = await checkFiles(body, (share) => this.progress(share), running.stop.signal);
      this.seconds = (performance.now() - began) / 1000;
      form.keptAt = { token: report.check_token };
      form.report = report;
      for (const [role, slot] of included) this.noteKept(role, slot, report.files[role]);
      const isCounted = form.isListed || JSON.stringify(limits) === JSON.stringify(form.limits);
      if (!isCounted || !this.isChecked(report.reference?.genome_id)) this.isStale = true;
    } catch (problem) {
      if (!(problem instanceof ApiError)) return;
      this.tell(problem, sent, false);
    } finally {
      if (this.running === running) this.end();
    }
    if (this.isStale && !this.running) await this.now();
  }

  private end(): void {
    this.running = null;
    this.phase = "idle";
  }

  private progress(share: number): void {
    this.share = share;
    if (share >= 1) this.phase = "reading";
  }

  /** Filters are counted here if every genome is listed; the server counts those of larger sets. */
  private filters() {
    const { form } = this;
    return form.report && !form.isListed ? form.limits : openLimits(form.limits);
  }

  /** A reference that does not fit refuses the files with it, so new files go without one. */
  private reference(uploads: readonly Role[]): string {
    const { form } = this;
    return uploads.length || !form.report || form.refusals.reference_id ? "" : form.reference;
  }

  private isChecked(reference: string | undefined): boolean {
    const { form } = this;
    return !form.reference || Boolean(form.refusals.reference_id) || form.reference === reference;
  }

  private noteKept(
    role: Role,
    slot: Slot | null,
    file: { name: string; bytes: number; kind: string } | undefined,
  ): void {
    if (slot && file && !slot.problem) {
      this.form.changeSlot(role, slot, { bytes: file.bytes, kind: file.kind, isKept: true });
    } else if (!slot && file && !this.form.slots[role]) {
      this.form.slots = {
        ...this.form.slots,
        [role]: { ...file, file: null, isKept: true, problem: null },
      };
    }
  }

  /** Puts a refusal where it belongs. */
  private tell(problem: ApiError, sent: ReadonlyMap<Role, Slot>, isSubmission: boolean): void {
    const { form } = this;
    if (problem.fields.some(({ field }) => field === "check_token" || field === "job_id")) {
      this.sendAgain();
      return;
    }
    let isTold = form.note(problem);
    for (const { field, message } of problem.fields) {
      const role = roleOfField(field);
      const slot = role && form.slots[role];
      if (!role || !slot) continue;
      // Genomes that were read before are not wrong: something else about them is.
      if (role === "fasta" && !sent.has(role) && !isSubmission && form.report) continue;
      form.changeSlot(role, slot, { problem: message });
      isTold = true;
      // The other files are looked at without this one.
      if (role !== "fasta" && !isSubmission) this.isStale = true;
    }
    if (!isTold) this.problem = problem.message;
  }

  /** The server has not the files any more: those that lie here are sent, the others asked for. */
  private sendAgain(): void {
    const { form } = this;
    form.keptAt = null;
    for (const role of ROLES) {
      const slot = form.slots[role];
      if (!slot?.isKept) continue;
      const gone = "The file is not kept any more. Choose it again.";
      form.changeSlot(role, slot, { isKept: false, problem: slot.file ? null : gone });
    }
    this.isStale = form.slots.fasta?.problem === null;
    if (!form.slots.fasta)
      this.problem = "The input files of this job are not kept any more. Choose them again.";
  }
}

export const checker = new Checker(form);
