import { afterEach, describe, expect, it } from "vitest";
import { element } from "../plots/svg";
import { keepHeadsInSight } from "./sticky";

const ROWS = { y: 90, height: 2000 };

function box(target: Element, left: number, top: number, width: number, height: number) {
  target.getBoundingClientRect = () => new DOMRect(left, top, width, height);
}

function head(sides: string, y: number, height: number): SVGGElement {
  return element("g", { "data-sticky": sides }, element("rect", { x: 0, y, height }));
}

/** A drawing, 40 px into the page, of which so much is scrolled away. */
function scrolled(left: number, top: number) {
  document.body.innerHTML = `
    <main style="overflow-x: auto; overflow-y: auto"><header class="top"></header><div style="overflow-x: auto"></div></main>`;
  const [main, header, space] = ["main", "header", "div"].map((name) =>
    document.querySelector(name),
  ) as [Element, Element, Element];
  const heads = [head("top", 24, 66), head("left", ROWS.y, ROWS.height), head("top left", 24, 66)];
  const svg = element("svg", {}, ...heads);
  space.append(svg);
  box(main, 200, 0, 1000, 800);
  box(header, 200, 0, 1000, 88);
  box(space, 224, 88 - top, 900, 2100);
  box(svg, 224 - left, 88 - top, 3000, ROWS.y + ROWS.height);
  const stop = keepHeadsInSight(svg);
  return { heads, stop, svg };
}

const moves = (heads: readonly SVGGElement[]) => heads.map((one) => one.style.transform);

afterEach(() => {
  document.body.innerHTML = "";
});

describe("heads of a matrix", () => {
  it("stay in place while they are in sight", () => {
    expect(moves(scrolled(0, 20).heads)).toEqual(["", "", ""]);
  });

  it("follow what is scrolled", () => {
    expect(moves(scrolled(300, 500).heads)).toEqual([
      "translate(0px, 476px)",
      "translate(300px, 0px)",
      "translate(300px, 476px)",
    ]);
  });

  it("end with the last row", () => {
    const [columns] = scrolled(0, 9000).heads;
    expect(columns?.style.transform).toBe(`translate(0px, ${ROWS.y + ROWS.height - 24 - 66}px)`);
  });

  it("follow no more when they are stopped", () => {
    const { heads, stop, svg } = scrolled(0, 0);
    stop();
    box(svg, 0, -500, 3000, 2090);
    document.dispatchEvent(new Event("scroll"));
    expect(moves(heads)).toEqual(["", "", ""]);
  });

  it("move with the page", () => {
    const { heads, svg } = scrolled(0, 0);
    box(svg, 224, 88 - 124, 3000, 2090);
    document.dispatchEvent(new Event("scroll"));
    expect(heads[0]?.style.transform).toBe("translate(0px, 100px)");
  });
});
