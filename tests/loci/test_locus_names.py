"""Names of loci: what changes them and what does not."""

import random
import re

import numpy as np
import pytest

from crossroad_desktop.pipeline.locus_genes import LocusGenes
from crossroad_desktop.pipeline.locus_names import name_loci

COMPLEMENT = str.maketrans("ACGT", "TGCA")


def draw_flank(seed: int, length: int = 48) -> str:
    chooser = random.Random(seed)
    return "".join(chooser.choice("ACGT") for _ in range(length))


def in_genes(*names: str | None) -> LocusGenes:
    nothing = np.full(len(names), -1, np.int32)
    empty: list[str | None] = [None] * len(names)
    return LocusGenes(list(names), empty, nothing, empty, nothing)


def name_one(motif_class: str, left: str, right: str, gene: str | None = "OPG153") -> str:
    return name_loci([motif_class], [left], [right], in_genes(gene))[0]


def test_a_name_has_gene_class_and_six_digits() -> None:
    assert re.fullmatch(r"OPG153_ATC_[0-9a-f]{6}", name_one("ATC", draw_flank(1), draw_flank(2)))


def test_without_genes_the_class_comes_first() -> None:
    assert name_one("AT", draw_flank(1), draw_flank(2), None).startswith("AT_")


def test_between_genes_the_neighbours_are_named() -> None:
    distances = np.array([3], np.int32)
    between = LocusGenes([None], ["E3L"], distances, ["E4 L/x"], distances)
    name = name_loci(["AT"], [draw_flank(1)], [draw_flank(2)], between)[0]
    assert name.startswith("E3L-E4_L_x_AT_")


def test_a_long_class_is_named_by_its_length() -> None:
    assert "_16bp_" in name_one("ACGTACGTACGTACGG", draw_flank(1), draw_flank(2))


def test_the_other_strand_has_the_same_name() -> None:
    left, right = draw_flank(1), draw_flank(2)
    turned = [text.translate(COMPLEMENT)[::-1] for text in (right, left)]
    assert name_one("ATC", left, right) == name_one("ATC", *turned)


def test_an_edge_that_moves_keeps_the_name_mostly() -> None:
    kept = 0
    for seed in range(50):
        whole = draw_flank(seed, 54)
        left, right = draw_flank(1000 + seed), whole[:48]
        kept += name_one("ATC", left, right) == name_one("ATC", left + whole[:3], whole[3:51])
    assert kept >= 35


def test_other_flanks_have_another_name() -> None:
    names = {name_one("ATC", draw_flank(seed), draw_flank(seed + 1)) for seed in range(500)}
    assert len(names) == 500


def test_equal_names_are_numbered_in_their_order() -> None:
    left, right = draw_flank(1), draw_flank(2)
    names = name_loci(["AT"] * 3, [left] * 3, [right] * 3, in_genes("g", "g", "g"))
    assert names[1:] == [f"{names[0]}.2", f"{names[0]}.3"]


@pytest.mark.parametrize("flank", ["", "ACGT", "N" * 48])
def test_flanks_that_say_nothing_give_a_name_too(flank: str) -> None:
    assert re.fullmatch(r"g_AT_[0-9a-f]{6}", name_one("AT", flank, flank, "g"))


def test_no_loci_have_no_names() -> None:
    assert name_loci([], [], [], in_genes()) == []
