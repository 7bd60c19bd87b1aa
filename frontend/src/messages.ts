// The server's messages by their names; api-types.ts is generated from its OpenAPI document.

import type { components } from "./api-types";

type Schemas = components["schemas"];

export type JobState = Schemas["JobState"];
export type ListedJob = Schemas["ListedJob"];
export type SubmittedJob = Schemas["SubmittedJob"];
export type CheckedFiles = Schemas["CheckedFiles"];
export type CheckedGenome = Schemas["CheckedGenome"];
export type JobSummary = Schemas["JobSummary"];
export type TableSummary = Schemas["TableSummary"];
export type StoredFile = Schemas["StoredFile"];
export type Health = Schemas["Health"];
export type FieldProblem = Schemas["FieldProblem"];

// --- until api-types.ts is generated anew
export interface JobStep {
  name: string;
  started_at: string;
  seconds: number | null;
  detail: string | null;
}
export interface Sequence {
  genome_id: string;
  start: number;
  end: number;
  before: string;
  sequence: string;
  after: string;
  length_genome: number;
}
export interface ParameterDescription {
  name: string;
  default: number;
  least: number;
  most: number;
  unit: string;
  meaning: string;
}
export interface ParameterList {
  parameters: ParameterDescription[];
  presets: { name: string; meaning?: string; values: Record<string, number> }[];
}
export interface Storage {
  free_bytes: number;
  jobs_bytes: number;
}
