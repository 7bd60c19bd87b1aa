// Repeat numbers: how many units the SSRs of each motif class have, a row of bars per class.

import type { Columns } from "../arrow";
import { type Drawing, type DrawOptions, describeScope, type Figure } from "./drawing";
import { formatNumber, plural } from "./format";
import { drawRepeats } from "./repeat_drawing";
import { type ClassRow, readClasses, repeatRange } from "./repeat_rows";

export const repeat_numbers: Figure = {
  key: "repeat_numbers",
  name: "Repeat numbers by class",
  help: "plot-data#repeat_numbers",
  switches: [
    {
      name: "scale",
      label: "Scales",
      kind: "segments",
      values: [
        { value: "own", label: "Own scales" },
        { value: "one", label: "One scale" },
      ],
      initial: "own",
    },
    {
      name: "top",
      label: "Motif classes",
      kind: "select",
      values: [
        { value: "12", label: "12 classes" },
        { value: "24", label: "24 classes" },
        { value: "60", label: "60 classes" },
      ],
      initial: "24",
      isSent: true,
    },
  ],
  draw,
  explainEmpty,
};

function draw(data: Columns, options: DrawOptions): Drawing {
  const rows = readClasses(data);
  const title = titleOf(rows);
  const [least, most] = repeatRange(rows);
  return {
    svg: drawRepeats(rows, options.width, options.switches.scale === "one"),
    title,
    subtitle: `SSRs by repeat number, a row per motif class; ${describeRows(rows, options)}.`,
    caption: captionOf(options),
    alt: `Bars of SSRs by repeat number, ${least} to ${most}, for ${plural(rows.length, "motif class", "motif classes")}. ${title}.`,
    table: tableOf(rows),
  };
}

/** The class whose repeat numbers lie furthest apart. */
function titleOf(rows: readonly ClassRow[]): string {
  const span = (row: ClassRow) => {
    const [least, most] = repeatRange([row]);
    return most - least;
  };
  const [widest] = rows.toSorted((a, b) => span(b) - span(a));
  if (!widest) return "No SSRs";
  const [least, most] = repeatRange([widest]);
  if (least === most) {
    return rows.length === 1
      ? `${plural(widest.ssrs, "SSR")} of class ${widest.motifClass}, all of ${formatNumber(least)} repeats`
      : "Within each motif class all SSRs have the same repeat number";
  }
  const numbers = `${formatNumber(least)} to ${formatNumber(most)} repeats`;
  return rows.length === 1
    ? `Class ${widest.motifClass} has ${numbers}, most often ${formatNumber(widest.mode.repeat)}`
    : `Class ${widest.motifClass} varies most: ${numbers}, most often ${formatNumber(widest.mode.repeat)}`;
}

function describeRows(rows: readonly ClassRow[], options: DrawOptions): string {
  const isCut = rows.length >= Number(options.switches.top);
  const classes = plural(rows.length, "class", "classes");
  if (rows.length === 1) return "one class";
  return isCut ? `the ${classes} with most SSRs` : `all ${classes}`;
}

function captionOf(options: DrawOptions): string {
  const heights =
    options.switches.scale === "one"
      ? "Bar height: √ of the number of SSRs, one scale for all rows."
      : "Bar height: number of SSRs; each row has its own scale from 0, its highest bar is the **mode**.";
  return `**Repeat number** = full units of an SSR. ${heights} SSRs of all genomes are counted together. ${describeScope(options)}`;
}

function tableOf(rows: readonly ClassRow[]): Drawing["table"] {
  return {
    columns: [
      { name: "motif_class", label: "Motif class", isMono: true },
      { name: "motif_length", label: "Motif length, bp" },
      { name: "repeat", label: "Repeat number" },
      { name: "ssrs", label: "SSRs" },
      { name: "genomes", label: "Genomes" },
    ],
    rows: rows.flatMap((row) =>
      row.counts.map((count) => [
        row.motifClass,
        row.motifLength,
        count.repeat,
        count.ssrs,
        count.genomes,
      ]),
    ),
  };
}

function explainEmpty(data: Columns, options: DrawOptions) {
  if (data.length) return null;
  const why = options.filterText ? ` that passes the filters: ${options.filterText}` : "";
  return {
    title: "No SSRs to count repeats of",
    text: `${options.genomes === 1 ? "The only genome does not have" : `None of the ${plural(options.genomes, "genome")} has`} an SSR${why}.`,
  };
}
