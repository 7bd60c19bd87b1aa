// The route that is shown, kept equal to the address.

import { type Filters, NO_FILTERS, toQuery } from "./filters";
import { formatRoute, parseRoute, type Route } from "./route";
import { session } from "./session.svelte";

/** Characters of a request's filters; a server need not take more than 64 kB of address. */
const LONGEST_QUERY = 30_000;

class Navigation {
  route = $state.raw<Route>(parseRoute(location.hash));
  private former = $state.raw<readonly { job: string; filters: Filters }[]>([]);

  /** Follows the address: back, forward, links. Returns how to stop. */
  follow(): () => void {
    const update = () => {
      // What was set by `go` is there already.
      if (formatRoute(this.route) !== location.hash) this.route = this.withSameFilters();
    };
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }

  /** The route of the address; filters that are as before are the same object, so that nothing is
   * drawn anew for them. */
  private withSameFilters(): Route {
    const route = parseRoute(location.hash);
    if (route.view !== "results") return route;
    const isSame = String(toQuery(route.filters)) === String(toQuery(this.filters));
    return isSame ? { ...route, filters: this.filters } : route;
  }

  go(route: Route): void {
    if (formatRoute(route) !== location.hash) location.hash = formatRoute(route);
    this.route = route;
  }

  /** Changes the address without a new entry in the history. */
  replace(route: Route): void {
    history.replaceState(history.state, "", formatRoute(route));
    this.route = route;
  }

  get filters(): Filters {
    return this.route.view === "results" ? this.route.filters : NO_FILTERS;
  }

  /** Sets all filters of the results that are shown; a new entry in the history, so back undoes it. */
  setFilters(filters: Filters): void {
    if (this.route.view !== "results") return;
    if (toQuery(filters).toString().length > LONGEST_QUERY) {
      session.notify(
        "failed",
        "These are too many values for one filter",
        "Choose fewer, or filter by what they have in common: a category, a year, a country.",
      );
      return;
    }
    this.former = [...this.former, { job: this.route.job, filters: this.route.filters }];
    this.go({ ...this.route, filters });
  }

  /** Whether filters of the shown result were changed since the page was opened. */
  get canUndo(): boolean {
    return this.route.view === "results" && this.former.at(-1)?.job === this.route.job;
  }

  /** Takes the last change of the filters back, wherever the user has gone since. */
  undoFilters(): void {
    const last = this.former.at(-1);
    if (this.route.view !== "results" || last?.job !== this.route.job) return;
    this.former = this.former.slice(0, -1);
    this.go({ ...this.route, filters: last.filters });
  }

  option(name: string): string | undefined {
    return this.route.view === "results" ? this.route.options[name] : undefined;
  }

  /** Sets an option of the results that are shown; undefined removes it. */
  setOption(name: string, value: string | undefined): void {
    if (this.route.view !== "results") return;
    const { [name]: _, ...others } = this.route.options;
    const options = value === undefined ? others : { ...others, [name]: value };
    this.replace({ ...this.route, options });
  }
}

export const navigation = new Navigation();
