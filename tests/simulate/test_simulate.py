"""Simulated genomes are what their truth, genes and categories say they are."""

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.errors import InputError, OutputError, ParameterError
from crossroad_desktop.simulate import (
    LIMITS,
    SimulationParameters,
    SimulationSummary,
    simulate,
    simulation_files,
)
from crossroad_desktop.simulate.genomes import CATEGORIES, COUNTRIES

SMALL = SimulationParameters(genomes=4, length=6_000, seed=3, loci_per_kb=4.0)
# Mutations so dense that every guard has something to guard against.
WILD = replace(
    SMALL,
    substitution_rate=0.001,
    indel_rate=0.0001,
    slippage_rate=0.2,
    n_run_share=1.0,
    missing_metadata_share=0.5,
)
STOP_CODONS = ("TAA", "TAG", "TGA")


@dataclass(frozen=True)
class Tract:
    locus: str
    genome_id: str
    motif: str
    start: int
    end: int
    repeat: int
    ancestor_repeat: int
    gene: str


@dataclass(frozen=True)
class Simulated:
    summary: SimulationSummary
    prefix: Path
    genomes: dict[str, str]
    categories: list[dict[str, str]]
    genes: list[tuple[str, int, int, str]]
    truth: list[Tract]

    def alleles(self) -> dict[str, list[int]]:
        """Repeat numbers of each genome in the order of the loci."""
        repeats = defaultdict(list)
        for tract in self.truth:
            repeats[tract.genome_id].append(tract.repeat)
        return dict(repeats)


Simulator = Callable[[SimulationParameters], Simulated]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulator:
    """Simulate and read back, once for equal parameters."""
    done: dict[SimulationParameters, Simulated] = {}

    def run(parameters: SimulationParameters) -> Simulated:
        if parameters not in done:
            prefix = tmp_path_factory.mktemp("simulated") / "demo"
            done[parameters] = read_back(simulate(parameters, prefix), prefix)
        return done[parameters]

    return run


def read_back(summary: SimulationSummary, prefix: Path) -> Simulated:
    files = simulation_files(prefix)
    genomes = {}
    for record in files.fasta.read_text().split(">")[1:]:
        header, *lines = record.splitlines()
        genomes[header.split()[0]] = "".join(lines)
    with files.categories.open(newline="") as categories, files.truth.open(newline="") as truth:
        tracts = [
            Tract(
                row["locus"],
                row["genomeID"],
                row["motif"],
                int(row["start"]),
                int(row["end"]),
                int(row["repeat"]),
                int(row["ancestor_repeat"]),
                row["gene"],
            )
            for row in csv.DictReader(truth, delimiter="\t")
        ]
        rows = list(csv.DictReader(categories, delimiter="\t"))
    genes = []
    for line in files.genes.read_text().splitlines():
        genome_id, start, end, gene = line.split("\t")
        genes.append((genome_id, int(start), int(end), gene))
    return Simulated(summary, prefix, genomes, rows, genes, tracts)


def literal_ssrs(sequence: str, motif_length: int, minimum: int) -> set[tuple[int, int, str]]:
    """(start, end, motif) by the definition of the pipeline, base by base."""
    found = set()
    for start in range(len(sequence) - motif_length + 1):
        motif = sequence[start : start + motif_length]
        if "N" in motif or (start > 0 and sequence[start - 1] == motif[-1]):
            continue
        end = start + motif_length
        while end < len(sequence) and sequence[end] == sequence[end - motif_length]:
            end += 1
        if end - start >= motif_length * minimum and is_primitive(motif):
            found.add((start, end, motif))
    return found


