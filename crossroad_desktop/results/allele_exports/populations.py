"""The genomes in groups that programs of population genetics call populations.

In: `AlleleCells` and the name of a metadata column. Out: one population per value of the column.
"""

from dataclasses import dataclass

from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.results.allele_cells import AlleleCells


@dataclass(frozen=True)
class Populations:
    """All genomes, each in one population; in the order in which the populations first appear."""

    names: list[str]
    members: list[list[int]]
    """Places of its genomes among the genomes of the cells, ascending; never empty."""

    @property
    def sizes(self) -> list[int]:
        """How many genomes each has."""
        return list(map(len, self.members))

    @property
    def numbers(self) -> list[int]:
        """Per genome, in the order of the cells, the number of its population, from 1."""
        of_genome = {
            place: number for number, members in enumerate(self.members, 1) for place in members
        }
        return [of_genome[place] for place in range(len(of_genome))]


def group_genomes(cells: AlleleCells, by: str) -> Populations:
    """The populations by the metadata column `by`; genomes without a value are the population
    `undefined`. Raises ParameterError if there is no such column."""
    if by not in cells.metadata:
        known = list(cells.metadata)
        raise ParameterError(
            f"by is {by!r}; the columns of the genomes are {list_offenders(known, len(known))}.",
            field="by",
        )
    members: dict[str, list[int]] = {}
    for place, value in enumerate(cells.metadata[by]):
        members.setdefault(value, []).append(place)
    return Populations(list(members), list(members.values()))
