import { expect, test } from "vitest";
import { NO_FILTERS } from "../filters";
import { ALLELE_FORMATS, alleleExportAddress } from "./allele_formats";

test("every format has a name, a file and what it is for", () => {
  const formats = ALLELE_FORMATS.map(({ format }) => format);
  expect(formats).toEqual(
    "csv xlsx genepop structure genalex arlequin phylip nexus vcf newick".split(" "),
  );
  for (const { name, file, purpose } of ALLELE_FORMATS) {
    expect(name && purpose).not.toBe("");
    expect(file).toMatch(/^[a-z_]+\.[a-z]+$/);
  }
});

test("a format is asked for under the filters", () => {
  const filters = { ...NO_FILTERS, category: ["Ia"], gene: ["g 1"] };
  expect(alleleExportAddress("job_a", "vcf", filters)).toBe(
    "/api/job/job_a/allele_export/vcf?category=Ia&gene=g+1",
  );
  expect(alleleExportAddress("job_a", "csv", NO_FILTERS)).toBe("/api/job/job_a/allele_export/csv");
  expect(alleleExportAddress("job_a", "genepop", NO_FILTERS, { by: "country" })).toContain(
    "?by=country",
  );
});