def is_primitive(motif: str) -> bool:
    return not any(
        motif == motif[:unit] * (len(motif) // unit)
        for unit in range(1, len(motif))
        if len(motif) % unit == 0
    )


def reverse_complement(sequence: str) -> str:
    return sequence[::-1].translate(str.maketrans("ACGT", "TGCA"))


def codons(sequence: str) -> list[str]:
    return [sequence[place : place + 3] for place in range(0, len(sequence), 3)]


def are_reverse(data: Simulated) -> dict[str, bool]:
    """Whether each gene is on the reverse strand; only for genomes without slippage."""
    return {
        gene: not is_open_reading_frame(data.genomes[genome_id][start:end])
        for genome_id, start, end, gene in data.genes
    }


def is_open_reading_frame(sequence: str) -> bool:
    *inner, last = codons(sequence)
    return (
        len(sequence) % 3 == 0
        and inner[0] == "ATG"
        and last in STOP_CODONS
        and not set(inner) & set(STOP_CODONS)
    )


def assert_truth_is_found(data: Simulated) -> None:
    tracts = defaultdict(list)
    for tract in data.truth:
        tracts[tract.genome_id, len(tract.motif)].append(tract)
    for (genome_id, motif_length), wanted in tracts.items():
        found = literal_ssrs(data.genomes[genome_id], motif_length, 2)
        missed = [t for t in wanted if (t.start, t.end, t.motif) not in found]
        assert not missed


# Planted loci


@pytest.mark.parametrize(
    "parameters",
    [
        SMALL,
        WILD,
        replace(WILD, seed=11, gc=0.6),
        replace(WILD, seed=12, gc=0.1, loci_per_kb=10.0),
        replace(WILD, seed=13, gc=0.9, length=2_000),
        replace(SMALL, seed=0, length=60_000, genomes=2),
    ],
)
def test_a_literal_finder_finds_every_planted_tract_at_its_place(
    simulated: Simulator, parameters: SimulationParameters
) -> None:
    data = simulated(parameters)
    assert len(data.truth) == data.summary.loci_planted * parameters.genomes > 0
    assert_truth_is_found(data)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    length=st.integers(2_000, 5_000),
    gc=st.floats(0.1, 0.9),
    slippage_rate=st.floats(0, 1),
    indel_rate=st.floats(0, 0.0001),
)
def test_truth_holds_for_any_parameters(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    length: int,
    gc: float,
    slippage_rate: float,
    indel_rate: float,
) -> None:
    prefix = tmp_path_factory.mktemp("any") / "demo"
    parameters = SimulationParameters(
        genomes=2,
        seed=seed,
        length=length,
        gc=gc,
        loci_per_kb=6.0,
        slippage_rate=slippage_rate,
        indel_rate=indel_rate,
        substitution_rate=0.001,
        n_run_share=0.5,
    )
    data = read_back(simulate(parameters, prefix), prefix)
    assert_truth_is_found(data)
    assert_genes_are_as_guaranteed(data)


def test_tracts_are_whole_units_and_end_with_their_neighbours(simulated: Simulator) -> None:
    data = simulated(WILD)
    for tract in data.truth:
        sequence = data.genomes[tract.genome_id]
        assert sequence[tract.start : tract.end] == tract.motif * tract.repeat
        assert sequence[tract.start - 1] != tract.motif[-1]
        assert sequence[tract.end] != tract.motif[0]


def test_twelve_bases_on_either_side_of_a_locus_never_mutate(simulated: Simulator) -> None:
    data = simulated(replace(WILD, genomes=12))
    neighbours = defaultdict(set)
    for tract in data.truth:
        sequence = data.genomes[tract.genome_id]
        neighbours[tract.locus].add(
            (sequence[tract.start - 12 : tract.start], sequence[tract.end : tract.end + 12])
        )
    assert all(len(flanks) == 1 for flanks in neighbours.values())


def test_motifs_are_primitive_and_repeats_are_near_the_default_thresholds(
    simulated: Simulator,
) -> None:
    thresholds = (12, 6, 4, 3, 3, 2)
    loci = simulated(SimulationParameters(genomes=1, length=300_000)).truth
    assert all(is_primitive(tract.motif) for tract in loci)
    assert {len(tract.motif) for tract in loci} == {1, 2, 3, 4, 5, 6}
    differences = {t.ancestor_repeat - thresholds[len(t.motif) - 1] for t in loci}
    assert differences == {-1, 0, 1, 2, 3}
    assert min(t.ancestor_repeat for t in loci) == 2


