// Genomes by group: how many genomes each pair of metadata values has, as a table or as flows.

import type { Columns } from "../arrow";
import { type Crosstab, crossTable, type Pair, readPairs, type Total } from "./crosstab";
import { bothFilters, drawCrosstab, fitCrosstab, totalFilter, totalName } from "./crosstab_drawing";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { drawFlows, type Flow, type FlowNode } from "./flows";
import { formatNumber, groupName, plural } from "./format";
import { styleOf } from "./groups";

/** More names than this at a side of the flows are merged. */
const MOST_NODES = 24;

export const category_sankey: Figure = {
  key: "category_sankey",
  name: "Genomes by group",
  help: "plot-data#category_sankey",
  switches: [
    {
      name: "view",
      label: "View",
      kind: "segments",
      values: [
        { value: "table", label: "Table" },
        { value: "flows", label: "Sankey" },
      ],
      initial: "table",
    },
    { name: "x", label: "Columns", kind: "metadata", values: [], initial: "", isSent: true },
    {
      name: "y",
      label: "Rows",
      kind: "metadata",
      values: [],
      initial: "",
      column: 1,
      isSent: true,
    },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const pairs = readPairs(data);
  const columns = columnNames(options);
  const areFlows = options.switches.view === "flows";
  const table = areFlows
    ? crossTable(pairs, MOST_NODES, MOST_NODES)
    : fitCrosstab(pairs, options.width);
  const title = titleOf(pairs, columns);
  return {
    svg: areFlows ? drawGroups(table, columns, options) : drawCrosstab(table, columns, options),
    title,
    subtitle: areFlows
      ? `A band is the genomes of a ${columns[0]} that have a ${columns[1]}; click one to filter by both.`
      : `Number of genomes with each ${columns[0]} and ${columns[1]}; click a cell to filter by both.`,
    caption: captionOf(table, options),
    alt: `${areFlows ? "Sankey diagram" : "Table of counts"} of genomes by ${columns[0]} and ${columns[1]}. ${title}.`,
    table: tableOf(pairs, columns),
  };
}

/** Names of the metadata columns; the server's choice is the third of the categories file. */
function columnNames(options: DrawOptions): [string, string] {
  return [options.switches.x || "category", options.switches.y || "group"];
}

function titleOf(pairs: readonly Pair[], columns: readonly [string, string]): string {
  const [most] = pairs.toSorted((a, b) => b.genomes - a.genomes);
  if (!most) return "No genomes";
  const genomes = pairs.reduce((sum, pair) => sum + pair.genomes, 0);
  const named = [...new Set([groupName(most.x), groupName(most.y)])].join(", ");
  const verb = most.genomes === 1 ? "is" : "are";
  const among = `${columns[0]} and ${columns[1]}`;
  const rest =
    pairs.length > 1 ? `, the most of ${formatNumber(pairs.length)} pairs of ${among}` : "";
  return `${formatNumber(most.genomes)} of ${plural(genomes, "genome")} ${verb} ${named}${rest}`;
}

function captionOf(table: Crosstab, options: DrawOptions): string {
  const isMerged = [...table.x, ...table.y].some((total) => total.values.length > 1);
  const hasMissing = [...table.x, ...table.y].some(isMissing);
  return [
    "Bars: genomes of a row or column. Dot: no genome.",
    ...(hasMissing ? ["(none): the metadata say nothing; these genomes are counted as well."] : []),
    ...(isMerged ? ["The values with fewest genomes are merged as others."] : []),
    describeScope(options),
  ]
    .slice(options.switches.view === "flows" ? 1 : 0)
    .join(" ");
}

function isMissing(total: Total): boolean {
  return total.values.includes("undefined");
}

function drawGroups(table: Crosstab, columns: readonly [string, string], options: DrawOptions) {
  const flows = table.y.flatMap((y, to) =>
    table.x.flatMap((x, from): Flow[] => {
      const value = table.cells[to]?.[from] ?? 0;
      const filter = bothFilters(totalFilter(x, columns[0]), totalFilter(y, columns[1]));
      const tip = `${totalName(x)} and ${totalName(y)}\n${plural(value, "genome")}`;
      return value
        ? [{ from, to, value, colour: colourOf(x, columns[0], options), tip, filter }]
        : [];
    }),
  );
  const nodes = (totals: readonly Total[], column: string) =>
    totals.map(
      (total): FlowNode => ({
        label: totalName(total),
        count: formatNumber(total.genomes),
        colour: colourOf(total, column, options),
        outline:
          column === "category" ? styleOf(options.groups, total.values[0] ?? null).outline : null,
        tip: `${column} ${totalName(total)}\n${plural(total.genomes, "genome")}`,
        filter: totalFilter(total, column),
      }),
    );
  const sides = [nodes(table.x, columns[0]), nodes(table.y, columns[1])] as const;
  return drawFlows(...sides, flows.toSorted(byPlace), [columns[0], columns[1]], options.width);
}

function byPlace(a: Flow, b: Flow): number {
  return a.from - b.from || a.to - b.to;
}

/** Categories in their colours; genomes without one, like values of other columns, are grey. */
function colourOf(total: Total, column: string, options: DrawOptions): string {
  const isCategory = column === "category" && total.values.length === 1 && !isMissing(total);
  return isCategory ? styleOf(options.groups, total.values[0] ?? null).colour : "var(--mark-2)";
}

function tableOf(pairs: readonly Pair[], columns: readonly [string, string]): Drawing["table"] {
  return {
    columns: [
      { name: "x_group", label: columns[0] },
      { name: "y_group", label: columns[1] },
      { name: "genomes", label: "Genomes" },
    ],
    rows: pairs.map((pair) => [groupName(pair.x), groupName(pair.y), pair.genomes]),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  const why = options.filterText ? ` that passes the filters: ${options.filterText}` : "";
  return { title: "No genomes to group", text: `There is no analysed genome${why}.` };
}
