// Combinations of groups: keys that exactly these groups have, as an UpSet figure.

import type { Columns } from "../arrow";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { formatNumber, groupName, plural } from "./format";
import { KEY_SWITCH, keyNames } from "./key_names";
import { drawUpset, layoutUpset } from "./upset_drawing";
import { OTHER_GROUPS, readUpset, type Upset } from "./upset_rows";

const MOST_COMBINATIONS = 30;

export const upset: Figure = {
  key: "upset",
  name: "Combinations of groups",
  help: "plot-data#upset",
  switches: [
    KEY_SWITCH,
    {
      name: "min_share",
      label: "A group has a key if it occurs in",
      kind: "segments",
      values: [
        { value: "0", label: "≥ 1" },
        { value: "50", label: "≥ 50 %" },
        { value: "100", label: "all" },
      ],
      initial: "0",
      isSent: true,
    },
    { name: "by", label: "Groups", kind: "metadata", values: [], initial: "", isSent: true },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const all = readUpset(data);
  const layout = layoutUpset(all, options.width);
  const shown = { ...all, combinations: all.combinations.slice(0, layout.columns) };
  const title = titleOf(all, options);
  const names = keyNames(options.switches);
  return {
    svg: drawUpset(shown, layout, options, names),
    title,
    subtitle: `${capital(names[1])} present in exactly these groups and in no other. One counts as present in a group if it occurs in ${shareOf(options)} of its genomes.`,
    caption: captionOf(all, shown, options),
    alt: `UpSet figure of ${plural(all.sets.length, "group")}, ${plural(shown.combinations.length, "combination")}. ${title}.`,
    table: tableOf(shown),
  };
}

function titleOf(all: Upset, options: DrawOptions): string {
  const names = keyNames(options.switches);
  const groups = plural(all.sets.length, "group");
  const every = all.combinations.find((one) => one.groups.length === all.sets.length);
  if (all.sets.length === 1) {
    return `${plural(every?.keys ?? 0, ...names)} in the only group, ${groupName(all.sets[0]?.group ?? null)}`;
  }
  // The server leaves out the smallest combinations, so that not all is always known.
  const isComplete = all.combinations.length < MOST_COMBINATIONS;
  if (!every && isComplete) return `No ${names[0]} occurs in all ${groups}`;
  if (!every) {
    const most = plural(all.combinations.at(-1)?.keys ?? 0, ...names);
    return `At most ${most} occur in all ${groups}: other combinations are larger`;
  }
  const total = all.combinations.reduce((sum, one) => sum + one.keys, 0);
  const counted = isComplete
    ? `${formatNumber(every.keys)} of ${plural(total, ...names)}`
    : plural(every.keys, ...names);
  const verb = (isComplete ? total : every.keys) === 1 ? "occurs" : "occur";
  return `${counted} ${verb} in all ${groups}`;
}

function shareOf(options: DrawOptions): string {
  const share = options.switches.min_share;
  return share === "100" ? "all" : share === "50" ? "at least 50 %" : "at least one";
}

function captionOf(all: Upset, shown: Upset, options: DrawOptions): string {
  const hidden = all.combinations.length - shown.combinations.length;
  const merged = all.sets.some((set) => set.group === OTHER_GROUPS);
  return [
    `${plural(shown.combinations.length, "combination")}, the largest first${hidden ? `; ${plural(hidden, "smaller one has", "smaller ones have")} no room at this width` : ""}.`,
    "Click a column to list what it holds.",
    ...(merged ? ["Groups beyond the twelve with most genomes are merged as “other”."] : []),
    describeScope(options),
  ].join(" ");
}

function tableOf(shown: Upset): Drawing["table"] {
  return {
    columns: [
      { name: "kind", label: "Kind" },
      { name: "groups", label: "Groups" },
      { name: "keys", label: "Keys" },
    ],
    rows: [
      ...shown.sets.map((set) => ["group", groupName(set.group), set.keys]),
      ...shown.combinations.map((one) => [
        "exactly these",
        one.groups.map(groupName).join("; "),
        one.keys,
      ]),
    ],
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  const { sets, combinations } = readUpset(data);
  if (!sets.some((set) => set.group !== "undefined")) {
    const text = sets.length
      ? `None of the ${plural(options.genomes, "genome")} has a value in the column ${options.by}. A categories file gives genomes their groups.`
      : "The filters leave no genome.";
    return { title: "No groups to combine", text };
  }
  if (combinations.length) return null;
  const text = `No ${keyNames(options.switches)[0]} occurs in ${shareOf(options)} of the genomes of any group.`;
  return { title: "Nothing in common to count", text };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
