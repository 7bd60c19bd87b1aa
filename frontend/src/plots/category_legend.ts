// The legend of the categories, where marks of genomes have their colours and no axis their names.

import type { DrawOptions, LegendItem } from "./drawing";
import { groupName } from "./format";
import { styleOf } from "./groups";

/** Categories in their order with their numbers of genomes; nothing where there is only one. */
export function categoryLegend(
  genomes: readonly { category: string }[],
  options: DrawOptions,
): LegendItem[] | undefined {
  const counts = new Map<string, number>();
  for (const { category } of genomes) counts.set(category, (counts.get(category) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  const known = [...options.groups.keys()].filter((category) => counts.has(category));
  return known.map((category) => {
    const { colour, shape } = styleOf(options.groups, category);
    const filter = { category: [category] };
    return { label: groupName(category), count: counts.get(category), colour, shape, filter };
  });
}
