"""A made-up locus catalogue for the genomes of a run, and its cells as plain Python has them."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crossroad_desktop.pipeline.locus_tables import (
    ALLELE_SEQUENCES_FILE,
    ALLELE_SEQUENCES_SCHEMA,
    ALLELES,
    GENOME_LOCI,
    LOCI,
    MINISATELLITES,
    ORIENTATION,
    STATES,
    UNPLACED_SSRS,
)
from crossroad_desktop.results.filters import Filters

from .conftest import Finished, Row
from .plain import Plain, class_of

LONG_MOTIF = "ACATTATAT"
_LOCI = [
    # Motif, genes, least and largest repeat number, weights of the states.
    ("AT", "gene001", 7, 9, (9, 1, 1, 0, 0)),
    ("GAT", None, 4, 16, (6, 2, 1, 0, 1)),
    ("TCA", "gene001: gene002", 5, 5, (1, 0, 0, 0, 0)),
    (LONG_MOTIF, None, 2, 40, (5, 0, 2, 2, 2)),
    ("A", "gene003", 10, 12, (0, 0, 0, 1, 0)),
    ("AAT", "gene002", 3, 4, (0, 3, 1, 0, 2)),
    ("C", None, 14, 15, (1, 0, 0, 0, 9)),
    ("AGC", "gene004", 6, 9, (4, 0, 0, 3, 1)),
]  # fmt: skip


def add_catalogue(output: Path) -> None:
    """Writes the tables of a made-up catalogue into the results of a run."""
    choose = random.Random(5)
    genomes = [row for row in _read(output, "genomes") if row["is_analysed"]]
    ids = [row["genomeID"] for row in genomes]
    loci, alleles = [], []
    for place, locus in enumerate(_LOCI):
        loci.append(_describe_locus(place, locus, ids))
        for genome in ids:
            alleles += _make_cell(choose, place, genome)
    tables = {
        LOCI.name: pa.Table.from_pylist(loci, LOCI.schema),
        ALLELES.name: pa.Table.from_pylist(alleles, ALLELES.schema),
        ORIENTATION.name: pa.Table.from_pylist(
            [_orient(choose, row) for row in genomes], ORIENTATION.schema
        ),
        GENOME_LOCI.name: pa.Table.from_pylist(
            [{"genomeID": name, "covered_per": 99.5} | dict.fromkeys(STATES, 1) for name in ids],
            GENOME_LOCI.schema,
        ),
        MINISATELLITES.name: pa.Table.from_pylist(
            [_long_repeat(name, number) for name in ids for number in (2, 3)],
            MINISATELLITES.schema,
        ),
        UNPLACED_SSRS.name: pa.Table.from_pylist(
            [{"genomeID": ids[0], "start": 3, "stop": 19, "motif": "AT", "reason": "N"}],
            UNPLACED_SSRS.schema,
        ),
    }
    for name, table in tables.items():
        # Row groups of a few rows have dictionaries of their own, as those of large tables may.
        pq.write_table(table, output / "parquet" / f"{name}.parquet", row_group_size=7)
    sequences = pa.Table.from_pylist(
        [_bases(row) for row in alleles if row["state"] != "missing"], ALLELE_SEQUENCES_SCHEMA
    )
    pq.write_table(sequences, output / ALLELE_SEQUENCES_FILE)


class PlainCells:
    """The cells that filters leave, found with loops."""

    def __init__(self, finished: Finished, filters: Filters) -> None:
        self.genomes: dict[str, Row] = Plain(finished, filters).genomes
        self.places: dict[tuple[str, str], list[Row]] = {}
        for row in finished.rows("alleles"):
            self.places.setdefault((row["locus_id"], row["genomeID"]), []).append(row)
        self.loci = [row for row in finished.rows("loci") if self._is_left(row, filters)]

    def state(self, locus: str, genome: str) -> str:
        return str(self.places[locus, genome][0]["state"])

    def numbers(self, locus: str, genome: str) -> list[int]:
        found = [row["repeat"] for row in self.places[locus, genome]]
        return [number for number in found if number is not None]

    def single(self, locus: str, genome: str) -> int | None:
        different = set(self.numbers(locus, genome))
        return different.pop() if len(different) == 1 else None

    def observed(self, locus: str, genomes: Sequence[str] | None = None) -> list[int]:
        wanted = self.genomes if genomes is None else genomes
        found = [self.single(locus, genome) for genome in wanted]
        return [number for number in found if number is not None]

    def states(self, locus: str) -> list[str]:
        return [self.state(locus, genome) for genome in self.genomes]

    def _is_left(self, locus: Row, filters: Filters) -> bool:
        genes = (locus["gene"] or "").split(": ")
        least = 0 if filters.repeat_from is None else filters.repeat_from
        most = 10**9 if filters.repeat_to is None else filters.repeat_to
        name = locus["locus_id"]
        return (
            (not filters.motif_class or locus["motif_class"] in filters.motif_class)
            and (not filters.motif_length or locus["motif_length"] in filters.motif_length)
            and (not filters.gene or bool(set(genes) & set(filters.gene)))
            and (not filters.selects_genomes or bool(set(self.states(name)) - {"missing"}))
            and ((least == 0 and most == 10**9) or any(
                least <= number <= most
                for genome in self.genomes
                for number in self.numbers(name, genome)
            ))
        )  # fmt: skip


def _describe_locus(place: int, locus: Any, ids: list[str]) -> Row:
    motif, gene, *_ = locus
    return {
        "locus_id": _name(place),
        "motif_class": class_of(motif),
        "motif": motif,
        "motif_length": len(motif),
        "gene": gene,
        "gene_before": None if gene else "gene000",
        "distance_before": None if gene else 10 * place,
        "gene_after": None if gene or place > 5 else "gene009",
        "distance_after": None if gene or place > 5 else 7,
        "genomeID": ids[place % 2],
        "start": 100 * place,
        "end": 100 * place + 20,
        "left_flank": "ACGTA" * 6,
        "right_flank": "TTGCA" * 6,
        "genomes_typed": len(ids),
        "conserved": False,
        "polymorphic": True,
    }


def _make_cell(choose: random.Random, place: int, genome: str) -> list[Row]:
    motif, _, least, most, weights = _LOCI[place]
    state = choose.choices(STATES, weights)[0]
    cell = {"locus_id": _name(place), "genomeID": genome, "state": state}
    if state == "missing":
        return [cell]
    numbers = {
        "typed": [choose.randint(least, most)],
        "below_threshold": [choose.randint(1, 2)],
        "absent": [0],
        "multiple": [choose.choice((least, least, most)) for _ in range(choose.randint(2, 3))],
    }[state]
    start = 100 * place + choose.randint(0, 9)
    return [
        {
            **cell,
            "repeat": number,
            "length_bp": number * len(motif),
            "start": start + 5000 * copy,
            "end": start + 5000 * copy + number * len(motif),
            "strand": "+-"[copy % 2],
        }
        for copy, number in enumerate(numbers)
    ]


def _bases(allele: Row) -> Row:
    motif = _LOCI[int(allele["locus_id"].partition("_")[0][1:])][0]
    return {
        **{name: allele[name] for name in ("locus_id", "genomeID", "start")},
        "left_flank": "ACGTA" * 6,
        "tract": motif * allele["repeat"],
        "right_flank": "TTGCA" * 6,
    }


def _orient(choose: random.Random, genome: Row) -> Row:
    flipped = choose.random() < 0.5
    return {
        "genomeID": genome["genomeID"],
        "length": genome["length_genome"],
        "flipped": flipped,
        "forward_share": None if choose.random() < 0.2 else choose.randint(0, 100) / 100,
        "votes": choose.randint(0, 512),
        "status": "reversed" if flipped else "forward",
    }


def _long_repeat(genome: str, number: int) -> Row:
    return {
        "genomeID": genome, "start": 50 * number, "stop": 50 * number + number * len(LONG_MOTIF),
        "repeat": number, "motif": LONG_MOTIF, "GC_per": 11.1, "AT_per": 88.9,
        "length_of_motif": len(LONG_MOTIF), "loci": f"({LONG_MOTIF}){number}",
        "length_of_ssr": number * len(LONG_MOTIF),
    }  # fmt: skip


def _name(place: int) -> str:
    return f"L{place}_{class_of(_LOCI[place][0])}"


def _read(output: Path, table: str) -> list[Row]:
    rows: list[Row] = pq.read_table(output / "parquet" / f"{table}.parquet").to_pylist()
    return rows
