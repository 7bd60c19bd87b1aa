"""Reading FASTA: whatever the file looks like, the same genomes come out."""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.errors import InputError
from crossroad_desktop.pipeline.fasta import (
    GenomeBatch,
    format_records,
    join_statistics,
    measure_genomes,
    read_genomes,
    select_records,
)
from crossroad_desktop.pipeline.input_file import InputFile
from crossroad_desktop.pipeline.parameters import AnalysisParameters


def read(path: Path, content: bytes, block_bytes: int = 1 << 20) -> list[tuple[str, str]]:
    """Id and cleaned sequence of each record."""
    path.write_bytes(content)
    with InputFile(path) as file:
        return [record for batch in read_genomes(file, block_bytes) for record in unpack(batch)]


def unpack(batch: GenomeBatch) -> list[tuple[str, str]]:
    return [
        (genome_id, batch.bases[offset : offset + length].tobytes().decode())
        for genome_id, offset, length in zip(batch.ids, batch.offsets, batch.lengths, strict=True)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b">a\nACGT\n", [("a", "ACGT")]),
        (b">a\nACGT", [("a", "ACGT")]),
        (b">a description here\nAC\nGT\n", [("a", "ACGT")]),
        (b">a\tdescription\nACGT\n", [("a", "ACGT")]),
        (b"> a\nACGT\n", [("a", "ACGT")]),
        (b">a  \nACGT\n", [("a", "ACGT")]),
        (b">a\r\nAC\r\nGT\r\n", [("a", "ACGT")]),
        (b">a\rAC\rGT\r", [("a", "ACGT")]),
        (b">a\nAC\r\nGT\rAC\n", [("a", "ACGTAC")]),
        (b"\xef\xbb\xbf>a\nACGT\n", [("a", "ACGT")]),
        (b"; a comment\n\n>a\nACGT\n", [("a", "ACGT")]),
        (b">a\nacgtn\n", [("a", "ACGTN")]),
        (b">a\nACGUR-*Y.\n", [("a", "ACGNNNNNN")]),
        (b">a\nAC GT\t\nAC  \n", [("a", "ACGTAC")]),
        (b">a\n\nAC\n\n\nGT\n\n", [("a", "ACGT")]),
        (b">a\n>b\nAC\n", [("a", ""), ("b", "AC")]),
        (b">a\nAC\n>b", [("a", "AC"), ("b", "")]),
        (b">a x>y\nAC\n", [("a", "AC")]),
        (b">a>b\nAC\n", [("a>b", "AC")]),
        (b">a\nAC>GT\n", [("a", "ACNGT")]),
        (b">a\n+\nAC\n@x\n", [("a", "NACNN")]),
        (b">hMPXV:USA/1|x\nAC\n", [("hMPXV:USA/1|x", "AC")]),
        (b">007\nAC\n>NA\nAC\n", [("007", "AC"), ("NA", "AC")]),
        ("\u003eé\nAC\n".encode(), [("é", "AC")]),
        (b">\xe9\nAC\n", [("é", "AC")]),
    ],
)
@pytest.mark.parametrize("block_bytes", [1, 2, 3, 7, 1 << 20])
def test_records_come_out_clean(
    tmp_path: Path, content: bytes, expected: list[tuple[str, str]], block_bytes: int
) -> None:
    assert read(tmp_path / "x.fa", content, block_bytes) == expected


@given(
    sequences=st.lists(st.text("ACGTN", max_size=50), min_size=1, max_size=6),
    width=st.integers(1, 60),
    newline=st.sampled_from([b"\n", b"\r\n", b"\r"]),
    is_lower=st.booleans(),
    is_gzip=st.booleans(),
    block_bytes=st.integers(1, 80),
)
@settings(max_examples=200, deadline=None)
def test_wrapping_line_ends_case_gzip_and_blocks_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    sequences: list[str],
    width: int,
    newline: bytes,
    is_lower: bool,
    is_gzip: bool,
    block_bytes: int,
) -> None:
    lines = []
    for number, sequence in enumerate(sequences):
        lines.append(f">g{number} some words".encode())
        text = sequence.lower() if is_lower else sequence
        lines += [text[i : i + width].encode() for i in range(0, len(text), width)]
    content = newline.join(lines) + newline
    path = tmp_path_factory.getbasetemp() / "wrapped.fa"
    found = read(path, gzip.compress(content) if is_gzip else content, block_bytes)
    assert found == [(f"g{number}", sequence) for number, sequence in enumerate(sequences)]


