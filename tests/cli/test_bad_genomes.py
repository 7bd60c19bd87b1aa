"""FASTA files that do not fit are refused with one message, and nothing is written."""

import bz2
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Analyze, Crossroad, Write
from tests.cli.small_inputs import FIRST, GENES, GENOMES, SECOND


def _zip(method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("genomes.fa", GENOMES)
    return packed.getvalue()


_FOREIGN = "genomes.fa: not a FASTA file."
_NOT_FASTA = "genomes.fa: not a FASTA file: no line begins with '>'."
_CHOOSE = "Choose a file of genomes in FASTA."
_EMPTY = "genomes.fa: the file is empty; choose the FASTA file with the genomes."
_GZIP = gzip.compress(GENOMES.encode(), mtime=0)
_CUT_OFF = (
    "genomes.fa: the gzip data is damaged or cut off (Compressed file ended before the "
    "end-of-stream marker was reached); copy or download the file again."
)
_NO_GENOME = "genomes.fa: no genome passes the filter. Of"
_LOOSEN = "Loosen the limits or choose other genomes."
_DOUBLES = "".join(f">d{number}\nACGT\n" * 2 for number in range(7))
_MANY_N = GENOMES.replace("CACACA", "NNNNNN")

_REFUSED = {
    "text": ("hello\nworld\n", f"{_NOT_FASTA} {_CHOOSE}"),
    "empty": ("", _EMPTY),
    "blank lines": ("\n \n\r\n", _EMPTY),
    "byte order mark alone": ("\ufeff", _EMPTY),
    "gzip of nothing": (gzip.compress(b""), _EMPTY),
    "FASTQ": (
        "@read1\nACGT\n+\nIIII\n",
        f"{_FOREIGN} It looks like a FASTQ file (sequencing reads). {_CHOOSE}",
    ),
    "FASTQ with > as first quality": (
        "@read1\nACGT\n+\n>III\n@read2\nACGT\n+\n>>>>\n",
        f"genomes.fa: not a FASTA file. It looks like a FASTQ file (sequencing reads). {_CHOOSE}",
    ),
    "GenBank": (
        "LOCUS       NC_000001   1200 bp\nORIGIN\n        1 acgt\n//\n",
        f"{_NOT_FASTA} It looks like a GenBank file. {_CHOOSE}",
    ),
    "web page": (
        "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n",
        f"{_NOT_FASTA} It looks like a web page or XML. {_CHOOSE}",
    ),
    "zip": (
        _zip(zipfile.ZIP_DEFLATED),
        f"{_FOREIGN} It looks like a ZIP archive or an Excel workbook. {_CHOOSE}",
    ),
    # In any archive of more than some 100 kB the two bytes LF and > follow each other by chance.
    "zip with the bytes LF and > in it": (
        _zip(zipfile.ZIP_STORED),
        "genomes.fa: not a FASTA file. It looks like a ZIP archive or an Excel workbook. "
        f"{_CHOOSE}",
    ),
    "bzip2": (
        bz2.compress(GENOMES.encode()),
        f"{_FOREIGN} It looks like a file compressed with bzip2. {_CHOOSE}",
    ),
    "UTF-16": (
        b"\xff\xfe" + GENOMES.encode("utf-16-le"),
        f"{_FOREIGN} It looks like text in UTF-16; save it as plain text or UTF-8. {_CHOOSE}",
    ),
    "UTF-16, high byte first": (
        b"\xfe\xff" + GENOMES.encode("utf-16-be"),
        f"{_FOREIGN} It looks like text in UTF-16; save it as plain text or UTF-8. {_CHOOSE}",
    ),
    "gzip cut off in the middle": (_GZIP[: len(_GZIP) // 2], _CUT_OFF),
    "gzip without its last byte": (_GZIP[:-1], _CUT_OFF),
    "gzip cut off in its header": (_GZIP[:3], _CUT_OFF),
    "record without id": (
        f">g1\n{FIRST}\n> \n{SECOND}\n",
        "genomes.fa: record 2 has no id; write one right after its '>'.",
    ),
    "duplicate ids": (
        f"{GENOMES}>g3\nACGT\n>g1 again\nACGT\n>g2\nACGT\n",
        "genomes.fa: genome ids must be unique, but these occur more than once: g1 (records 1 and "
        "4), g2 (records 2 and 5). The id is the first word after '>'; rename or remove one.",
    ),
    "many duplicate ids": (
        _DOUBLES,
        "genomes.fa: genome ids must be unique, but these occur more than once: d0 (records 1 and "
        "2), d1 (records 3 and 4), d2 (records 5 and 6), d3 (records 7 and 8), d4 (records 9 and "
        "10) and 2 more. The id is the first word after '>'; rename or remove one.",
    ),
    "three times the same id": (
        f"{GENOMES}>g1\nACGT\n>g1\nACGT\n",
        "genomes.fa: genome ids must be unique, but these occur more than once: g1 (records 1, 3 "
        "and 4). The id is the first word after '>'; rename or remove one.",
    ),
    "all too short, some with N": (
        ">a\nACGT\n>b\nACGN\n>c\nACNN\n",
        f"{_NO_GENOME} 3 genomes 3 shorter than 1,000 bp (min_len), 2 with more than 0 N (unfair). "
        f"{_LOOSEN}",
    ),
    "RNA": (
        GENOMES.replace("T", "U"),
        f"{_NO_GENOME} 2 genomes 2 with more than 0 N (unfair). "
        f"{(FIRST + SECOND).count('T'):,} characters in 2 genomes are not A, C, G, T or N and were "
        f"read as N, {(FIRST + SECOND).count('T'):,} of them U (for RNA write T). {_LOOSEN}",
    ),
}


@pytest.mark.parametrize(("fasta", "message"), _REFUSED.values(), ids=_REFUSED)
def test_a_file_that_does_not_fit_is_refused(
    analyze: Analyze, fasta: str | bytes, message: str
) -> None:
    answer = analyze(fasta=fasta)

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 1
    assert answer.output == ""
    assert not Path("out").exists()


_LEFT_OUT = {
    "too short": (("--min-len", "1211"), "2 shorter than 1,211 bp (min_len)"),
    "too long": (("--max-len", "1209"), "2 longer than 1,209 bp (max_len)"),
    "too many N": (("--unfair", "5"), "2 with more than 5 N (unfair)"),
    "too long and too many N": (
        ("--max-len", "1209"),
        "2 longer than 1,209 bp (max_len), 2 with more than 0 N (unfair)",
    ),
}


@pytest.mark.parametrize(("options", "rules"), _LEFT_OUT.values(), ids=_LEFT_OUT)
def test_where_no_genome_passes_it_is_said_how_many_fell_to_which_rule(
    analyze: Analyze, options: tuple[str, ...], rules: str
) -> None:
    has_n = "N (unfair)" in rules

    answer = analyze(*options, fasta=_MANY_N if has_n else GENOMES)

    assert answer.messages == [f"crossroad: {_NO_GENOME} 2 genomes {rules}. {_LOOSEN}"]
    assert answer.exit_code == 1


def test_limits_of_the_filter_are_inclusive(analyze: Analyze) -> None:
    assert analyze("--min-len", "1210", "--max-len", "1210").exit_code == 0


def test_a_genome_that_is_left_out_is_told(analyze: Analyze) -> None:
    answer = analyze(fasta=f"{GENOMES}>a\nACGT\n>b\nACGN\n")

    assert answer.messages == [
        "Warning: genomes.fa: 2 of 4 genomes were left out by the filter: 2 shorter than 1,000 bp "
        "(min_len), 1 with more than 0 N (unfair)."
    ]
    assert answer.exit_code == 0


_REFERENCES = {
    "near": (
        "g11",
        "there is no genome 'g11' for a reference. Did you mean g1?",
    ),
    "other case": (
        "G2",
        "there is no genome 'G2' for a reference. Did you mean g2?",
    ),
    "nothing near": (
        "NC_001",
        "there is no genome 'NC_001' for a reference. Its ids are g1, g2, short.",
    ),
    "left out": (
        "short",
        "the reference short does not pass the filter (5 bp, 1 N). Loosen min_len, max_len or "
        "unfair, or choose another reference.",
    ),
}


@pytest.mark.parametrize(("reference", "message"), _REFERENCES.values(), ids=_REFERENCES)
def test_a_reference_that_is_not_analysed_is_refused(
    analyze: Analyze, reference: str, message: str
) -> None:
    answer = analyze("-r", reference, fasta=f"{GENOMES}>short\nACGTN\n", genes=GENES)

    assert answer.messages == [f"crossroad: genomes.fa: {message}"]
    assert answer.exit_code == 1
    assert not Path("out").exists()


def test_the_three_nearest_ids_are_named_for_an_unknown_reference(analyze: Analyze) -> None:
    fasta = "".join(f">sample-{number}\n{FIRST}\n" for number in range(1, 5))

    answer = analyze("-r", "sampel-3", fasta=fasta, genes=GENES)

    assert answer.messages == [
        "crossroad: genomes.fa: there is no genome 'sampel-3' for a reference. "
        "Did you mean sample-3 or sample-4 or sample-2?"
    ]


@pytest.mark.parametrize(
    ("options", "genes", "warning"),
    [
        (
            ("--no-loci", "--orient", "off"),
            None,
            "The reference g1 has no effect without genes.",
        ),
        (
            (),
            "g2\t900\t1100\tA\n",
            "The reference g1 has no gene, so every SSR of the other genomes counts as different "
            "from it.",
        ),
    ],
)
def test_a_reference_without_genes_that_changes_nothing_is_told(
    analyze: Analyze, options: tuple[str, ...], genes: str | None, warning: str
) -> None:
    answer = analyze("-r", "g1", *options, genes=genes)

    assert answer.messages == [f"Warning: {warning}"]
    assert answer.exit_code == 0


def test_a_reference_that_is_the_anchor_needs_no_genes(analyze: Analyze) -> None:
    assert analyze("-r", "g1").messages == []


_ODD_BUT_FITTING = {
    "gzip with a plain name": _GZIP,
    "several gzip members": _GZIP + gzip.compress(b"\n"),
    "UTF-8 byte order mark": "\ufeff" + GENOMES,
    "CR LF": GENOMES.replace("\n", "\r\n"),
    "CR": GENOMES.replace("\n", "\r"),
    "text before the first record": "made by hand\n" + GENOMES,
    "@ before the first record": "@ made by hand\n" + GENOMES,
    "lower case": f">g1\n{FIRST.lower()}\n>g2\n{SECOND.lower()}\n",
    "> inside a header": GENOMES.replace("first", "first > second"),
    "space before the id": GENOMES.replace(">g", "> g"),
    "Latin-1 in a description": GENOMES.replace("first", "caf\xe9").encode("latin-1"),
    "no line end at the end": GENOMES.rstrip("\n"),
}  # fmt: skip


@pytest.mark.parametrize("fasta", _ODD_BUT_FITTING.values(), ids=_ODD_BUT_FITTING)
def test_how_a_file_is_written_changes_no_row(analyze: Analyze, fasta: str | bytes) -> None:
    assert analyze().exit_code == 0
    expected = Path("out/output/intrim/reformatted.tsv").read_bytes()

    answer = analyze("--force", fasta=fasta)

    assert answer.messages == []
    assert answer.exit_code == 0
    assert Path("out/output/intrim/reformatted.tsv").read_bytes() == expected
    assert expected.count(b"\n") > 2


def test_a_stray_line_with_plus_or_at_loses_nothing(analyze: Analyze) -> None:
    answer = analyze("-u", "2", fasta=GENOMES.replace("\n>g2", "\n+\n@\n>g2") + "+\n@\n")

    assert answer.messages == [
        "Warning: genomes.fa: 4 characters in 2 genomes are not A, C, G, T or N and were read as N."
    ]
    assert Path("out/output/intrim/reformatted.tsv").read_text().count("\tATC\t") == 2


def test_characters_that_are_no_bases_are_counted(analyze: Analyze) -> None:
    fasta = GENOMES.replace("CACACA\n", "RYUUCA\n")

    answer = analyze("-u", "4", fasta=fasta)

    assert answer.messages == [
        "Warning: genomes.fa: 8 characters in 2 genomes are not A, C, G, T or N and were read as "
        "N, 4 of them U (for RNA write T)."
    ]


def test_ids_that_are_not_utf_8_are_told(analyze: Analyze) -> None:
    answer = analyze(fasta=GENOMES.replace(">g", ">\xe9").encode("latin-1"))

    assert answer.messages == [
        "Warning: genomes.fa: 2 genome ids are not UTF-8 and were read as Windows-1252 (Latin-1)."
    ]


_NO_FILES = {
    "missing": ("nowhere.fa", "nowhere.fa: no such file; check the name and the folder."),
    "folder": (".", ". is a folder; name a file."),
    "below a file": ("genomes.fa/x", "genomes.fa/x: cannot be read (Not a directory)."),
}


@pytest.mark.parametrize(("name", "message"), _NO_FILES.values(), ids=_NO_FILES)
@pytest.mark.parametrize("role", ["-fa", "-c", "-b"])
def test_what_is_no_file_is_refused(
    crossroad: Crossroad, write: Write, role: str, name: str, message: str
) -> None:
    write("genomes.fa", GENOMES)
    fasta = [] if role == "-fa" else ["genomes.fa"]

    answer = crossroad("analyze", *fasta, role, name, "-o", "out")

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 1
    assert not Path("out").exists()


def test_a_file_that_may_not_be_read_is_refused(
    process: Crossroad, write: Write, bound_by_permissions: tuple[str, ...]
) -> None:
    Path(write("genomes.fa", GENOMES)).chmod(0)

    answer = process("analyze", "genomes.fa", "-o", "out", prefix=bound_by_permissions)

    assert answer.messages == ["crossroad: genomes.fa: cannot be read (Permission denied)."]
    assert answer.exit_code == 1
    assert not Path("out").exists()


def test_one_is_not_told_as_many(analyze: Analyze) -> None:
    answer = analyze("-l", "9", fasta=">a\nACGT\n")

    assert answer.messages == [
        f"crossroad: {_NO_GENOME} 1 genome 1 shorter than 9 bp (min_len). {_LOOSEN}"
    ]
