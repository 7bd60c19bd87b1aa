// The form of a new analysis: what was typed and chosen. It outlives its page.

import { type ApiError, getParameters } from "../../api";
import type { CheckedFiles, ParameterDescription } from "../../messages";
import type { Assignment } from "./assign";
import { findProblems, readNumbers } from "./limits";
import { readOrigin } from "./origin";
import { applyLimits, type GenomeLimits, listChoices, thinChoices } from "./passing";
import { loadPresets, type Preset } from "./presets";
import { ROLES, type Role } from "./recognise";
import type { KeptAt, Slot } from "./request";
import { readForm, type StoredForm } from "./stored_form";
import { firstSwitches, isAsAtFirst } from "./switches";

const NO_SLOTS: Readonly<Record<Role, Slot | null>> = {
  fasta: null,
  categories: null,
  genes: null,
};

export class NewForm {
  name = $state("");
  reference = $state("");
  switches = $state(firstSwitches());
  /** Numbers as they are typed, by their names on the wire. */
  texts = $state<Record<string, string>>({});
  slots = $state.raw<Record<Role, Slot | null>>({ ...NO_SLOTS });
  /** Names of dropped files that nothing is done with. */
  unused = $state.raw<string[]>([]);
  /** What the server said of a field, until the field is changed. */
  refusals = $state<Record<string, string>>({});

  parameters = $state.raw<ParameterDescription[]>([]);
  serverPresets = $state.raw<Preset[]>([]);
  ownPresets = $state.raw<Preset[]>([]);

  report = $state.raw<CheckedFiles | null>(null);
  keptAt = $state.raw<KeptAt>(null);
  /** The job that the form began from. */
  from = $state.raw<string | null>(null);

  readonly defaults = $derived(
    Object.fromEntries(this.parameters.map((parameter) => [parameter.name, parameter.default])),
  );
  readonly values = $derived(readNumbers(this.texts, this.parameters));
  readonly numberProblems = $derived(findProblems(this.texts, this.parameters));
  readonly limits = $derived<GenomeLimits>({
    minLen: this.values.minLen ?? this.defaults.minLen ?? 0,
    maxLen: this.values.maxLen ?? this.defaults.maxLen ?? 0,
    unfair: this.values.unfair ?? this.defaults.unfair ?? 0,
  });
  /** Whether the report tells of every genome, so that filters can be counted here. */
  readonly isListed = $derived(
    this.report !== null && this.report.genome_list.length === this.report.genomes,
  );
  readonly passing = $derived(applyLimits(this.report?.genome_list ?? [], this.limits));
  readonly keptCount = $derived(
    this.isListed ? this.passing.kept.length : (this.report?.analysed_genomes ?? 0),
  );
  readonly choices = $derived(
    this.isListed
      ? listChoices(this.report?.genome_list ?? [], this.limits)
      : thinChoices(
          Object.entries(this.report?.passing_by_n_limit ?? {}).map(([limit, passing]) => ({
            limit: Number(limit),
            passing,
          })),
          this.limits.unfair,
        ),
  );
  readonly presets = $derived([...this.serverPresets, ...this.ownPresets]);
  /** What the analysis is called if it gets no name. */
  readonly defaultName = $derived(stem(this.usableName("fasta") ?? ""));
  readonly referenceProblem = $derived(this.refusals.reference_id ?? this.findReferenceProblem());
  readonly isPristine = $derived(
    ROLES.every((role) => !this.slots[role]) &&
      !this.name &&
      !this.reference &&
      isAsAtFirst(this.switches) &&
      this.parameters.every(({ name, default: initial }) => this.values[name] === initial),
  );

  /** Reads what can be set; numbers that were not typed yet get their defaults. */
  async loadParameters(): Promise<void> {
    if (this.parameters.length) return;
    const { parameters, presets } = await getParameters();
    this.texts = { ...defaultTexts(parameters), ...this.texts };
    this.parameters = parameters;
    this.serverPresets = presets;
    this.ownPresets = loadPresets(localStorage);
  }

  setNumber(name: string, text: string): void {
    this.texts[name] = text;
    delete this.refusals[`perf_params.${name}`];
  }