def test_loci_in_genes_are_mostly_of_three_and_six_bases(simulated: Simulator) -> None:
    data = simulated(SimulationParameters(genomes=1, length=300_000, loci_per_kb=5.0))
    truth = data.truth
    in_genes = [len(tract.motif) for tract in truth if tract.gene != "intergenic"]
    between = [len(tract.motif) for tract in truth if tract.gene == "intergenic"]
    assert 0.4 < len(in_genes) / len(truth) < 0.8
    assert len(in_genes) == data.summary.loci_in_genes
    assert "gene001" in {tract.gene for tract in truth}
    assert 0.75 < mean(length in (3, 6) for length in in_genes) < 1
    assert mean(length in (3, 6) for length in between) < 0.5


def test_loci_in_genes_never_read_as_a_stop_codon_however_long(simulated: Simulator) -> None:
    data = simulated(
        SimulationParameters(genomes=1, length=300_000, gc=0.2, loci_per_kb=5.0, slippage_rate=0.0)
    )
    is_reverse = are_reverse(data)
    tracts = [t for t in data.truth if t.gene != "intergenic" and len(t.motif) in (1, 2, 4, 5)]
    assert {len(tract.motif) for tract in tracts} == {1, 2, 4, 5}
    for tract in tracts:
        motif = reverse_complement(tract.motif) if is_reverse[tract.gene] else tract.motif
        assert not set(codons(motif * 3)) & set(STOP_CODONS)


def test_truth_names_the_gene_a_locus_lies_in(simulated: Simulator) -> None:
    data = simulated(WILD)
    genes = defaultdict(list)
    for genome_id, start, end, gene in data.genes:
        genes[genome_id].append((start, end, gene))
    for tract in data.truth:
        around = [
            gene
            for start, end, gene in genes[tract.genome_id]
            if tract.start - 1 < end and start < tract.end + 1
        ]
        assert around == ([] if tract.gene == "intergenic" else [tract.gene])


def test_truth_is_sorted_by_genome_and_position(simulated: Simulator) -> None:
    data = simulated(WILD)
    order = {genome_id: number for number, genome_id in enumerate(data.genomes)}
    places = [(order[t.genome_id], t.start, t.locus) for t in data.truth]
    assert places == sorted(places)
    assert [t.locus for t in data.truth[:2]] == ["locus0001", "locus0002"]


def test_loci_that_find_no_room_are_counted(simulated: Simulator) -> None:
    crowded = replace(SMALL, length=2_000, loci_per_kb=10.0, seed=1)
    summaries = [simulated(replace(crowded, seed=seed)).summary for seed in range(8)]
    assert {summary.loci_asked for summary in summaries} == {20}
    assert any(summary.loci_planted < 20 for summary in summaries)
    for seed, summary in enumerate(summaries):
        loci = {tract.locus for tract in simulated(replace(crowded, seed=seed)).truth}
        assert summary.loci_planted == len(loci)


def test_no_loci_asked_for_gives_a_truth_table_of_its_header(simulated: Simulator) -> None:
    data = simulated(replace(SMALL, loci_per_kb=0.0))
    assert simulation_files(data.prefix).truth.read_bytes() == (
        b"locus\tgenomeID\tmotif\tstart\tend\trepeat\tancestor_repeat\tgene\n"
    )


# Slippage


def test_without_slippage_every_locus_keeps_the_ancestors_repeat_number(
    simulated: Simulator,
) -> None:
    data = simulated(replace(WILD, slippage_rate=0.0))
    assert all(tract.repeat == tract.ancestor_repeat for tract in data.truth)
    assert data.summary.polymorphic_loci == 0


