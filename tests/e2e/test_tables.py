"""Grids: sorted, filtered, arranged, copied, downloaded; and what a row opens."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import WIDE
from tests.e2e.conftest import Opening
from tests.e2e.data_sets import DataSets
from tests.e2e.figures import open_section
from tests.server.contract.running_server import Server

pytestmark = pytest.mark.slow

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def grid_of(page: Page) -> Locator:
    return page.get_by_role("grid").first


def total(page: Page) -> Locator:
    """How many rows the filters leave, below the grid."""
    return page.locator("footer").get_by_role("status")


def column(page: Page, name: str) -> list[str]:
    """Cells of a column that are in sight, from the top."""
    found: list[str] = grid_of(page).evaluate(
        """(grid, name) => {
          const heads = [...grid.querySelectorAll("[role=columnheader]")];
          const head = heads.find((one) => one.querySelector("[data-head]").innerText.trim()
            .startsWith(name));
          const at = head.getAttribute("aria-colindex");
          return [...grid.querySelectorAll(`[data-row] > [aria-colindex="${at}"]`)]
            .map((cell) => cell.innerText.trim());
        }""",
        name,
    )
    return found


def head(page: Page, name: str) -> Locator:
    return grid_of(page).get_by_role("button", name=name, exact=True)


def heads(page: Page) -> list[str]:
    """Names of the columns, from the left."""
    texts = grid_of(page).locator("[data-head]").all_inner_texts()
    return [text.strip() for text in texts]


def open_ssrs(page: Page, job_id: str, query: str = "") -> None:
    open_section(page, job_id, "ssrs/table", query)
    expect(grid_of(page).get_by_role("row").nth(4)).to_be_visible()
    expect(total(page)).to_contain_text("SSRs")


def column_menu(page: Page, name: str, entry: str) -> None:
    head(page, name).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("dialog", name=f"Column {name}").get_by_text(entry, exact=False).click()


def test_a_heading_sorts_and_shift_adds_a_second_key(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        head(page, "Repeats").click()
        expect(grid_of(page).get_by_role("columnheader", name="Repeats")).to_have_attribute(
            "aria-sort", "ascending"
        )
        head(page, "Repeats").click()
        expect(page.get_by_text("sorted by Repeats")).to_be_visible()
        page.keyboard.down("Shift")
        head(page, "Start").click()
        page.keyboard.up("Shift")
        expect(page.get_by_text(re.compile("sorted by Repeats ., Start"))).to_be_visible()
        answer = shared_server.arrow(
            f"/api/job/{demo}/table/mergedOut",
            params={"sort": "-repeat,start", "limit": "20"},
        ).to_pylist()
        expected = [str(row["start"]) for row in answer]
        page.wait_for_function(
            "(first) => document.querySelector('[role=grid]').innerText.includes(first)",
            arg=expected[0],
        )
        assert column(page, "Start")[:15] == expected[:15]


def test_the_filter_row_takes_text_and_numbers_and_says_what_it_does_not_understand(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        page.get_by_role("textbox", name="Filter Motif", exact=True).fill("AAT")
        expect(total(page)).not_to_contain_text("3,935 of")
        assert all("AAT" in motif for motif in column(page, "Motif"))
        page.get_by_role("textbox", name="Filter Repeats").fill("≥ 6")
        page.wait_for_function(
            """() => decodeURIComponent(location.hash).includes("≥")
              || location.hash.includes("%E2%89%A5")"""
        )
        expect(page.get_by_role("button", name="Clear 2 filters")).to_be_visible()
        page.get_by_role("textbox", name="Filter Repeats").fill("many")
        expect(page.get_by_role("alert")).to_contain_text("4-10")
        page.get_by_role("button", name=re.compile("^Clear .* filter")).click()
        expect(total(page)).to_have_text(re.compile("^3,935 of 3,935 SSRs"))


def test_the_search_looks_into_all_columns_and_survives_a_reload(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        page.get_by_role("searchbox", name="Search all columns").fill("SIM0007")
        expect(total(page)).to_have_text(re.compile("^101 of 3,935 SSRs"))
        page.reload()
        expect(total(page)).to_have_text(re.compile("^101 of 3,935 SSRs"))
        assert set(column(page, "Genome")) == {"SIM0007"}


def test_values_of_a_column_can_be_ticked(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        head(page, "Category").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("dialog", name="Column Category").get_by_role("checkbox").nth(1).check()
        expect(total(page)).not_to_contain_text("3,935 of")
        page.keyboard.press("Escape")
        assert len(set(column(page, "Category"))) == 1


def test_columns_are_hidden_added_pinned_and_moved(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        first = heads(page)
        column_menu(page, "GC %", "Hide column")
        expect(head(page, "GC %")).to_have_count(0)
        column_menu(page, "Motif", "Pin left")
        assert heads(page)[:2] == [first[0], "Motif"]
        page.get_by_role("button", name=re.compile("^Columns")).click()
        chooser = page.get_by_role("dialog", name="Columns")
        chooser.get_by_role("checkbox", name="Genome bp").check()
        chooser.get_by_role("button", name="Move Repeats left").click()
        page.keyboard.press("Escape")
        expect(head(page, "Genome bp")).to_have_count(1)
        shown = heads(page)
        page.reload()
        expect(head(page, "Genome bp")).to_have_count(1)
        assert heads(page) == shown
        page.get_by_role("button", name=re.compile("^Columns")).click()
        page.get_by_role("dialog", name="Columns").get_by_text("Reset columns").click()
        assert heads(page) == first


def test_a_column_is_made_wider_with_the_pointer_and_with_keys(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        button = page.get_by_role("button", name="Motif", exact=True)
        title = grid_of(page).get_by_role("columnheader").filter(has=button)

        def width() -> float:
            box = title.bounding_box()
            assert box is not None
            return box["width"]

        before = width()
        head(page, "Motif").focus()
        page.keyboard.press("Shift+ArrowRight")
        assert width() == before + 16
        box = title.bounding_box()
        assert box is not None
        edge, middle = box["x"] + box["width"], box["y"] + box["height"] / 2
        page.mouse.move(edge, middle)
        page.mouse.down()
        page.mouse.move(edge + 50, middle, steps=3)
        page.mouse.up()
        assert width() == pytest.approx(before + 66, abs=2)


def test_texts_that_are_cut_get_the_room_beside_the_table(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server, size=WIDE) as (page, _):
        open_section(page, demo, "flanks")
        expect(grid_of(page).get_by_role("row").nth(4)).to_be_visible()
        page.wait_for_function(
            """() => [...document.querySelectorAll("[data-row] > [role=gridcell]")]
              .every((cell) => cell.scrollWidth <= cell.clientWidth + 1)"""
        )


def test_rows_are_as_high_as_chosen(shared_server: Server, demo: str, open_page: Opening) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        for name, height in (("Compact", 24), ("Roomy", 32), ("Normal", 28)):
            page.get_by_role("button", name="Density").click()
            page.get_by_role("dialog", name="Density").get_by_role("button", name=name).click()
            expect(grid_of(page).locator("[data-row]").first).to_have_css("height", f"{height}px")


def test_chosen_cells_are_copied_as_a_spreadsheet_takes_them(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server, **CLIPBOARD) as (page, _):
        open_ssrs(page, demo)
        motifs = column(page, "Motif")
        grid_of(page).focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Control+c")
        expect(page.get_by_text("1 cell copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == motifs[0]
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Control+c")
        expect(page.get_by_text("4 cells copied")).to_be_visible()
        lines = page.evaluate("navigator.clipboard.readText()").split("\n")
        assert [line.split("\t")[0] for line in lines] == ["motif", *motifs[:2]]
        assert lines[0].split("\t")[1] == "length_of_motif"


def test_keys_move_through_the_table_and_open_a_row(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        grid = grid_of(page)
        grid.focus()
        page.keyboard.press("Control+End")
        expect(grid.locator("[data-row='3934']")).to_be_visible()
        page.keyboard.press("Control+Home")
        expect(grid.locator("[data-row='0']")).to_be_visible()
        page.keyboard.press("PageDown")
        cursor = grid.evaluate("(grid) => grid.getAttribute('aria-activedescendant')")
        assert page.locator(f"[id='{cursor}']").is_visible()
        page.keyboard.press("Enter")
        detail = page.get_by_role("complementary", name="Detail of the chosen row")
        expect(detail).to_be_visible()
        page.keyboard.press("Escape")
        expect(detail).to_have_count(0)


def bases_of(fasta: str, genome: str) -> str:
    record = next(one for one in fasta.split(">") if one.split("\n", 1)[0].split()[:1] == [genome])
    return record.split("\n", 1)[1].replace("\n", "").upper()


def test_the_detail_of_an_ssr_shows_the_bases_of_the_fasta(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    folder = shared_server.job_dir / demo / "input"
    fasta = next(path for path in folder.iterdir() if path.suffix in (".fa", ".fasta")).read_text()
    with open_page(shared_server) as (page, _):
        open_ssrs(page, demo)
        for row in (0, 5):
            places = (column(page, name)[row] for name in ("Genome", "Start", "End", "Motif"))
            genome, start, end, motif = places
            grid_of(page).locator(f"[data-row='{row}'] > [role=gridcell]").nth(3).click()
            detail = page.get_by_role("complementary", name="Detail of the chosen row")
            expect(detail.get_by_role("heading")).to_contain_text(f"({motif})")
            expect(detail).to_contain_text(f"{int(start):,}")
            bases = bases_of(fasta, genome)
            first, last = int(start), int(end)
            shown = bases[max(0, first - 24) : first].lower()
            shown += bases[first:last] + bases[last : last + 24].lower()
            expect(detail.locator("code")).to_have_text(shown)


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"))))


def read_tsv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8")), delimiter="\t"))


def read_xlsx(path: Path) -> list[list[str]]:
    """Cells of the first sheet; texts stand in them or in the shared list."""
    with ZipFile(path) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            listed = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(one.itertext()) for one in listed.iter(f"{SHEET}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [_cell(cell, shared) for cell in row.iter(f"{SHEET}c")] for row in sheet.iter(f"{SHEET}row")
    ]


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{SHEET}v")
    if cell.get("t") == "s":
        return shared[int(value or 0)]
    return value if value is not None else "".join(cell.itertext())


def read_parquet(path: Path) -> list[list[str]]:
    table = pq.read_table(path)
    rows = [[str(value) for value in row.values()] for row in table.to_pylist()]
    return [table.column_names, *rows]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("CSV", read_csv),
        ("Excel", read_xlsx),
        pytest.param("TSV", read_tsv, marks=pytest.mark.slow),
        pytest.param("Parquet", read_parquet, marks=pytest.mark.slow),
    ],
)
def test_a_download_holds_the_filtered_rows_in_the_shown_order(
    shared_server: Server,
    demo: str,
    open_page: Opening,
    name: str,
    read: Callable[[Path], list[list[str]]],
) -> None:
    with open_page(shared_server) as (page, _):
        query = "?category=IIa&.mergedOut.sort=-repeat,start"
        open_ssrs(page, demo, query)
        before = total(page).inner_text().split(" of ")[0]
        page.get_by_role("textbox", name="Filter Motif", exact=True).fill("AT")
        expect(total(page)).not_to_contain_text(f"{before} of")
        rows = int(total(page).inner_text().split(" of ")[0].replace(",", ""))
        starts, motifs = column(page, "Start"), column(page, "Motif")
        page.get_by_role("button", name="Download table").click()
        with page.expect_download() as download:
            page.get_by_role("dialog", name="Download table").get_by_role("link", name=name).click()
        table = read(Path(download.value.path()))
    columns = table[0]
    assert columns[:4] == ["genomeID", "start", "stop", "motif"]
    assert len(table) == rows + 1
    assert {row[columns.index("category")] for row in table[1:]} == {"IIa"}
    assert [row[columns.index("start")] for row in table[1:11]] == starts[:10]
    assert [row[columns.index("motif")] for row in table[1:11]] == motifs[:10]


def test_the_filter_bar_narrows_every_table(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section in ("ssrs/table", "genes/table"):
            open_section(page, demo, section, "?category=IIb")
            expect(grid_of(page).get_by_role("row").nth(4)).to_be_visible()
            expect(total(page)).to_contain_text(" of ")
            page.wait_for_function(
                """() => [...document.querySelectorAll("[data-row]")].length > 5"""
            )
            assert set(column(page, "Category")) == {"IIb"}


@pytest.mark.slow
def test_a_table_of_a_hundred_thousand_rows_is_scrolled_to_its_end(
    data_sets: DataSets, open_page: Opening
) -> None:
    job_id = data_sets.job("many SSRs")
    server = data_sets.server
    rows = _rows(server, job_id)
    assert rows > 100_000
    with open_page(server) as (page, _):
        open_ssrs(page, job_id)
        grid_of(page).evaluate("(grid) => grid.scrollTo(0, grid.scrollHeight)")
        last = grid_of(page).locator(f"[data-row='{rows - 1}']")
        expect(last).to_be_visible()
        answer = server.arrow(
            f"/api/job/{job_id}/table/mergedOut", params={"offset": str(rows - 1), "limit": "1"}
        ).to_pylist()[0]
        expect(last).to_contain_text(str(answer["start"]))
        expect(last).to_contain_text(answer["genomeID"])


def _rows(server: Server, job_id: str) -> int:
    summary: dict[str, Any] = server.get(f"/api/job/{job_id}/summary").json()
    return next(int(one["rows"]) for one in summary["tables"] if one["name"] == "mergedOut")
