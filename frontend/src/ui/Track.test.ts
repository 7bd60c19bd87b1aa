import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Filters } from "../filters";
import { reference_ssr_distribution } from "../plots/reference_ssr_distribution";
import { demoData, optionsFor } from "../plots/testing";
import Track from "./Track.svelte";

const WIDTH = 900;
const LEFT = 60;
const RIGHT = WIDTH - 16;

let shown: Record<string, unknown> | undefined;
const chosen: Partial<Filters>[] = [];

function show(window = { from: 20_000, to: 40_000 }) {
  shown = mount(Track, {
    target: document.body,
    props: {
      data: demoData("reference_ssr_distribution"),
      options: optionsFor(reference_ssr_distribution, { width: WIDTH }),
      more: demoData("ssr_gc"),
      window,
      onfilter: (filters: Partial<Filters>) => chosen.push(filters),
    },
  });
  flushSync();
}

function surface(): SVGSVGElement {
  return document.querySelector("svg[role=application]") as SVGSVGElement;
}

function shownRange(): number[] {
  const text = document.querySelector(".range b")?.textContent ?? "";
  return text.split("–").map((end) => Number(end.replaceAll(",", "")));
}

/** px of a position in the overview. */
function overviewX(position: number): number {
  return LEFT + (position / 60_052) * (RIGHT - LEFT);
}

function pointer(type: string, x: number, y: number, target: Element = surface()) {
  target.dispatchEvent(
    new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true, cancelable: true }),
  );
  flushSync();
}

function press(key: string) {
  surface().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  flushSync();
}

function click(name: string) {
  const buttons = [...document.querySelectorAll("button")];
  buttons
    .find((one) => one.textContent?.trim() === name || one.getAttribute("aria-label") === name)
    ?.click();
  flushSync();
}

function goTo(typed: string) {
  const field = document.querySelector("input") as HTMLInputElement;
  field.value = typed;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  flushSync();
}

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  chosen.length = 0;
  vi.unstubAllGlobals();
});

describe("the track on the page", () => {
  it("shows the window that it is given", () => {
    show();
    expect(shownRange()).toEqual([20_000, 40_000]);
    expect(document.querySelector("h2")?.textContent).toBe("100 SSRs along SIM0001");
  });

  it("chooses a window itself where it is given an empty one", () => {
    show({ from: 0, to: 0 });
    expect(shownRange()).toEqual([0, 60_052]);
  });

  it("moves the window with the pointer", () => {
    show();
    pointer("pointerdown", overviewX(30_000), 40);
    pointer("pointermove", overviewX(35_000), 40);
    pointer("pointerup", overviewX(35_000), 40);
    expect(shownRange()).toEqual([25_000, 45_000]);
  });

  it("moves one edge of the window with the pointer", () => {
    show();
    pointer("pointerdown", overviewX(40_000) + 2, 40);
    pointer("pointermove", overviewX(50_000) + 2, 40);
    pointer("pointerup", overviewX(50_000) + 2, 40);
    expect(shownRange()).toEqual([20_000, 50_000]);
  });

  it("brings the window to where the overview is clicked", () => {
    show();
    pointer("pointerdown", overviewX(12_000), 40);
    pointer("pointerup", overviewX(12_000), 40);
    expect(shownRange()).toEqual([2000, 22_000]);
  });

  it("drags what the window shows", () => {
    show();
    pointer("pointerdown", 400, 200);
    pointer("pointermove", 400 - (RIGHT - LEFT) / 4, 200);
    pointer("pointerup", 400 - (RIGHT - LEFT) / 4, 200);
    expect(shownRange()).toEqual([25_000, 45_000]);
  });

  it("zooms and pans by keys and buttons", () => {
    show();
    press("+");
    expect(shownRange()).toEqual([25_000, 35_000]);
    press("ArrowRight");
    expect(shownRange()).toEqual([26_000, 36_000]);
    press("-");
    expect(shownRange()).toEqual([21_000, 41_000]);
    click("Zoom in");
    expect(shownRange()).toEqual([26_000, 36_000]);
    click("All");
    expect(shownRange()).toEqual([0, 60_052]);
  });

  it("zooms around the pointer with Ctrl and the wheel, and leaves the wheel alone without", () => {
    show();
    const turn = (ctrlKey: boolean) => {
      const init = { deltaY: -100, ctrlKey, clientX: LEFT, clientY: 200, cancelable: true };
      const event = new WheelEvent("wheel", { ...init, bubbles: true });
      surface().dispatchEvent(event);
      flushSync();
      return event.defaultPrevented;
    };
    expect(turn(false)).toBe(false);
    expect(shownRange()).toEqual([20_000, 40_000]);
    expect(turn(true)).toBe(true);
    const [from, to = 0] = shownRange();
    expect(from).toBe(20_000);
    expect(to).toBeLessThan(40_000);
  });

  it("goes to a gene, and says when there is none", () => {
    show();
    goTo("gene001");
    const [from = 0, to = 0] = shownRange();
    expect(from).toBeLessThanOrEqual(105);
    expect(to).toBeGreaterThanOrEqual(864);
    goTo("nowhere");
    expect(document.querySelector("[role=status]")?.textContent).toBe(
      "No gene or position “nowhere” in SIM0001.",
    );
    expect(shownRange()).toEqual([from, to]);
  });

  it("filters by the mark that is clicked", () => {
    show();
    const gene = surface().querySelector("[data-key]") as SVGElement;
    pointer("pointerdown", 300, 150, gene);
    pointer("pointerup", 300, 150, gene);
    expect(chosen).toEqual([{ gene: [gene.dataset.key] }]);
  });

  it("filters by the mark that keys have gone to", () => {
    show();
    press("ArrowDown");
    const tip = document.querySelector("[role=tooltip]")?.textContent?.trim();
    const first = surface().querySelector("[data-tip]") as SVGElement;
    expect(tip).toBe(first.dataset.tip);
    press("Enter");
    expect(chosen).toEqual([JSON.parse(first.dataset.filter ?? "")]);
    press("Escape");
    expect(document.querySelector("[role=tooltip]")).toBeNull();
  });

  it("lists how many SSRs lie where, and filters by motif length", () => {
    show();
    const cells = [...document.querySelectorAll("td.number:nth-child(2)")];
    expect(cells[3]?.textContent).toBe("100");
    click("3 bp tri");
    expect(chosen).toEqual([{ motif_length: [3] }]);
  });
});