def test_repeat_numbers_stay_between_2_and_100(simulated: Simulator) -> None:
    data = simulated(replace(SMALL, length=60_000, genomes=40, slippage_rate=1.0))
    repeats = {tract.repeat for tract in data.truth}
    assert (min(repeats), max(repeats)) == (2, 100)


def test_a_few_loci_are_hypervariable_and_many_nearly_still(simulated: Simulator) -> None:
    alleles = list(simulated(SimulationParameters()).alleles().values())
    numbers = [len(set(column)) for column in zip(*alleles, strict=True)]
    assert sum(number == 1 for number in numbers) > len(numbers) * 0.3
    assert 0 < sum(number >= 5 for number in numbers) < len(numbers) * 0.3


def test_some_loci_cross_the_default_threshold(simulated: Simulator) -> None:
    data = simulated(SimulationParameters())
    threshold = dict(zip(range(1, 7), (12, 6, 4, 3, 3, 2), strict=True))
    gained = [t for t in data.truth if t.ancestor_repeat < threshold[len(t.motif)] <= t.repeat]
    lost = [t for t in data.truth if t.repeat < threshold[len(t.motif)] <= t.ancestor_repeat]
    assert gained
    assert lost


def test_polymorphic_loci_are_counted(simulated: Simulator) -> None:
    data = simulated(SimulationParameters())
    columns = zip(*data.alleles().values(), strict=True)
    assert data.summary.polymorphic_loci == sum(len(set(column)) > 1 for column in columns)
    assert 0 < data.summary.polymorphic_loci < data.summary.loci_planted


def test_genomes_of_a_clade_share_more_alleles_than_genomes_of_two(simulated: Simulator) -> None:
    data = simulated(SimulationParameters())
    alleles = {genome: np.array(repeats) for genome, repeats in data.alleles().items()}
    lineage = {row["genomeID"]: (row["category"], row["country"]) for row in data.categories}
    distances: dict[str, list[float]] = defaultdict(list)
    for first, second in combinations(alleles, 2):
        kind = (
            "lineage"
            if lineage[first] == lineage[second]
            else "clade"
            if lineage[first][0] == lineage[second][0]
            else "other"
        )
        distances[kind].append(float((alleles[first] != alleles[second]).mean()))
    assert mean(distances["lineage"]) < mean(distances["clade"]) < mean(distances["other"])


# Genes


def assert_genes_are_as_guaranteed(data: Simulated) -> None:
    shifted = {
        (tract.genome_id, tract.gene)
        for tract in data.truth
        if (tract.repeat - tract.ancestor_repeat) * len(tract.motif) % 3
    }
    for genome_id, start, end, gene in data.genes:
        forward = data.genomes[genome_id][start:end]
        readings = (forward, reverse_complement(forward))
        assert any(r.startswith("ATG") and r.endswith(STOP_CODONS) for r in readings)
        if (genome_id, gene) not in shifted:
            assert any(is_open_reading_frame(reading) for reading in readings)


@pytest.mark.parametrize("seed", range(6))
def test_genes_are_open_reading_frames_where_no_locus_shifts_the_frame(
    simulated: Simulator, seed: int
) -> None:
    assert_genes_are_as_guaranteed(simulated(replace(WILD, seed=seed, genomes=10)))


def test_without_slippage_every_gene_is_an_open_reading_frame(simulated: Simulator) -> None:
    data = simulated(replace(WILD, slippage_rate=0.0, length=30_000))
    for genome_id, start, end, _ in data.genes:
        forward = data.genomes[genome_id][start:end]
        assert is_open_reading_frame(forward) or is_open_reading_frame(reverse_complement(forward))


def test_most_genes_stay_open_at_the_default_rates(simulated: Simulator) -> None:
    data = simulated(SimulationParameters())
    is_open = [
        is_open_reading_frame(forward) or is_open_reading_frame(reverse_complement(forward))
        for forward in (data.genomes[genome][start:end] for genome, start, end, _ in data.genes)
    ]
    assert 0.85 < mean(is_open) < 1


