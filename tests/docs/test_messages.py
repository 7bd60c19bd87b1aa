"""The messages that the manual explains are those that the program gives, all of them."""

import bz2
import gzip
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from crossroad_desktop.cli import main

from .pages import find_section, quoted

_GENOMES: Final = ">a\nGGATCATCATCATCGG\n>b\nGGATCATCATCATCGG\n"
_CATEGORIES: Final = "genomeID\tcategory\tcountry\tyear\na\tI\tPeru\t2020\nb\tI\tPeru\t2020\n"
_GENES: Final = "a\t0\t16\tenvelope\nb\t0\t16\tenvelope\n"
_LATIN_1: Final = "\xe9".encode("latin-1")


@dataclass(frozen=True)
class Call:
    """A call of `crossroad` on files that do not fit."""

    options: str = ""
    fasta: str | bytes = _GENOMES
    categories: str | bytes | None = None
    genes: str | bytes | None = None
    # Of genomes of 16 bp neither strand nor loci can be told, and each run would say so.
    command: str = "analyze genomes.fa -o result --min-len 1 --orient off --no-loci"

    def words(self) -> list[str]:
        files = [("categories.tsv", "-c", self.categories), ("genes.bed", "-b", self.genes)]
        named = [word for name, flag, text in files if text is not None for word in (flag, name)]
        return [*self.command.split(), *named, *self.options.split()]

    def write(self) -> None:
        for name, content in (
            ("genomes.fa", self.fasta),
            ("categories.tsv", self.categories),
            ("genes.bed", self.genes),
        ):
            if content is not None:
                Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def _reading_frames() -> tuple[str, str]:
    """Ten genomes with a gene each, whose start the BED file counts from 1."""
    random_bases = random.Random(1)
    gene = "ATG" + "".join(random_bases.choices(["GCA", "CCA", "GTC"], k=20)) + "TAA"
    genomes = "".join(f">g{number}\nCC{gene}CC\n" for number in range(10))
    return genomes, "".join(f"g{number}\t3\t{2 + len(gene)}\tenvelope\n" for number in range(10))


def _unrelated() -> str:
    chance = random.Random(2)
    return "".join(f">{name}\n{''.join(chance.choices('ACGT', k=1000))}\n" for name in "ab")


_UNRELATED: Final = _unrelated()
_CODING, _COUNTED_FROM_1 = _reading_frames()

