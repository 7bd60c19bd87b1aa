"""GET /api/job/{id}/table/{name}: pages, and the filtered table as a file."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.server.contract.running_server import Server, assert_is_error

Row = dict[str, object]
FILTERS: list[tuple[list[list[str]], Callable[[Row], bool]]] = [
    ([["motif", "contains", "at"]], lambda row: "AT" in str(row["motif"])),
    ([["start", "ge", "4000"]], lambda row: int(str(row["start"])) >= 4000),
    ([["start", "lt", "4000"]], lambda row: int(str(row["start"])) < 4000),
    ([["repeat", "gt", "4"]], lambda row: int(str(row["repeat"])) > 4),
    ([["repeat", "le", "4"]], lambda row: int(str(row["repeat"])) <= 4),
    ([["genomeID", "eq", "SIM0003"]], lambda row: row["genomeID"] == "SIM0003"),
    ([["genomeID", "ne", "SIM0003"]], lambda row: row["genomeID"] != "SIM0003"),
    ([["length_of_motif", "in", "1", "3"]], lambda row: row["length_of_motif"] in (1, 3)),
    ([["", "text", "sim0007"]], lambda row: row["genomeID"] == "SIM0007"),
    (
        [["genomeID", "eq", "SIM0003"], ["repeat", "gt", "4"]],
        lambda row: row["genomeID"] == "SIM0003" and int(str(row["repeat"])) > 4,
    ),
    ([["motif", "eq", "none"]], lambda _: False),
]
WISHES: dict[str, object] = {
    "filter": [json.dumps(["repeat", "gt", "4"]), json.dumps(["genomeID", "ne", "SIM0003"])],
    "sort": "-start,genomeID",
}


@pytest.fixture
def url(finished: str) -> str:
    return f"/api/job/{finished}/table/mergedOut"


@pytest.fixture
def everything(output: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(output / "parquet" / "mergedOut.parquet").to_pylist()
    return rows


@pytest.fixture
def wished(everything: list[Row]) -> list[Row]:
    """The rows of WISHES in their order."""
    chosen = [
        row for row in everything if int(str(row["repeat"])) > 4 and row["genomeID"] != "SIM0003"
    ]
    return sorted(chosen, key=lambda row: (-int(str(row["start"])), str(row["genomeID"])))


def test_pages_cover_the_table_once(server: Server, url: str, everything: list[Row]) -> None:
    rows: list[Row] = []
    while len(rows) < len(everything):
        answer = server.get(url, params={"offset": len(rows), "limit": 100})
        page = server.arrow(url, params={"offset": len(rows), "limit": 100})
        assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
        assert answer.headers["x-total-rows"] == str(len(everything))
        assert 0 < page.num_rows <= 100
        rows += page.to_pylist()

    assert rows == everything


def test_a_page_has_a_hundred_rows_unless_told(server: Server, url: str) -> None:
    assert server.arrow(url).num_rows == 100


def test_behind_the_end_there_is_a_page_without_rows(server: Server, url: str) -> None:
    answer = server.get(url, params={"offset": 10**9})

    assert server.arrow(url, params={"offset": 10**9}).num_rows == 0
    assert int(answer.headers["x-total-rows"]) > 0


def test_every_column_sorts_both_ways(server: Server, url: str, everything: list[Row]) -> None:
    for name in everything[0]:
        for sign in ("", "-"):
            rows = server.arrow(url, params={"sort": sign + name, "limit": 10_000}).to_pylist()
            values = [row[name] for row in everything]
            expected = sorted(values, reverse=bool(sign))  # type: ignore[type-var]
            assert [row[name] for row in rows] == expected, sign + name


def test_the_second_sort_key_decides_between_equals(
    server: Server, url: str, everything: list[Row]
) -> None:
    found = server.arrow(url, params={"sort": "motif,-start", "limit": 10_000}).to_pylist()

    assert found == sorted(everything, key=lambda row: (str(row["motif"]), -int(str(row["start"]))))


def test_the_order_may_be_a_json_array_and_what_is_none_is_refused(
    server: Server, url: str
) -> None:
    plain = server.arrow(url, params={"sort": "motif,-start", "columns": "motif,start"})
    listed = server.arrow(
        url, params={"sort": '["motif", "-start"]', "columns": '["motif", "start"]'}
    )

    assert listed.to_pylist() == plain.to_pylist()
    detail = assert_is_error(server.get(url, params={"sort": '["motif"'}), 400)
    assert "is no list of columns" in detail


@pytest.mark.parametrize(
    ("filters", "keeps"),
    FILTERS,
    ids=lambda value: json.dumps(value) if isinstance(value, list) else "",
)
def test_filters_keep_the_rows_that_fit(
    server: Server,
    url: str,
    everything: list[Row],
    filters: list[list[str]],
    keeps: Callable[[Row], bool],
) -> None:
    wishes = {"filter": [json.dumps(part) for part in filters], "limit": 10_000}
    rows = server.arrow(url, params=wishes).to_pylist()

    assert rows == [row for row in everything if keeps(row)]
    assert server.get(url, params=wishes).headers["x-total-rows"] == str(len(rows))


def test_every_column_of_every_table_filters(server: Server, finished: str) -> None:
    for table in server.get(f"/api/job/{finished}/summary").json()["tables"]:
        url = f"/api/job/{finished}/table/{table['name']}"
        everything = server.arrow(url, params={"limit": 10_000}).to_pylist()
        for row in everything[:1]:
            wishes = [json.dumps([name, "eq", _as_wished(value)]) for name, value in row.items()]
            found = server.arrow(url, params={"filter": wishes, "limit": 10_000}).to_pylist()
            assert found == [same for same in everything if same == row], table["name"]


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("genome=SIM0001&genome=SIM0003", lambda row: row["genomeID"] in ("SIM0001", "SIM0003")),
        ("motif_length=2&repeat_from=7", lambda row: row["length_of_motif"] == 2
         and row["repeat"] >= 7),
        ('metadata=["year","2018","2019"]', lambda row: row["year"] in (2018, 2019)),
        ('repeat_to=6&filter=["start","lt","4000"]', lambda row: row["repeat"] <= 6
         and row["start"] < 4000),
        ("category=none", lambda _: False),
    ],
)  # fmt: skip
def test_tables_and_files_follow_the_filters_of_figures(
    server: Server, url: str, everything: list[Row], query: str, keeps: Callable[[Row], bool]
) -> None:
    expected = [row for row in everything if keeps(row)]
    assert server.arrow(f"{url}?{query}&limit=10000").to_pylist() == expected
    content = server.get(f"{url}.parquet?{query}").content
    assert pq.read_table(pa.BufferReader(content)).to_pylist() == expected


def test_a_table_says_which_filters_it_takes_and_refuses_others(
    server: Server, finished: str
) -> None:
    tables = server.get(f"/api/job/{finished}/summary").json()["tables"]
    filters = {table["name"]: table["filters"] for table in tables}

    assert filters["pattern_summary"] == []
    assert {"category", "genome", "metadata"} <= set(filters["genomes"])
    assert "repeat_from" in filters["ssr_genecombo"]
    for name, accepted in filters.items():
        for ending in ("", ".csv"):
            answer = server.get(f"/api/job/{finished}/table/{name}{ending}?repeat_from=2")
            assert answer.status_code == (200 if "repeat_from" in accepted else 400), name
            assert "repeat" in (answer.text if answer.status_code == 400 else "repeat")


def test_the_genomes_are_a_table(server: Server, finished: str) -> None:
    url = f"/api/job/{finished}/table/genomes"
    rows = server.arrow(f"{url}?sort=-ssrs").to_pylist()

    assert len(rows) == 8
    assert [row["ssrs"] for row in rows] == sorted((row["ssrs"] for row in rows), reverse=True)
    assert server.get(f"{url}.csv").text.startswith("genomeID,is_analysed,")


def test_filter_sort_and_columns_work_together(server: Server, url: str, wished: list[Row]) -> None:
    found = server.arrow(url, params={**WISHES, "columns": "motif,start", "limit": 10_000})

    assert found.column_names == ["motif", "start"]
    assert found.to_pylist() == [{"motif": row["motif"], "start": row["start"]} for row in wished]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("limit=0", "limit"), ("limit=10001", "limit"), ("offset=-1", "offset"),
        ("offset=x", "offset"), ("sort=nope", "'nope'"), ("columns=nope", "'nope'"),
        ("filter=motif", "filter"), ("filter=[]", "filter"), ('filter=["motif"]', "filter"),
        ('filter=["motif","eq"]', "'motif'"), ('filter=["motif","is","AT"]', "'is'"),
        ('filter=["nope","eq","AT"]', "'nope'"), ('filter=["start","gt","many"]', "'many'"),
        ('filter=["start","eq",5]', "filter"),
    ],
)  # fmt: skip
def test_wishes_that_do_not_fit_are_bad_requests(
    server: Server, url: str, query: str, told: str
) -> None:
    assert told in assert_is_error(server.get(f"{url}?{query}"), 400)


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "xlsx"])
@pytest.mark.parametrize("query", ["sort=nope", "columns=nope", "filter=motif"])
def test_files_are_refused_before_they_begin(
    server: Server, url: str, ending: str, query: str
) -> None:
    assert_is_error(server.get(f"{url}.{ending}?{query}"), 400)


@pytest.mark.parametrize("name", ["nope", "nope.csv", "mergedOut.ods", "mergedOut.csv.gz", ".csv"])
def test_unknown_tables_and_formats_are_not_found(server: Server, finished: str, name: str) -> None:
    assert_is_error(server.get(f"/api/job/{finished}/table/{name}"), 404)


def test_a_table_whose_inputs_were_not_given_says_which(
    server: Server, finished_genomes: str
) -> None:
    for name in ("mutational_hotspot", "mutational_hotspot.csv"):
        answer = server.get(f"/api/job/{finished_genomes}/table/{name}")
        assert "BED" in assert_is_error(answer, 404)


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
        ("parquet", "application/vnd.apache.parquet"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_saved_under_the_name_of_table_and_job(
    server: Server, finished: str, url: str, ending: str, media_type: str
) -> None:
    answer = server.get(f"{url}.{ending}")

    assert answer.headers["content-type"] == media_type
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="mergedOut_{finished}.{ending}"'
    )


@pytest.mark.parametrize(("ending", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_text_files_hold_the_filtered_rows(
    server: Server, url: str, wished: list[Row], ending: str, delimiter: str
) -> None:
    text = server.get(f"{url}.{ending}", params=WISHES).text
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))

    assert rows == [{name: str(value) for name, value in row.items()} for row in wished]


def test_a_parquet_file_holds_the_filtered_rows(
    server: Server, url: str, wished: list[Row]
) -> None:
    content = server.get(f"{url}.parquet", params=WISHES).content

    assert pq.read_table(pa.BufferReader(content)).to_pylist() == wished


def test_a_spreadsheet_holds_the_filtered_rows(server: Server, url: str, wished: list[Row]) -> None:
    content = server.get(f"{url}.xlsx", params={**WISHES, "columns": "motif,start"}).content
    header, *rows = _read_sheet(content)

    assert header == ["motif", "start"]
    assert rows == [[row["motif"], str(row["start"])] for row in wished]


def test_a_file_without_rows_has_its_header(server: Server, url: str) -> None:
    wish = {"filter": json.dumps(["motif", "eq", "none"]), "columns": "motif,start"}

    assert server.get(f"{url}.csv", params=wish).text == "motif,start\n"
    assert _read_sheet(server.get(f"{url}.xlsx", params=wish).content) == [["motif", "start"]]


def _read_sheet(content: bytes) -> list[list[str | None]]:
    """The cells of the first sheet as text, row by row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{space}c")]
        for row in sheet.iter(f"{space}row")
    ]


def _as_wished(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "undefined" if value is None else str(value)
