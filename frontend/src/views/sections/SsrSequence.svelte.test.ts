import { flushSync, mount, unmount } from "svelte";
import { expect, test, vi } from "vitest";
import { getSequence } from "../../api";
import type { Sequence } from "../../messages";
import SsrSequence from "./SsrSequence.svelte";
import { readSsr } from "./ssr_row";

vi.mock("../../api", async (original) => ({ ...(await original<object>()), getSequence: vi.fn() }));
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));

const ssrAt = (start: number, motif: string) =>
  readSsr({ genomeID: "G1", start, stop: start + 6, motif, repeat: 3, length_of_ssr: 6 });

function answer(sequence: string): Sequence {
  const beside = { before: "", after: "", length_genome: 99, is_turned: false };
  return { genome_id: "G1", start: 0, end: 6, sequence, ...beside };
}

test("the bases of one SSR are not shown under the name of the next one", async () => {
  vi.mocked(getSequence).mockResolvedValueOnce(answer("ACACAC"));
  const props = $state({ job: "j", ssr: ssrAt(0, "AC") });
  const shown = mount(SsrSequence, { target: document.body, props });
  await vi.waitFor(() => expect(document.body.textContent).toContain("ACACAC"));

  let come = (_: Sequence) => {};
  vi.mocked(getSequence).mockReturnValueOnce(
    new Promise((resolve) => {
      come = resolve;
    }),
  );
  props.ssr = ssrAt(50, "GT");
  flushSync();
  expect(document.body.textContent).not.toContain("ACACAC");
  come(answer("GTGTGT"));
  await vi.waitFor(() => expect(document.body.textContent).toContain("GTGTGT"));
  await unmount(shown);
});
