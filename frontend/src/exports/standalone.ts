// A drawing as a file of its own: colours resolved for white paper, words around it if wanted.

import type { Drawing, LegendItem } from "../plots/drawing";
import { shapePath } from "../plots/groups";
import { element, drawing as rootOf, text, textWidth } from "../plots/svg";

const EDGE = 12;
const LINE = 15;

export interface Words {
  /** Whether title, legend and caption stand around the drawing. */
  hasWords: boolean;
}

/** The SVG as text, complete: no stylesheet, no variable, no link. `colour` resolves a token. */
export function standaloneSvg(
  drawn: Drawing,
  { hasWords }: Words,
  colour: (token: string) => string,
): string {
  const root = compose(drawn, hasWords, colour);
  resolveColours(root, colour);
  for (const marked of root.querySelectorAll("[data-tip]")) {
    for (const name of ["data-tip", "data-filter", "data-key"]) marked.removeAttribute(name);
  }
  return new XMLSerializer().serializeToString(root);
}

/** Lines of a text that fit a width in px. */
export function wrapText(content: string, width: number, size = 11): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line ? [...lines, line] : lines;
}

function compose(drawn: Drawing, hasWords: boolean, colour: (token: string) => string) {
  const inner = drawn.svg.cloneNode(true) as SVGSVGElement;
  for (const name of ["role", "aria-label", "style"]) inner.removeAttribute(name);
  for (const head of inner.querySelectorAll("[data-sticky]")) head.removeAttribute("style");
  const width = Number(inner.getAttribute("width"));
  const height = Number(inner.getAttribute("height"));
  if (drawn.canvas) inner.prepend(imageOf(drawn.canvas, colour));

  const parts: SVGElement[] = [];
  let y = EDGE;
  if (hasWords) {
    for (const line of wrapText(drawn.title, width, 15)) {
      parts.push(text(line, EDGE, y + 14, "strong", { "font-size": 15 }));
      y += 20;
    }
    for (const line of wrapText(drawn.subtitle, width, 12)) {
      parts.push(text(line, EDGE, y + 11, "axis", { "font-size": 12 }));
      y += 16;
    }
    y += 4;
    const legend = legendRows(drawn.legend ?? [], width, y);
    parts.push(...legend.parts);
    y = legend.y + 4;
  }
  inner.setAttribute("x", String(EDGE));
  inner.setAttribute("y", String(y));
  parts.push(inner);
  y += height;
  if (hasWords) {
    y += 8;
    for (const line of wrapText(drawn.caption.replaceAll("**", ""), width, 11)) {
      parts.push(text(line, EDGE, y + 11, "hint"));
      y += LINE;
    }
  }
  const total = { width: width + 2 * EDGE, height: y + EDGE };
  const ground = element("rect", { ...total, fill: "var(--surface)" });
  return rootOf(total.width, total.height, ground, ...parts);
}

function legendRows(items: readonly LegendItem[], width: number, top: number) {
  const parts: SVGElement[] = [];
  let x = EDGE;
  let y = top;
  for (const item of items) {
    const label = item.count === undefined ? item.label : `${item.label}  ${item.count}`;
    const taken = textWidth(label, 12) + 28;
    if (x > EDGE && x + taken > width) {
      x = EDGE;
      y += 18;
    }
    parts.push(sign(item, x + 6, y + 8), text(label, x + 17, y + 12, "axis", { "font-size": 12 }));
    x += taken;
  }
  return { parts, y: items.length ? y + 18 : y };
}

function sign(item: LegendItem, x: number, y: number): SVGElement {
  if (item.shape === "swatch") {
    return element("rect", {
      x: x - 5,
      y: y - 5,
      width: 11,
      height: 9,
      fill: item.colour,
      stroke: "var(--line)",
    });
  }
  if (item.shape === "line") {
    return element("path", { d: `M${x - 6} ${y}h12`, stroke: item.colour, "stroke-width": 2 });
  }
  const outline = item.colour === "var(--c-none)" ? "var(--axis)" : null;
  return element("path", { d: shapePath(item.shape, x, y, 4), fill: item.colour, stroke: outline });
}

function imageOf(layer: NonNullable<Drawing["canvas"]>, colour: (token: string) => string) {
  const canvas = document.createElement("canvas");
  const scale = 3;
  canvas.width = layer.width * scale;
  canvas.height = layer.height * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw on a canvas.");
  context.scale(scale, scale);
  layer.paint(context, colour);
  return element("image", {
    x: layer.x,
    y: layer.y,
    width: layer.width,
    height: layer.height,
    href: canvas.toDataURL("image/png"),
  });
}

function resolveColours(root: SVGElement, colour: (token: string) => string): void {
  for (const one of [root, ...root.querySelectorAll("*")]) {
    for (const attribute of [...one.attributes]) {
      if (!attribute.value.includes("var(")) continue;
      const value = attribute.value.replace(/var\((--[\w-]+)\)/g, (_, token: string) =>
        colour(token),
      );
      one.setAttribute(attribute.name, value);
    }
  }
}
