import { describe, expect, it } from "vitest";
import { cellShapes, describeStates, paintShapes, STATES, stateLegend } from "./allele_states";

/** Which of 100 x 100 points of a cell have ink. */
function inked(state: (typeof STATES)[number], width: number, height: number): string {
  const shapes = cellShapes(state, width, height);
  const points: string[] = [];
  for (let row = 0; row < 20; row++) {
    for (let column = 0; column < 20; column++) {
      const [x, y] = [((column + 0.5) / 20) * width, ((row + 0.5) / 20) * height];
      const isInked = shapes.some((shape) => {
        if (shape.kind === "line") {
          const t = (x - shape.x1) / (shape.x2 - shape.x1 || 1);
          const at = shape.y1 + t * (shape.y2 - shape.y1);
          return t >= 0 && t <= 1 && Math.abs(at - y) < height / 20;
        }
        const dx = Math.min(x - shape.x, shape.x + shape.width - x);
        const dy = Math.min(y - shape.y, shape.y + shape.height - y);
        if (dx < 0 || dy < 0) return false;
        return shape.kind === "fill" || Math.min(dx, dy) < 1;
      });
      points.push(isInked ? "#" : ".");
    }
  }
  return points.join("");
}

describe("the shapes of the five states", () => {
  it.each([
    ["with numbers", 32, 18],
    ["large", 55, 23],
    ["thin", 10, 5],
    ["of a bar", 40, 10],
    ["very thin", 9, 4],
  ])("differ from each other without colour, %s", (_, width, height) => {
    const shapes = STATES.map((state) => inked(state, width, height));
    for (const [i, one] of shapes.entries()) {
      for (const other of shapes.slice(i + 1)) {
        const points = [...one].filter((point, at) => point !== other[at]).length;
        // A twentieth of the cell at least.
        expect(points).toBeGreaterThanOrEqual(20);
      }
    }
  });

  it("stay within their cell", () => {
    for (const state of STATES) {
      for (const [width, height] of [
        [32, 18],
        [10, 5],
        [3, 2],
      ] as const) {
        for (const shape of cellShapes(state, width, height)) {
          const xs =
            shape.kind === "line" ? [shape.x1, shape.x2] : [shape.x, shape.x + shape.width];
          const ys =
            shape.kind === "line" ? [shape.y1, shape.y2] : [shape.y, shape.y + shape.height];
          expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...xs)).toBeLessThanOrEqual(width);
          expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...ys)).toBeLessThanOrEqual(height);
        }
      }
    }
  });

  it("give several places a part for the first and one for the last number", () => {
    const parts = cellShapes("multiple", 30, 18).map(
      (shape) => shape.kind === "fill" && shape.part,
    );
    expect(parts).toEqual([0, 1]);
  });

  it("are painted on a canvas with the colour of their part", () => {
    const painted: [string, number][] = [];
    const context = {
      fillStyle: "",
      globalAlpha: 1,
      fillRect(x: number) {
        painted.push([`${this.fillStyle} ${this.globalAlpha}`, x]);
      },
    };
    paintShapes(
      context as unknown as CanvasRenderingContext2D,
      cellShapes("multiple", 30, 18),
      100,
      0,
      [
        { colour: "red", opacity: 0.5 },
        { colour: "blue", opacity: 1 },
      ],
      "black",
    );
    expect(painted).toEqual([
      ["red 0.5", 100],
      ["blue 1", 116.5],
    ]);
  });
});

it("the legend names each state once, in more lines where it is narrow", () => {
  const wide = stateLegend(STATES, 900);
  const narrow = stateLegend(STATES, 200);
  const words = wide.nodes.flatMap((node) => (node.tagName === "text" ? [node.textContent] : []));
  expect(words).toEqual(["typed", "below threshold", "absent", "several places", "missing"]);
  expect(narrow.height).toBeGreaterThan(wide.height);
});

it("states are told by their numbers, those that no genome has left out", () => {
  const counts = { typed: 1600, below_threshold: 1, absent: 0, multiple: 0, missing: 2 };
  expect(describeStates(counts)).toBe("1,600 typed, 1 below threshold, 2 missing");
});
