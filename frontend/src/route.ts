// What the page shows, as its address (hash): a reload, a link and the back button restore it.

import { type Filters, fromQuery, NO_FILTERS, toQuery } from "./filters";

export const SECTIONS = [
  "overview",
  "genomes",
  "ssrs/conservation",
  "ssrs/abundance",
  "ssrs/matrix",
  "ssrs/table",
  "genes",
  "genes/table",
  "hotspots",
  "hotspots/repeats",
  "hotspots/time",
  "hotspots/table",
  "loci",
  "loci/matrix",
  "loci/tree",
  "loci/locus",
  "flanks",
  "files",
] as const;

export type Section = (typeof SECTIONS)[number];

export type Route =
  | { view: "new"; from?: string }
  | { view: "jobs" }
  | { view: "job"; job: string }
  | { view: "manual"; page: string; anchor?: string }
  | {
      view: "results";
      job: string;
      section: Section;
      filters: Filters;
      /** Switches of figures, sort orders and column filters of tables, by name. */
      options: Readonly<Record<string, string>>;
    };

/** The route of an address's hash; New analysis for what is none. */
export function parseRoute(hash: string): Route {
  const [path = "", queryText = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view, ...rest] = path.split("/").map(decode);
  const query = new URLSearchParams(queryText);
  if (view === "jobs") return { view };
  if (view === "job" && rest[0]) return { view, job: rest[0] };
  if (view === "manual") {
    return { view, page: rest[0] || "README", ...(rest[1] ? { anchor: rest[1] } : {}) };
  }
  if (view === "results" && rest[0]) return parseResults(rest[0], rest.slice(1).join("/"), query);
  const from = query.get("from");
  return { view: "new", ...(from ? { from } : {}) };
}

/** The hash of a route; `parseRoute` gives the route again. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case "new":
      return route.from ? `#/new?from=${encodeURIComponent(route.from)}` : "#/new";
    case "jobs":
      return "#/jobs";
    case "job":
      return `#/job/${encodeURIComponent(route.job)}`;
    case "manual":
      return `#/manual/${route.page}${route.anchor ? `/${encodeURIComponent(route.anchor)}` : ""}`;
    case "results": {
      const query = toQuery(route.filters);
      for (const [name, value] of Object.entries(route.options)) query.append(`.${name}`, value);
      const path = `#/results/${encodeURIComponent(route.job)}/${route.section}`;
      return query.size ? `${path}?${query}` : path;
    }
  }
}

/** A section of a job's results, without filters unless some are given. */
export function resultsRoute(job: string, section: Section, filters: Filters = NO_FILTERS): Route {
  return { view: "results", job, section, filters, options: {} };
}

function parseResults(job: string, path: string, query: URLSearchParams): Route {
  const section = SECTIONS.find((known) => known === path) ?? "overview";
  const options: Record<string, string> = {};
  // A dot keeps the names of options apart from those of filters.
  for (const [name, value] of query) if (name.startsWith(".")) options[name.slice(1)] = value;
  return { view: "results", job, section, filters: fromQuery(query), options };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
