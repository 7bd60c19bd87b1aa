// The server's messages by their names; api-types.ts is generated from its OpenAPI document.

import type { components } from "./api-types";

type Schemas = components["schemas"];

export type JobState = Schemas["JobState"];
export type ListedJob = Schemas["ListedJob"];
export type SubmittedJob = Schemas["SubmittedJob"];
export type CheckedFiles = Schemas["CheckedFiles"];
export type CheckedGenome = Schemas["CheckedGenome"];
export type CheckedStrands = Schemas["CheckedStrands"];
export type JobSummary = Schemas["JobSummary"];
export type TableSummary = Schemas["TableSummary"];
export type StoredFile = Schemas["StoredFile"];
export type FieldProblem = Schemas["FieldProblem"];
export type JobStep = Schemas["Step"];
export type Sequence = Schemas["Sequence"];
export type ParameterDescription = Schemas["Parameter"];
export type ParameterList = Schemas["ParameterList"];
export type Storage = Schemas["Storage"];
