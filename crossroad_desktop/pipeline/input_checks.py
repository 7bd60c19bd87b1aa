"""What does not fit in the input files, taken together: refused, or told as a warning.

In: what was read of genomes and genes. Out: InputError with what to do, or sentences.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.errors import InputError, count_of, list_offenders
from crossroad_desktop.pipeline.annotations import GeneFit, Genes
from crossroad_desktop.pipeline.fasta import GenomeStatistics
from crossroad_desktop.pipeline.orientation import StrandIds
from crossroad_desktop.pipeline.parameters import AnalysisParameters

LONGEST_GENOME: Final = 2**31 - 1
"""bp; positions are 32-bit numbers in the result tables."""


@dataclass(frozen=True)
class FilterCounts:
    """How many genomes fell to which rule; one genome may fall to several."""

    too_short: int
    too_long: int
    too_many_n: int
    left_out: int


@dataclass
class Tally:
    """What adds up while the genomes are read."""

    fit: GeneFit
    replaced: int = 0
    """Characters that were none of ACGTN and became N."""
    replaced_genomes: int = 0
    """Genomes with such characters."""
    uracils: int = 0
    """How many of these characters were U."""
    ids_not_utf8: int = 0
    """Genome ids that had to be read as Windows-1252."""


def count_filtered(statistics: GenomeStatistics, parameters: AnalysisParameters) -> FilterCounts:
    """How many genomes fell to which rule."""
    return FilterCounts(
        too_short=int(np.count_nonzero(statistics.lengths < parameters.min_len)),
        too_long=int(np.count_nonzero(statistics.lengths > parameters.max_len)),
        too_many_n=int(np.count_nonzero(statistics.n_counts > parameters.unfair)),
        left_out=int(np.count_nonzero(~statistics.is_kept)),
    )


def require_unique_ids(ids: list[str], file_name: str) -> None:
    """Raises InputError naming the ids that stand at more than one record, and which records."""
    records: dict[str, list[int]] = {}
    for number, genome_id in enumerate(ids, start=1):
        records.setdefault(genome_id, []).append(number)
    if len(records) == len(ids):
        return
    offenders = [
        f"{genome_id} (records {', '.join(map(str, numbers[:-1]))} and {numbers[-1]})"
        for genome_id, numbers in records.items()
        if len(numbers) > 1
    ]
    raise InputError(
        f"{file_name}: genome ids must be unique, but these occur more than once: "
        f"{list_offenders(offenders)}. The id is the first word after '>'; rename or remove one."
    )


def require_storable_lengths(statistics: GenomeStatistics, file_name: str) -> None:
    """Raises InputError naming the records that are too long for the result tables."""
    too_long = np.flatnonzero(statistics.lengths > LONGEST_GENOME)
    if len(too_long):
        offenders = [f"{statistics.ids[i]} ({statistics.lengths[i]:,} bp)" for i in too_long]
        raise InputError(
            f"{file_name}: a genome may have {LONGEST_GENOME:,} bp at most, but these have more: "
            f"{list_offenders(offenders)}. Remove or split them."
        )


def require_genomes(
    statistics: GenomeStatistics,
    filtered: FilterCounts,
    tally: Tally,
    parameters: AnalysisParameters,
    fasta_name: str,
) -> None:
    """Raises InputError if no genome passes the filter, saying how many fell to which rule."""
    if statistics.is_kept.any():
        return
    replaced = f" {_describe_replaced(tally)}" if tally.replaced else ""
    raise InputError(
        f"{fasta_name}: no genome passes the filter. Of {count_of(len(statistics.ids), 'genome')} "
        f"{_describe_filtered(filtered, parameters)}.{replaced} "
        "Loosen the limits or choose other genomes."
    )


def _describe_filtered(filtered: FilterCounts, parameters: AnalysisParameters) -> str:
    rules = (
        (filtered.too_short, f"shorter than {parameters.min_len:,} bp (min_len)"),
        (filtered.too_long, f"longer than {parameters.max_len:,} bp (max_len)"),
        (filtered.too_many_n, f"with more than {parameters.unfair:,} N (unfair)"),
    )
    return ", ".join(f"{count:,} {rule}" for count, rule in rules if count)


def require_reference(
    statistics: GenomeStatistics, parameters: AnalysisParameters, fasta_name: str
) -> None:
    """Raises InputError if there is a reference and it is no genome that passes the filter."""
    reference = parameters.reference_id
    if reference is None:
        return
    if reference not in statistics.ids:
        near = _nearest_ids(reference, statistics.ids)
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else f"Its ids are {list_offenders(statistics.ids)}."
        )
        raise InputError(
            f"{fasta_name}: there is no genome {reference!r} for a reference. {hint}",
            field="reference_id",
        )
    number = statistics.ids.index(reference)
    if not statistics.is_kept[number]:
        raise InputError(
            f"{fasta_name}: the reference {reference} does not pass the filter "
            f"({statistics.lengths[number]:,} bp, {statistics.n_counts[number]:,} N). "
            "Loosen min_len, max_len or unfair, or choose another reference.",
            field="reference_id",
        )


def _nearest_ids(wanted: str, genome_ids: Sequence[str]) -> list[str]:
    near = difflib.get_close_matches(wanted, genome_ids, n=3, cutoff=0.5)
    # Most often only the version is missing: NC_063383 for NC_063383.1.
    return sorted(near, key=lambda genome_id: not genome_id.startswith(wanted))


def warn_of_genomes(
    fasta_name: str,
    statistics: GenomeStatistics,
    filtered: FilterCounts,
    tally: Tally,
    parameters: AnalysisParameters,
) -> list[str]:
    """Warnings on genomes left out and on characters that were replaced."""
    warnings = []
    if filtered.left_out:
        warnings.append(
            f"{fasta_name}: {filtered.left_out:,} of {count_of(len(statistics.ids), 'genome')} "
            f"{_was(filtered.left_out)} left out by the filter: "
            f"{_describe_filtered(filtered, parameters)}."
        )
    if tally.replaced:
        warnings.append(f"{fasta_name}: {_describe_replaced(tally)}")
    if tally.ids_not_utf8:
        warnings.append(
            f"{fasta_name}: {count_of(tally.ids_not_utf8, 'genome id')} "
            f"{_is(tally.ids_not_utf8)} not UTF-8 and {_was(tally.ids_not_utf8)} read as "
            "Windows-1252 (Latin-1)."
        )
    return warnings


def warn_of_genes(
    name: str, genes: Genes | None, statistics: GenomeStatistics, fit: GeneFit
) -> list[str]:
    """Warnings on genes of the file `name` that fit no genome; none without genes."""
    if genes is None:
        return []
    warnings = _warn_of_unmatched_genes(name, genes, statistics)
    if fit.beyond_end:
        end = "ends behind the end of its" if fit.beyond_end == 1 else "end behind the end of their"
        warnings.append(
            f"{name}: {count_of(fit.beyond_end, 'gene')} {end} genome; "
            "is the file made for these genomes?"
        )
    if fit.looks_one_based:
        warnings.append(
            f"{name}: start seems to be counted from 1: {fit.shifted_reading_frames:,} genes are "
            f"open reading frames only as [start-1, end), {fit.reading_frames:,} as [start, end). "
            "BED counts from 0: subtract 1 from the second column."
        )
    return warnings


def warn_of_orientation(fasta_name: str, strands: StrandIds | None) -> list[str]:
    """A warning that names the genomes of which the strand could not be told, if there are any."""
    if strands is None or not strands.ambiguous:
        return []
    count = len(strands.ambiguous)
    return [
        f"{fasta_name}: {count_of(count, 'genome')} {_has(count)} too little in common with "
        f"{strands.anchor}, or parts on both strands, so the strand cannot be told; left as "
        f"written: {list_offenders(strands.ambiguous)}."
    ]


def _describe_replaced(tally: Tally) -> str:
    uracils = f", {tally.uracils:,} of them U (for RNA write T)" if tally.uracils else ""
    return (
        f"{count_of(tally.replaced, 'character')} in {count_of(tally.replaced_genomes, 'genome')} "
        f"{_is(tally.replaced)} not A, C, G, T or N and {_was(tally.replaced)} read as N{uracils}."
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _warn_of_unmatched_genes(name: str, genes: Genes, statistics: GenomeStatistics) -> list[str]:
    known = set(statistics.ids)
    unmatched = [genome_id for genome_id in genes.genome_ids if genome_id not in known]
    if len(unmatched) == len(genes.genome_ids):
        return [
            f"{name}: none of its {len(unmatched):,} genome ids is in the FASTA, so no SSR lies "
            f"in a gene (it has {list_offenders(unmatched, 2)}; "
            f"the FASTA has {list_offenders(statistics.ids, 2)})."
        ]
    if not unmatched:
        return []
    return [
        f"{name}: {len(unmatched):,} of {len(genes.genome_ids):,} genome ids are not in the FASTA "
        f"and their genes were ignored: {list_offenders(unmatched)}."
    ]


def warn_of_reference(parameters: AnalysisParameters, genes: Genes | None) -> list[str]:
    """Warnings on a reference that changes nothing or everything."""
    reference = parameters.reference_id
    if reference is None:
        return []
    if genes is None:
        is_anchor = parameters.loci or parameters.orient == "auto"
        return [] if is_anchor else [f"The reference {reference} has no effect without genes."]
    if reference not in genes.genome_ids:
        return [
            f"The reference {reference} has no gene, so every SSR of the other genomes counts as "
            "different from it."
        ]
    return []
