import { flushSync, mount, unmount } from "svelte";
import { expect, test, vi } from "vitest";
import type { Columns } from "../arrow";
import { NO_FILTERS } from "../filters";
import { columnsOf } from "../plots/testing";
import { results } from "../results.svelte";
import KeyList from "./KeyList.svelte";

const keysOf = (...names: string[]) =>
  columnsOf({
    key: names,
    motif_class: names,
    genomes: names.map(() => 1),
    ssrs: names.map(() => 1),
  });

test("keys of one mark do not stay under the title of another", async () => {
  const data = vi.spyOn(results, "data").mockResolvedValueOnce(keysOf("AC"));
  const props = $state({
    job: "j",
    filters: NO_FILTERS,
    source: "upset_keys",
    options: { groups: '["a"]' },
    title: "only in a",
    onclose: () => {},
  });
  const shown = mount(KeyList, { target: document.body, props });
  await vi.waitFor(() => expect(document.body.textContent).toContain("AC"));

  let come = (_: Columns) => {};
  data.mockReturnValueOnce(
    new Promise((resolve) => {
      come = resolve;
    }),
  );
  props.options = { groups: '["b"]' };
  props.title = "only in b";
  flushSync();
  expect(document.querySelector("tbody")).toBeNull();
  come(keysOf("GT"));
  await vi.waitFor(() => expect(document.body.textContent).toContain("GT"));
  await unmount(shown);
});
