"""Every plot key: types on the wire, filters, what is told when there is no data."""

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results.arrow_result import encode_stream
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import tables_of
from crossroad_desktop.results.plot_data import (
    PLOT_KEYS,
    PlotQuery,
    missing_inputs,
    open_plot,
)

from .conftest import Finished

WIRE_TYPES = {
    pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.string(),
    pa.dictionary(pa.int32(), pa.string()),
}  # fmt: skip
DOCUMENT = Path(__file__).parents[2] / "docs" / "plot-data.md"


def read(output: Path, key: str, filters: Filters | None = None, /, **options: str) -> pa.Table:
    return open_plot(output, key, PlotQuery(filters=filters or Filters()), options).read_all()


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_only_wire_types_and_the_declared_columns_arrive(run: Finished, key: str) -> None:
    table = read(run.output, key)
    assert {field.type for field in table.schema} <= WIRE_TYPES
    assert table.num_rows > 0
    plot = PLOT_KEYS[key]
    if not plot.is_row_level:
        assert table.column_names == plot.columns


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_the_bytes_of_a_stream_are_those_rows_uncompressed_with_one_dictionary_each(
    run: Finished, key: str
) -> None:
    content = b"".join(encode_stream(open_plot(run.output, key)))
    with pa.ipc.open_stream(content) as reader:
        table = reader.read_all()
        assert reader.stats.num_replaced_dictionaries == 0
        assert reader.stats.num_dictionary_deltas == 0
    assert table.equals(read(run.output, key))


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_no_row_is_a_stream_with_the_same_schema(run: Finished, key: str) -> None:
    if key == "filter_counts":
        pytest.skip("it has one row whatever the filters")
    if key == "genome_tree":
        pytest.skip("there is no tree without genomes, and that is told")
    if key in ("reference_ssr_distribution", "filter_values"):
        nothing = Filters(genome=["no such genome"])
    elif key in ("flanked_data", "category_sankey"):
        nothing = Filters(category=["no such category"])
    elif key == "pattern_summary":
        pytest.skip("it has no column that a filter looks at")
    else:
        nothing = Filters(category=["no such category"], motif_length=[6])
    result = open_plot(run.output, key, PlotQuery(filters=nothing))
    assert result.total_rows == 0
    with pa.ipc.open_stream(b"".join(encode_stream(result))) as reader:
        assert list(reader) == []
        assert reader.schema == read(run.output, key).schema


def test_row_level_keys_are_the_tables(run: Finished) -> None:
    for key, name in {
        "plot_source": "mergedOut", "hssr_data": "hssr_data", "hotspot": "mutational_hotspot",
        "ssr_gene_intersect": "ssr_genecombo", "gene_country_sankey": "hssr_data",
        "flanked_data": "flanked", "pattern_summary": "pattern_summary",
    }.items():  # fmt: skip
        result = open_plot(run.output, key)
        assert result.total_rows == len(run.rows(name))
        assert result.read_all().to_pylist() == run.rows(name), key


