// SVG elements in one call each. Styles are attributes, so that a saved drawing needs no stylesheet.

import type { Filters } from "../filters";

const NAMESPACE = "http://www.w3.org/2000/svg";
export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const MONO =
  'ui-monospace, "Cascadia Mono", "SF Mono", Consolas, Menlo, "DejaVu Sans Mono", monospace';

export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** An element with attributes (null and undefined are left out) and children. */
export function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, printed(value));
  }
  made.append(...children);
  return made;
}

/** The root of a drawing. */
export function drawing(
  width: number,
  height: number,
  ...children: readonly Node[]
): SVGSVGElement {
  return element(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${printed(width)} ${printed(height)}`,
      "font-family": FONT,
      "font-size": 11,
      fill: "var(--text-2)",
    },
    ...children,
  );
}

/** Text of the drawing's kinds: `axis` (default), `hint` (axis titles, captions inside), `strong`, `mono`. */
export function text(
  content: string,
  x: number,
  y: number,
  kind: "axis" | "hint" | "strong" | "mono" = "axis",
  attributes: Attributes = {},
): SVGTextElement {
  const style: Attributes = {
    axis: { fill: "var(--text-2)" },
    hint: { fill: "var(--text-3)" },
    strong: { fill: "var(--text)", "font-weight": 600 },
    mono: { fill: "var(--text)", "font-family": MONO, "font-size": 10.5 },
  }[kind];
  return element("text", { x, y, ...style, ...attributes }, content);
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}) {
  return element("line", { x1, y1, x2, y2, stroke: "var(--grid)", ...attributes });
}

export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes = {},
) {
  return element("rect", {
    x,
    y,
    width: Math.max(0, width),
    height: Math.max(0, height),
    ...attributes,
  });
}

/** Attributes of a mark that can be pointed at, clicked and reached by keyboard. */
export function markAttributes(tip: string, filter?: Partial<Filters>, key?: string): Attributes {
  return {
    "data-tip": tip,
    "data-filter": filter ? JSON.stringify(filter) : undefined,
    "data-key": key,
  };
}

/** Width in px that text takes at most in the usual system fonts; never measured on a page. */
export function textWidth(content: string, size = 11, isMono = false): number {
  if (isMono) return content.length * size * 0.62;
  let units = 0;
  for (const letter of content) {
    units += /[ilj.,;:|'!·]/.test(letter)
      ? 0.32
      : /[mwMW%@]/.test(letter)
        ? 0.92
        : /[A-Z0-9]/.test(letter)
          ? 0.66
          : 0.57;
  }
  return units * size;
}

/** Text cut to a width, with an ellipsis. */
export function fitted(content: string, width: number, size = 11, isMono = false): string {
  if (textWidth(content, size, isMono) <= width) return content;
  let kept = content;
  while (kept.length > 1 && textWidth(`${kept}…`, size, isMono) > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}

function printed(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}
