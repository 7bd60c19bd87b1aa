"""BED files: what does not fit is refused with file, line and reason; oversights are told."""

import csv
from pathlib import Path

import pytest

from crossroad_desktop.simulate import (
    SimulationFiles,
    SimulationParameters,
    simulate,
    simulation_files,
)
from tests.cli.conftest import Analyze, Crossroad
from tests.cli.small_inputs import GENES, GENOMES

_NEEDED = "but genomeID, start, end and gene are needed (tab-separated BED)."
_NO_GENE = "genes.bed: no gene in the file; each line needs genomeID, start, end, gene (BED)."
_GFF = "genes.bed looks like a GFF file; genes are read from BED files."
_NOT_WHOLE = "is not a whole number; give the position in bp."

_REFUSED = {
    "start after end": (
        GENES + "g1\t1992\t816\tB\n",
        "genes.bed, line 3: end 816 is before start 1992; swap the columns.",
    ),
    "negative start": (
        GENES + "g1\t-5\t816\tB\n",
        "genes.bed, line 3: start -5 is negative; the first base of a genome is 0.",
    ),
    "negative end": (
        GENES + "g1\t5\t-816\tB\n",
        "genes.bed, line 3: end -816 is negative; the first base of a genome is 0.",
    ),
    "text": (GENES + "g1\tfive\t816\tB\n", f"genes.bed, line 3: start 'five' {_NOT_WHOLE}"),
    "text in the first line": (
        "g1\t5\tx816\tB\n" + GENES,
        f"genes.bed, line 1: end 'x816' {_NOT_WHOLE}",
    ),
    "text in both columns": (
        GENES + "g1\tfive\tsix\tB\n",
        f"genes.bed, line 3: start 'five' {_NOT_WHOLE}",
    ),
    "text in both columns below a header": (
        "chrom\tchromStart\tchromEnd\tname\ng1\tfive\tsix\tB\n" + GENES,
        f"genes.bed, line 2: start 'five' {_NOT_WHOLE}",
    ),
    "decimals": (GENES + "g1\t5.0\t816\tB\n", f"genes.bed, line 3: start '5.0' {_NOT_WHOLE}"),
    "thousands": (GENES + "g1\t5\t1,816\tB\n", f"genes.bed, line 3: end '1,816' {_NOT_WHOLE}"),
    "no number": (GENES + "g1\t\t816\tB\n", f"genes.bed, line 3: start '' {_NOT_WHOLE}"),
    "beyond any genome": (
        GENES + "g1\t5\t99999999999\tB\n",
        "genes.bed, line 3: end '99999999999' is beyond any genome; give the position in bp.",
    ),
    "digits without end": (
        GENES + "g1\t5\t" + "9" * 5_000 + "\tB\n",
        f"genes.bed, line 3: end '{'9' * 5_000}' is beyond any genome; give the position in bp.",
    ),
    "3 columns": ("g1\t5\t816\n", f"genes.bed, line 1: 3 columns, {_NEEDED}"),
    "3 columns further down": (
        f"# genes\n{GENES}g1\t5\t816\n",
        f"genes.bed, line 4: 3 columns, {_NEEDED}",
    ),
    "no genome id": (
        GENES + "\t5\t816\tB\n",
        "genes.bed, line 3: the genome id is empty; write it in the first column.",
    ),
    "second header": (
        GENES + "genomeID\tstart\tend\tgene\n",
        f"genes.bed, line 3: start 'start' {_NOT_WHOLE}",
    ),
    "empty": ("", _NO_GENE),
    "only comments and a header": ("# genes\n\ngenomeID\tstart\tend\tgene\n", _NO_GENE),
    "GFF3": ("##gff-version 3\ng1\tRefSeq\tgene\t5\t816\t.\t+\t.\tID=gene1\n", _GFF),
    "GFF3 without its first line": ("g1\tRefSeq\tgene\t5\t816\t.\t+\t.\tID=gene1\n" * 3, _GFF),
    "GTF": ('g1\tRefSeq\tgene\t5\t816\t.\t+\t.\tgene_id "B";\n' * 3, _GFF),
    "GenBank": (
        "LOCUS       NC_000001   1200 bp\n",
        "genes.bed looks like a GenBank file; genes are read from BED files.",
    ),
    "Excel workbook": (
        b"PK\x03\x04" + bytes(100),
        "genes.bed looks like a ZIP archive or an Excel workbook; genes are read from BED files.",
    ),
    "UTF-16": (
        b"\xff\xfe" + GENES.encode("utf-16-le"),
        "genes.bed looks like text in UTF-16; save it as plain text or UTF-8; genes are read from "
        "BED files.",
    ),
    "FASTA": (GENOMES, "genes.bed looks like a FASTA file; genes are read from BED files."),
}


@pytest.mark.parametrize(("genes", "message"), _REFUSED.values(), ids=_REFUSED)
def test_a_file_that_does_not_fit_is_refused(
    analyze: Analyze, genes: str | bytes, message: str
) -> None:
    answer = analyze(genes=genes)

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 1
    assert not Path("out").exists()


