// Every call of the server, and the one kind of error they end in.

import { type Columns, readArrow } from "./arrow";
import type {
  CheckedFiles,
  FieldProblem,
  JobState,
  JobStep,
  JobSummary,
  ListedJob,
  ParameterList,
  Sequence,
  Storage,
  StoredFile,
  SubmittedJob,
} from "./messages";

/** A call that did not succeed: the server's own sentence, or that it cannot be reached. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 if there was no answer. */
    readonly status: number,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export const NOT_REACHED = "CrossRoad's server does not answer. If it was closed, start it again.";

const NEW_START =
  "CrossRoad was started anew since this page was opened. Open the address that it printed, or that " +
  "the command crossroad url tells; this page then goes on too.";

/** ms that a clock may be off before it is noticed: headers tell whole seconds. */
const CLOCK_TOLERANCE = 2000;
let clockLead = 0;

/** Now by the clock of the server, in ms: times of jobs are told by that one, which need not be the
 * clock of this machine. */
export const serverNow = () => Date.now() + clockLead;

/** How much of an upload has gone, 0 to 1. */
export type UploadProgress = (share: number) => void;

export const getStorage = () => getJson<Storage>("/api/storage");
export const getParameters = () => getJson<ParameterList>("/api/parameters");

/** Jobs, the newest first; `before` is the last id of the page before. */
export async function listJobs(limit = 50, before?: string): Promise<ListedJob[]> {
  const query = new URLSearchParams({ limit: String(limit), ...(before ? { before } : {}) });
  return (await getJson<{ jobs: ListedJob[] }>(`/api/jobs?${query}`)).jobs;
}

export const getStatus = (job: string) => getJson<JobState>(`/api/job/${job}/status`);
export const getSummary = (job: string) => getJson<JobSummary>(`/api/job/${job}/summary`);
export const getLog = async (job: string) => received((await call(`/api/job/${job}/logs`)).text());

export async function getSteps(job: string): Promise<JobStep[]> {
  return (await getJson<{ steps: JobStep[] }>(`/api/job/${job}/steps`)).steps;
}

export async function listFiles(job: string): Promise<StoredFile[]> {
  return (await getJson<{ files: StoredFile[] }>(`/api/job/${job}/files`)).files;
}

export const cancelJob = (job: string) => sendJson<JobState>("POST", `/api/job/${job}/cancel`);
export const renameJob = (job: string, name: string) =>
  sendJson<JobState>("PATCH", `/api/job/${job}`, { name });
export const rerunJob = (job: string, parameters: Record<string, unknown>) =>
  sendJson<SubmittedJob>("POST", `/api/job/${job}/rerun`, { parameters });
export const startDemo = () => sendJson<SubmittedJob>("POST", "/api/demo");
export const importResult = (path: string, name = "") =>
  sendJson<JobState>("POST", "/api/import", { path, name });

export async function deleteJob(job: string): Promise<void> {
  await call(`/api/job/${job}`, { method: "DELETE" });
}

/** Looks at the files of a form without running anything. */
export const checkFiles = (form: FormData, progress?: UploadProgress, signal?: AbortSignal) =>
  upload<CheckedFiles>("/api/check", form, progress, signal);

/** Submits an analysis. */
export const submitAnalysis = (form: FormData, progress?: UploadProgress, signal?: AbortSignal) =>
  upload<SubmittedJob>("/analyze_ssr/", form, progress, signal);

/** Takes a zip of results over as a completed job. */
export const importFile = (form: FormData, progress?: UploadProgress, signal?: AbortSignal) =>
  upload<JobState>("/api/import_file", form, progress, signal);

/** The data of a figure. */
export function getPlotData(
  job: string,
  key: string,
  query: URLSearchParams,
  signal?: AbortSignal,
): Promise<Columns> {
  return getArrow(`/api/job/${job}/plot_data/${key}?${query}`, signal);
}

/** One page of a table; `totalRows` counts the whole filtered table. */
export function getTablePage(
  job: string,
  table: string,
  query: URLSearchParams,
  signal?: AbortSignal,
): Promise<Columns> {
  return getArrow(`/api/job/${job}/table/${table}?${query}`, signal);
}

