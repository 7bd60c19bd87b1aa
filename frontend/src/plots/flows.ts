// Flows from names at the left to names at the right: a Sankey diagram of two columns.

import { type SankeyGraph, sankey, sankeyLinkHorizontal } from "d3-sankey";
import type { Filters } from "../filters";
import { drawing, element, fitted, markAttributes, rectangle, text, textWidth } from "./svg";

export interface FlowNode {
  label: string;
  /** Behind the label, lighter: its number. */
  count: string;
  /** A colour as `var(--...)`. */
  colour: string;
  outline?: string | null;
  tip: string;
  filter: Partial<Filters>;
}

export interface Flow {
  /** Places in the lists of the left and of the right nodes. */
  from: number;
  to: number;
  value: number;
  colour: string;
  tip: string;
  filter: Partial<Filters>;
}

type Placed = SankeyGraph<{ node: FlowNode; isLeft: boolean }, { flow: Flow }>;

const NODE = 8;
const PADDING = 8;
/** px of a label's line, so that labels of neighbours never touch. */
const LINE = 15;
const HEAD = 24;

/** The diagram. Nodes keep the order in which they are given and must each have a flow. */
export function drawFlows(
  left: readonly FlowNode[],
  right: readonly FlowNode[],
  flows: readonly Flow[],
  titles: readonly [string, string],
  width: number,
): SVGSVGElement {
  // Nodes may be thinner than their label, so the padding alone holds labels apart.
  const most = Math.max(left.length, right.length, 1);
  const height = HEAD + Math.max(180, most * (LINE + PADDING + 8));
  const space = [labelSpace(left, width), labelSpace(right, width)] as const;
  const placed = place(left, right, flows, [space[0], width - space[1]], height);
  return drawing(
    width,
    height + 8,
    text(fitted(titles[0], width / 2 - 8), 0, 12, "hint"),
    text(fitted(titles[1], width / 2 - 8), width, 12, "hint", { "text-anchor": "end" }),
    ...placed.links.map(drawFlow),
    ...placed.nodes.map((item) => drawNode(item, space[item.isLeft ? 0 : 1])),
  );
}

function labelSpace(nodes: readonly FlowNode[], width: number): number {
  const widths = nodes.map(({ label, count }) => textWidth(`${label}  ${count}`));
  return Math.min(width * 0.32, Math.max(0, ...widths) + 12);
}

function place(
  left: readonly FlowNode[],
  right: readonly FlowNode[],
  flows: readonly Flow[],
  [x0, x1]: readonly [number, number],
  height: number,
): Placed {
  const layout = sankey<{ node: FlowNode; isLeft: boolean }, { flow: Flow }>()
    .nodeWidth(NODE)
    .nodePadding(LINE)
    .nodeSort(null)
    .extent([
      [x0, HEAD],
      [x1, height],
    ]);
  return layout({
    nodes: [
      ...left.map((node) => ({ node, isLeft: true })),
      ...right.map((node) => ({ node, isLeft: false })),
    ],
    links: flows.map((flow) => ({
      flow,
      source: flow.from,
      target: left.length + flow.to,
      value: flow.value,
    })),
  });
}

function drawFlow(link: Placed["links"][number]): SVGElement {
  return element("path", {
    d: rounded(sankeyLinkHorizontal()(link as never) ?? ""),
    fill: "none",
    stroke: link.flow.colour,
    "stroke-opacity": 0.4,
    "stroke-width": Math.max(1, link.width ?? 1),
    ...markAttributes(link.flow.tip, link.flow.filter),
  });
}

function drawNode(item: Placed["nodes"][number], space: number): SVGElement {
  const { node, isLeft, x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = item;
  const x = isLeft ? x0 - 6 : x1 + 6;
  const y = (y0 + y1) / 2 + 4;
  const count = textWidth(` ${node.count}`) + 4;
  const name = fitted(node.label, space - 10 - count);
  const nameAt = isLeft ? x - count : x;
  const countAt = isLeft ? x : x + textWidth(name) + 6;
  const anchor = { "text-anchor": isLeft ? "end" : "start" };
  return element(
    "g",
    markAttributes(node.tip, node.filter),
    rectangle(x0, y0, x1 - x0, Math.max(1, y1 - y0), {
      fill: node.colour,
      stroke: node.outline ?? null,
    }),
    text(name, nameAt, y, "axis", { ...anchor, fill: "var(--text)" }),
    text(node.count, countAt, y, "hint", anchor),
  );
}

function rounded(path: string): string {
  return path.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
