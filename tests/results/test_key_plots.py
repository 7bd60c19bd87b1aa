"""Lists of motifs and SSRs, repeat numbers, windows, all genomes: against plain Python."""

import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results.filters import Filters

from .conftest import Finished
from .plain import FILTERS, GENE_FILTERS, Plain, class_of, read, text_of

KEYS = ["ssr", "motif", "motif_class"]


@pytest.fixture(params=[*FILTERS, *GENE_FILTERS], ids=lambda filters: str(filters)[8:60])
def plain(request: pytest.FixtureRequest, run: Finished) -> Plain:
    return Plain(run, request.param)


def describe(plain: Plain, key: str) -> list[dict[str, Any]]:
    """All keys as the lists of keys describe them, in their order."""
    genomes, ssrs, classes = defaultdict(set), Counter[str](), {}
    for row in plain.ssrs:
        text = text_of(row, key)
        genomes[text].add(row["genomeID"])
        ssrs[text] += 1
        classes[text] = row["class"]
    return [
        {"key": text, "motif_class": classes[text], "motif_length": len(classes[text]),
         "genomes": len(genomes[text]), "ssrs": ssrs[text]}
        for text in sorted(ssrs, key=lambda text: (-len(genomes[text]), -ssrs[text], text))
    ]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_keys_are_listed_by_the_number_of_their_genomes(
    run: Finished, plain: Plain, key: str
) -> None:
    everything = describe(plain, key)
    assert read(run, "conservation_keys", plain.filters, key=key) == everything
    some = read(run, "conservation_keys", plain.filters, key=key, least="2", most="3")
    assert some == [row for row in everything if 2 <= row["genomes"] <= 3]
    assert read(run, "conservation_keys", plain.filters, key=key, top="2") == everything[:2]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("min_share", ["0", "60"])
def test_keys_of_an_intersection_are_as_many_as_its_bar_says(
    run: Finished, plain: Plain, key: str, min_share: str
) -> None:
    options = {"key": key, "min_share": min_share}
    bars: dict[int, tuple[int, list[str]]] = {}
    for row in read(run, "upset", plain.filters, top="1000", **options):
        bars.setdefault(row["intersection"], (row["keys"], []))[1].append(row["group"])
    bars.pop(0)
    described = {row["key"]: row for row in describe(plain, key)}
    listed = []
    for keys, groups in bars.values():
        names = "[" + ", ".join(f'"{name}"' for name in reversed(groups)) + "]"
        rows = read(run, "upset_keys", plain.filters, groups=names, **options)
        assert len(rows) == keys
        assert all(row == described[row["key"]] for row in rows)
        listed += [row["key"] for row in rows]
    everything = read(run, "upset_keys", plain.filters, **options)
    assert sorted(listed) == sorted(row["key"] for row in everything)
    assert [row["genomes"] for row in everything] == sorted(
        (row["genomes"] for row in everything), reverse=True
    )


def test_groups_beyond_twelve_are_merged(varied: Finished) -> None:
    rows = read(varied, "upset", Filters(), by="country", top="1000")
    sizes = {row["group"]: row["group_genomes"] for row in rows if row["intersection"] == 0}
    assert sizes == {**{f"C{number:02}": 1 for number in range(12)}, "other": 4}
    carriers = defaultdict(set)
    for row in Plain(varied, Filters()).ssrs:
        group = "other" if row["genomeID"] > "g11" else row["genomeID"].replace("g", "C")
        carriers[text_of(row, "ssr")].add(group)
    for key, groups in carriers.items():
        options = {"by": "country", "key": "ssr", "groups": json.dumps(sorted(groups))}
        found = {row["key"] for row in read(varied, "upset_keys", Filters(), **options)}
        assert found == {other for other in carriers if carriers[other] == carriers[key]}
    assert any("other" in groups for groups in carriers.values())


@pytest.mark.parametrize("groups", ["I", "{}", "[1]", '["\\ud800"]', "[" * 100_000, '"I"'])
def test_groups_that_are_no_array_of_texts_are_told(run: Finished, groups: str) -> None:
    with pytest.raises(ParameterError, match="groups is"):
        read(run, "upset_keys", Filters(), groups=groups)


def test_groups_that_nothing_has_alone_have_no_keys(run: Finished) -> None:
    assert read(run, "upset_keys", Filters(), groups='["no such group"]') == []


@pytest.mark.parametrize("top", [2, 500])
def test_repeat_numbers(run: Finished, plain: Plain, top: int) -> None:
    totals = Counter(row["class"] for row in plain.ssrs)
    ranked = sorted(totals, key=lambda name: (-totals[name], name))[:top]
    cells = defaultdict(list)
    for row in plain.ssrs:
        cells[row["class"], row["repeat"]].append(row["genomeID"])
    assert read(run, "repeat_numbers", plain.filters, top=str(top)) == [
        {"motif_class": name, "motif_length": len(name), "repeat": repeat,
         "ssrs": len(found), "genomes": len(set(found))}
        for name in ranked
        for (other, repeat), found in sorted(cells.items())
        if other == name
    ]  # fmt: skip


