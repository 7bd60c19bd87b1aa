"""Finished jobs on data sets that differ in what they give; each is made when first asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files
from tests.server.contract.running_server import Files, Server, form_files

SHARED_DATA: Final = Path(__file__).parents[3] / "shared" / "data"

_REAL: Final = {
    "mpox": ("mpox/mpox.fa.gz", "mpox/mpox.categories.tsv", "mpox/mpox.genes.bed"),
    # Almost no SSRs, and genes that overlap.
    "mumps": ("second/mumps.fa", "second/mumps.categories.tsv", "second/mumps.genes.bed"),
    # The third column is `location`.
    "zika": ("small/zika.fa", "small/zika.categories.tsv", "small/zika.genes.bed"),
}
_OPTIONS: Final = {"mpox": {"reference_id": "NC_063383.1", "flanks": "true"}}
_SIMULATED: Final = {
    "one genome": SimulationParameters(genomes=1, length=20_000, seed=3, loci_per_kb=3),
    "404 genomes": SimulationParameters(genomes=404, length=20_000, seed=3, loci_per_kb=3),
    "many SSRs": SimulationParameters(genomes=240, length=60_000, seed=4, loci_per_kb=10),
}


@dataclass
class DataSets:
    """`job("zika")` is the id of a finished job, or the end of a test whose data are not here."""

    server: Server
    folder: Path
    missing: Callable[[str], NoReturn]
    jobs: dict[str, str] = field(default_factory=dict)

    def job(self, name: str) -> str:
        if name not in self.jobs:
            files = self._real(name) if name in _REAL else self._simulated(name)
            self.jobs[name] = self.server.complete(files, name=name, **_OPTIONS.get(name, {}))
        return self.jobs[name]

    def _real(self, name: str) -> Files:
        if not SHARED_DATA.is_dir():
            self.missing(
                "real genomes are not here: put the data sets in ../shared/data, beside the project"
            )
        paths = (SHARED_DATA / path for path in _REAL[name])
        fields = ("fasta_file", "categories_file", "gene_bed")
        return {
            field: (path.name, path.read_bytes()) for field, path in zip(fields, paths, strict=True)
        }

    def _simulated(self, name: str) -> Files:
        prefix = self.folder / name.replace(" ", "_")
        simulate(_SIMULATED[name], prefix)
        return form_files(simulation_files(prefix))
