// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { convert } from "../../../manual";
import { HELP } from "./help";

test.each(Object.values(HELP))("the manual has $page, $anchor", ({ page, anchor }) => {
  const text = readFileSync(new URL(`../../../../docs/${page}.md`, import.meta.url), "utf8");
  expect(convert(page, text).html).toContain(`id="${anchor}"`);
});
