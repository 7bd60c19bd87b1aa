import { beforeEach, expect, test } from "vitest";
import { readForm, type StoredForm, storeForm } from "./stored_form";

const FORM: StoredForm = {
  name: "mine",
  reference: "",
  switches: { orient: false, loci: true, minisatellites: true, flanks: true },
  texts: { mono: "10" },
  keptAt: { token: "t" },
  files: { fasta: { name: "a.fa", bytes: 12, kind: "FASTA" } },
  from: null,
};

beforeEach(() => sessionStorage.clear());

test("a stored form is read back as it was", () => {
  storeForm(sessionStorage, FORM);
  expect(readForm(sessionStorage)).toEqual(FORM);
});

test("without a stored form there is none", () => {
  expect(readForm(sessionStorage)).toBeNull();
});

test.each([
  "{",
  "null",
  "{}",
  '{"name":1}',
  JSON.stringify({ ...FORM, texts: { mono: 10 } }),
  JSON.stringify({ ...FORM, switches: { flanks: true } }),
])("stored %s is none", (stored) => {
  sessionStorage.setItem("crossroad.new", stored);
  expect(readForm(sessionStorage)).toBeNull();
});
