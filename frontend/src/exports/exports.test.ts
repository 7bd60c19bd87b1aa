import { describe, expect, it } from "vitest";
import type { Drawing } from "../plots/drawing";
import { element, markAttributes, drawing as rootOf, text } from "../plots/svg";
import { toCsv } from "./csv";
import { withResolution } from "./png";
import { standaloneSvg, wrapText } from "./standalone";

const COLOURS: Record<string, string> = { "--mark": "#123456", "--surface": "#ffffff" };
const colour = (token: string) => COLOURS[token] ?? "#777777";

function drawn(): Drawing {
  return {
    svg: rootOf(
      200,
      100,
      element("rect", {
        x: 1,
        y: 2,
        width: 3,
        height: 4,
        fill: "var(--mark)",
        ...markAttributes("tip", { gene: ["a"] }, "k"),
      }),
      text("10 < 20 & more", 5, 20, "strong"),
    ),
    title: "A finding that is longer than the drawing is wide, so that it needs two lines",
    subtitle: "What a mark is",
    caption: "**Formula** = a / b. n = 3.",
    alt: "",
    table: { columns: [], rows: [] },
    legend: [{ label: "Ia", count: 6, colour: "var(--mark)", shape: "circle" }],
  };
}

describe("a figure as a file of its own", () => {
  it("holds no variable, no link, no data of the page", () => {
    const svg = standaloneSvg(drawn(), { hasWords: true }, colour);
    expect(svg).not.toMatch(/var\(|data-tip|data-filter|data-key|href|class=/);
    expect(svg).toContain("#123456");
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    const read = new DOMParser().parseFromString(svg, "image/svg+xml");
    expect(read.querySelector("parsererror")).toBeNull();
    expect(read.documentElement.textContent).toContain("10 < 20 & more");
  });

  it("has title, legend and caption around it if they are wanted", () => {
    const words = standaloneSvg(drawn(), { hasWords: true }, colour);
    expect(words).toContain("Ia  6");
    expect(words).toContain("Formula = a / b.");
    const bare = standaloneSvg(drawn(), { hasWords: false }, colour);
    expect(bare).not.toContain("Formula");
    expect(bare).toContain('width="224"');
  });

  it("leaves the drawing on the page as it is", () => {
    const one = drawn();
    const before = one.svg.outerHTML;
    standaloneSvg(one, { hasWords: true }, colour);
    expect(one.svg.outerHTML).toBe(before);
  });
});

describe("lines of a caption", () => {
  it("are not wider than asked for, and hold all words in order", () => {
    const content = "alpha beta gamma delta epsilon zeta eta theta";
    const lines = wrapText(content, 80);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(" ")).toBe(content);
    expect(wrapText("", 80)).toEqual([]);
  });
});

describe("CSV", () => {
  const columns = [
    { name: "key", label: "Key" },
    { name: "n", label: "n" },
  ];

  it("quotes what must be quoted, and disarms formulas", () => {
    const rows = [
      ['a,"b"', 1.5],
      ["=1+1", null],
      ["-", -3],
      ["+x", 0],
    ] as const;
    expect(toCsv({ columns, rows })).toBe(
      'key,n\r\n"a,""b""",1.5\r\n\'=1+1,\r\n-,-3\r\n\'+x,0\r\n',
    );
  });
});

describe("the resolution of a PNG", () => {
  it("stands behind the head as the chunk pHYs with its checksum", () => {
    const head = new Uint8Array(33).fill(7);
    const rest = new Uint8Array([1, 2, 3]);
    const png = new Uint8Array([...head, ...rest]);
    const result = withResolution(png, 300);
    expect(result.length).toBe(png.length + 21);
    const view = new DataView(result.buffer);
    expect(new TextDecoder().decode(result.slice(37, 41))).toBe("pHYs");
    expect([view.getUint32(33), view.getUint32(41), view.getUint32(45), result[49]]).toEqual([
      9, 11811, 11811, 1,
    ]);
    // By the reference implementation of zlib.
    expect(view.getUint32(50)).toBe(0x78a53f76);
    expect([...result.slice(54)]).toEqual([1, 2, 3]);
  });
});
