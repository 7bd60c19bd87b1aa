"""Each place where we depart from croSSRoad 0.3.6: F1 to F18 of the manual."""

import gzip
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import InputError
from crossroad_desktop.pipeline.categories import parse_year

from .conftest import Bench

TRACT = "A" * 12
OTHER = "C" * 13
LEFT, RIGHT = "CGTCGATCGC", "GCTAGCTTCG"
GENOME = LEFT + TRACT + RIGHT
"""A repeat of A from 10 to 22."""


# F1
def test_f1_a_description_in_the_header_changes_nothing(bench: Bench) -> None:
    described = bench.run(f">a some words, len=12 | x\n{GENOME}\n", "genomeID\tcategory\na\tI\n")
    plain = bench.run(f">a\n{GENOME}\n", "genomeID\tcategory\na\tI\n")
    assert described.files() == plain.files()
    assert described.rows("main/mergedOut.tsv")[0]["length_genome"] == "32"


# F2
@pytest.mark.parametrize("name", ["007", "1e5", "NA", "nan", "None", "null", "1.0", "+5"])
def test_f2_names_that_look_like_numbers_or_missing_values_stay_text(
    bench: Bench, name: str
) -> None:
    run = bench.run(
        {name: GENOME, "b": GENOME},
        f"genomeID\tcategory\tcountry\tyear\n{name}\t007\tX\t2020\n",
        f"{name}\t0\t30\t{name}\n",
    )
    (row,) = run.rows("main/ssr_genecombo.tsv")
    assert (row["genomeID"], row["genomeID2"], row["gene"]) == (name, name, name)
    assert row["category"] == "007"
    assert run.rows("intrim/genome_stats.tsv")[0]["genomeID"] == name


# F3
def test_f3_genes_without_categories_work_with_undefined_metadata(bench: Bench) -> None:
    run = bench.run({"a": GENOME}, genes="a\t0\t30\tgene1\n")
    (row,) = run.rows("main/ssr_genecombo.tsv")
    assert (row["category"], row["optional_category"], row["year"]) == ("undefined",) * 3
    assert row["gene"] == "gene1"
    assert len(run.lines("intrim/all_variations.csv")) == 2


# F4
def test_f4_columns_of_categories_are_found_by_name_and_extra_ones_are_carried(
    bench: Bench,
) -> None:
    run = bench.run(
        {"a": GENOME},
        "year\thost\tgenomeID\tcategory\tcity\n2020\tmouse\ta\tI\tRome\n",
        "a\t0\t30\tgene1\n",
    )
    (merged,) = run.rows("main/mergedOut.tsv")
    assert list(merged)[10:] == [
        "year", "host", "category", "city", "length_genome", "N_count", "genome_GC_per",
    ]  # fmt: skip
    assert (merged["host"], merged["city"], merged["year"]) == ("mouse", "Rome", "2020")
    (pair,) = run.rows("main/ssr_genecombo.tsv")
    assert (pair["category"], pair["host"], pair["year"]) == ("I", "mouse", "2020")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("genomeID", ["category", "optional_category", "year"]),
        ("genomeID\tcategory", ["category", "optional_category", "year"]),
        ("genomeID\tcategory\tlocation", ["category", "location", "year"]),
        ("GenomeID\tCategory\tlocation\tYear", ["category", "location", "year"]),
    ],
)
def test_f4_missing_columns_are_there_and_undefined(
    bench: Bench, header: str, columns: list[str]
) -> None:
    run = bench.run({"a": GENOME}, f"{header}\na\n")
    (row,) = run.rows("main/mergedOut.tsv")
    assert list(row)[10:-3] == columns
    assert [row[column] for column in columns] == ["undefined"] * len(columns)


def test_f4_a_column_named_like_a_result_column_gets_another_name(bench: Bench) -> None:
    run = bench.run({"a": GENOME}, "genomeID\tcategory\tmotif\tyear\na\tI\tx\t1\n")
    (row,) = run.rows("main/mergedOut.tsv")
    assert (row["motif"], row["motif_categories"]) == ("A", "x")
    assert run.summary.warnings == [
        "categories.tsv: column 'motif' is called 'motif_categories' in the results."
    ]


