"""GET /api/job/{id}/plot_data/{key}: Arrow that every reader knows, filtered as asked."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from crossroad_desktop.results.plot_data import PLOT_KEYS
from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
)

ARROW = "application/vnd.apache.arrow.stream"
ROW_LEVEL = {
    "plot_source": "main/mergedOut.tsv",
    "hssr_data": "main/hssr_data.csv",
    "hotspot": "main/mutational_hotspot.csv",
    "ssr_gene_intersect": "main/ssr_genecombo.tsv",
    "gene_country_sankey": "main/hssr_data.csv",
    "flanked_data": "main/flanks/flanked.tsv",
    "pattern_summary": "main/flanks/pattern_summary.csv",
}
FIGURES = [
    "category_sankey", "ssr_gc", "ssr_conservation", "motif_conservation", "relative_abundance",
    "repeat_distribution", "upset", "motif_distribution", "temporal_faceted_scatter",
    "gene_motif_dot_plot", "reference_ssr_distribution", "orientation", "loci", "alleles",
    "allele_matrix", "locus_diversity", "genome_distance", "genome_tree",
]  # fmt: skip
PLAIN_TYPES = {
    pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.string(),
    pa.dictionary(pa.int32(), pa.string()),
}  # fmt: skip
NEEDS = {
    "hssr_data": "BED", "hotspot": "BED", "ssr_gene_intersect": "BED",
    "gene_country_sankey": "BED", "flanked_data": "flanks", "pattern_summary": "flanks",
    "gene_motif_dot_plot": "BED", "reference_ssr_distribution": "reference",
}  # fmt: skip


def url(job_id: str, key: str) -> str:
    return f"/api/job/{job_id}/plot_data/{key}"


def test_all_keys_of_the_contract_are_there() -> None:
    assert {*ROW_LEVEL, *FIGURES} <= set(PLOT_KEYS)


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_a_key_gives_a_stream_of_plain_types(server: Server, finished: str, key: str) -> None:
    answer = server.get(url(finished, key))
    table = server.arrow(url(finished, key))

    assert answer.headers["content-type"] == ARROW
    assert int(answer.headers["x-total-rows"]) == table.num_rows
    assert table.num_rows > 0
    assert set(table.schema.types) <= PLAIN_TYPES


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_bodies_are_not_compressed(server: Server, finished: str, key: str) -> None:
    with pa.ipc.open_stream(server.get(url(finished, key)).content) as reader:
        batch = reader.read_next_batch()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)

    # Written again without compression it is the same size, but for the end marker.
    sent = len(server.get(url(finished, key)).content)
    assert sent >= sink.getvalue().size - 64


@pytest.mark.parametrize(("key", "file"), ROW_LEVEL.items())
def test_a_row_level_key_is_its_file(
    server: Server, finished: str, output: Path, key: str, file: str
) -> None:
    table = server.arrow(url(finished, key))
    text = _read_text(output / file)

    assert table.column_names == text.column_names
    assert table.num_rows == text.num_rows
    for name in table.column_names:
        sent = [_as_text(value) for value in table[name].to_pylist()]
        written = [_as_number(value) for value in text[name].to_pylist()]
        assert [_as_number(value) for value in sent] == written, name


def test_loci_and_lengths_of_hotspots_are_text_without_gaps(server: Server, finished: str) -> None:
    table = server.arrow(url(finished, "hotspot"))

    for name in ("loci", "length_of_ssr"):
        kind = table.schema.field(name).type
        assert kind in (pa.string(), pa.dictionary(pa.int32(), pa.string()))
        assert table[name].null_count == 0
        assert all(table[name].to_pylist())


def test_without_categories_the_source_is_reformatted(
    server: Server, finished_genomes: str
) -> None:
    table = server.arrow(url(finished_genomes, "plot_source"))

    assert table.num_rows > 0
    assert {"genomeID", "motif", "start", "repeat"} <= set(table.column_names)
    assert table.num_rows == len(
        (server.job_dir / finished_genomes / "output/intrim/reformatted.tsv")
        .read_text()
        .splitlines()[1:]
    )


@pytest.mark.parametrize(("key", "needed"), NEEDS.items())
def test_a_key_whose_inputs_were_not_given_says_which(
    server: Server, finished_genomes: str, key: str, needed: str
) -> None:
    detail = assert_is_error(server.get(url(finished_genomes, key)), 404)

    assert needed.lower() in detail.lower()


def test_a_table_without_rows_is_a_stream_with_its_schema(server: Server, upload: Files) -> None:
    """Nobody has genomes by the hundred here, so there is no hotspot."""
    job_id = server.complete(upload, perf_params='{"min_genome_count": 100}')
    for key in ("hotspot", "hssr_data", "gene_country_sankey"):
        answer = server.get(url(job_id, key))
        table = server.arrow(url(job_id, key))

        assert answer.headers["x-total-rows"] == "0"
        assert table.num_rows == 0
        assert {"motif", "gene"} <= set(table.column_names)


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_no_key_fails_where_nothing_is_found(server: Server, key: str) -> None:
    job_id = _without_ssrs(server)
    answer = server.get(url(job_id, key))

    if key == "genome_tree":
        assert "3 genomes" in assert_is_error(answer, 400)
        return
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert server.arrow(url(job_id, key)).schema.names


@pytest.mark.parametrize("key", ["nope", "hotspot.csv", "%00", "..%2Fhotspot", "HOTSPOT"])
def test_unknown_keys_are_not_found(server: Server, finished: str, key: str) -> None:
    assert_is_error(server.get(url(finished, key)), 404)


def test_results_of_a_running_job_are_refused(server: Server) -> None:
    job_id = server.add_endless_job()
    answers = {
        path: server.get(f"/api/job/{job_id}/{path}")
        for path in (
            "plot_data/hotspot", "plot_data/nope", "download_zip", "summary", "files",
            "download/run.json", "table/mergedOut", "table/mergedOut.csv",
        )
    }  # fmt: skip
    server.cancel(job_id)

    for answer in answers.values():
        assert "running" in assert_is_error(answer, 409)


def test_a_damaged_table_is_a_processing_error(server: Server, upload: Files) -> None:
    job_id = server.complete(upload)
    damaged = server.job_dir / job_id / "output" / "parquet" / "mutational_hotspot.parquet"
    damaged.write_bytes(b"PAR1 no more")
    answer = server.get(url(job_id, "hotspot"))

    assert "mutational_hotspot" in assert_is_error(answer, 500)
    assert_names_no_path(server, answer.text)


@pytest.mark.parametrize(
    ("query", "column", "values"),
    [
        ("genome=SIM0001", "genomeID", {"SIM0001"}),
        ("genome=SIM0001&genome=SIM0003", "genomeID", {"SIM0001", "SIM0003"}),
        ("motif_length=3", "length_of_motif", {3}),
        ("motif_length=3&motif_length=6", "length_of_motif", {3, 6}),
    ],
)
def test_filters_of_one_kind_are_alternatives(
    server: Server, finished: str, query: str, column: str, values: set[object]
) -> None:
    everything = server.arrow(url(finished, "plot_source")).to_pylist()
    answer = server.get(f"{url(finished, 'plot_source')}?{query}")
    rows = server.arrow(f"{url(finished, 'plot_source')}?{query}").to_pylist()

    assert rows == [row for row in everything if row[column] in values]
    assert rows
    assert int(answer.headers["x-total-rows"]) == len(rows)


def test_categories_years_and_motif_classes_filter(server: Server, finished: str) -> None:
    everything = server.arrow(url(finished, "plot_source")).to_pylist()
    category = everything[0]["category"]
    years = sorted({row["year"] for row in everything})
    expected = {
        f"category={category}": [row for row in everything if row["category"] == category],
        f"year_from={years[1]}": [row for row in everything if row["year"] >= years[1]],
        f"year_to={years[1]}": [row for row in everything if row["year"] <= years[1]],
        f"year_from={years[1]}&year_to={years[1]}": [
            row for row in everything if row["year"] == years[1]
        ],
        "motif_class=AC": [
            row for row in everything if row["motif"] in ("AC", "CA", "GT", "TG")
        ],
        f"category={category}&motif_length=3": [
            row for row in everything if row["category"] == category and row["length_of_motif"] == 3
        ],
        "category=none": [],
    }  # fmt: skip

    for query, rows in expected.items():
        found = server.arrow(f"{url(finished, 'plot_source')}?{query}").to_pylist()
        assert found == rows, query


def test_metadata_and_repeat_numbers_filter(server: Server, finished: str) -> None:
    everything = server.arrow(url(finished, "plot_source")).to_pylist()
    first = everything[0]
    years = sorted({row["year"] for row in everything})[:2]
    wishes: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        (
            {"metadata": json.dumps(["country", first["country"]])},
            [row for row in everything if row["country"] == first["country"]],
        ),
        (
            {"metadata": [json.dumps(["category", first["category"]]),
                          json.dumps(["year", *map(str, years)])]},
            [row for row in everything
             if row["category"] == first["category"] and row["year"] in years],
        ),
        (
            {"repeat_from": 4, "repeat_to": 5},
            [row for row in everything if 4 <= row["repeat"] <= 5],
        ),
        ({"metadata": '["country", "undefined"]'}, []),
    ]  # fmt: skip
    for query, rows in wishes:
        assert server.arrow(url(finished, "plot_source"), params=query).to_pylist() == rows, query


def test_genes_filter(server: Server, finished: str) -> None:
    everything = server.arrow(url(finished, "ssr_gene_intersect")).to_pylist()
    genes = sorted({row["gene"] for row in everything})[:2]
    query = "&".join(f"gene={gene}" for gene in genes)
    found = server.arrow(f"{url(finished, 'ssr_gene_intersect')}?{query}").to_pylist()

    assert found == [row for row in everything if row["gene"] in genes]


@pytest.mark.parametrize("key", FIGURES)
def test_figures_take_the_filters_too(server: Server, finished: str, key: str) -> None:
    everything = server.arrow(url(finished, key))
    # Fewer genomes are no tree.
    others = "&genome=SIM0002&genome=SIM0003" if key == "genome_tree" else ""
    few = server.arrow(f"{url(finished, key)}?genome=SIM0001&motif_length=3{others}")

    assert few.schema == everything.schema
    assert few.num_rows <= everything.num_rows


def test_columns_are_those_asked_for_in_their_order(server: Server, finished: str) -> None:
    for key, names in (("plot_source", ["start", "motif"]), ("ssr_gc", ["year", "genomeID"])):
        everything = server.arrow(url(finished, key))
        table = server.arrow(f"{url(finished, key)}?columns={','.join(names)}")

        assert table.column_names == names
        assert table.to_pylist() == everything.select(names).to_pylist()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("columns=nope", "'nope'"), ("columns=", "columns"), ("columns=motif,motif", "columns"),
        ("year_from=soon", "year_from"), ("motif_length=six", "motif_length"),
        ("motif_class=CA", "'CA'"), ("genomes=SIM0001", "'genomes'"),
        ("repeat_from=few", "repeat_from"), ("metadata=country", "metadata"),
        ('metadata=["country"]', "metadata"), ('metadata=["nope","x"]', "'nope'"),
        ('metadata=["year",2018]', "metadata"), ('metadata=["country","\\ud800"]', "metadata"),
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_bad_requests(
    server: Server, finished: str, query: str, told: str
) -> None:
    detail = assert_is_error(server.get(f"{url(finished, 'plot_source')}?{query}"), 400)

    assert told in detail


def test_fields_that_do_not_fit_are_named_one_by_one(server: Server, finished: str) -> None:
    answer = server.get(f"{url(finished, 'plot_source')}?year_from=a&year_to=b")

    assert {problem["field"] for problem in answer.json()["errors"]} == {"year_from", "year_to"}


def _without_ssrs(server: Server) -> str:
    """The id of a job with categories and genes, and no SSR in any genome."""
    genome = "ACGTTGCA" * 200
    found = [job["job_id"] for job in _jobs(server) if job["name"] == "No SSR"]
    if found:
        return str(found[0])
    return server.complete(
        {
            "fasta_file": ("genomes.fa", f">a\n{genome}\n>b\n{genome}\n".encode()),
            "categories_file": (
                "categories.tsv",
                b"genomeID\tcategory\tcountry\tyear\na\tI\tPeru\t2000\nb\tII\tChad\t2001\n",
            ),
            "gene_bed": ("genes.bed", b"a\t0\t30\tA\nb\t0\t30\tA\n"),
        },
        name="No SSR",
        reference_id="a",
        flanks="true",
        perf_params=json.dumps({"hexa": 1000, "penta": 1000, "tetra": 1000}),
    )


def _jobs(server: Server) -> list[dict[str, object]]:
    jobs: list[dict[str, object]] = server.get("/api/jobs?limit=500").json()["jobs"]
    return jobs


def _read_text(path: Path) -> pa.Table:
    delimiter = "," if path.suffix == ".csv" else "\t"
    header = path.read_text().split("\n", 1)[0].split(delimiter)
    return pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(delimiter=delimiter),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    return "undefined" if value is None else str(value)


def _as_number(text: str) -> float | str:
    """Numbers by value, since text and Arrow write 12.50 in two ways."""
    try:
        return float(text)
    except ValueError:
        return text
