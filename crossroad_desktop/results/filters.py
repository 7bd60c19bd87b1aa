"""Which rows a figure or a download is about: the filter bar as SQL.

In: filters common to all plot keys. Out: conditions with named parameters; no text of the user is
ever part of the SQL. Filters of genomes select genomes first, so that they work for every table
with a genome column, also for one without categories. A locus is left if its own columns fit and a
genome that is left has it, with a repeat number in the range asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

import duckdb
import pyarrow as pa

from crossroad_desktop.errors import NotFoundError, ParameterError, list_offenders
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.locus_tables import (
    ALLELES,
    GENOME_LOCI,
    LOCI,
    MINISATELLITES,
    ORIENTATION,
)
from crossroad_desktop.results.connection import quote_name, table_source
from crossroad_desktop.results.folder import GENOMES, ResultFolder
from crossroad_desktop.results.genomes import create_genomes, group_columns
from crossroad_desktop.results.motif_classes import check_classes, list_motifs

_NO_GENOME_FILTERS: Final[dict[str, Any]] = {
    "category": (), "genome": (), "metadata": (), "year_from": None, "year_to": None,
}  # fmt: skip
_GENOME_FILTERS: Final = tuple(_NO_GENOME_FILTERS)
_FILTER_COLUMNS: Final = {
    "motif_class": "motif",
    "motif_length": "length_of_motif",
    "repeat_from": "repeat",
    "repeat_to": "repeat",
}
ONE_ROW_PER_GENOME: Final = (GENOMES, "genome_stats")
"""Tables that have a row for every FASTA record, also for those that are not analysed."""
_SINGLE_GENOMES: Final = (*ONE_ROW_PER_GENOME, ORIENTATION.name, GENOME_LOCI.name)
_CATALOGUE: Final = (LOCI.name, ALLELES.name)
JOINED: Final = ": "
"""Between the genes of a locus."""


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
    metadata: Sequence[Sequence[str]] = ()
    """Per metadata column its name and the values wanted; `undefined` is that of a missing one."""
    repeat_from: int | None = None
    """Repeat number, inclusive."""
    repeat_to: int | None = None

    @property
    def given(self) -> list[str]:
        """Names of the filters that are given."""
        names = [part.name for part in fields(self)]
        return [name for name in names if getattr(self, name) not in ((), [], None)]

    @property
    def selects_genomes(self) -> bool:
        """Whether some genomes may be left out."""
        return any(name in _GENOME_FILTERS for name in self.given)

    @property
    def selects_rows(self) -> bool:
        """Whether anything at all is filtered."""
        return bool(self.given)


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
    connection: duckdb.DuckDBPyConnection,
    folder: ResultFolder,
    filters: Filters,
    with_left_out: bool = False,
) -> None:
    """Makes the temporary table `genomes`: the analysed genomes that the filters leave; with
    `with_left_out` also those that are not analysed."""
    chosen = Conditions([] if with_left_out else ["is_analysed"])
    if filters.category:
        chosen.add("category IN (SELECT unnest($category))", category=list(filters.category))
    if filters.genome:
        chosen.add("genomeID IN (SELECT unnest($genome))", genome=list(filters.genome))
    if filters.year_from is not None:
        chosen.add("year >= $year_from", year_from=filters.year_from)
    if filters.year_to is not None:
        chosen.add("year <= $year_to", year_to=filters.year_to)
    _add_metadata(chosen, folder, filters)
    create_genomes(connection, folder, chosen.where(), chosen.parameters)


def row_conditions(folder: ResultFolder, table: str, filters: Filters) -> Conditions:
    """The conditions on the rows of a table; where filters select genomes, they need the temporary
    table `genomes` of `select_genomes`.

    Raises ParameterError if the table has no column that a filter could look at.
    """
    for name in filters.given:
        _check_fits(folder, table, name)
    if table == LOCI.name:
        return _locus_conditions(folder, filters)
    chosen = Conditions()
    if filters.selects_genomes:
        chosen.add(_genome_condition(folder, table))
    if table == ALLELES.name:
        _add_loci(chosen, folder, filters)
    else:
        _add_motifs_and_genes(chosen, folder, table, filters)
    _add_repeats(chosen, filters)
    return chosen


def accepted_filters(folder: ResultFolder, table: str) -> list[str]:
    """Names of the filters that a table has a column for, in the order of `Filters`."""
    return [part.name for part in fields(Filters) if _fits(folder, table, part.name)]


def _locus_conditions(folder: ResultFolder, filters: Filters) -> Conditions:
    """The conditions on loci.tsv."""
    chosen = Conditions()
    if filters.motif_class:
        check_classes(filters.motif_class)
        classes = list(filters.motif_class)
        chosen.add("motif_class IN (SELECT unnest($motif_classes))", motif_classes=classes)
    if filters.motif_length:
        lengths = list(filters.motif_length)
        chosen.add("motif_length IN (SELECT unnest($motif_lengths))", motif_lengths=lengths)
    if filters.gene:
        chosen.add(
            f"(gene IN (SELECT unnest($genes)) OR list_has_any(string_split(gene, '{JOINED}'), "
            "$genes))",
            genes=list(filters.gene),
        )
    _add_their_alleles(chosen, folder, filters)
    return chosen


def _add_their_alleles(chosen: Conditions, folder: ResultFolder, filters: Filters) -> None:
    of_alleles = Conditions()
    if filters.selects_genomes:
        of_alleles.add("state <> 'missing'")
        of_alleles.add(_genome_condition(folder, ALLELES.name))
    _add_repeats(of_alleles, filters)
    if of_alleles.parts:
        alleles = table_source(folder, ALLELES.name)
        found = f"(SELECT locus_id FROM {alleles}{of_alleles.where()})"
        chosen.add(f"locus_id IN {found}", **of_alleles.parameters)


def _add_loci(chosen: Conditions, folder: ResultFolder, filters: Filters) -> None:
    """The conditions on alleles.tsv that its loci must meet."""
    of_loci = replace(filters, **_NO_GENOME_FILTERS, repeat_from=None, repeat_to=None)
    if of_loci.selects_rows:
        conditions = _locus_conditions(folder, of_loci)
        found = f"(SELECT locus_id FROM {table_source(folder, LOCI.name)}{conditions.where()})"
        chosen.add(f"locus_id IN {found}", **conditions.parameters)


def _add_motifs_and_genes(
    chosen: Conditions, folder: ResultFolder, table: str, filters: Filters
) -> None:
    if filters.motif_class:
        motifs = list_motifs(filters.motif_class)
        chosen.add("motif IN (SELECT unnest($motifs))", motifs=motifs)
    if filters.motif_length:
        lengths = list(filters.motif_length)
        chosen.add("length_of_motif IN (SELECT unnest($motif_lengths))", motif_lengths=lengths)
    if filters.gene:
        chosen.add(_gene_condition(folder, table), genes=list(filters.gene))


def _add_repeats(chosen: Conditions, filters: Filters) -> None:
    if filters.repeat_from is not None:
        chosen.add("repeat >= $repeat_from", repeat_from=filters.repeat_from)
    if filters.repeat_to is not None:
        chosen.add("repeat <= $repeat_to", repeat_to=filters.repeat_to)


def _add_metadata(chosen: Conditions, folder: ResultFolder, filters: Filters) -> None:
    known = group_columns(folder)
    for place, (name, *values) in enumerate(filters.metadata):
        if name not in known:
            raise ParameterError(
                f"metadata names the column {name!r}; the columns of the genomes are "
                f"{list_offenders(known, len(known))}."
            )
        if [part[0] for part in filters.metadata].count(name) > 1:
            raise ParameterError(f"metadata names {name} twice; put all its values into one.")
        cell = f"coalesce(CAST({quote_name(name)} AS VARCHAR), '{UNDEFINED}')"
        parameter = f"metadata_{place}"
        chosen.add(f"{cell} IN (SELECT unnest(${parameter}))", **{parameter: values})


def _fits(folder: ResultFolder, table: str, filter_name: str) -> bool:
    if table in _CATALOGUE:
        # Without genes the column gene is there, and empty.
        return filter_name != "gene" or folder.has("ssr_genecombo")
    schema = folder.schema(table)
    if filter_name in _GENOME_FILTERS:
        return table == "mutational_hotspot" or _genome_column(folder, table) is not None
    if filter_name == "gene":
        return "gene" in schema.names or _joins_genes(folder, table)
    column = _FILTER_COLUMNS[filter_name]
    # In some tables repeat is a text that lists several numbers.
    is_number = column == "motif" or column in _whole_numbers(schema)
    return column in schema.names and is_number


def _check_fits(folder: ResultFolder, table: str, filter_name: str) -> None:
    if _fits(folder, table, filter_name):
        return
    if filter_name in _GENOME_FILTERS:
        raise ParameterError(
            f"{table} has no column of single genomes; remove the filters "
            f"{', '.join(_GENOME_FILTERS)}."
        )
    if filter_name == "gene" and (table in _CATALOGUE or _has_places(folder, table)):
        raise NotFoundError(folder.why_absent("ssr_genecombo"))
    column = _FILTER_COLUMNS.get(filter_name, filter_name)
    raise ParameterError(f"{table} has no column {column}; remove the filter {filter_name}.")


def _whole_numbers(schema: pa.Schema) -> list[str]:
    return [part.name for part in schema if pa.types.is_integer(part.type)]


def _has_places(folder: ResultFolder, table: str) -> bool:
    # Longer units are in no pair of SSR and gene.
    return table != MINISATELLITES.name and {"genomeID", "start", "stop", "motif"} <= set(
        folder.schema(table).names
    )


def _joins_genes(folder: ResultFolder, table: str) -> bool:
    return _has_places(folder, table) and folder.has("ssr_genecombo")


def _genome_column(folder: ResultFolder, table: str) -> str | None:
    schema = folder.schema(table)
    for name in ("seqID", "genomeID"):
        # Where it is no dictionary, it may be a text that lists several genomes.
        if name in schema.names and (
            table in _SINGLE_GENOMES or pa.types.is_dictionary(schema.field(name).type)
        ):
            return name
    return None


def _genome_condition(folder: ResultFolder, table: str) -> str:
    selected = "(SELECT genomeID FROM genomes)"
    column = _genome_column(folder, table)
    if column is not None:
        return f"{quote_name(column)} IN {selected}"
    pairs = table_source(folder, "hssr_data")
    return f"(motif, gene) IN (SELECT motif, gene FROM {pairs} WHERE genomeID IN {selected})"


def _gene_condition(folder: ResultFolder, table: str) -> str:
    if "gene" in folder.schema(table).names:
        return "gene IN (SELECT unnest($genes))"
    pairs = table_source(folder, "ssr_genecombo")
    return (
        "(genomeID, start, stop, motif) IN (SELECT genomeID, start1, end1, motif "
        f"FROM {pairs} WHERE gene IN (SELECT unnest($genes)))"
    )