/** The address that gives a filtered table as a file: csv, tsv, xlsx, parquet. */
export function tableFileAddress(
  job: string,
  table: string,
  format: string,
  query: URLSearchParams,
): string {
  return `/api/job/${job}/table/${table}.${format}?${query}`;
}

/** Bases of a genome with `flank` more on either side; start and end 0-based, half-open. */
export function getSequence(
  job: string,
  genome: string,
  start: number,
  end: number,
  flank: number,
): Promise<Sequence> {
  const query = new URLSearchParams({
    genome,
    start: String(start),
    end: String(end),
    flank: String(flank),
  });
  return getJson<Sequence>(`/api/job/${job}/sequence?${query}`);
}

/** A vector PDF of an SVG. */
export async function makePdf(svg: string): Promise<Blob> {
  const headers = { "Content-Type": "image/svg+xml" };
  return received((await call("/api/pdf", { method: "POST", headers, body: svg })).blob());
}

/** Calls back with the state of a job whenever it changes, until its end; the answer stops it.
 * When the connection breaks, `onlost` is told, and the browser tries again by itself. */
export function followJob(
  job: string,
  onstate: (state: JobState) => void,
  onlost: () => void,
): () => void {
  const source = new EventSource(`/api/job/${job}/events`);
  source.onmessage = (event) => {
    const state = JSON.parse(event.data) as JobState;
    onstate(state);
    if (state.status === "completed" || state.status === "failed") source.close();
  };
  source.onerror = () => onlost();
  return () => source.close();
}

async function getJson<Message>(address: string): Promise<Message> {
  return received((await call(address)).json());
}

/** Sends and takes JSON. */
export async function sendJson<Message>(method: string, address: string, body: unknown = {}) {
  const headers = { "Content-Type": "application/json" };
  const answer = await call(address, { method, headers, body: JSON.stringify(body) });
  return (await received(answer.json())) as Message;
}

async function getArrow(address: string, signal?: AbortSignal): Promise<Columns> {
  const answer = await call(address, signal ? { signal } : {});
  const total = answer.headers.get("X-Total-Rows");
  return readArrow(
    await received(answer.arrayBuffer()),
    total === null ? undefined : Number(total),
  );
}

/** An answer that is no error. */
export async function call(address: string, options: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, options);
  } catch (problem) {
    throw lost(problem);
  }
  noteClock(answer.headers.get("Date"));
  if (!answer.ok) throw readError(answer.status, await received(answer.text()));
  return answer;
}

function noteClock(time: string | null): void {
  const lead = Date.parse(time ?? "") - Date.now();
  if (Number.isFinite(lead)) clockLead = Math.abs(lead) > CLOCK_TOLERANCE ? lead : 0;
}

// The connection may break within an answer too.
async function received<Content>(content: Promise<Content>): Promise<Content> {
  try {
    return await content;
  } catch (problem) {
    throw lost(problem);
  }
}

function lost(problem: unknown): unknown {
  const isGivenUp = problem instanceof DOMException && problem.name === "AbortError";
  return isGivenUp ? problem : new ApiError(0, NOT_REACHED);
}

// fetch tells nothing of an upload's progress.
function upload<Message>(
  address: string,
  form: FormData,
  progress?: UploadProgress,
  signal?: AbortSignal,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 300) reject(readError(request.status, request.responseText));
      else resolve(received(new Response(request.responseText).json()));
    };
    request.onerror = () => reject(new ApiError(0, NOT_REACHED));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function readError(status: number, text: string): ApiError {
  // Every start has a token of its own, and the page has that of a former one.
  if (status === 401) return new ApiError(status, NEW_START);
  try {
    const message = JSON.parse(text) as { detail?: unknown; errors?: FieldProblem[] };
    if (typeof message.detail === "string") {
      return new ApiError(status, message.detail, message.errors ?? []);
    }
  } catch {
    // Not our server's form: told below.
  }
  return new ApiError(status, `The server answered ${status} without saying why.`);
}