# F5
@pytest.mark.parametrize(
    "genes",
    [
        "a\t0\t30\tgene1\t0\t+\n",
        "a\t0\t30\tgene1\t0\t-\t5\t7\n",
        "genomeID\tstart\tend\tgene\na\t0\t30\tgene1\n",
        "chrom\tstart1\tend1\tname\na\t0\t30\tgene1\n",
        "track name=x\nbrowser position a:1-2\n# comment\n\n  \na\t0\t30\tgene1\n",
        "a\t0\t30\tgene1\r\n",
        "a 0 30 gene1\n",
        "a \t0\t30\t gene1 \n",
        "\ufeffa\t0\t30\tgene1",
    ],
)
def test_f5_bed_with_headers_comments_and_more_columns_is_read(bench: Bench, genes: str) -> None:
    run = bench.run({"a": GENOME}, genes=genes)
    (row,) = run.rows("main/ssr_genecombo.tsv")
    assert (row["start2"], row["end2"], row["gene"]) == ("0", "30", "gene1")


# F6
def test_f6_colons_in_ids_do_not_double_counts(bench: Bench) -> None:
    genomes = {f"hMPXV:USA/{n}": LEFT + "A" * (12 + n) + RIGHT for n in range(4)}
    genes = "".join(f"{genome_id}\t0\t30\tgene:1\n" for genome_id in genomes)
    run = bench.run(genomes, genes=genes)
    (row,) = run.rows("intrim/all_variations.csv")
    assert (row["genomeID_count"], row["repeat_count"]) == ("4", "4")
    assert row["genomeID"] == ": ".join(genomes)
    assert [row["genomeID"] for row in run.rows("main/hssr_data.csv")] == list(genomes)


# F7
def test_f7_motif_and_gene_are_told_apart_where_their_texts_run_together(bench: Bench) -> None:
    # AG in TGX and AGT in GX are the same when glued together.
    varying = {f"g{n}": "C" + "AG" * (6 + n) + "CC" + "AGT" * 4 + "C" for n in range(4)}
    genes = ""
    for n in range(4):
        middle = 14 + 2 * n
        genes += f"g{n}\t0\t{middle}\tTGX\ng{n}\t{middle}\t{middle + 14}\tGX\n"
    run = bench.run(varying, genes=genes)
    assert {(row["motif"], row["gene"]) for row in run.rows("main/ssr_genecombo.tsv")} >= {
        ("AG", "TGX"),
        ("AGT", "GX"),
    }
    hotspots = {(row["motif"], row["gene"]) for row in run.rows("main/mutational_hotspot.csv")}
    assert hotspots == {("AG", "TGX")}
    assert {(row["motif"], row["gene"]) for row in run.rows("main/hssr_data.csv")} == hotspots


# F8
def test_f8_an_unknown_reference_is_refused_with_the_nearest_ids(bench: Bench) -> None:
    with pytest.raises(InputError) as problem:
        bench.run({"NC_1.1": GENOME, "NC_2.1": GENOME, "XX": GENOME}, reference_id="NC_1")
    assert str(problem.value) == (
        "genomes.fa: there is no genome 'NC_1' for a reference. Did you mean NC_1.1 or NC_2.1?"
    )


# F9
def test_f9_flanks_without_conserved_ssr_are_empty_tables_with_headers(bench: Bench) -> None:
    run = bench.run({"a": GENOME, "b": LEFT}, flanks=True)
    assert run.text("intrim/locicons.txt") == ""
    assert run.lines("main/flanks/flanked.tsv") == [
        "seqID\tpatternName\tpattern\tstrand\tstart\tend\tmatched"
    ]
    assert run.lines("main/flanks/pattern_summary.csv") == [
        "PatternName,TotalSeqIDs,PatternSize,Pattern"
    ]


def test_f9_flanks_work_without_categories(bench: Bench) -> None:
    run = bench.run({"a": GENOME}, flanks=True)
    assert run.lines("main/flanks/flanked.tsv")[1:] == [
        f"a\t1\t{'N' * 10}{TRACT}{'N' * 10}\t+\t1\t32\t{GENOME}"
    ]


