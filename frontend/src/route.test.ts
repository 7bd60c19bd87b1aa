import { describe, expect, it } from "vitest";
import { NO_FILTERS } from "./filters";
import { formatRoute, parseRoute, type Route, SECTIONS } from "./route";

const ROUTES: Route[] = [
  { view: "new" },
  { view: "new", from: "job_abc" },
  { view: "jobs" },
  { view: "job", job: "job_abc" },
  { view: "manual", page: "rest" },
  { view: "manual", page: "plot-data", anchor: "ssr_gc" },
  ...SECTIONS.map(
    (section): Route => ({
      view: "results",
      job: "job_abc",
      section,
      filters: { ...NO_FILTERS, category: ["I/IIa ?&#"], metadata: { country: ["Côte d'Ivoire"] } },
      options: { "GC.value": "rate", sort: "-a,b", hotspot: '["g","AC"]' },
    }),
  ),
];

describe("routes", () => {
  it.each(ROUTES.map((route) => [formatRoute(route), route] as const))(
    "come back from %s",
    (hash, route) => {
      expect(parseRoute(hash)).toEqual(route);
    },
  );

  it("of addresses that are none lead to a new analysis", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#/job", "#/results", "#%E0%A4%A"]) {
      expect(parseRoute(hash)).toEqual({ view: "new" });
    }
  });

  it("of unknown sections lead to the overview", () => {
    expect(parseRoute("#/results/job_a/xyz")).toMatchObject({ section: "overview" });
  });
});
