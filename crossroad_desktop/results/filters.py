"""Which rows a figure or a download is about: the filter bar as SQL.

In: filters common to all plot keys. Out: conditions with named parameters; no text of the user is
ever part of the SQL. Filters of genomes select genomes first, so that they work for every table
with a genome column, also for one without categories.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import duckdb

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.results.connection import quote_name, table_source
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genomes import create_genomes


@dataclass(frozen=True)
class Filters:
    """What the user chose; values of one kind are alternatives, kinds narrow each other down."""

    category: Sequence[str] = ()
    genome: Sequence[str] = ()
    gene: Sequence[str] = ()
    motif_class: Sequence[str] = ()
    motif_length: Sequence[int] = ()
    """bp."""
    year_from: int | None = None
    """Inclusive; genomes without a year are left out as soon as one of the two is given."""
    year_to: int | None = None

    @property
    def selects_genomes(self) -> bool:
        """Whether some genomes may be left out."""
        has_year = self.year_from is not None or self.year_to is not None
        return bool(self.category or self.genome) or has_year

    @property
    def selects_rows(self) -> bool:
        """Whether anything at all is filtered."""
        return any(getattr(self, part.name) not in ((), [], None) for part in fields(self))


@dataclass
class Conditions:
    """Parts of a WHERE clause, all of which must hold, and their parameters."""

    parts: list[str] = field(default_factory=list)
    parameters: dict[str, object] = field(default_factory=dict)

    def where(self) -> str:
        """` WHERE ...`, or nothing."""
        return " WHERE " + " AND ".join(self.parts) if self.parts else ""

    def add(self, part: str, **parameters: object) -> None:
        """One more condition."""
        self.parts.append(part)
        self.parameters.update(parameters)


def select_genomes(
    connection: duckdb.DuckDBPyConnection, folder: ResultFolder, filters: Filters
) -> None:
    """Makes the temporary table `genomes`: the analysed genomes that the filters leave."""
    chosen = Conditions(["is_analysed"])
    if filters.category:
        chosen.add("category IN (SELECT unnest($category))", category=list(filters.category))
    if filters.genome:
        chosen.add("genomeID IN (SELECT unnest($genome))", genome=list(filters.genome))
    if filters.year_from is not None:
        chosen.add("year >= $year_from", year_from=filters.year_from)
    if filters.year_to is not None:
        chosen.add("year <= $year_to", year_to=filters.year_to)
    create_genomes(connection, folder, chosen.where(), chosen.parameters)


def row_conditions(folder: ResultFolder, table: str, filters: Filters) -> Conditions:
    """The conditions on the rows of a table; where filters select genomes, they need the temporary
    table `genomes` of `select_genomes`.

    Raises ParameterError if the table has no column that a filter could look at.
    """
    names = folder.schema(table).names
    chosen = Conditions()
    if filters.selects_genomes:
        chosen.add(_genome_condition(folder, table, names))
    if filters.motif_class:
        _need(table, names, "motif", "motif_class")
        motifs = list_motifs(filters.motif_class)
        chosen.add("motif IN (SELECT unnest($motifs))", motifs=motifs)
    if filters.motif_length:
        _need(table, names, "length_of_motif", "motif_length")
        lengths = list(filters.motif_length)
        chosen.add("length_of_motif IN (SELECT unnest($motif_lengths))", motif_lengths=lengths)
    if filters.gene:
        chosen.add(_gene_condition(folder, table, names), genes=list(filters.gene))
    return chosen


def list_motifs(classes: Sequence[str]) -> list[str]:
    """All motifs of some motif classes; ParameterError for what is no motif class."""
    table = motif_table()
    numbers = {table.texts[code]: code for code in set(table.class_codes.tolist())}
    unknown = [name for name in classes if name not in numbers]
    if unknown:
        raise ParameterError(
            f"{unknown[0]!r} is not a motif class; that of a motif is the alphabetically first of "
            "its rotations and those of its reverse complement, as AC for GT."
        )
    wanted = {numbers[name] for name in classes}
    codes = table.class_codes.tolist()
    return [text for text, code in zip(table.texts, codes, strict=True) if code in wanted]


def _genome_condition(folder: ResultFolder, table: str, names: Sequence[str]) -> str:
    selected = "(SELECT genomeID FROM genomes)"
    if table == "mutational_hotspot":
        pairs = table_source(folder, "hssr_data")
        return f"(motif, gene) IN (SELECT motif, gene FROM {pairs} WHERE genomeID IN {selected})"
    for column, type_name in (("seqID", "dictionary"), ("genomeID", "dictionary")):
        if column in names and type_name in str(folder.schema(table).field(column).type):
            return f"{quote_name(column)} IN {selected}"
    raise ParameterError(
        f"{table} has no column of single genomes; remove the filters category, genome and year."
    )


def _gene_condition(folder: ResultFolder, table: str, names: Sequence[str]) -> str:
    if "gene" in names:
        return "gene IN (SELECT unnest($genes))"
    if "start" not in names or "motif" not in names:
        raise ParameterError(f"{table} has no column gene; remove the filter gene.")
    if not folder.has("ssr_genecombo"):
        raise NotFoundError(folder.why_absent("ssr_genecombo"))
    pairs = table_source(folder, "ssr_genecombo")
    return (
        "(genomeID, start, stop, motif) IN (SELECT genomeID, start1, end1, motif "
        f"FROM {pairs} WHERE gene IN (SELECT unnest($genes)))"
    )


def _need(table: str, names: Sequence[str], column: str, filter_name: str) -> None:
    if column not in names:
        raise ParameterError(f"{table} has no column {column}; remove the filter {filter_name}.")
