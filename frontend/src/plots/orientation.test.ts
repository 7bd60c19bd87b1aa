import { describe, expect, it } from "vitest";
import { countStrands, describeStrands, orientation as figure } from "./orientation";
import { columnsOf, optionsFor, overlaps, printed } from "./testing";

function made(statuses: readonly string[]) {
  return columnsOf({
    genomeID: statuses.map((_, i) => `G${i}`),
    category: statuses.map((_, i) => (i % 2 ? "A" : "B")),
    group: statuses.map(() => "undefined"),
    year: statuses.map(() => null),
    length: statuses.map(() => 197_209),
    flipped: statuses.map((status) => status === "reversed"),
    forward_share: statuses.map((status) =>
      status === "anchor" ? null : status === "reversed" ? 0.0021 : 0.5125,
    ),
    votes: statuses.map((status) => (status === "anchor" ? 0 : 480)),
    status: statuses,
  });
}

const some = made(["anchor", "forward", "reversed", "ambiguous", "forward", "reversed"]);

describe("the orientation of genomes", () => {
  it("looks as it did", () => {
    expect(printed(figure.draw(some, optionsFor(figure, { genomes: 6 })))).toMatchSnapshot();
  });

  it("says how many were turned", () => {
    expect(figure.draw(some, optionsFor(figure)).title).toBe(
      "2 of 6 genomes were turned; 1 is ambiguous",
    );
    const none = countStrands(made(["anchor", "forward", "forward"]));
    expect(describeStrands(none)).toBe("All 3 genomes lie on one strand");
  });

  it("tells its order, and which genome the others follow", () => {
    const told = (...statuses: string[]) =>
      figure.draw(made(statuses), optionsFor(figure)).subtitle.split(": ")[1];
    expect(told("anchor", "reversed", "ambiguous")).toBe(
      "anchor (G0) first, then ambiguous and turned.",
    );
    expect(told("forward", "anchor", "reversed")).toBe("anchor (G1) first, then turned.");
    expect(told("forward", "reversed")).toBe("turned first.");
  });

  it("has a mark per genome, of a shape by its status", () => {
    const { svg } = figure.draw(some, optionsFor(figure));
    const marks = [...svg.querySelectorAll("path[data-tip]")];
    expect(marks).toHaveLength(6);
    const shape = (mark: Element) => {
      const [first = "", ...others] = (mark.getAttribute("d") ?? "").slice(1, -1).split("L");
      const [x0 = 0, y0 = 0] = first.split(",").map(Number);
      return others
        .map((corner) => {
          const [x = 0, y = 0] = corner.split(",").map(Number);
          return `${Math.round(x - x0)},${Math.round(y - y0)}`;
        })
        .join(" ");
    };
    expect(new Set(marks.map(shape)).size).toBe(4);
  });

  it("tells the forward share and its votes", () => {
    const { svg } = figure.draw(some, optionsFor(figure));
    const tips = [...svg.querySelectorAll("path[data-tip]")].map((one) =>
      one.getAttribute("data-tip"),
    );
    expect(tips.join("\n")).toContain("forward share 0.0021 of 480 votes");
  });

  it("tabulates every genome", () => {
    expect(figure.draw(some, optionsFor(figure)).table.rows).toHaveLength(6);
  });

  it.each([360, 900, 1216])("keeps all texts apart at %i px", (width) => {
    const many = made(Array.from({ length: 404 }, (_, i) => (i % 9 ? "forward" : "reversed")));
    for (const data of [some, made(["anchor"]), many]) {
      expect(overlaps(figure.draw(data, optionsFor(figure, { width })).svg)).toEqual([]);
    }
  });
});
