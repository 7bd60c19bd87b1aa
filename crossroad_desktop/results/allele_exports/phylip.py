"""PHYLIP: a square matrix of distances between genomes.

The first line has the number of genomes, each further one a name and its distances to all genomes
in the same order, 6 digits. Names are relaxed, as most programs read them: whole, without blanks,
filled up with blanks to 10 characters. Programs that take exactly 10 characters (those of PHYLIP
itself) read the file if no name is longer than 9.

Source: Felsenstein (2013), PHYLIP 3.7, distance matrix programs.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.comparison.distances import find_unconnected
from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.words import in_pieces

# Those that have a meaning in trees too, which are made from such a file.
_FORBIDDEN: Final = r"[\s\x00-\x1f\x7f()\[\]:;,']"
_NAME_WIDTH: Final = 10


def write_phylip(genome_ids: Sequence[str], distance: NDArray[np.float64]) -> Iterator[bytes]:
    """The file; `distance` is square and symmetric. Raises ParameterError for genomes without a
    common locus (nan), which have no distance."""
    _refuse_unknown(genome_ids, distance)
    return in_pieces(_lines(genome_ids, distance))


def _refuse_unknown(genome_ids: Sequence[str], distance: NDArray[np.float64]) -> None:
    """Raises ParameterError if two genomes have no locus in common, and says which to leave out."""
    left_out = [genome_ids[genome] for genome in find_unconnected(distance)]
    if left_out:
        raise ParameterError(
            "Some genomes have no locus in common, so they have no distance; leave these out with "
            f"the filters: {list_offenders(left_out)}. In Nexus a distance may be missing."
        )


def _lines(genome_ids: Sequence[str], distance: NDArray[np.float64]) -> Iterator[str]:
    yield str(len(genome_ids))
    names = clean_names(genome_ids, _FORBIDDEN)
    for name, row in zip(names, distance, strict=True):
        numbers = " ".join(f"{number:.6f}" for number in row.tolist())
        yield f"{name:<{_NAME_WIDTH}} {numbers}"