def test_row_groups_with_other_dictionaries_share_one_in_the_stream(
    run: Finished, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    rows = pq.read_table(run.output / "parquet" / "mergedOut.parquet")
    with pq.ParquetWriter(output / "parquet" / "mergedOut.parquet", rows.schema) as writer:
        for piece in (rows.slice(200), rows.slice(0, 120), rows.slice(120, 80)):
            plain = pa.table([column.cast(pa.string()) if pa.types.is_dictionary(column.type)
                              else column for column in piece.columns],
                             names=rows.column_names)  # fmt: skip
            writer.write_table(plain.cast(rows.schema))
    content = b"".join(encode_stream(open_plot(output, "plot_source")))
    with pa.ipc.open_stream(content) as reader:
        table = reader.read_all()
        assert reader.stats.num_replaced_dictionaries == 0
    expected = run.rows("mergedOut")
    assert table.to_pylist() == expected[200:] + expected[:200]


def test_loci_and_length_of_ssr_of_hotspots_are_text_without_nulls(run: Finished) -> None:
    table = read(run.output, "hotspot")
    for name in ("loci", "length_of_ssr"):
        assert table.schema.field(name).type == pa.string()
        assert table[name].null_count == 0


def test_plot_source_without_categories_is_reformatted(fasta_only: Finished) -> None:
    assert read(fasta_only.output, "plot_source").to_pylist() == fasta_only.rows("reformatted")


def test_ids_like_007_stay_text(fasta_only: Finished) -> None:
    assert set(read(fasta_only.output, "plot_source")["genomeID"].to_pylist()) == {"007"}


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("ssr_gene_intersect", "main/ssr_genecombo.tsv needs genes: give a BED file"),
        ("hotspot", "main/mutational_hotspot.csv needs genes: give a BED file"),
        ("temporal_faceted_scatter", "main/ssr_genecombo.tsv needs genes: give a BED file"),
        ("flanked_data", "main/flanks/flanked.tsv needs flanks: switch flanks on"),
        (
            "category_sankey",
            "main/mergedOut.tsv needs categories: give a table with genomeID and category",
        ),
    ],
)
def test_an_absent_table_is_told_with_the_input_it_needs(
    fasta_only: Finished, key: str, reason: str
) -> None:
    with pytest.raises(NotFoundError) as problem:
        open_plot(fasta_only.output, key)
    assert str(problem.value) == reason
    assert missing_inputs(fasta_only.output)[key] == reason


def test_tables_are_listed_with_columns_and_rows(run: Finished, fasta_only: Finished) -> None:
    tables = tables_of(run.output)
    assert tables.absent == {}
    assert tables.present["mergedOut"].row_count == len(run.rows("mergedOut"))
    assert tables.present["mergedOut"].columns[1] == ("start", "int32")
    assert missing_inputs(run.output) == {}
    assert set(tables_of(fasta_only.output).present) == {
        "genome_stats", "reformatted", "locicons", "orientation", "loci", "alleles", "genome_loci",
        "unplaced_ssrs",
    }  # fmt: skip


@pytest.mark.parametrize("key", ["hotspot'; DROP TABLE x --", "../hotspot", "", "mergedOut"])
def test_unknown_keys_are_refused(run: Finished, key: str) -> None:
    with pytest.raises(NotFoundError, match="There is no plot key"):
        open_plot(run.output, key)


@pytest.mark.parametrize(
    "columns", [['motif" FROM x; --'], ["motif, gene"], ["*"], [], ["motif", "motif"]]
)
@pytest.mark.parametrize("key", ["plot_source", "motif_distribution"])
def test_unknown_columns_are_refused(run: Finished, key: str, columns: list[str]) -> None:
    with pytest.raises(ParameterError):
        open_plot(run.output, key, PlotQuery(columns=columns))


def test_columns_are_chosen_and_ordered(run: Finished) -> None:
    result = open_plot(run.output, "plot_source", PlotQuery(columns=["motif", "start"]))
    assert result.read_all().column_names == ["motif", "start"]


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(category=["I", "IIb"]), lambda row: row["category"] in ("I", "IIb")),
        (Filters(genome=["SIM0003"]), lambda row: row["genomeID"] == "SIM0003"),
        (Filters(motif_length=[2, 3]), lambda row: row["length_of_motif"] in (2, 3)),
        (Filters(repeat_from=5, repeat_to=8), lambda row: 5 <= row["repeat"] <= 8),
        (
            Filters(metadata=[["country", "Germany", "Nigeria"]]),
            lambda row: row["country"] in ("Germany", "Nigeria"),
        ),
        (Filters(motif_class=["AC"]), lambda row: row["motif"] in ("AC", "CA", "GT", "TG")),
        (Filters(year_from=2018, year_to=2020), lambda row: 2018 <= row["year"] <= 2020),
        (
            Filters(category=["I"], motif_length=[1]),
            lambda row: row["category"] == "I" and row["length_of_motif"] == 1,
        ),
        (Filters(genome=["' OR 1=1 --", 'é"Ж']), lambda _: False),
    ],
)
@pytest.mark.parametrize("key", ["plot_source", "ssr_gene_intersect", "hssr_data"])
def test_filters_leave_exactly_the_rows_that_fit(run, filters, holds, key) -> None:  # type: ignore[no-untyped-def]
    result = open_plot(run.output, key, PlotQuery(filters=filters))
    table = {"plot_source": "mergedOut", "ssr_gene_intersect": "ssr_genecombo"}.get(key, key)
    expected = [row for row in run.rows(table) if holds(row)]
    assert result.total_rows == len(expected)
    assert result.read_all().to_pylist() == expected


