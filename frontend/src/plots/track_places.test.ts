import { describe, expect, it } from "vitest";
import type { Track, TrackSsr } from "./track_data";
import {
  edgeMoved,
  findPlace,
  firstWindow,
  panned,
  wholeWindow,
  windowAt,
  zoomed,
} from "./track_places";

const polymorphic: TrackSsr = {
  start: 136_500,
  end: 136_542,
  motif: "ATC",
  motifClass: "ATC",
  motifLength: 3,
  repeat: 14,
  genes: ["OPG153"],
  place: "inside",
  isPolymorphic: true,
};
const gene = (name: string, start: number, end: number) => ({
  name,
  start,
  end,
  strand: null,
  isPolymorphic: false,
  ssrs: 0,
});
const track: Track = {
  id: "reference",
  length: 200_000,
  genes: [gene("OPG001", 500, 1500), gene("OPG153", 136_000, 137_500), gene("12", 50_000, 51_000)],
  ssrs: [polymorphic],
  hasStrands: false,
  knowsHotspots: true,
};
const window = { from: 100_000, to: 150_000 };

describe("the window of a track", () => {
  it("is the whole of a small genome at first", () => {
    expect(firstWindow({ ...track, length: 60_000 })).toEqual({ from: 0, to: 60_000 });
  });

  it("lies around the first polymorphic SSR of a large genome at first", () => {
    expect(firstWindow(track)).toEqual({ from: 111_500, to: 161_500 });
    expect(firstWindow({ ...track, ssrs: [] })).toEqual({ from: 0, to: 50_000 });
  });

  it("stays within the genome", () => {
    expect(windowAt(track, -500, 1000)).toEqual({ from: 0, to: 1000 });
    expect(windowAt(track, 199_900, 1000)).toEqual({ from: 199_000, to: 200_000 });
    expect(windowAt(track, 10, 900_000)).toEqual(wholeWindow(track));
    expect(windowAt({ length: 40 }, 10, 5)).toEqual({ from: 0, to: 40 });
  });

  it("pans by a part of its size", () => {
    expect(panned(track, window, 0.1)).toEqual({ from: 105_000, to: 155_000 });
    expect(panned(track, window, -3)).toEqual({ from: 0, to: 50_000 });
  });

  it("zooms around a position that keeps its place", () => {
    expect(zoomed(track, window, 0.5)).toEqual({ from: 112_500, to: 137_500 });
    expect(zoomed(track, window, 0.5, 100_000)).toEqual({ from: 100_000, to: 125_000 });
    expect(zoomed(track, window, 2, 110_000)).toEqual({ from: 90_000, to: 190_000 });
  });

  it("is 100 bp wide at least", () => {
    expect(zoomed(track, { from: 1000, to: 1150 }, 0.01)).toEqual({ from: 1025, to: 1125 });
    expect(edgeMoved(track, window, "from", 180_000)).toEqual({ from: 149_900, to: 150_000 });
    expect(edgeMoved(track, window, "to", 0)).toEqual({ from: 100_000, to: 100_100 });
  });

  it("keeps one edge while the other is moved", () => {
    expect(edgeMoved(track, window, "from", 90_000)).toEqual({ from: 90_000, to: 150_000 });
    expect(edgeMoved(track, window, "to", 999_999)).toEqual({ from: 100_000, to: 200_000 });
  });
});

describe("a place that is typed", () => {
  it("is a gene, whatever the case, or the first that begins so", () => {
    expect(findPlace(track, window, " opg153 ")).toEqual({ from: 133_750, to: 139_750 });
    expect(findPlace(track, window, "OPG1")).toEqual(findPlace(track, window, "OPG153"));
    expect(findPlace(track, window, "g00")).toEqual(findPlace(track, window, "OPG001"));
  });

  it("is a gene rather than a number of the same name", () => {
    expect(findPlace(track, window, "12")).toEqual({ from: 48_500, to: 52_500 });
  });

  it.each([
    ["136,500", { from: 131_500, to: 141_500 }],
    ["136500 bp", { from: 131_500, to: 141_500 }],
    ["136.5 kb", { from: 131_500, to: 141_500 }],
    ["0.1365 Mb", { from: 131_500, to: 141_500 }],
    ["12,000-15,000", { from: 12_000, to: 15_000 }],
    ["12 kb – 15 kb", { from: 12_000, to: 15_000 }],
    ["12000..15000", { from: 12_000, to: 15_000 }],
    ["190kb to 1 Mb", { from: 190_000, to: 200_000 }],
  ])("is a position or a range: %s", (typed, expected) => {
    expect(findPlace(track, window, typed)).toEqual(expected);
  });

  it.each(["", "  ", "nothing", "200,000", "15000-12000", "1-2-3", "-5"])(
    "is nothing for %j",
    (typed) => {
      expect(findPlace(track, window, typed)).toBeNull();
    },
  );
});
