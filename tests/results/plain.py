"""The tables of a run as lists, filtered and counted by hand: what aggregates are compared with."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.plot_data import PlotQuery, open_plot

from .conftest import Finished

FILTERS = [
    Filters(),
    Filters(category=["I", "IIb"]),
    Filters(motif_length=[1, 3]),
    Filters(motif_class=["A", "AT", "AAG"]),
    Filters(year_from=2018, motif_length=[2, 3, 6]),
    Filters(metadata=[["country", "Germany", "Nigeria"]], repeat_from=5, repeat_to=9),
]
GENE_FILTERS = [Filters(gene=["gene001", "gene004"]), Filters(gene=["gene002"], year_to=2020)]


def read(
    finished: Finished, plot: str, filters: Filters, /, **options: str
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        open_plot(finished.output, plot, PlotQuery(filters=filters), options).read_all().to_pylist()
    )
    return rows


def class_of(motif: str) -> str:
    complement = motif.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    return min(word[i:] + word[:i] for word in (motif, complement) for i in range(len(motif)))


def keys_of(row: dict[str, Any], key: str) -> object:
    return {"ssr": (row["motif"], row["repeat"]), "motif": row["motif"]}.get(key, row["class"])


def text_of(row: dict[str, Any], key: str) -> str:
    texts = {"ssr": f"({row['motif']}){row['repeat']}", "motif": row["motif"]}
    return str(texts.get(key, row["class"]))


class Plain:
    """The tables of a run as lists."""

    def __init__(self, finished: Finished, filters: Filters) -> None:
        self.filters = filters
        self.records = finished.rows("genomes")
        self.genomes: dict[Any, Any] = {
            row["genomeID"]: {**row, "of": (row["category"], row["country"], row["year"])}
            for row in self.records
            if row["is_analysed"] and self.is_chosen(row)
        }
        has_genes = (finished.output / "parquet" / "ssr_genecombo.parquet").exists()
        self.pairs = self._select(finished.rows("ssr_genecombo") if has_genes else [], "start1")
        self.inside = {(r["genomeID"], r["start1"], r["motif"]) for r in self.pairs}
        self.ssrs = self._select(finished.rows("mergedOut"), "start")
        self.hssr = self._select(finished.rows("hssr_data") if has_genes else [], "start1")
        self.hotspots = {
            (row["gene"], class_of(str(row["motif"])))
            for row in (finished.rows("mutational_hotspot") if has_genes else [])
        }

    def is_chosen(self, row: dict[str, Any]) -> bool:
        chosen = self.filters
        year = row["year"]
        return (
            (not chosen.category or row["category"] in chosen.category)
            and (not chosen.genome or row["genomeID"] in chosen.genome)
            and (chosen.year_from is None or (year is not None and year >= chosen.year_from))
            and (chosen.year_to is None or (year is not None and year <= chosen.year_to))
            and all(self.value(row, name) in values for name, *values in chosen.metadata)
        )

    @staticmethod
    def value(row: dict[str, Any], name: str) -> str:
        return "undefined" if row[name] is None else str(row[name])

    def _select(self, rows: Sequence[dict[str, Any]], start: str) -> list[dict[str, Any]]:
        return [
            {**row, "class": class_of(row["motif"])}
            for row in rows
            if row["genomeID"] in self.genomes
            and self._has_motif(row)
            and self._is_in_gene(row, start)
        ]

    def _has_motif(self, row: dict[str, Any]) -> bool:
        chosen = self.filters
        return (
            (not chosen.motif_length or row["length_of_motif"] in chosen.motif_length)
            and (not chosen.motif_class or class_of(row["motif"]) in chosen.motif_class)
            and (chosen.repeat_from is None or row["repeat"] >= chosen.repeat_from)
            and (chosen.repeat_to is None or row["repeat"] <= chosen.repeat_to)
        )

    def _is_in_gene(self, row: dict[str, Any], start: str) -> bool:
        if not self.filters.gene:
            return True
        if "gene" in row:
            return row["gene"] in self.filters.gene
        return (row["genomeID"], row[start], row["motif"]) in self.inside

    def alleles(self) -> dict[tuple[str, str, str], list[int]]:
        alleles = defaultdict(list)
        for row in self.pairs:
            if (row["gene"], row["class"]) in self.hotspots:
                alleles[row["genomeID"], row["gene"], row["class"]].append(row["repeat"])
        return alleles