def test_genes_lie_on_both_strands(simulated: Simulator) -> None:
    strands = are_reverse(simulated(SimulationParameters(genomes=1, slippage_rate=0.0)))
    assert 0.2 < mean(strands.values()) < 0.8


def test_genes_do_not_overlap_are_sorted_and_cover_most_of_the_genome(
    simulated: Simulator,
) -> None:
    data = simulated(SimulationParameters(genomes=2, length=200_000))
    for genome_id, sequence in data.genomes.items():
        genes = [(start, end) for genome, start, end, _ in data.genes if genome == genome_id]
        assert all(end < start for (_, end), (start, _) in pairwise(genes))
        assert 0.8 < sum(end - start for start, end in genes) / len(sequence) < 0.9
    assert list(dict.fromkeys(row[0] for row in data.genes)) == list(data.genomes)


def test_every_genome_has_the_same_genes_named_in_order(simulated: Simulator) -> None:
    data = simulated(WILD)
    names = [gene for genome_id, _, _, gene in data.genes if genome_id == "SIM0002"]
    assert names[:2] == ["gene001", "gene002"]
    assert len(names) == data.summary.genes
    assert [row[3] for row in data.genes] == names * len(data.genomes)


@pytest.mark.parametrize("seed", range(5))
def test_even_the_shortest_genome_has_a_gene(simulated: Simulator, seed: int) -> None:
    assert simulated(replace(SMALL, length=2_000, seed=seed)).summary.genes >= 1


# Genomes


@pytest.mark.parametrize("gc", [0.2, 0.33, 0.5, 0.7])
def test_composition_is_near_the_gc_asked_for(simulated: Simulator, gc: float) -> None:
    (sequence,) = simulated(SimulationParameters(genomes=1, gc=gc)).genomes.values()
    assert (sequence.count("G") + sequence.count("C")) / len(sequence) == pytest.approx(
        gc, abs=0.025
    )


def test_without_indels_and_slippage_every_genome_has_the_length_asked_for(
    simulated: Simulator,
) -> None:
    data = simulated(replace(WILD, indel_rate=0.0, slippage_rate=0.0))
    assert {len(sequence) for sequence in data.genomes.values()} == {WILD.length}


def test_indels_change_lengths_by_insertion_and_deletion(simulated: Simulator) -> None:
    data = simulated(replace(WILD, genomes=20, slippage_rate=0.0))
    lengths = [len(sequence) for sequence in data.genomes.values()]
    assert min(lengths) < WILD.length < max(lengths)
    assert (min(lengths), max(lengths), sum(lengths)) == (
        data.summary.shortest_genome,
        data.summary.longest_genome,
        data.summary.bases,
    )


def test_without_any_rate_all_genomes_are_the_ancestor(simulated: Simulator) -> None:
    still = replace(SMALL, substitution_rate=0.0, indel_rate=0.0, slippage_rate=0.0)
    assert len(set(simulated(still).genomes.values())) == 1


def test_later_years_carry_more_mutations(simulated: Simulator) -> None:
    data = simulated(
        replace(
            SMALL,
            genomes=60,
            clades=1,
            countries=1,
            substitution_rate=0.0005,
            indel_rate=0.0,
            slippage_rate=0.0,
        )
    )
    bases = np.array([list(sequence.encode()) for sequence in data.genomes.values()])
    lineage = np.apply_along_axis(lambda column: np.bincount(column).argmax(), 0, bases)
    years = np.array([int(row["year"]) for row in data.categories])
    mutations = (bases != lineage).sum(axis=1)
    assert mutations[years >= 2022].mean() > 2 * mutations[years <= 2018].mean() > 0


