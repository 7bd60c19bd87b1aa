import { describe, expect, test } from "vitest";
import {
  clampTop,
  isScaled,
  laidOutHeight,
  MOST_HEIGHT,
  toContent,
  toPlace,
  topToShow,
  visibleRows,
} from "./scroll_scale";

const small = { content: 2800, viewport: 700 };
const large = { content: 10_000_000 * 28, viewport: 700 };

test("a table that a browser can lay out is not scaled", () => {
  expect(isScaled(small)).toBe(false);
  expect(laidOutHeight(small)).toBe(2800);
  expect(toContent(small, 1234)).toBe(1234);
  expect(toPlace(small, 1234)).toBe(1234);
});

describe("ten million rows", () => {
  test("are laid out in what every browser can", () => {
    expect(isScaled(large)).toBe(true);
    expect(laidOutHeight(large)).toBe(MOST_HEIGHT);
  });

  test("have their ends at the ends of the scroll bar", () => {
    expect(toContent(large, 0)).toBe(0);
    expect(toContent(large, MOST_HEIGHT - 700)).toBe(large.content - 700);
    expect(toPlace(large, large.content)).toBe(MOST_HEIGHT - 700);
  });

  test.each([0, 28, 5_000_000 * 28, 9_999_999 * 28 - 700])("%i px are found again", (top) => {
    expect(toContent(large, toPlace(large, top))).toBeCloseTo(top, 3);
  });

  test("show the last row at the bottom", () => {
    const top = topToShow(large, 0, 9_999_999, 28);
    expect(visibleRows(large, top, 28)).toEqual({ first: 9_999_975, end: 10_000_000 });
  });
});

test("no space beyond the rows is shown", () => {
  expect(clampTop(small, -5)).toBe(0);
  expect(clampTop(small, 9999)).toBe(2100);
  expect(clampTop({ content: 100, viewport: 700 }, 50)).toBe(0);
});

test("rows that are seen in part count", () => {
  expect(visibleRows(small, 0, 28)).toEqual({ first: 0, end: 25 });
  expect(visibleRows(small, 14, 28)).toEqual({ first: 0, end: 26 });
  expect(visibleRows({ content: 56, viewport: 700 }, 0, 28)).toEqual({ first: 0, end: 2 });
});

test("a row in sight moves nothing, one outside as little as it takes", () => {
  expect(topToShow(small, 280, 12, 28)).toBe(280);
  expect(topToShow(small, 280, 9, 28)).toBe(252);
  expect(topToShow(small, 0, 30, 28)).toBe(31 * 28 - 700);
});
