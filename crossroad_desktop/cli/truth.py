"""What an analysis of simulated genomes found, beside what was planted in them.

In: the truth file of a simulation and the result tables of its analysis. Out: counts, and the
hotspots side by side.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from crossroad_desktop.pipeline.parameters import AnalysisParameters

_Ssr = tuple[str, str, int, int]
"""Genome id, motif, start, end."""

_Place = tuple[str, int, int]
"""Genome id, start, end."""

_Group = tuple[str, str]
"""Gene and motif."""


@dataclass(frozen=True)
class HotspotComparison:
    """One hotspot that was planted."""

    gene: str
    motif: str
    genomes: int
    """Genomes where the planted SSR reaches its threshold."""
    planted_repeats: list[int]
    """Repeat numbers in the truth, ascending."""
    found_repeats: list[int]
    """Repeat numbers in mutational_hotspot.csv, ascending; none if it is not there."""


@dataclass(frozen=True)
class TruthComparison:
    """How much of the truth was found."""

    planted_ssrs: int
    """Planted SSRs whose repeat number reaches the threshold, over all genomes."""
    found_ssrs: int
    """Those found with exactly their motif, start and end."""
    planted_alleles: int
    """Repeat numbers at the planted loci that are an SSR in some genome; one per locus and genome,
    also those below the threshold."""
    found_alleles: int
    """Those that the locus catalogue has in the same place, under one locus for all genomes."""
    hotspots: list[HotspotComparison]
    """Planted SSRs in genes that vary as a hotspot must; most different repeat numbers first."""

    @property
    def found_hotspots(self) -> int:
        """Planted hotspots among those found, with every planted repeat number."""
        return sum(set(row.planted_repeats) <= set(row.found_repeats) for row in self.hotspots)


def compare_with_truth(
    truth: Path, output_dir: Path, parameters: AnalysisParameters
) -> TruthComparison:
    """How much of the truth file the result tables in `output_dir` hold."""
    planted = _planted_ssrs(truth, parameters.min_repeats)
    found = _found_repeats(output_dir)
    hotspots = [
        HotspotComparison(gene, motif, genomes, repeats, found.get((gene, motif), []))
        for (gene, motif), (genomes, repeats) in _planted_groups(planted).items()
        if genomes > parameters.min_genome_count and len(repeats) > parameters.min_repeat_count
    ]
    hotspots.sort(key=lambda row: (-len(row.planted_repeats), row.gene, row.motif))
    alleles = _planted_alleles(truth, parameters.min_repeats)
    return TruthComparison(
        planted_alleles=len(alleles),
        found_alleles=_count_found_alleles(alleles, output_dir),
        planted_ssrs=len(planted),
        found_ssrs=len(planted.keys() & _found_ssrs(output_dir)),
        hotspots=hotspots,
    )


def _planted_ssrs(truth: Path, min_repeats: Mapping[int, int]) -> dict[_Ssr, tuple[str, int]]:
    """Gene and repeat number of each planted SSR that reaches its threshold."""
    planted = {}
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            repeat = int(row["repeat"])
            if repeat >= min_repeats[len(row["motif"])]:
                ssr = (row["genomeID"], row["motif"], int(row["start"]), int(row["end"]))
                planted[ssr] = (row["gene"], repeat)
    return planted


def _planted_alleles(truth: Path, min_repeats: Mapping[int, int]) -> dict[_Place, tuple[str, int]]:
    """Name of the planted locus and repeat number, by place."""
    with truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    in_sight = {
        row["locus"] for row in rows if int(row["repeat"]) >= min_repeats[len(row["motif"])]
    }
    return {
        (row["genomeID"], int(row["start"]), int(row["end"])): (row["locus"], int(row["repeat"]))
        for row in rows
        if row["locus"] in in_sight
    }


def _count_found_alleles(planted: Mapping[_Place, tuple[str, int]], output_dir: Path) -> int:
    """Planted alleles that the catalogue has; of a planted locus that it splits, only those of
    the largest part."""
    columns = ["genomeID", "start", "end", "locus_id", "repeat"]
    table = pq.read_table(output_dir / "parquet" / "alleles.parquet", columns=columns)
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for genome, start, end, locus_id, repeat in zip(
        *(table[name].to_pylist() for name in columns), strict=True
    ):
        locus, planted_repeat = planted.get((genome, start, end), (None, None))
        if locus is not None and repeat == planted_repeat:
            parts[locus][locus_id] += 1
    return sum(max(part.values()) for part in parts.values())


def _planted_groups(
    planted: Mapping[_Ssr, tuple[str, int]],
) -> dict[_Group, tuple[int, list[int]]]:
    """Number of genomes and repeat numbers of each motif and gene."""
    repeats, genomes = defaultdict(set), defaultdict(set)
    for (genome, motif, _, _), (gene, repeat) in planted.items():
        if gene != "intergenic":
            repeats[gene, motif].add(repeat)
            genomes[gene, motif].add(genome)
    return {group: (len(genomes[group]), sorted(repeats[group])) for group in repeats}


def _found_ssrs(output_dir: Path) -> set[_Ssr]:
    columns = ["genomeID", "motif", "start", "stop"]
    table = pq.read_table(output_dir / "parquet" / "reformatted.parquet", columns=columns)
    return set(zip(*(table[name].to_pylist() for name in columns), strict=True))


def _found_repeats(output_dir: Path) -> dict[_Group, list[int]]:
    rows = pq.read_table(output_dir / "parquet" / "mutational_hotspot.parquet").to_pylist()
    return {
        (row["gene"], row["motif"]): sorted(
            int(locus.rpartition(")")[2]) for locus in row["loci"].split(": ")
        )
        for row in rows
    }