def test_a_share_of_genomes_has_one_run_of_n_outside_genes_and_loci(simulated: Simulator) -> None:
    data = simulated(replace(SMALL, genomes=60, n_run_share=0.5))
    with_n = {genome_id for genome_id, sequence in data.genomes.items() if "N" in sequence}
    assert len(with_n) == data.summary.genomes_with_n_run
    assert 15 < len(with_n) < 45
    for genome_id in with_n:
        (run,) = re.findall("N+", data.genomes[genome_id])
        assert len(run) <= 100
    covered = [(t.genome_id, t.start, t.end) for t in data.truth]
    covered += [(genome_id, start, end) for genome_id, start, end, _ in data.genes]
    assert not any("N" in data.genomes[genome][start:end] for genome, start, end in covered)


def test_runs_of_n_change_nothing_else(simulated: Simulator) -> None:
    plain, masked = simulated(SMALL), simulated(replace(SMALL, n_run_share=1.0))
    assert plain.truth == masked.truth
    for genome_id, sequence in masked.genomes.items():
        assert "N" in sequence
        pairs = zip(sequence, plain.genomes[genome_id], strict=True)
        assert all(base in ("N", original) for base, original in pairs)


# Categories


def test_categories_have_one_row_for_each_genome_in_order(simulated: Simulator) -> None:
    parameters = SimulationParameters(first_year=2001, last_year=2004, clades=2, countries=4)
    data = simulated(parameters)
    assert list(data.categories[0]) == ["genomeID", "category", "country", "year"]
    assert [row["genomeID"] for row in data.categories] == list(data.genomes)
    assert list(data.genomes)[:2] == ["SIM0001", "SIM0002"]
    assert {row["category"] for row in data.categories} == set(CATEGORIES[:2])
    assert {row["country"] for row in data.categories} == set(COUNTRIES[:4])
    assert {row["year"] for row in data.categories} == {"2001", "2002", "2003", "2004"}


def test_there_are_names_for_as_many_clades_and_countries_as_allowed() -> None:
    assert len(set(CATEGORIES)) == LIMITS["clades"][1]
    assert len(set(COUNTRIES)) == LIMITS["countries"][1]


def test_a_share_of_genomes_has_empty_cells(simulated: Simulator) -> None:
    data = simulated(replace(SMALL, length=2_000, genomes=100, missing_metadata_share=0.3))
    missing = [
        [column for column in row if column != "genomeID" and not row[column]]
        for row in data.categories
    ]
    incomplete = [columns for columns in missing if columns]
    assert len(incomplete) == data.summary.genomes_with_missing_metadata
    assert 15 < len(incomplete) < 45
    assert {len(columns) for columns in incomplete} == {1, 2, 3}
    assert {column for columns in incomplete for column in columns} == {
        "category",
        "country",
        "year",
    }


def test_missing_cells_change_nothing_else(simulated: Simulator) -> None:
    some = replace(SMALL, genomes=40)
    complete, incomplete = simulated(some), simulated(replace(some, missing_metadata_share=1.0))
    assert complete.genomes == incomplete.genomes
    assert all("" in row.values() for row in incomplete.categories)
    for row, full_row in zip(incomplete.categories, complete.categories, strict=True):
        assert all(row[column] in ("", full_row[column]) for column in row)


# Bytes


def all_bytes(prefix: Path) -> list[bytes]:
    return [path.read_bytes() for path in astuple(simulation_files(prefix))]


def test_same_parameters_give_the_same_bytes(simulated: Simulator, tmp_path: Path) -> None:
    simulate(WILD, tmp_path / "again")
    assert all_bytes(tmp_path / "again") == all_bytes(simulated(WILD).prefix)


def test_bytes_are_those_of_every_machine_and_numpy_so_far(simulated: Simulator) -> None:
    # NumPy may change its random streams in a new version, and the model may change on purpose:
    # both change the demo data, so both belong in the changelog.
    digest = hashlib.sha256(b"".join(all_bytes(simulated(WILD).prefix))).hexdigest()
    assert digest == "1e837d512228e45199848447484a0b0815ca32822609530eb0180e4bffcd1ba5"


