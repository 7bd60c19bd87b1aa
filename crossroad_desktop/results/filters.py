"""Which rows a figure or a download is about: the filter bar as SQL.

In: filters common to all plot keys. Out: conditions with named parameters; no text of the user is
ever part of the SQL. Filters of genomes select genomes first, so that they work for every table
with a genome column, also for one without categories. A locus is left if its own columns fit and a
genome that is left has it, with a repeat number in the range asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import duckdb

from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.locus_genes import NAME_SEPARATOR
from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI
from crossroad_desktop.results.connection import quote_name, table_source
from crossroad_desktop.results.filter_columns import (
    GENOME_FILTERS,
    genome_column,
    has_column_for,
    require_column_for,
)
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genomes import create_genomes, group_columns
from crossroad_desktop.results.motif_classes import check_classes, list_motifs


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
        return any(name in GENOME_FILTERS for name in self.given)

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
        require_column_for(folder, table, name)
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
    return [part.name for part in fields(Filters) if has_column_for(folder, table, part.name)]


def _locus_conditions(folder: ResultFolder, filters: Filters) -> Conditions:
    """The conditions on loci.tsv."""
    chosen = Conditions()
    if filters.motif_class:
        check_classes(filters.motif_class)
        classes = list(filters.motif_class)
        chosen.add("motif_class IN (SELECT unnest($motif_classes))", motif_classes=classes)
    _add_motif_lengths(chosen, "motif_length", filters)
    if filters.gene:
        several = f"list_has_any(string_split(gene, '{NAME_SEPARATOR}'), $genes)"
        chosen.add(
            f"(gene IN (SELECT unnest($genes)) OR {several})",
            genes=list(filters.gene),
        )
    _add_their_alleles(chosen, folder, filters)
    return chosen


def _add_their_alleles(chosen: Conditions, folder: ResultFolder, filters: Filters) -> None:
    """The conditions on loci.tsv that an allele of the locus must meet."""
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
    of_loci = Filters(
        gene=filters.gene, motif_class=filters.motif_class, motif_length=filters.motif_length
    )
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
    _add_motif_lengths(chosen, "length_of_motif", filters)
    if filters.gene:
        chosen.add(_gene_condition(folder, table), genes=list(filters.gene))


def _add_motif_lengths(chosen: Conditions, column: str, filters: Filters) -> None:
    if filters.motif_length:
        lengths = list(filters.motif_length)
        chosen.add(f"{column} IN (SELECT unnest($motif_lengths))", motif_lengths=lengths)


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


def _genome_condition(folder: ResultFolder, table: str) -> str:
    selected = "(SELECT genomeID FROM genomes)"
    column = genome_column(folder, table)
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
