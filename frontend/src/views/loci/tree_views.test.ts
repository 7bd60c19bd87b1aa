import { expect, test } from "vitest";
import { explainGenomes, TREE_VIEWS } from "./tree_views";

const [tree, distances] = TREE_VIEWS;

test.each([
  [tree, 3],
  [tree, 1000],
  [distances, 2],
  [distances, 500],
])("$0.label can be drawn of $1 genomes", (view, genomes) => {
  expect(explainGenomes(view, genomes, false)).toBeNull();
});

test("too few genomes are told with what helps", () => {
  expect(explainGenomes(tree, 2, true)?.text).toBe(
    "A tree takes at least 3 genomes; the filters leave 2 genomes. Remove a filter.",
  );
  expect(explainGenomes(distances, 1, false)?.text).toBe(
    "A distance takes at least 2 genomes; the result has 1 genome. Analyse more genomes.",
  );
});

test("too many genomes are told with how many can be drawn", () => {
  expect(explainGenomes(tree, 1001, false)?.text).toContain("Up to 1,000 genomes can be drawn");
  expect(explainGenomes(distances, 501, true)?.text).toContain("the filters leave 501 genomes");
});