def test_whole_and_decimal_numbers_of_one_value_give_the_same_bytes(tmp_path: Path) -> None:
    simulate(replace(SMALL, loci_per_kb=4, n_run_share=1), tmp_path / "whole")
    simulate(replace(SMALL, loci_per_kb=4.0, n_run_share=1.0), tmp_path / "decimal")
    assert all_bytes(tmp_path / "whole") == all_bytes(tmp_path / "decimal")


def test_other_seeds_give_other_genomes(simulated: Simulator) -> None:
    first, second = simulated(SMALL), simulated(replace(SMALL, seed=4))
    assert not set(first.genomes.values()) & set(second.genomes.values())
    assert [t.motif for t in first.truth] != [t.motif for t in second.truth]


def test_a_genome_is_the_same_among_5_and_among_20(simulated: Simulator) -> None:
    few, many = (simulated(replace(WILD, genomes=number)) for number in (5, 20))
    for name in ("fasta", "categories", "genes", "truth"):
        short = getattr(simulation_files(few.prefix), name).read_bytes()
        assert getattr(simulation_files(many.prefix), name).read_bytes().startswith(short)


def test_fasta_has_60_columns_and_says_that_it_is_simulated(simulated: Simulator) -> None:
    text = simulation_files(simulated(WILD).prefix).fasta.read_bytes().decode()
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    for number, record in enumerate(text.split(">")[1:], start=1):
        header, *lines = record.splitlines()
        assert header == f"SIM{number:04d} simulated by CrossRoad Desktop, not a real genome"
        assert {len(line) for line in lines[:-1]} == {60}
        assert 1 <= len(lines[-1]) <= 60
        assert set("".join(lines)) <= set("ACGTN")


def test_fasta_of_full_lines_only_has_no_empty_line(simulated: Simulator) -> None:
    still = replace(SMALL, genomes=1, indel_rate=0.0, slippage_rate=0.0)
    text = simulation_files(simulated(still).prefix).fasta.read_text()
    assert [len(line) for line in text.splitlines()[1:]] == [60] * 100


def test_summary_file_states_simulation_parameters_and_counts(simulated: Simulator) -> None:
    data = simulated(WILD)
    text = simulation_files(data.prefix).summary.read_text()
    content = json.loads(text)
    assert content["statement"] == "simulated by CrossRoad Desktop, not a real genome"
    assert SimulationParameters(**content["parameters"]) == WILD
    assert {name: content[name] for name in vars(data.summary)} == vars(data.summary)
    assert text == json.dumps(content, indent=2, sort_keys=True) + "\n"


# Parameters


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"genomes": 0}, "genomes is 0; allowed is a whole number from 1 to 1000000."),
        ({"genomes": 2.0}, "genomes is 2.0; allowed is a whole number from 1 to 1000000."),
        ({"genomes": True}, "genomes is True; allowed is a whole number from 1 to 1000000."),
        ({"length": 1_999}, "length is 1999; allowed is a whole number from 2000 to 10000000."),
        ({"seed": -1}, "seed is -1; allowed is a whole number from 0 to 4294967295."),
        ({"gc": 0.95}, "gc is 0.95; allowed is a number from 0.1 to 0.9."),
        ({"gc": float("nan")}, "gc is nan; allowed is a number from 0.1 to 0.9."),
        ({"gc": "0.3"}, "gc is '0.3'; allowed is a number from 0.1 to 0.9."),
        ({"loci_per_kb": 11}, "loci_per_kb is 11; allowed is a number from 0.0 to 10.0."),
        ({"clades": 13}, "clades is 13; allowed is a whole number from 1 to 12."),
        ({"countries": 0}, "countries is 0; allowed is a whole number from 1 to 12."),
        ({"first_year": 1}, "first_year is 1; allowed is a whole number from 1900 to 2100."),
        (
            {"first_year": 2020, "last_year": 2019},
            "first_year is 2020, after last_year 2019; "
            "first_year must not be later than last_year.",
        ),
        ({"indel_rate": -0.1}, "indel_rate is -0.1; allowed is a number from 0.0 to 0.0001."),
        ({"n_run_share": 2}, "n_run_share is 2; allowed is a number from 0.0 to 1.0."),
    ],
)
def test_parameters_that_do_not_fit_are_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as refusal:
        SimulationParameters(**values)
    assert str(refusal.value) == message