@pytest.mark.parametrize("bins", [10, 137])
def test_windows_are_as_wide_in_all_genomes(run: Finished, plain: Plain, bins: int) -> None:
    longest = max(genome["length_genome"] for genome in plain.genomes.values())
    width = math.ceil(longest / bins)
    counts = Counter((r["genomeID"], r["start"] // width) for r in plain.ssrs)
    rows = read(run, "ssr_density", plain.filters, bins=str(bins))
    assert {(r["genomeID"], r["bin"]): r["ssrs"] for r in rows} == counts
    for row in rows:
        length = plain.genomes[row["genomeID"]]["length_genome"]
        assert (row["start"], row["end"]) == (
            row["bin"] * width, min((row["bin"] + 1) * width, length))  # fmt: skip
        assert row["length_genome"] == length
        assert 0 <= row["bin"] < bins
    order = list(plain.genomes)
    assert [(r["genomeID"], r["bin"]) for r in rows] == sorted(
        counts, key=lambda cell: (order.index(cell[0]), cell[1])
    )


def test_the_last_window_of_the_longest_genome_there_can_be_ends_with_it(tmp_path: Path) -> None:
    longest = 2**31 - 1
    parquet = tmp_path / "parquet"
    parquet.mkdir()
    genome = {"genomeID": ["long"], "length_genome": [longest], "N_count": [0]}
    ssr = {"genomeID": ["long"], "start": [longest - 12], "stop": [longest], "motif": ["A"],
           "length_of_ssr": [12]}  # fmt: skip
    for name, columns in (
        ("genome_stats", {**genome, "genome_GC_per": [50]}),
        ("reformatted", ssr),
    ):
        table = pa.table(columns)
        kinds = [pa.int32() if kind == pa.int64() else kind for kind in table.schema.types]
        table = table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))
        pq.write_table(table, parquet / f"{name}.parquet")
    (row,) = read(Finished(tmp_path), "ssr_density", Filters(), bins="100")
    assert (row["bin"], row["end"]) == (99, longest)


def test_all_genomes_are_listed_with_their_ssrs(run: Finished, plain: Plain) -> None:
    rows = read(run, "genomes", plain.filters)
    assert [row["genomeID"] for row in rows] == list(plain.genomes)
    for row in rows:
        of_genome = [r for r in plain.ssrs if r["genomeID"] == row["genomeID"]]
        genome = plain.genomes[row["genomeID"]]
        assert (row["ssrs"], row["ssr_bp"]) == (
            len(of_genome), sum(r["length_of_ssr"] for r in of_genome))  # fmt: skip
        assert row["ssrs_per_Mb"] == pytest.approx(len(of_genome) * 1e6 / genome["length_genome"])
        assert (row["category"], row["group"], row["year"]) == genome["of"]
        assert (row["N_count"], row["genome_GC_per"]) == (
            genome["N_count"], genome["genome_GC_per"])  # fmt: skip


def test_genomes_that_are_left_out_say_why(varied: Finished) -> None:
    rows = read(varied, "genomes", Filters(), by="host")
    assert [row["genomeID"] for row in rows] == [f"g{number:02}" for number in range(18)]
    assert [row["left_out"] for row in rows[:16]] == [None] * 16
    assert all(row["is_analysed"] for row in rows[:16])
    for row, reason in zip(rows[16:], ["more than 0 N", "shorter than 20 bp"], strict=True):
        assert (row["is_analysed"], row["left_out"]) == (False, reason)
        assert row["ssrs"] is row["ssr_bp"] is row["ssrs_per_Mb"] is None
    some = read(varied, "genomes", Filters(category=["II"], motif_length=[3]), by="host")
    assert [row["genomeID"] for row in some] == [
        f"g{number:02}" for number in range(18) if number % 2 and number != 5
    ]
    assert {row["group"] for row in some} == {"host 0", "host 1", "host 2"}


def test_without_genes_the_ssrs_of_a_genome_are_shown_alone(varied: Finished) -> None:
    rows = read(varied, "reference_ssr_distribution", Filters(genome=["g03"]))
    expected = [r for r in varied.rows("mergedOut") if r["genomeID"] == "g03"]
    assert {(r["start"], r["end"], r["motif"], r["motif_class"], r["repeat"]) for r in rows} == {
        (r["start"], r["stop"], r["motif"], class_of(r["motif"]), r["repeat"]) for r in expected
    }
    unknown = ("gene", "ssr_position", "is_polymorphic", "strand")
    assert all(row["kind"] == "ssr" for row in rows)
    assert all(row[name] is None for row in rows for name in unknown)
    with pytest.raises(NotFoundError, match="choose a reference genome, or filter for one genome"):
        read(varied, "reference_ssr_distribution", Filters())
