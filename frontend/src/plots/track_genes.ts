// Genes of a track: arrows on the lane of their strand, or bars where strands are not known.

import { element, markAttributes, text, textWidth } from "./svg";
import type { Track, TrackGene } from "./track_data";
import { clumps, geneTip, isCrowded } from "./track_marks";
import { LEFT, type Scale } from "./track_overview";

interface Lane {
  label: string;
  strand: "+" | "-" | null;
  /** Upper edge of the arrows. */
  y: number;
  /** Baseline of names that do not fit into their arrows. */
  namesY: number;
}

/** What is drawn of one or, where they are dense, several genes. */
interface Arrow {
  genes: readonly TrackGene[];
  isPolymorphic: boolean;
  x1: number;
  x2: number;
  /** Its ends lie outside the window. */
  isCutLeft: boolean;
  isCutRight: boolean;
}

const HEIGHT = 16;
const HEAD = 6;
const ONE_LANE: readonly Lane[] = [{ label: "", strand: null, y: 30, namesY: 25 }];
const TWO_LANES: readonly Lane[] = [
  { label: "+ strand", strand: "+", y: 30, namesY: 25 },
  { label: "\u2212 strand", strand: "-", y: 60, namesY: 88 },
];

/** px that the lanes take, titles and names included. */
export function genesHeight(track: Track): number {
  if (!track.genes.length) return 0;
  return track.hasStrands ? 100 : 58;
}

/** The genes of the window; y 0 is that of their title. */
export function geneLanes(
  track: Track,
  genes: readonly TrackGene[],
  scale: Scale,
  right: number,
  selected: string | undefined,
): SVGElement[] {
  if (!track.genes.length) return [];
  const lanes = track.hasStrands ? TWO_LANES : ONE_LANE;
  const crowded = isCrowded(genes);
  return [
    text("genes", 0, track.hasStrands ? 10 : 42, "hint"),
    ...lanes.flatMap((lane) => {
      const members = genes.filter(
        (gene) => !track.hasStrands || (gene.strand === "-") === (lane.strand === "-"),
      );
      const arrows = clumps(members, scale.px, crowded).map((clump) =>
        arrowOf(clump, scale, right),
      );
      return [
        text(lane.label, 0, lane.y + 12),
        ...arrows.map((arrow) => arrowMark(arrow, lane, selected)),
        ...geneNames(arrows, lane, right),
      ];
    }),
  ];
}

function arrowOf(genes: readonly TrackGene[], scale: Scale, right: number): Arrow {
  const x1 = scale.x(genes[0]?.start ?? 0);
  const x2 = scale.x(Math.max(...genes.map((gene) => gene.end)));
  return {
    genes,
    isPolymorphic: genes.some((gene) => gene.isPolymorphic),
    x1: Math.max(LEFT, x1),
    x2: Math.min(right, Math.max(x2, x1 + 1)),
    isCutLeft: x1 < LEFT,
    isCutRight: x2 > right,
  };
}

function arrowMark(arrow: Arrow, lane: Lane, selected: string | undefined): SVGPathElement {
  const { genes, isPolymorphic } = arrow;
  const names = genes.map((gene) => gene.name);
  if (genes.length > 1) {
    const d = outline(arrow, lane);
    return element("path", { d, fill: "var(--mark-2)", ...markAttributes(geneTip(genes)) });
  }
  const isChosen = selected !== undefined && names.includes(selected);
  return element("path", {
    d: outline(arrow, lane),
    fill: isChosen ? "var(--tint)" : isPolymorphic ? "var(--press)" : "var(--hover)",
    stroke: isPolymorphic ? "var(--text)" : "var(--axis)",
    "stroke-width": isPolymorphic ? 1.3 : 0.8,
    ...markAttributes(geneTip(genes), { gene: names }, names[0]),
  });
}

/** A bar with a point in reading direction; without one where the end lies outside. */
function outline({ x1, x2, isCutLeft, isCutRight, genes }: Arrow, { strand, y }: Lane): string {
  const head = Math.min(HEAD, (x2 - x1) / 2);
  const left = strand === "-" && !isCutLeft && genes.length === 1 ? head : 0;
  const right = strand === "+" && !isCutRight && genes.length === 1 ? head : 0;
  const [top, middle, bottom] = [y, y + HEIGHT / 2, y + HEIGHT];
  const print = (value: number) => Math.round(value * 100) / 100;
  return [
    `M${print(x1 + left)},${top}H${print(x2 - right)}`,
    right ? `L${print(x2)},${middle}L${print(x2 - right)},${bottom}` : `V${bottom}`,
    `H${print(x1 + left)}`,
    left ? `L${print(x1)},${middle}Z` : "Z",
  ].join("");
}

/** Names inside their arrows where they fit; those of polymorphic genes else beside them. */
function geneNames(arrows: readonly Arrow[], lane: Lane, right: number): SVGTextElement[] {
  let [freeInside, freeOutside] = [LEFT, LEFT];
  return arrows.flatMap((arrow) => {
    const name = arrow.genes[0]?.name ?? "";
    if (arrow.genes.length > 1 || !name) return [];
    const kind = arrow.isPolymorphic ? "strong" : "axis";
    const middle = (arrow.x1 + arrow.x2) / 2;
    // Bold letters are wider.
    const width = textWidth(name) * (arrow.isPolymorphic ? 1.1 : 1);
    if (width + 2 * HEAD + 4 <= arrow.x2 - arrow.x1) {
      if (middle - width / 2 < freeInside) return [];
      freeInside = middle + width / 2 + 4;
      return [label(name, middle, lane.y + 12, kind)];
    }
    const x = Math.max(freeOutside + width / 2, Math.min(right - width / 2, middle));
    const isFar = x - middle > width / 2 + 12;
    if (!arrow.isPolymorphic || isFar || x + width / 2 > right) return [];
    freeOutside = x + width / 2 + 6;
    return [label(name, x, lane.namesY, kind)];
  });
}

function label(name: string, x: number, y: number, kind: "strong" | "axis"): SVGTextElement {
  return text(name, x, y, kind, { "text-anchor": "middle", "pointer-events": "none" });
}
