// Values of the switches of figures before anybody has touched them.

import type { JobSummary } from "../messages";
import type { Switch } from "./drawing";

/** The first value: for metadata the category, or the column of the user's choice where a figure
 * shows two columns. */
export function firstValue(item: Switch, summary: JobSummary | null): string {
  if (item.kind !== "metadata" || item.initial) return item.initial;
  if (!item.column || !summary) return "category";
  const others = summary.metadata_columns.filter((name) => name !== "category");
  return summary.third_column ?? others[0] ?? "category";
}

/** What was chosen of a switch; its first value for nothing, or for what an old or damaged address
 * asks for. */
export function chosenValue(
  item: Switch,
  chosen: string | undefined,
  summary: JobSummary | null,
): string {
  const fits = !item.values.length || item.values.some(({ value }) => value === chosen);
  return chosen !== undefined && fits ? chosen : firstValue(item, summary);
}

/** First values of all switches of a figure, by name. */
export function firstValues(
  switches: readonly Switch[],
  summary: JobSummary | null,
): Record<string, string> {
  return Object.fromEntries(switches.map((item) => [item.name, firstValue(item, summary)]));
}