def test_several_gzip_members_are_one_file(tmp_path: Path) -> None:
    content = gzip.compress(b">a\nAC\n") + gzip.compress(b">b\nGT\n")
    assert read(tmp_path / "x.fa", content) == [("a", "AC"), ("b", "GT")]


def test_hash_and_size_are_those_of_the_file_on_disk(tmp_path: Path) -> None:
    content = gzip.compress(b">a\n" + b"ACGT" * 1000)
    path = tmp_path / "x.fa.gz"
    path.write_bytes(content)
    with InputFile(path) as file:
        assert sum(len(batch.ids) for batch in read_genomes(file)) == 1
        assert (file.bytes_read, file.size) == (len(content), len(content))
        assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_replaced_characters_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.fa"
    path.write_bytes(b">a\nACGUuNn\n>b\nACGT\n>c\nRY\n")
    with InputFile(path) as file:
        (batch,) = read_genomes(file)
    assert batch.replaced.tolist() == [2, 0, 2]
    assert batch.uracils == 2


@pytest.mark.parametrize(
    ("sequence", "n_count", "gc_percent"),
    [
        ("ACGT", 0, 50.0),
        ("AAC", 0, 33.33),
        ("NNNN", 4, 0.0),
        ("", 0, 0.0),
        ("NNCA", 2, 50.0),
        ("CCCCCCC" + "A", 0, 87.5),
    ],
)
def test_gc_is_percent_of_known_bases(
    tmp_path: Path, sequence: str, n_count: int, gc_percent: float
) -> None:
    path = tmp_path / "x.fa"
    path.write_bytes(f">a\n{sequence}\n".encode())
    with InputFile(path) as file:
        (batch,) = read_genomes(file)
    statistics = measure_genomes(batch, AnalysisParameters())
    assert statistics.n_counts.tolist() == [n_count]
    assert statistics.gc_percent.tolist() == [gc_percent]


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        ({"min_len": 1}, [True, True, True]),
        ({"min_len": 4}, [True, True, False]),
        ({"min_len": 5}, [False, True, False]),
        ({"min_len": 1, "max_len": 4}, [True, False, True]),
        ({"min_len": 1, "unfair": 0}, [True, True, False]),
        ({"min_len": 1, "unfair": 1}, [True, True, True]),
    ],
)
def test_filter_limits_are_inclusive(
    tmp_path: Path, limits: dict[str, int], kept: list[bool]
) -> None:
    limits = {"unfair": 1, **limits}
    path = tmp_path / "x.fa"
    path.write_bytes(b">a\nACGT\n>b\nACGTA\n>c\nACN\n")
    with InputFile(path) as file:
        batches = list(read_genomes(file, block_bytes=4))
    parameters = AnalysisParameters(**limits)
    statistics = join_statistics([measure_genomes(batch, parameters) for batch in batches])
    assert statistics.is_kept.tolist() == kept


def test_selected_records_keep_their_sequence(tmp_path: Path) -> None:
    path = tmp_path / "x.fa"
    path.write_bytes(b">a\nACGT\n>b\nCC\n>c\nGGG\n")
    with InputFile(path) as file:
        (batch,) = read_genomes(file)
    selected = select_records(batch, np.array([True, False, True]))
    assert unpack(selected) == [("a", "ACGT"), ("c", "GGG")]
    assert format_records(selected) == b">a\nACGT\n>c\nGGG\n"
    assert unpack(select_records(batch, np.zeros(3, np.bool_))) == []


def test_a_record_without_id_is_refused_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(InputError) as problem:
        read(tmp_path / "x.fa", b">a\nAC\n>\nGT\n", block_bytes=4)
    assert str(problem.value) == "x.fa: record 2 has no id; write one right after its '>'."


def test_a_batch_holds_no_more_than_two_blocks_or_the_longest_record(tmp_path: Path) -> None:
    lengths = [10, 5000, 10, 10, 300, 300, 20_000, 7] * 20
    path = tmp_path / "x.fa"
    records = (f">g{number}\n{'A' * length}\n" for number, length in enumerate(lengths))
    path.write_text("".join(records))
    with InputFile(path) as file:
        sizes = [(len(batch.ids), len(batch.bases)) for batch in read_genomes(file, 1000)]
    assert sum(count for count, _ in sizes) == len(lengths)
    assert max(size for _, size in sizes) <= 20_000 + 2 * 1000