@pytest.mark.parametrize("name", LIMITS)
def test_both_limits_are_allowed(name: str) -> None:
    years = {"first_year": 1900, "last_year": 2100}
    for value in LIMITS[name]:
        values: dict[str, Any] = {**years, name: value}
        assert getattr(SimulationParameters(**values), name) == value


def test_every_parameter_has_limits() -> None:
    assert set(LIMITS) == set(vars(SimulationParameters()))


# Writing


def test_progress_counts_genomes(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    simulate(SMALL, tmp_path / "demo", lambda done, total: calls.append((done, total)))
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_missing_folders_are_made_and_only_the_five_files_written(tmp_path: Path) -> None:
    simulate(SMALL, tmp_path / "new" / "sub" / "demo.v1")
    assert sorted(path.name for path in (tmp_path / "new" / "sub").iterdir()) == [
        "demo.v1.categories.tsv",
        "demo.v1.fa",
        "demo.v1.genes.bed",
        "demo.v1.summary.json",
        "demo.v1.truth.tsv",
    ]


def test_existing_files_are_named_and_not_overwritten(tmp_path: Path) -> None:
    fasta, truth = tmp_path / "demo.fa", tmp_path / "demo.truth.tsv"
    fasta.write_text("mine")
    truth.write_text("mine too")
    with pytest.raises(InputError) as refusal:
        simulate(SMALL, tmp_path / "demo")
    assert str(refusal.value) == (
        f"{fasta}, {truth}: already there and not overwritten; "
        "choose another prefix, or --force to replace them."
    )
    assert {path: path.read_text() for path in tmp_path.iterdir()} == {
        fasta: "mine",
        truth: "mine too",
    }


def test_existing_files_are_replaced_when_asked(tmp_path: Path, simulated: Simulator) -> None:
    (tmp_path / "demo.fa").write_text("old")
    simulate(SMALL, tmp_path / "demo", replace=True)
    assert all_bytes(tmp_path / "demo") == all_bytes(simulated(SMALL).prefix)


def interrupt_at_third_genome(done: int, _total: int) -> None:
    if done == 3:
        raise KeyboardInterrupt


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(SMALL, tmp_path / "new" / "sub" / "demo", interrupt_at_third_genome)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_keeps_former_and_other_files(tmp_path: Path) -> None:
    former = tmp_path / "demo.fa"
    former.write_text("former")
    with pytest.raises(KeyboardInterrupt):
        simulate(SMALL, tmp_path / "demo", interrupt_at_third_genome, replace=True)
    assert list(tmp_path.iterdir()) == [former]
    assert former.read_text() == "former"


@pytest.mark.parametrize("renamed", range(5))
def test_an_interruption_while_renaming_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    rename = Path.replace
    calls: list[Path] = []

    def interrupted(source: Path, target: Path) -> Path:
        if len(calls) == renamed:
            raise KeyboardInterrupt
        calls.append(source)
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        simulate(SMALL, tmp_path / "demo")
    assert len(calls) == renamed
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_before_renaming_keeps_former_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_source: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    (tmp_path / "demo.fa").write_text("former")
    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        simulate(SMALL, tmp_path / "demo", replace=True)
    assert (tmp_path / "demo.fa").read_text() == "former"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="make room or choose another folder") as refusal:
        simulate(SMALL, tmp_path / "file" / "demo")
    assert str(refusal.value).startswith(f"{tmp_path / 'file'}: cannot be written (")


@pytest.mark.parametrize("prefix", [".", "..", "/"])
def test_a_prefix_without_a_name_is_refused(prefix: str) -> None:
    with pytest.raises(InputError, match="not a file name; add a name for the files"):
        simulate(SMALL, Path(prefix))
