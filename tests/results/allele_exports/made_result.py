"""A result folder whose genomes are put together by hand, so that every allele is known.

A genome is anchor sequence with a tract of its own at each locus, one after the other. `several`
places are copies at its end, and a locus that is missing is left out with its flanks.
"""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI
from crossroad_desktop.pipeline.tables import SSR_GENECOMBO

MATRIX: Final = {
    "anchor.1": "5 3 14 4 -",
    "MN-2|x": "7 0 12 4/6 -",
    "lender": "5 1 - 4/4 3",
    "2021": "5 3 15 - 2",
    "it's": "6 3 14 4 2",
    "IT'S": "6 - - - -",
}
"""Repeat numbers by genome and locus; `-` is missing."""

METADATA: Final = {
    "category": ["I", "II a", "I", None, "II a", "II, b"],
    "country": ["Peru", "Peru", "Côte d'Ivoire", "Chad", None, "Peru"],
    "year": [2019, 2020, None, 2021, 2021, 2022],
}


@dataclass(frozen=True)
class MadeLocus:
    """One locus."""

    name: str
    motif: str
    threshold: int
    gene: str | None
    giver: str
    """The genome that gives its position."""


LOCI_MADE: Final = (
    MadeLocus("env_AT_1f", "AT", 6, "env", "anchor.1"),
    MadeLocus("gag, pol_ACC_2e", "ACC", 3, "gag; 5': pol=x", "anchor.1"),
    MadeLocus("gag-pol_A_3d", "A", 12, None, "anchor.1"),
    MadeLocus("ITR_ACAT_4c", "ACAT", 3, None, "anchor.1"),
    MadeLocus("pop", "AAC", 4, "env", "lender"),
)
_FLANK: Final = 30
_RANDOM: Final = random.Random(7)
# No motif has a G, so no tract goes on in a flank.
_FLANKS: Final = {
    locus.name: tuple(f"G{''.join(_RANDOM.choices('ACGT', k=48))}G" for _ in range(2))
    for locus in LOCI_MADE
}


@dataclass(frozen=True)
class Place:
    """One allele."""

    locus: MadeLocus
    genome: str
    repeat: int
    start: int
    end: int


@dataclass(frozen=True)
class MadeGenomes:
    """The genomes and where their alleles are."""

    bases: dict[str, str]
    places: list[Place]


def make_genomes(matrix: dict[str, str] = MATRIX) -> MadeGenomes:
    """The genomes of a matrix."""
    bases, places = {}, []
    for genome, line in matrix.items():
        text = "C"
        cells = [cell.split("/") for cell in line.split()]
        for copy in range(max(map(len, cells))):
            for locus, repeats in zip(LOCI_MADE, cells, strict=True):
                if copy < len(repeats) and repeats[copy] != "-":
                    left, right = _FLANKS[locus.name]
                    tract = locus.motif * int(repeats[copy])
                    start = len(text) + len(left)
                    places.append(
                        Place(locus, genome, int(repeats[copy]), start, start + len(tract))
                    )
                    text += left + tract + right
        bases[genome] = text
    return MadeGenomes(bases, places)


def write_result(folder: Path, matrix: dict[str, str] = MATRIX) -> Path:
    """Writes the Parquet files of an output folder, over what is there; gives the folder."""
    made = make_genomes(matrix)
    parquet = folder / "parquet"
    parquet.mkdir(parents=True, exist_ok=True)
    tables = {
        "genomes": _genome_table(made),
        "loci": _locus_table(made, len(matrix)),
        "alleles": _allele_table(made),
        "allele_sequences": _sequence_table(made),
        # That there is one says that the run had genes.
        "ssr_genecombo": SSR_GENECOMBO.schema.empty_table(),
    }
    for name, table in tables.items():
        pq.write_table(table, parquet / f"{name}.parquet")
    return folder


def _genome_table(made: MadeGenomes) -> pa.Table:
    genomes = list(made.bases)
    lengths = [len(text) for text in made.bases.values()]
    metadata = {
        name: pa.array(values[: len(genomes)], pa.int32() if name == "year" else pa.string())
        for name, values in METADATA.items()
    }
    return pa.table(
        {
            "genomeID": pa.array(genomes),
            "is_analysed": pa.array([True] * len(genomes)),
            "length_genome": pa.array(lengths, pa.int32()),
            "N_count": pa.array([0] * len(genomes), pa.int32()),
            "genome_GC_per": pa.array([50.0] * len(genomes)),
        }
        | metadata
    )


def _locus_table(made: MadeGenomes, genomes: int) -> pa.Table:
    rows = []
    for locus in LOCI_MADE:
        place = next(
            place for place in made.places if (place.locus, place.genome) == (locus, locus.giver)
        )
        text = made.bases[locus.giver]
        rows.append(
            {column.name: None for column in LOCI.columns}
            | {
                "locus_id": locus.name,
                "motif_class": locus.motif,
                "motif": locus.motif,
                "motif_length": len(locus.motif),
                "gene": locus.gene,
                "genomeID": locus.giver,
                "start": place.start,
                "end": place.end,
                "left_flank": text[place.start - _FLANK : place.start],
                "right_flank": text[place.end : place.end + _FLANK],
                # Of the whole run, which no export may show.
                "alleles": 99,
                "genomes_typed": genomes,
            }
        )
    return pa.Table.from_pylist(rows, _plain(LOCI.schema)).cast(LOCI.schema)


def _allele_table(made: MadeGenomes) -> pa.Table:
    rows = []
    for locus in LOCI_MADE:
        for genome in made.bases:
            places = [p for p in made.places if (p.locus, p.genome) == (locus, genome)]
            rows += [_allele_row(place, len(places)) for place in places]
            if not places:
                rows.append({"locus_id": locus.name, "genomeID": genome, "state": "missing"})
    return pa.Table.from_pylist(rows, _plain(ALLELES.schema)).cast(ALLELES.schema)


def _allele_row(place: Place, places: int) -> dict[str, object]:
    if places > 1:
        state = "multiple"
    elif place.repeat >= place.locus.threshold:
        state = "typed"
    else:
        state = "below_threshold" if place.repeat else "absent"
    return {
        "locus_id": place.locus.name,
        "genomeID": place.genome,
        "state": state,
        "repeat": place.repeat,
        "length_bp": place.end - place.start,
        "start": place.start,
        "end": place.end,
        "strand": "+",
    }


def _sequence_table(made: MadeGenomes) -> pa.Table:
    rows = []
    # By genome, as a run writes them.
    for place in sorted(
        made.places, key=lambda place: (list(made.bases).index(place.genome), place.start)
    ):
        text = made.bases[place.genome]
        rows.append(
            {
                "locus_id": place.locus.name,
                "genomeID": place.genome,
                "start": place.start,
                "left_flank": text[max(place.start - _FLANK, 0) : place.start],
                "tract": text[place.start : place.end],
                "right_flank": text[place.end : place.end + _FLANK],
            }
        )
    coded = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema(
        [("locus_id", coded), ("genomeID", coded), ("start", pa.int32())]
        + [(name, pa.string()) for name in ("left_flank", "tract", "right_flank")]
    )
    return pa.Table.from_pylist(rows, _plain(schema)).cast(schema)


def _plain(schema: pa.Schema) -> pa.Schema:
    return pa.schema(
        [
            (part.name, pa.string() if pa.types.is_dictionary(part.type) else part.type)
            for part in schema
        ]
    )