  setNumbers(values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) this.setNumber(name, String(value));
  }

  setReference(id: string): void {
    this.reference = id.trim();
    delete this.refusals.reference_id;
  }

  /** Puts recognised files into their slots. */
  put({ taken, problems, unused }: Assignment): void {
    const slots = { ...this.slots };
    for (const role of ROLES) {
      const file = taken[role];
      const problem = problems[role];
      if (file) slots[role] = newSlot(file.file, file.kind);
      else if (problem) slots[role] = wrongSlot(problem.name, problem.text);
    }
    if (slots.fasta !== this.slots.fasta) this.report = null;
    this.slots = slots;
    this.unused = unused;
  }

  remove(role: Role): void {
    this.slots = { ...this.slots, [role]: null };
    this.unused = [];
    if (role === "fasta") this.report = null;
  }

  /** Changes one slot if it still holds this file. */
  changeSlot(role: Role, former: Slot | null, changes: Partial<Slot>): void {
    const slot = this.slots[role];
    if (slot && slot === former) this.slots = { ...this.slots, [role]: { ...slot, ...changes } };
  }

  /** Begins from the files and parameters of a job; its files are read by the next check. */
  async beginFrom(job: string): Promise<void> {
    const origin = await readOrigin(job);
    this.clear();
    this.from = job;
    this.name = origin.name;
    this.reference = origin.reference;
    this.switches = { ...origin.switches };
    this.setNumbers(origin.values);
    this.keptAt = { job };
    this.slots = slotsOf(origin.files);
  }

  /** Begins from what an earlier load of the page left; whether there was anything. */
  restore(): boolean {
    const stored = readForm(sessionStorage);
    if (stored) this.apply(stored);
    return stored !== null;
  }

  apply(stored: StoredForm): void {
    this.clear();
    this.name = stored.name;
    this.reference = stored.reference;
    this.switches = { ...stored.switches };
    this.texts = { ...this.texts, ...stored.texts };
    this.keptAt = stored.keptAt;
    this.from = stored.from;
    this.slots = stored.keptAt ? slotsOf(stored.files) : { ...NO_SLOTS };
  }

  /** What a reload shall keep. */
  get stored(): StoredForm {
    const files: StoredForm["files"] = {};
    for (const role of ROLES) {
      const slot = this.slots[role];
      if (slot?.isKept) files[role] = { name: slot.name, bytes: slot.bytes, kind: slot.kind };
    }
    const { name, reference, keptAt, from } = this;
    const switches = { ...this.switches };
    return { name, reference, switches, texts: { ...this.texts }, keptAt, files, from };
  }

  /** Empties the form. The answer puts everything back. */
  clear(): () => void {
    const { stored, slots, report } = this;
    this.name = "";
    this.reference = "";
    this.switches = firstSwitches();
    this.texts = defaultTexts(this.parameters);
    this.slots = { ...NO_SLOTS };
    this.unused = [];
    this.refusals = {};
    this.report = null;
    this.keptAt = null;
    this.from = null;
    return () => {
      this.apply(stored);
      this.slots = slots;
      this.report = report;
    };
  }

  /** Notes what a refused request said of single fields; whether it named a field that is shown. */
  note(problem: ApiError): boolean {
    let isNoted = false;
    for (const { field, message } of problem.fields) {
      if (field === "reference_id" || field.startsWith("perf_params.") || field === "name") {
        this.refusals[field] = message;
        isNoted = true;
      }
    }
    return isNoted;
  }

  /** Name of the file in a slot, if nothing is wrong with it. */
  usableName(role: Role): string | undefined {
    const slot = this.slots[role];
    return slot && slot.problem === null ? slot.name : undefined;
  }

  private findReferenceProblem(): string | null {
    if (!this.reference || !this.report) return null;
    const left = this.passing.leftOut.find(({ genome }) => genome.genome_id === this.reference);
    if (!left) return null;
    return `${this.reference} does not pass the filters: ${left.reason}. Choose another, or loosen them.`;
  }
}

function defaultTexts(parameters: readonly ParameterDescription[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, default: value }) => [name, String(value)]));
}

function newSlot(file: File, kind: string): Slot {
  return { name: file.name, bytes: file.size, kind, file, isKept: false, problem: null };
}

function wrongSlot(name: string, problem: string): Slot {
  return { name, bytes: null, kind: "", file: null, isKept: false, problem };
}

function slotsOf(files: StoredForm["files"]): Record<Role, Slot | null> {
  const slots = { ...NO_SLOTS };
  for (const role of ROLES) {
    const file = files[role];
    if (file) slots[role] = { ...file, file: null, isKept: true, problem: null };
  }
  return slots;
}

function stem(name: string): string {
  return name.replace(/\.(b?gz)$/i, "").replace(/\.(fa|fasta|fna|fas|txt)$/i, "");
}

export const form = new NewForm();
