// The route that is shown, kept equal to the address.

import { type Filters, NO_FILTERS } from "./filters";
import { formatRoute, parseRoute, type Route } from "./route";

class Navigation {
  route = $state.raw<Route>(parseRoute(location.hash));

  /** Follows the address: back, forward, links. Returns how to stop. */
  follow(): () => void {
    const update = () => {
      this.route = parseRoute(location.hash);
    };
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
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
    if (this.route.view === "results") this.go({ ...this.route, filters });
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
