"""Results on real genomes, file by file, against those of croSSRoad 0.3.6.

Where we depart from croSSRoad, the expected content is derived from its files by the rule of the
departure, so that a departure is asserted and not skipped.
"""

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from tests.conftest import SHARED_DATA

from .conftest import Run

_SETS = {
    "mpox": ("mpox/mpox.fa.gz", "mpox/mpox.categories.tsv", "mpox/mpox.genes.bed", "NC_063383.1"),
    "mpox12": ("mpox12.fa", "mpox/mpox.categories.tsv", "mpox/mpox.genes.bed", "NC_063383.1"),
    "slice": (
        "small/mpoxslice.fa",
        "small/mpoxslice.categories.tsv",
        "small/mpoxslice.genes.bed",
        "NC_063383.1_slice",
    ),
    "small": ("small/zika.fa", "small/zika.categories.tsv", "small/zika.genes.bed", "KX447509"),
}
_LOW_THRESHOLDS = {"mono": 6, "di": 3, "tri": 3, "tetra": 2, "penta": 2, "hexa": 2}
_MODES = [
    f"{path.parent.name}/{path.name}" for path in sorted((SHARED_DATA / "golden").glob("*/*_*"))
]
# Without categories croSSRoad leaves these empty or unreadable (F3) or does not write them (F9).
_WITHOUT_CATEGORIES = {"7_fa_bed": "3_fa_cat_bed", "8_fa_bed_ref": "4_fa_cat_bed_ref"}
# Where croSSRoad searched for flanks to the end; without categories (9) it does not search at all,
# and must find what it finds with them (F9).
_FLANK_MODES = {
    mode: source
    for mode in _MODES
    if mode.endswith("_f")
    for source in [mode.replace("9_fa_f", "6_fa_cat_f")]
    if (SHARED_DATA / "golden" / source / "main" / "flanks").is_dir()
}
_GENES_OF_ONE_SSR_IN_ANY_ORDER = {"main/ssr_genecombo.tsv", "intrim/intersect_output.bed"}
_LINES_IN_ANY_ORDER = {"main/flanks/flanked.tsv", "main/flanks/pattern_summary.csv"}