def test_the_gene_filter_finds_the_ssrs_of_a_gene(run: Finished) -> None:
    found = read(run.output, "plot_source", Filters(gene=["gene001"])).to_pylist()
    expected = {
        (row["genomeID"], row["start1"], row["motif"])
        for row in run.rows("ssr_genecombo")
        if row["gene"] == "gene001"
    }
    assert {(row["genomeID"], row["start"], row["motif"]) for row in found} == expected


def test_hotspots_are_filtered_by_the_genomes_they_were_seen_in(run: Finished) -> None:
    chosen = {(r["motif"], r["gene"]) for r in run.rows("hssr_data") if r["category"] == "I"}
    table = read(run.output, "hotspot", Filters(category=["I"]))
    expected = [r for r in run.rows("mutational_hotspot") if (r["motif"], r["gene"]) in chosen]
    assert table.to_pylist() == expected


@pytest.mark.parametrize(
    ("key", "filters"),
    [
        ("pattern_summary", Filters(category=["I"])),
        ("pattern_summary", Filters(gene=["gene001"])),
        ("flanked_data", Filters(motif_length=[2])),
        ("hotspot", Filters(repeat_from=2)),
        ("flanked_data", Filters(repeat_to=2)),
        ("plot_source", Filters(motif_class=["GT"])),
        ("plot_source", Filters(motif_class=["'; --"])),
    ],
)
def test_filters_that_do_not_fit_are_told(run: Finished, key: str, filters: Filters) -> None:
    with pytest.raises(ParameterError):
        open_plot(run.output, key, PlotQuery(filters=filters))


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("upset", {"key": "locus"}),
        ("upset", {"by": 'country" --'}),
        ("upset", {"top": "-1"}),
        ("upset", {"top": "1e3"}),
        ("upset", {"min_share": "101"}),
        ("upset", {"to": "1"}),
        ("plot_source", {"top": "3"}),
    ],
)
def test_options_that_do_not_fit_are_told(run: Finished, key: str, options: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        open_plot(run.output, key, options=options)


def test_a_closed_result_gives_its_files_back(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    path = output / "parquet" / "mergedOut.parquet"
    rows = pq.read_table(path)
    pq.write_table(pa.concat_tables([rows] * 1000), path, row_group_size=20_000)
    result = open_plot(output, "plot_source")
    assert next(result.batches).num_rows
    assert _open_files(output)
    result.close()
    result.close()
    assert list(result.batches) == []
    assert not _open_files(output)


def test_a_result_read_to_its_end_gives_its_files_back(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    open_plot(output, "plot_source").read_all()
    stream = encode_stream(open_plot(output, "ssr_gene_intersect"))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert not _open_files(output)


def test_the_document_lists_every_key_with_its_columns_and_options() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(PLOT_KEYS)
    for key, plot in PLOT_KEYS.items():
        for name in (*plot.columns, *plot.options):
            assert f"`{name}`" in sections[key], (key, name)


def _open_files(folder: Path) -> list[str]:
    listed = Path("/proc/self/fd")
    if not listed.is_dir():
        pytest.skip("open files are listed on Linux only")
    targets = [str(entry.readlink()) for entry in listed.iterdir() if entry.is_symlink()]
    return [target for target in targets if target.startswith(str(folder))]
