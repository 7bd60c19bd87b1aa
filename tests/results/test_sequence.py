"""A stretch of a genome is what the analysis read there."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from crossroad_desktop.errors import InputError, NotFoundError, ParameterError
from crossroad_desktop.pipeline.fasta import BLOCK_BYTES
from crossroad_desktop.results.sequence import MOST_BASES, Stretch, read_stretch

_RANDOM = random.Random(5)
GENOMES = {
    "first": "".join(_RANDOM.choices("ACGT", k=500)),
    "middle": "ACGTTGCANN" * 30,
    "last": "".join(_RANDOM.choices("ACGT", k=77)),
}


def as_text(width: int = 60, end: str = "\n", last_end: bool = True) -> bytes:
    records = [
        end.join([f">{name} description", *_lines(bases, width)]) for name, bases in GENOMES.items()
    ]
    return (end.join(records) + (end if last_end else "")).encode()


def _lines(bases: str, width: int) -> list[str]:
    return [bases[first : first + width] for first in range(0, len(bases), width)]


WAYS: dict[str, Callable[[], bytes]] = {
    "plain": as_text,
    "gzip": lambda: gzip.compress(as_text()),
    "CRLF": lambda: as_text(end="\r\n"),
    "CR": lambda: as_text(end="\r"),
    "one line": lambda: as_text(width=1000),
    "no line end at the end": lambda: as_text(last_end=False),
    "lower case": lambda: as_text().replace(b"ACGT", b"acgt").replace(b"description", b"d"),
    "odd letters": lambda: as_text().replace(b"NN", b"nR"),
}


@pytest.fixture(params=WAYS)
def fasta(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "genomes.fa"
    path.write_bytes(WAYS[request.param]())
    return path


@pytest.mark.parametrize("name", GENOMES)
def test_it_is_the_stretch_with_what_is_beside_it(fasta: Path, name: str) -> None:
    bases = GENOMES[name]

    assert read_stretch(fasta, name, 30, 42, 8) == Stretch(
        bases[22:30], bases[30:42], bases[42:50], len(bases)
    )


@pytest.mark.parametrize("name", GENOMES)
def test_beyond_the_ends_there_is_nothing(fasta: Path, name: str) -> None:
    bases, length = GENOMES[name], len(GENOMES[name])

    assert read_stretch(fasta, name, 2, 5, 9) == Stretch(bases[:2], bases[2:5], bases[5:14], length)
    assert read_stretch(fasta, name, length - 3, length, 9) == Stretch(
        bases[-12:-3], bases[-3:], "", length
    )
    assert read_stretch(fasta, name, 0, length) == Stretch("", bases, "", length)
    assert read_stretch(fasta, name, 7, 7, 2) == Stretch(bases[5:7], "", bases[7:9], length)


@pytest.mark.parametrize("name", GENOMES)
def test_of_a_turned_genome_it_is_the_other_strand(fasta: Path, name: str) -> None:
    bases = GENOMES[name].translate(str.maketrans("ACGT", "TGCA"))[::-1]

    assert read_stretch(fasta, name, 30, 42, 8, is_turned=True) == Stretch(
        bases[22:30], bases[30:42], bases[42:50], len(bases)
    )


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "genomes.fa"
    path.write_bytes(as_text())
    return path


@pytest.mark.parametrize(
    ("start", "end", "flank", "told"),
    [
        (-1, 5, 0, "start is -1"),
        (6, 5, 0, "start is 6 and end 5"),
        (0, 501, 0, "end is 501, but first has 500 bp"),
        (500, 501, 0, "end is 501"),
        (0, 5, -1, "flank is -1"),
        (0, MOST_BASES + 1, 0, "100,001 bases"),
        (0, 1, MOST_BASES // 2, "100,001 bases"),
    ],
)
def test_what_is_out_of_range_is_refused(
    plain: Path, start: int, end: int, flank: int, told: str
) -> None:
    with pytest.raises(ParameterError, match=told):
        read_stretch(plain, "first", start, end, flank)


@pytest.mark.parametrize("name", ["", "firs", "first ", "description", "nobody"])
def test_an_id_that_no_genome_has_is_not_found(plain: Path, name: str) -> None:
    with pytest.raises(NotFoundError, match=r"There is no genome .* in genomes\.fa"):
        read_stretch(plain, name, 0, 1)


def test_what_follows_the_record_is_not_read(tmp_path: Path) -> None:
    """Damage behind the record is not met: so the file is not read to its end."""
    # Random bases, so that the compressed file is long too.
    noise = bytes(_RANDOM.choices(b"ACGT", k=2 * BLOCK_BYTES))
    text = as_text() + b">x\nACGT\n>y\n" + noise + b"\n>z\nACGT\n" + noise
    path = tmp_path / "genomes.fa.gz"
    path.write_bytes(gzip.compress(text, 1)[:-100_000])

    assert read_stretch(path, "first", 0, 4).sequence == GENOMES["first"][:4]
    with pytest.raises(InputError, match="damaged"):
        read_stretch(path, "nobody", 0, 4)