# F10
def test_f10_flanks_are_looked_for_in_analysed_genomes_only(bench: Bench) -> None:
    run = bench.run({"a": GENOME, "b": GENOME + "N", "c": GENOME}, flanks=True)
    assert [row["seqID"] for row in run.rows("main/flanks/flanked.tsv")] == ["a", "c"]
    assert run.rows("main/flanks/pattern_summary.csv")[0]["TotalSeqIDs"] == "2"


# F11
def test_f11_a_genome_without_any_ssr_leaves_nothing_conserved(bench: Bench) -> None:
    assert bench.run({"a": GENOME, "b": LEFT}).text("intrim/locicons.txt") == ""
    assert bench.run({"a": GENOME, "b": GENOME}).text("intrim/locicons.txt") == f"{TRACT}\n"
    # A genome that is left out by the filter does not count.
    assert bench.run({"a": GENOME, "b": LEFT + "N"}).text("intrim/locicons.txt") == f"{TRACT}\n"


# F12
@pytest.mark.parametrize(
    ("fasta", "message"),
    [
        ("", "genomes.fa: the file is empty; choose the FASTA file with the genomes."),
        ("\n \n", "genomes.fa: the file is empty; choose the FASTA file with the genomes."),
        (
            "ACGT\n",
            "genomes.fa: not a FASTA file: no line begins with '>'. "
            "Choose a file of genomes in FASTA.",
        ),
        (
            ">a\nACGT\n>b\nNNACGTACGTACGT\n>c\nACGTACGTACGTACGTA\n",
            "genomes.fa: no genome passes the filter. Of 3 genomes 1 shorter than 10 bp (min_len), "
            "1 longer than 16 bp (max_len), 1 with more than 0 N (unfair). "
            "Loosen the limits or choose other genomes.",
        ),
    ],
)
def test_f12_nothing_to_analyse_is_refused_with_the_reason(
    bench: Bench, fasta: str, message: str
) -> None:
    with pytest.raises(InputError) as problem:
        bench.run(fasta, min_len=10, max_len=16)
    assert str(problem.value) == message
    assert not (bench.folder / "output1").exists()


# F13
def test_f13_no_ssr_at_all_gives_every_file_with_its_header(bench: Bench) -> None:
    run = bench.run(
        {"a": "ACGTTGCA", "b": "ACGTTGCA"},
        "genomeID\tcategory\tcountry\tyear\na\tI\tX\t2020\n",
        "a\t0\t5\tgene1\n",
        reference_id="a",
        flanks=True,
        keep_intermediate=True,
    )
    headless = {"locicons.txt", "perf_out.tsv", "flank_sequences.fa"}
    of_genomes = {"main/orientation.tsv", "main/genome_loci.tsv", "main/allele_matrix.csv"}
    for path, content in run.files().items():
        name = path.rsplit("/", 1)[-1]
        if name.endswith(".bed") or name in headless:
            assert content == (b"a\t0\t5\tgene1\n" if "genes" in name else b""), path
        elif path in of_genomes:
            assert content.count(b"\n") == 3, path
        elif path.startswith("main/") or name == "reformatted.tsv":
            assert content.count(b"\n") == 1, path
            assert len(content) > 20, path
    for path in (run.output / "parquet").iterdir():
        assert pq.read_table(path).num_columns > 0


def test_f13_no_overlap_with_genes_gives_files_with_headers(bench: Bench) -> None:
    run = bench.run({"a": GENOME}, genes="a\t0\t5\tgene1\n")
    assert len(run.lines("main/ssr_genecombo.tsv")) == 1
    assert len(run.lines("main/hssr_data.csv")) == 1
    assert len(run.lines("intrim/ssr_non_gene.tsv")) == 2
    assert run.lines("intrim/genes_non_ssr.tsv")[1:] == ["a\t0\t5\tgene1"]


# F14
def test_f14_ids_that_stand_twice_in_the_fasta_are_refused(bench: Bench) -> None:
    fasta = "".join(f">{name}\n{GENOME}\n" for name in "abcbaa")
    with pytest.raises(InputError) as problem:
        bench.run(fasta)
    assert str(problem.value) == (
        "genomes.fa: genome ids must be unique, but these occur more than once: a (records 1, 5 "
        "and 6), b (records 2 and 4). The id is the first word after '>'; rename or remove one."
    )


