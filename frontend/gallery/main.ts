// Every figure on the test data: `npm run gallery`, then /gallery/?theme=dark&width=700&only=ssr_gc.

import "../src/tokens.css";
import { readArrow } from "../src/arrow";
import { FIGURES } from "../src/plots";
import type { Drawing, DrawOptions, Figure } from "../src/plots/drawing";
import { assignGroups } from "../src/plots/groups";

const asked = new URLSearchParams(location.search);
const width = Number(asked.get("width") ?? 1100);
document.documentElement.dataset.theme = asked.get("theme") ?? "light";
document.body.style.cssText = `margin:24px;width:${width}px;background:var(--surface);color:var(--text);font:13px/20px var(--font)`;

const data = import.meta.glob("../test-data/*.arrow", { query: "?url", import: "default" });

for (const [name, figure] of Object.entries(FIGURES as Record<string, Figure>)) {
  if (asked.has("only") && !asked.get("only")?.split(",").includes(name)) continue;
  await show(name, figure);
}
document.body.dataset.ready = "true";

async function show(name: string, figure: Figure): Promise<void> {
  const switches = {
    ...Object.fromEntries(figure.switches.map((item) => [item.name, item.initial])),
    ...Object.fromEntries(asked),
  };
  const source = asked.get("data") ?? figure.source?.(switches) ?? figure.key;
  const columns = await load(source);
  if (!columns) return;
  const more = figure.more ? await load(figure.more.key) : undefined;
  const options: DrawOptions = {
    width,
    groups: assignGroups(groupsIn(columns)),
    by: "category",
    genomes: 40,
    allGenomes: 40,
    filterText: "",
    switches,
    selected: asked.get("selected") ?? undefined,
    reference: "SIM0001",
  };
  const drawn = figure.draw(columns, options, more);
  const box = document.createElement("section");
  box.id = name;
  box.innerHTML = `<h2 style="font-size:15px;margin:24px 0 0"></h2><p style="margin:0 0 8px;color:var(--text-2)"></p>`;
  (box.firstElementChild as HTMLElement).textContent = drawn.title;
  (box.lastElementChild as HTMLElement).textContent = drawn.subtitle;
  const place = document.createElement("div");
  place.style.cssText = "position:relative";
  place.append(...canvasOf(drawn), drawn.svg);
  const caption = document.createElement("p");
  caption.style.cssText = "font-size:11px;line-height:16px;color:var(--text-3)";
  caption.textContent = drawn.caption;
  box.append(place, caption);
  document.body.append(box);
}

function canvasOf(drawn: Drawing): HTMLCanvasElement[] {
  const layer = drawn.canvas;
  if (!layer) return [];
  const canvas = document.createElement("canvas");
  const scale = devicePixelRatio;
  canvas.width = layer.width * scale;
  canvas.height = layer.height * scale;
  canvas.style.cssText = `position:absolute;left:${layer.x}px;top:${layer.y}px;width:${layer.width}px;height:${layer.height}px`;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no canvas.");
  context.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  layer.paint(context, (token) => style.getPropertyValue(token).trim());
  drawn.svg.style.position = "relative";
  return [canvas];
}

async function load(name: string) {
  const url = await data[`../test-data/${name}.arrow`]?.();
  if (typeof url !== "string") return undefined;
  return readArrow(await (await fetch(url)).arrayBuffer());
}

function groupsIn(columns: {
  names: readonly string[];
  texts(name: string): readonly (string | null)[];
}) {
  const name = columns.names.includes("category") ? "category" : "group";
  return columns.names.includes(name)
    ? columns.texts(name).map((value) => value ?? "undefined")
    : [];
}
