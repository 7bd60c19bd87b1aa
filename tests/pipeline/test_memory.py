"""Memory of a run does not grow with the FASTA file, only with what is found in it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

_GENOME_BASES = 200_000
_MEASURED = """
import resource, sys
from pathlib import Path
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
rare = dict(mono=40, di=20, tri=14, tetra=10, penta=8, hexa=7)
analyze(InputFiles(Path(sys.argv[1])), AnalysisParameters(**rare), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_fasta(
    tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    if sys.platform != "linux":
        missing("peak memory is read as Linux tells it; run on Linux")
    peaks = [_peak_memory(tmp_path, genomes) for genomes in (50, 1_000)]
    # 190 Mb more of sequence; a tenth of that for what is noted of each genome.
    assert peaks[1] - peaks[0] < 20_000, peaks


def _peak_memory(folder: Path, genomes: int) -> int:
    """Most memory that an analysis of so many random genomes takes, in kB."""
    bases = np.frombuffer(b"ACGT", np.uint8)
    path = folder / f"{genomes}.fa"
    draw = np.random.default_rng(1)
    with path.open("wb") as file:
        for number in range(genomes):
            sequence = bases[draw.integers(0, 4, _GENOME_BASES, np.uint8)].tobytes()
            file.write(b">g%d\n%s\n" % (number, sequence))
    command = [sys.executable, "-c", _MEASURED, str(path), str(folder / f"{genomes}")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    return int(done.stdout)