def test_f14_genomes_with_two_category_rows_are_refused(bench: Bench) -> None:
    with pytest.raises(InputError) as problem:
        bench.run({"a": GENOME}, "genomeID\tcategory\na\tI\nb\tI\na\tII\n")
    assert str(problem.value) == (
        "categories.tsv: each genome may have one row, but these stand in more: a (line 4). "
        "Keep one row of each."
    )


# F15
def test_f15_blanks_around_ids_are_dropped(bench: Bench) -> None:
    run = bench.run(f">a  \n{GENOME}\n", "genomeID\tcategory \n a \t I \n", " a\t0\t30\tgene1 \n")
    (row,) = run.rows("main/ssr_genecombo.tsv")
    assert (row["genomeID"], row["category"], row["gene"]) == ("a", "I", "gene1")
    assert run.summary.warnings == []


def test_f15_ids_that_match_nothing_are_counted_in_warnings(bench: Bench) -> None:
    run = bench.run(
        {"a": GENOME, "b": GENOME},
        "genomeID\tcategory\na\tI\nx\tI\ny\tI\n",
        "a\t0\t30\tgene1\nz\t0\t30\tgene1\n",
    )
    assert run.summary.warnings == [
        "categories.tsv: 2 of 3 genome ids are not in the FASTA and were ignored: x, y.",
        "categories.tsv: 1 of 2 genomes has no row and is 'undefined': b.",
        "genes.bed: 1 of 2 genome ids are not in the FASTA and their genes were ignored: z.",
    ]


# F16
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_f16_the_delimiter_of_categories_is_found(bench: Bench, delimiter: str) -> None:
    lines = [["genomeID", "category", "country", "year"], ["a", "I", "Peru", "2020"]]
    text = "".join(delimiter.join(cells) + "\n" for cells in lines)
    (row,) = bench.run({"a": GENOME}, text).rows("main/mergedOut.tsv")
    assert (row["category"], row["country"], row["year"]) == ("I", "Peru", "2020")


def test_f16_quoted_cells_may_hold_the_delimiter(bench: Bench) -> None:
    text = 'genomeID,category,country,year\na,I,"Korea, South",2020\n'
    run = bench.run({"a": GENOME}, text, "a\t0\t30\tgene1\n")
    assert run.rows("main/mergedOut.tsv")[0]["country"] == "Korea, South"
    assert '"Korea, South"' in run.text("intrim/all_variations.csv")


def test_f16_a_missing_genome_id_column_is_named(bench: Bench) -> None:
    with pytest.raises(InputError) as problem:
        bench.run({"a": GENOME}, "strain\tcategory\na\tI\n")
    assert str(problem.value) == (
        "categories.tsv: there is no column genomeID; its columns are strain, category. "
        "Give the column with the genome ids (first word after '>' in the FASTA) this name."
    )


# F17
@pytest.mark.parametrize("stray", ["+", "@", "+ACGT", "@x y"])
def test_f17_a_stray_line_is_read_as_text_and_loses_nothing(bench: Bench, stray: str) -> None:
    fasta = f">a\n{GENOME}\n{stray}\n{GENOME}\n>b\n{GENOME}\n"
    run = bench.run(fasta, unfair=10)
    assert len(run.rows("intrim/reformatted.tsv")) == 3
    assert "read as N" in run.summary.warnings[0]


def test_f17_latin_1_bytes_are_read_with_a_warning(bench: Bench) -> None:
    fasta = f">caf\xe9\n{GENOME}\n".encode("latin-1")
    categories = "genomeID\tcategory\ncaf\xe9\tC\xf4te\n".encode("latin-1")
    run = bench.run(fasta, categories)
    assert run.rows("main/mergedOut.tsv")[0]["genomeID"] == "café"
    assert run.rows("main/mergedOut.tsv")[0]["category"] == "Côte"
    assert run.summary.warnings == [
        "genomes.fa: 1 genome id is not UTF-8 and was read as Windows-1252 (Latin-1).",
        "categories.tsv is not UTF-8 and was read as Windows-1252 (Latin-1).",
    ]


def test_f17_a_greater_sign_inside_a_header_is_part_of_it(bench: Bench) -> None:
    run = bench.run(f">a>b x>y\n{GENOME}\n")
    assert run.rows("intrim/genome_stats.tsv")[0]["genomeID"] == "a>b"


