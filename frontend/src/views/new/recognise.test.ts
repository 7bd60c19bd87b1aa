// @vitest-environment node
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { recogniseFile, recogniseHead } from "./recognise";

const bytes = (text: string) => new TextEncoder().encode(text);
const roleOf = (name: string, text: string) => {
  const found = recogniseHead(name, bytes(text));
  return "kind" in found ? `${found.role}: ${found.kind}` : found.problem;
};

describe("what a file is follows from its content", () => {
  test.each([
    ["genomes.txt", ">a some words\nACGT\n", "fasta: FASTA"],
    ["marked.fa", "\uFEFF\r\n>a\r\nACGT\r\n", "fasta: FASTA"],
    ["table.csv", "g1\t0\t16\tenvelope\ng1\t20\t44\tspike\n", "genes: BED"],
    ["blanks", "g1 0 16 envelope\ng1 20 44 spike\n", "genes: BED"],
    [
      "headed.bed",
      "# genes\ntrack name=x\ngenomeID\tstart\tend\tgene\ng1\t0\t16\ta\ng1\t3\t9\tb\n",
      "genes: BED",
    ],
    ["three.bed", "g1\t0\t16\ng1\t3\t9\n", "genes: BED"],
    ["meta.bed", "genomeID\tcategory\tcountry\tyear\na\tI\tNigeria\t2018\n", "categories: TSV"],
    ["meta", "Year,host,Genome_ID\n2018,rat,s1\n", "categories: CSV"],
    ["numbers.tsv", "genomeID\tdepth\tcount\na\t12\t14\nb\t13\t15\n", "categories: TSV"],
    ["semi.csv", '"genomeID";"category"\n"a";"I"\n', "categories: CSV"],
    ["ids.tsv", "genomeID\na\nb\n", "categories: TSV"],
    ["other_names.tsv", "sample\tclade\na\tI\n", "categories: TSV"],
  ])("%s", (name, text, expected) => {
    expect(roleOf(name, text)).toBe(expected);
  });
});

describe("what cannot be read says what to do", () => {
  test.each([
    [
      "genes.gff3",
      "##gff-version 3\n",
      "genes.gff3: GFF3 is not read yet. Give the genes as BED: id, start minus 1, end, name.",
    ],
    [
      "genes.txt",
      "g1\tx\tgene\t1\t16\t.\t+\t.\tID=a\n",
      "genes.txt: GFF3 is not read yet. Give the genes as BED: id, start minus 1, end, name.",
    ],
    [
      "a.gb",
      "LOCUS       NC_1  197209 bp\n",
      "a.gb: GenBank is not read yet. Give the sequences as FASTA, the genes as BED.",
    ],
    ["reads.fq", "@r1\nACGT\n+\nIIII\n", "reads.fq: FASTQ reads. Give assembled genomes as FASTA."],
    [
      "samples.xlsx",
      "PK\u0003\u0004",
      "samples.xlsx: a spreadsheet. Save it as tab-separated text.",
    ],
    ["all.zip", "PK\u0003\u0004", "all.zip: a zip archive. Unpack it first."],
    ["a.fa", "ACGT\nACGT\n", "a.fa: its first line does not begin with '>'. Give FASTA."],
    ["a.bed", "hello\n", "a.bed: no lines with id, start, end and gene. Give BED."],
    ["readme", "hello\n", "readme: neither FASTA nor BED nor a table."],
    ["data.bin", "\u0001\u0000\u0002", "data.bin: not a text file. Give FASTA, BED, TSV or CSV."],
  ])("%s", (name, text, expected) => {
    expect(roleOf(name, text)).toBe(expected);
  });

  test("a problem stands at the slot that the name speaks for", () => {
    expect(recogniseHead("samples.xlsx", bytes("PK\u0003\u0004")).role).toBe("categories");
    expect(recogniseHead("genes.gff", bytes("##gff-version 3\n")).role).toBe("genes");
    expect(recogniseHead("readme", bytes("hello\n")).role).toBeNull();
  });
});

describe("packed files", () => {
  const packed = (name: string, text: string) => new File([gzipSync(text)], name);

  test("are recognised by what is in them, whatever their name", async () => {
    expect(await recogniseFile(packed("genomes", ">a\nACGT\n"))).toEqual({
      role: "fasta",
      kind: "FASTA, gzip",
    });
    expect(await recogniseFile(packed("genes.bed.gz", "a\t1\t2\tx\n"))).toEqual({
      role: "genes",
      kind: "BED, gzip",
    });
  });

  test("need not be whole: only their first 64 kB are read", async () => {
    let bases = ">long\n";
    for (let i = 0, state = 1; i < 400_000; i++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      bases += "ACGT"[(state >> 16) & 3];
    }
    const file = packed("long.fa.gz", bases);
    expect(file.size).toBeGreaterThan(80_000);
    expect(await recogniseFile(file)).toEqual({ role: "fasta", kind: "FASTA, gzip" });
  });

  test("that are damaged say so", async () => {
    const file = new File([new Uint8Array([0x1f, 0x8b, 1, 2, 3])], "a.fa.gz");
    expect(await recogniseFile(file)).toEqual({
      role: "fasta",
      problem: "a.fa.gz: the gzip data is damaged. Copy or download the file again.",
    });
  });
});

test("an empty file says so", async () => {
  expect(await recogniseFile(new File([], "a.bed"))).toEqual({
    role: "genes",
    problem: "a.bed: the file is empty.",
  });
});