_ON_FASTA: Final = (
    Call(command="analyze genome.fa -o result"),
    Call(command="analyze . -o result"),
    Call(command="analyze genomes.fa/x -o result"),
    Call(fasta=""),
    Call(fasta="hello\n"),
    Call(fasta="LOCUS       NC_000001   16 bp\n"),
    Call(fasta=bz2.compress(_GENOMES.encode())),
    Call(fasta=gzip.compress(_GENOMES.encode())[:-20]),
    Call(fasta=">a\nACGT\n>\nACGT\n"),
    Call(fasta=_GENOMES + ">a\nACGT\n"),
    Call("--min-len 1000", ">a\nACGT\n>b\nACGN\n>c\nACGTA\n"),
    Call("-r b2", _GENOMES),
    Call("-r xyz", _GENOMES),
    Call(fasta=_UNRELATED, command="analyze genomes.fa -o result"),
    Call("-r c", _GENOMES + ">c\nNN\n"),
    Call(fasta=_GENOMES + ">c\nNN\n>d\nNN\n>e\nNN\n"),
    Call("--unfair 2", ">a\nGGATCATCATCATCGGUR\n>b\nGGATCATCATCATCGGRR\n"),
    Call(fasta=_GENOMES.encode().replace(b">", b">" + _LATIN_1)),
)
_ON_CATEGORIES: Final = (
    Call(categories=b"PK\x03\x04" + bytes(9)),
    Call(categories="\n"),
    Call(categories=_CATEGORIES.replace("genomeID", "sample")),
    Call(categories="genomeID\tcategory\n"),
    Call(categories=_CATEGORIES + "a\tI\tPeru\t2020\n"),
    Call(categories=_CATEGORIES + "c\tI\tPeru\t2020\tIgG\n"),
    Call(categories=_CATEGORIES + "\tI\tPeru\t2020\n"),
    Call(categories=_CATEGORIES.replace("Peru", '"Peru', 1)),
    Call(categories=_CATEGORIES.replace("\tPeru", '\t"Peru"s')),
    Call(categories=_CATEGORIES.replace("\na", "\nc").replace("\nb", "\nd")),
    Call(categories=_CATEGORIES + "c\tI\tPeru\t2020\nd\tI\tPeru\t2020\n"),
    Call(categories="genomeID\tcategory\nc\tI\n", fasta=_GENOMES + ">c\nACGT\n"),
    Call(categories=_CATEGORIES.replace("country", "motif")),
    Call(categories=_CATEGORIES.encode().replace(b"Peru", b"Per" + _LATIN_1)),
)
_ON_GENES: Final = (
    Call(genes=b"PK\x03\x04" + bytes(9)),
    Call(genes="a\tRefSeq\tgene\t1\t16\t.\t+\t.\tID=gene1\n"),
    Call(genes="# nothing\n"),
    Call(genes=_GENES + "a\t0\t16\n"),
    Call(genes=_GENES + "\t0\t16\tenvelope\n"),
    Call(genes=_GENES + "a\t0\t16\t\n"),
    Call(genes=_GENES + "a\t1992\t816\tenvelope\n"),
    Call(genes=_GENES + "a\t-5\t16\tenvelope\n"),
    Call(genes=_GENES + "a\t5.0\t16\tenvelope\n"),
    Call(genes=_GENES + "a\t5\t99999999999\tenvelope\n"),
    Call(genes=_GENES.replace("a\t", "c\t").replace("b\t", "d\t")),
    Call(genes=_GENES + "c\t0\t16\tenvelope\nd\t0\t16\tenvelope\n"),
    Call(genes=_GENES + "a\t0\t99\tspike\nb\t0\t99\tspike\n"),
    Call(fasta=_CODING, genes=_COUNTED_FROM_1),
    Call(genes=_GENES.encode().replace(b"envelope", _LATIN_1)),
    Call("-r a --no-loci --orient off"),
    Call("-r a", genes="b\t0\t16\tenvelope\n"),
)
_ON_OPTIONS: Final = (
    Call("--mono 1"),
    Call("--hexa two"),
    Call("--unfair -1"),
    Call("--min-len 500 --max-len 100"),
    Call("--orient both"),
    Call("-t 0"),
    Call(command="analyze -o result"),
    Call("-fa genomes.fa"),
    Call(command="analyze genomes.fa -o genomes.fa"),
    Call(command="analyze genomes.fa -o ."),
    Call(command="analyze genomes.fa -o former"),
    Call(command="analyze genomes.fa -o killed"),
    Call(command="analyze genomes.fa -o genomes.fa/x"),
    Call(command="demo -o ."),
    Call(command="simulate -o former/set --length 2000 --genomes 1"),
    Call(command="simulate -o set --genomes 0"),
    Call(command="simulate -o set --gc 0.95"),
    Call(command="simulate -o set --first-year 2020 --last-year 2010"),
    Call(command="simulate -o former/.."),
)


@pytest.fixture(autouse=True)
def former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder with a former result and simulation, and with what a killed run left."""
    monkeypatch.chdir(tmp_path)
    Call().write()
    main(["analyze", "genomes.fa", "--min-len", "1", "-o", "former", "--quiet"])
    main(["simulate", "-o", "former/set", "--genomes", "1", "--length", "2000", "--quiet"])
    Path("killed/output.unfinished").mkdir(parents=True)


@pytest.mark.parametrize(
    ("page", "section", "calls"),
    [
        ("input-files.md", "Messages on the FASTA file", _ON_FASTA),
        ("input-files.md", "Messages on the categories file", _ON_CATEGORIES),
        ("input-files.md", "Messages on the BED file and the reference", _ON_GENES),
        ("command-line.md", "Messages on options and folders", _ON_OPTIONS),
    ],
)
def test_messages_of_the_manual_are_those_of_the_program(
    page: str, section: str, calls: tuple[Call, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [message for call in calls for message in _messages(call, capsys)]

    assert sorted(_explained(page, section)) == sorted(set(given))


def _messages(call: Call, capsys: pytest.CaptureFixture[str]) -> list[str]:
    call.write()
    capsys.readouterr()
    main(call.words() + ["--force"] * ("-o result" in call.command))
    starts = ("crossroad: ", "Warning: ")
    lines = capsys.readouterr().err.splitlines()
    found = [line.split(": ", 1)[1] for line in lines if line.startswith(starts)]
    assert found, f"no message: {call}"
    return found


def _explained(page: str, title: str) -> list[str]:
    section = find_section(page, title)
    return [quoted(row[0])[0] for table in section.tables for row in table[1:]]