# F18
def test_f18_all_text_files_end_lines_with_lf(bench: Bench) -> None:
    run = bench.run(
        f">a\r\n{GENOME}\r\n",
        "genomeID\tcategory\r\na\tI\r\n",
        "a\t0\t30\tgene1\r\n",
        flanks=True,
        keep_intermediate=True,
    )
    for path, content in run.files().items():
        if not path.startswith("parquet/"):
            assert b"\r" not in content, path


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2018", "2018"),
        ("2018.0", "2018"),
        ("2018-05-03", "2018"),
        ("20180503", "2018"),
        ("20181303", "20181303"),
        ("2018/19", "2018"),
        ("2018-XX-XX", "2018"),
        ("-5", "-5"),
        ("May 2018", "undefined"),
        ("03.05.2018", "undefined"),
        ("inf", "undefined"),
        ("\uff11\uff12\uff13\uff14", "undefined"),
        ("20180503x", "undefined"),
        ("99999999999999", "undefined"),
    ],
)
def test_year_is_the_integer_part_of_a_number_or_the_leading_year_of_a_date(
    cell: str, year: str
) -> None:
    assert parse_year(cell) == year


def test_a_missing_year_is_undefined_in_text_and_null_in_parquet(bench: Bench) -> None:
    run = bench.run(
        {"a": GENOME, "b": GENOME}, "genomeID\tcategory\tx\tyear\na\tI\tn/a\t2020\nb\tI\ty\tNA\n"
    )
    assert [row["year"] for row in run.rows("main/mergedOut.tsv")] == ["2020", "undefined"]
    table = pq.read_table(run.output / "parquet" / "mergedOut.parquet")
    assert table["year"].to_pylist() == [2020, None]
    assert table.schema.field("year").type == pa.int32()
    assert table["x"].to_pylist() == ["undefined", "y"]


def test_characters_that_become_n_are_told_once_with_counts(bench: Bench) -> None:
    fasta = gzip.compress(f">a\n{GENOME}UUR\n>b\n{GENOME}u\n>c\n{GENOME}\n".encode())
    run = bench.run(fasta, unfair=10, loci=False)
    assert run.summary.warnings == [
        "genomes.fa: 4 characters in 2 genomes are not A, C, G, T or N and were read as N, 3 of "
        "them U (for RNA write T)."
    ]


def test_genes_counted_from_one_are_noticed(bench: Bench) -> None:
    codons = "ATG" + "GCA" * 5 + "TAA"
    genome = "".join(f"{'CC'}{codons}" for _ in range(12))
    starts = [match.start() for match in re.finditer(codons, genome)]
    one_based = "".join(f"a\t{s + 1}\t{s + len(codons)}\tgene{s}\n" for s in starts)
    zero_based = "".join(f"a\t{s}\t{s + len(codons)}\tgene{s}\n" for s in starts)
    assert bench.run({"a": genome}, genes=one_based).summary.warnings == [
        "genes.bed: start seems to be counted from 1: 12 genes are open reading frames only as "
        "[start-1, end), 0 as [start, end). BED counts from 0: subtract 1 from the second column."
    ]
    assert bench.run({"a": genome}, genes=zero_based).summary.warnings == []


def test_genes_are_not_called_shifted_if_one_in_nine_says_otherwise(bench: Bench) -> None:
    codons = "ATG" + "GCA" * 5 + "TAA"
    genome = "".join(f"CC{codons}" for _ in range(20))
    starts = [match.start() for match in re.finditer(codons, genome)]
    for true_count, is_noticed in ((1, True), (2, False)):
        shifts = [0] * true_count + [1] * 18
        lines = [
            f"a\t{s + d}\t{s + len(codons)}\tg{s}\n" for s, d in zip(starts, shifts, strict=False)
        ]
        run = bench.run({"a": genome}, genes="".join(lines))
        assert bool(run.summary.warnings) == is_noticed, true_count


def test_genes_behind_the_end_of_their_genome_are_noticed(bench: Bench) -> None:
    run = bench.run({"a": GENOME}, genes="a\t0\t32\tinside\na\t0\t33\toutside\n")
    assert run.summary.warnings == [
        "genes.bed: 1 gene ends behind the end of its genome; is the file made for these genomes?"
    ]