@pytest.fixture(scope="module")
def golden_runs(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Our run of every set and mode that croSSRoad was run in."""
    folder = tmp_path_factory.mktemp("golden")
    _write_mpox12(shared_data, folder / "mpox12.fa")
    return {mode: _run(mode, shared_data, folder) for mode in _MODES}


def test_all_sets_and_modes_are_compared(shared_data: Path) -> None:
    assert len(list((shared_data / "golden").glob("*/*/*"))) > len(_MODES) >= 36


@pytest.mark.parametrize("mode", _MODES or ["no data"])
def test_files_equal_those_of_crossroad(golden_runs: dict[str, Run], mode: str) -> None:
    name = mode.split("/")[1]
    compared = 0
    for path, theirs in _golden_files(mode):
        if name in _WITHOUT_CATEGORIES and _depends_on_categories(path):
            continue
        if path in _LINES_IN_ANY_ORDER:
            continue
        ours = golden_runs[mode].text(path).encode()
        assert b"\r" not in ours  # F18
        expected = theirs.replace(b"\r\n", b"\n")
        if path in _GENES_OF_ONE_SSR_IN_ANY_ORDER:
            assert Counter(ours.splitlines()) == Counter(expected.splitlines()), path
            assert _ssrs_in_order(ours) == _ssrs_in_order(expected), path
        else:
            assert ours == expected, path
        compared += 1
    assert compared >= 3


@pytest.mark.parametrize("mode", _FLANK_MODES or ["no data"])
def test_flanks_are_those_of_analysed_genomes_in_order(
    golden_runs: dict[str, Run], mode: str
) -> None:
    run = golden_runs[mode]
    golden = dict(_golden_files(_FLANK_MODES[mode]))
    analysed = _analysed_genomes(run)
    theirs = golden["main/flanks/flanked.tsv"].decode().splitlines()
    expected = [line for line in theirs[1:] if line.split("\t")[0] in analysed]  # F10
    ours = run.lines("main/flanks/flanked.tsv")
    assert ours[0] == theirs[0]
    assert Counter(ours[1:]) == Counter(expected)
    keys = [(analysed[row["seqID"]], int(row["patternName"]), int(row["start"])) for row in
            run.rows("main/flanks/flanked.tsv")]  # fmt: skip
    assert keys == sorted(keys)  # F18
    summary = run.lines("main/flanks/pattern_summary.csv")
    assert summary == ["PatternName,TotalSeqIDs,PatternSize,Pattern", *_summarise(expected)]
    if len(expected) == len(theirs) - 1:
        golden_summary = golden["main/flanks/pattern_summary.csv"].decode().splitlines()
        assert Counter(summary) == Counter(golden_summary)


@pytest.mark.parametrize(
    "mode", [mode for mode in _MODES if mode.split("/")[1] in _WITHOUT_CATEGORIES] or ["no data"]
)
def test_genes_without_categories_give_the_same_rows_with_undefined_metadata(
    golden_runs: dict[str, Run], mode: str
) -> None:
    data_set, name = mode.split("/")
    run = golden_runs[mode]
    reference = _WITHOUT_CATEGORIES[name]
    compared = 0
    for path, theirs in _golden_files(f"{data_set}/{reference}"):
        if not _depends_on_categories(path) or path.endswith(".bed"):
            continue
        expected = _with_undefined_metadata(path, theirs.decode())
        assert Counter(_parse(path, run.text(path))) == Counter(expected), path
        compared += 1
    assert compared >= 7


def _write_mpox12(shared_data: Path, path: Path) -> None:
    wanted = (shared_data / "mpox" / "mpox12.ids.txt").read_text().split()
    text = gzip.decompress((shared_data / "mpox" / "mpox.fa.gz").read_bytes()).decode()
    records = {record.split(None, 1)[0]: record for record in text.split(">")[1:]}
    path.write_text("".join(">" + records[genome_id] for genome_id in wanted))


def _run(mode: str, shared_data: Path, folder: Path) -> Run:
    data_set, name = mode.split("/")
    fasta, categories, genes, reference = _SETS[data_set]
    words = name.split("_")
    limits = {"unfair": 1000, "min_len": 5000} if name.startswith("12_") else {}
    parameters = AnalysisParameters(
        reference_id=reference if "ref" in words else None,
        flanks="f" in words,
        keep_intermediate=True,
        **(_LOW_THRESHOLDS if "low" in words else {}),
        **limits,
    )
    files = InputFiles(
        folder / fasta if data_set == "mpox12" else shared_data / fasta,
        shared_data / categories if "cat" in words else None,
        shared_data / genes if "bed" in words else None,
    )
    output = folder / data_set / name
    output.parent.mkdir(exist_ok=True)
    return Run(output, analyze(files, parameters, output))


def _golden_files(mode: str) -> Iterator[tuple[str, bytes]]:
    folder = SHARED_DATA / "golden" / mode
    for path in sorted(folder.rglob("*.gz")):
        yield str(path.relative_to(folder)).removesuffix(".gz"), gzip.decompress(path.read_bytes())


def _depends_on_categories(path: str) -> bool:
    return Path(path).stem in {
        "ssr_genecombo", "intersect_output", "ref_ssr_genecombo", "all_variations", "hssr_data",
        "cyclical_variation", "repeatvariation", "hotspot_single_matches", "mh_tmp",
        "mutational_hotspot",
    }  # fmt: skip


def _ssrs_in_order(table: bytes) -> list[tuple[bytes, ...]]:
    ssrs = [tuple(line.split(b"\t")[:3]) for line in table.splitlines()]
    return [ssr for number, ssr in enumerate(ssrs) if number == 0 or ssr != ssrs[number - 1]]


def _analysed_genomes(run: Run) -> dict[str, int]:
    rows = run.rows("intrim/genome_stats.tsv")
    kept = [row["genomeID"] for row in rows if row["N_count"] == "0"]
    return {genome_id: number for number, genome_id in enumerate(kept)}


def _summarise(flanked_lines: list[str]) -> list[str]:
    """pattern_summary.csv, from flanked.tsv, letter by letter."""
    genomes, matches = defaultdict(set), defaultdict(set)
    for line in flanked_lines:
        genome_id, pattern, *_, matched = line.split("\t")
        genomes[int(pattern)].add(genome_id)
        matches[int(pattern)].add(matched)
    lines = []
    for pattern in sorted(matches):
        texts = sorted(matches[pattern])
        left = _common_prefix([text[:10][::-1] for text in texts])[::-1]
        right = _common_prefix([text[-10:] for text in texts])
        common = left + texts[0][10:-10] + right
        if len(common) >= 14:
            lines.append(f"{pattern},{len(genomes[pattern])},{len(common)},{common}")
    return lines


def _common_prefix(texts: list[str]) -> str:
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=True))
    return "".join(letters[0] for letters in same)


def _parse(path: str, text: str) -> list[tuple[tuple[str, str], ...]]:
    delimiter = "," if path.endswith(".csv") else "\t"
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    return [tuple(sorted(row.items())) for row in reader]


def _with_undefined_metadata(path: str, text: str) -> list[tuple[tuple[str, str], ...]]:
    rows = []
    for row in _parse(path, text):
        cells = dict(row)
        third = "location" if "location" in cells else "country"
        if third in cells:
            del cells[third]
            cells |= dict.fromkeys(("category", "optional_category", "year"), "undefined")
        rows.append(tuple(sorted(cells.items())))
    return rows
