"""A job on simulated genomes, for whoever has none at hand.

In: nothing. Out: a job in the table, whose input files were made in its folder.
"""

from dataclasses import asdict
from pathlib import Path

from crossroad_desktop.errors import OutputError, StorageError
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.server.services import Services
from crossroad_desktop.simulate import (
    SimulationFiles,
    SimulationParameters,
    simulate,
    simulation_files,
)


def submit_demo(services: Services) -> Job:
    """The job, queued; its genomes are those of `crossroad demo`, the first one is the reference.

    What was planted lies beside the input files, as `demo.truth.tsv`. Raises StorageError if
    nothing can be written. Whatever goes wrong leaves no folder behind.
    """
    job_id = new_job_id()
    services.folders.create(job_id)
    simulation = SimulationParameters()
    try:
        files = _simulate(simulation, services.folders.input(job_id))
        parameters = AnalysisParameters(flanks=True, reference_id=_first_genome_id(files.fasta))
        job = services.store.add(
            job_id,
            name=f"Demo, {simulation.genomes} simulated genomes",
            parameters=asdict(parameters),
            input_names={
                "fasta": files.fasta.name,
                "categories": files.categories.name,
                "genes": files.genes.name,
            },
        )
    except BaseException:
        services.folders.remove(job_id)
        raise
    services.runner.wake()
    return job


def _simulate(parameters: SimulationParameters, folder: Path) -> SimulationFiles:
    prefix = folder / "demo"
    try:
        simulate(parameters, prefix)
    except OutputError as problem:
        # Its message names a folder of this machine.
        reason = getattr(problem.__cause__, "strerror", None) or "the folder refuses them"
        raise StorageError(
            f"The simulated genomes cannot be written ({reason}); free some space."
        ) from problem
    return simulation_files(prefix)


def _first_genome_id(fasta: Path) -> str:
    with fasta.open(encoding="utf-8") as file:
        return file.readline().removeprefix(">").split()[0]
