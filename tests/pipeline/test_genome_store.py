"""Genomes that were put into the store come back alone, as written or oriented."""

from pathlib import Path

import numpy as np
import pytest

from crossroad_desktop.pipeline.fasta import read_genomes, read_records
from crossroad_desktop.pipeline.genome_store import GenomeStore, OrientedGenomes
from crossroad_desktop.pipeline.input_file import InputFile

SEQUENCES = ["ACGTTGN", "", "GGG", "NACCA" * 200, "T"]


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    path = tmp_path / "genomes.fa"
    path.write_text("".join(f">g{number}\n{text}\n" for number, text in enumerate(SEQUENCES)))
    return path


@pytest.mark.parametrize("block_bytes", [16, 1 << 20])
def test_genomes_come_back_in_any_order(tmp_path: Path, fasta: Path, block_bytes: int) -> None:
    with GenomeStore(tmp_path / "store") as store, InputFile(fasta) as file:
        for batch in read_genomes(file, block_bytes):
            store.append(batch)
        for number in (3, 0, 4, 1, 2, 3):
            assert store.read(number).tobytes().decode() == SEQUENCES[number]
        some = [bases.tobytes().decode() for bases in store.read_some([0, 3])]

    assert some == [SEQUENCES[0], SEQUENCES[3]]


def test_turned_genomes_come_back_as_reverse_complements(tmp_path: Path, fasta: Path) -> None:
    is_flipped = np.array([True, False, False, True, False])
    with GenomeStore(tmp_path / "store") as store, InputFile(fasta) as file:
        for batch in read_genomes(file):
            store.append(batch)
        genomes = OrientedGenomes([f"g{number}" for number in range(5)], store, is_flipped)
        found = [genomes.read(number).tobytes().decode() for number in range(5)]

    assert found == ["NCAACGT", "", "GGG", "TGGTN" * 200, "T"]


def test_bases_that_are_read_may_be_changed(tmp_path: Path, fasta: Path) -> None:
    with GenomeStore(tmp_path / "store") as store, InputFile(fasta) as file:
        for batch in read_genomes(file):
            store.append(batch)
        store.read(0)[:] = 0

        assert store.read(0).tobytes().decode() == SEQUENCES[0]


def test_the_file_is_gone_when_it_is_not_needed_any_more(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with GenomeStore(path) as store:
        assert path.exists()
        store.remove()
        assert not path.exists()
    with pytest.raises(KeyError), GenomeStore(path):
        raise KeyError
    assert not path.exists()


@pytest.mark.parametrize("numbers", [[], [0], [1, 3], [0, 1, 2, 3, 4]])
def test_records_are_read_again_by_their_numbers(fasta: Path, numbers: list[int]) -> None:
    with InputFile(fasta) as file:
        found = [bases.tobytes().decode() for bases in read_records(file, numbers)]

    assert found == [SEQUENCES[number] for number in numbers]