_SAME_GENES = {
    "track, browser, comment, header and blank lines": (
        "browser position g1:1-100\ntrack name=genes\n# by hand\n\n \ngenomeID\tstart\tend\tgene\n"
        + GENES
    ),
    "track line further down": GENES.replace("\ng2", "\ntrack name=more\n#\n\ng2"),
    "CR LF": GENES.replace("\n", "\r\n"),
    "CR": GENES.replace("\n", "\r"),
    "byte order mark": "\ufeff" + GENES,
    "BED6": GENES.replace("\n", "\t0\t+\n"),
    "BED12": GENES.replace("\n", "\t0\t-\t900\t1100\t0\t1\t200,\t0,\n"),
    "spaces between columns": GENES.replace("\t", " "),
    "spaces around cells": "".join(f" {line} \n" for line in GENES.splitlines()).replace(
        "\t", " \t "
    ),
    "no line end at the end": GENES.rstrip("\n"),
}


@pytest.mark.parametrize("genes", _SAME_GENES.values(), ids=_SAME_GENES)
def test_how_a_file_is_written_changes_no_gene(analyze: Analyze, genes: str) -> None:
    assert analyze(genes=GENES).exit_code == 0
    expected = Path("out/output/main/ssr_genecombo.tsv").read_text()

    answer = analyze("--force", genes=genes)

    assert answer.messages == []
    assert answer.exit_code == 0
    assert Path("out/output/main/ssr_genecombo.tsv").read_text() == expected
    assert expected.count("\tIN\n") >= 2


def test_gene_names_may_hold_spaces_between_tabs(analyze: Analyze) -> None:
    analyze(genes=GENES.replace("A", "outer membrane"))

    assert _genes() == {"outer membrane"}


@pytest.mark.parametrize("name", ["007", "NA", "nan", "None", "null", "1e5"])
def test_gene_names_are_text(analyze: Analyze, name: str) -> None:
    analyze(genes=GENES.replace("A", name))

    assert _genes() == {name}


_TOLD = {
    "no id matches": (
        GENES.replace("g", "x"),
        "genes.bed: none of its 2 genome ids is in the FASTA, so no SSR lies in a gene (it has x1, "
        "x2; the FASTA has g1, g2).",
    ),
    "some ids do not match": (
        GENES + GENES.replace("g", "x"),
        "genes.bed: 2 of 4 genome ids are not in the FASTA and their genes were ignored: x1, x2.",
    ),
    "beyond the end": (
        GENES + "g1\t900\t9999\tB\ng2\t900\t9999\tB\n",
        "genes.bed: 2 genes end behind the end of their genome; is the file made for these "
        "genomes?",
    ),
    "one beyond the end": (
        GENES + "g1\t900\t9999\tB\n",
        "genes.bed: 1 gene ends behind the end of its genome; is the file made for these genomes?",
    ),
    "Latin-1": (
        GENES.replace("A", "\xe9").encode("latin-1"),
        "genes.bed is not UTF-8 and was read as Windows-1252 (Latin-1).",
    ),
}


@pytest.mark.parametrize(("genes", "warning"), _TOLD.values(), ids=_TOLD)
def test_what_may_be_an_oversight_is_told(
    analyze: Analyze, genes: str | bytes, warning: str
) -> None:
    answer = analyze(genes=genes)

    assert answer.messages == [f"Warning: {warning}"]
    assert answer.exit_code == 0
    assert f"Warning: {warning}\n" in Path("out/job.log").read_text()


def test_starts_counted_from_1_are_noticed(crossroad: Crossroad) -> None:
    files, genes = _simulate_genes()
    _move_starts(files.genes, 1)

    answer = crossroad("analyze", str(files.fasta), "-b", str(files.genes), "-o", "out")

    assert answer.messages == [
        f"Warning: simulated.genes.bed: start seems to be counted from 1: {genes} genes are open "
        "reading frames only as [start-1, end), 0 as [start, end). BED counts from 0: subtract 1 "
        "from the second column."
    ]
    assert answer.exit_code == 0


@pytest.mark.parametrize("shift", [0, 2])
def test_other_starts_are_not_taken_for_counted_from_1(crossroad: Crossroad, shift: int) -> None:
    files, _ = _simulate_genes()
    _move_starts(files.genes, shift)

    answer = crossroad("analyze", str(files.fasta), "-b", str(files.genes), "-o", "out")

    assert answer.messages == []


def _simulate_genes() -> tuple[SimulationFiles, int]:
    """Simulated files with at least ten genes that are open reading frames, and how many."""
    # Without slippage and indels no gene leaves its reading frame.
    parameters = SimulationParameters(
        genomes=4, length=8_000, slippage_rate=0.0, indel_rate=0.0, substitution_rate=0.0
    )
    summary = simulate(parameters, Path("simulated"))
    return simulation_files(Path("simulated")), summary.genomes * summary.genes


def _move_starts(genes: Path, shift: int) -> None:
    rows = [line.split("\t") for line in genes.read_text().splitlines()]
    genes.write_text(
        "".join(
            f"{genome}\t{int(start) + shift}\t{end}\t{name}\n" for genome, start, end, name in rows
        )
    )


def _genes() -> set[str]:
    with Path("out/output/main/ssr_genecombo.tsv").open(encoding="utf-8", newline="") as file:
        return {row["gene"] for row in csv.DictReader(file, delimiter="\t")}
