// What the tests of the figures share: data of the demo, small tables, options.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromArrays, vectorFromArray } from "apache-arrow";
import { Columns, readArrow } from "../arrow";
import type { Drawing, DrawOptions, Figure } from "./drawing";
import { assignGroups } from "./groups";
import { textWidth } from "./svg";

/** A file of test-data, as the server sends it. */
export function demoData(name: string): Columns {
  return readArrow(readFileSync(join(import.meta.dirname, "../../test-data", `${name}.arrow`)));
}

/** Columns from plain arrays. */
export function columnsOf(
  values: Record<string, readonly (string | number | boolean | null)[]>,
): Columns {
  const vectors = Object.entries(values).map(([name, cells]) => [
    name,
    vectorFromArray([...cells]),
  ]);
  return new Columns(tableFromArrays(Object.fromEntries(vectors) as Record<string, never[]>));
}

/** Options for the demo: 40 genomes in its categories, the figure's own first switches. */
export function optionsFor(figure: Figure, more: Partial<DrawOptions> = {}): DrawOptions {
  const switches = Object.fromEntries(figure.switches.map((item) => [item.name, item.initial]));
  return {
    width: 900,
    groups: assignGroups(["A", "B", "C", "undefined"]),
    by: "category",
    genomes: 40,
    allGenomes: 40,
    filterText: "",
    reference: "SIM0001",
    ...more,
    switches: { ...switches, ...more.switches },
  };
}

/** Everything that a reader gets from a drawing, for a snapshot. */
export function printed(drawn: Drawing): string {
  const { title, subtitle, caption, alt, svg } = drawn;
  return [title, subtitle, caption, alt, svg.outerHTML.replaceAll("><", ">\n<")].join("\n");
}

/** What is wrong with the texts of a drawing: two on the same place, or one beyond the edge. */
export function overlaps(svg: SVGSVGElement): string[] {
  const boxes = [...svg.querySelectorAll("text")].filter((one) => one.textContent).map(textBox);
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  const beyond = boxes.filter(
    (box) => box.left < -1 || box.right > width + 1 || box.top < -1 || box.bottom > height + 1,
  );
  const pairs = boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (touch(a, b) ? [`"${a.text}" and "${b.text}"`] : [])),
  );
  return [...beyond.map((box) => `"${box.text}" is cut off`), ...pairs];
}

interface TextBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function touch(a: TextBox, b: TextBox): boolean {
  return (
    a.left < b.right - 0.5 &&
    b.left < a.right - 0.5 &&
    a.top < b.bottom - 0.5 &&
    b.top < a.bottom - 0.5
  );
}

/** The box of a text from its attributes; `translate` of groups and `rotate(-90 x y)` are known. */
function textBox(one: SVGTextElement): TextBox {
  const text = one.textContent ?? "";
  const inherited = (name: string) => one.closest(`[${name}]`)?.getAttribute(name) ?? "";
  const size = Number.parseFloat(inherited("font-size")) || 11;
  const isMono = inherited("font-family").includes("monospace");
  const width = textWidth(text, size, isMono);
  const anchor = inherited("text-anchor");
  const before = anchor === "end" ? width : anchor === "middle" ? width / 2 : 0;
  const [x, y] = placeOf(one);
  const up = 0.75 * size;
  const down = 0.2 * size;
  return one.getAttribute("transform")?.includes("rotate(-90")
    ? { text, left: x - up, right: x + down, top: y - width + before, bottom: y + before }
    : { text, left: x - before, right: x - before + width, top: y - up, bottom: y + down };
}

function placeOf(one: SVGTextElement): [number, number] {
  let x = Number(one.getAttribute("x") ?? 0);
  let y = Number(one.getAttribute("y") ?? 0);
  for (let at: Element | null = one; at; at = at.parentElement) {
    const moved = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(at.getAttribute("transform") ?? "");
    x += Number(moved?.[1] ?? 0);
    y += Number(moved?.[2] ?? 0);
  }
  return [x, y];
}
