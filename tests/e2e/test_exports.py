"""Saved figures and the report: complete by themselves, and equal to what the page shows."""

import csv
import io
import re
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Opening
from tests.e2e.figures import FIGURES, choose_in_menu, figure, open_section
from tests.server.contract.running_server import Server

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
ALL_FIGURES = [(section, name) for section, names in FIGURES.items() for name in names]
MARKS = ("path", "circle", "rect", "line", "text")


def saved(page: Page, shown: Locator, entry: str) -> bytes:
    """The file that an entry of a figure's menu saves."""
    with page.expect_download() as download:
        choose_in_menu(page, shown, entry)
    return Path(download.value.path()).read_bytes()


@contextmanager
def alone(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page that can reach nothing, and what it asked for besides the file itself."""
    context = browser.new_context(offline=True)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        yield page, asked
    finally:
        context.close()


def counts_of_marks(root: ElementTree.Element) -> dict[str, int]:
    return {kind: len(root.findall(f".//{SVG}{kind}")) for kind in MARKS}


def counts_on_page(shown: Locator) -> dict[str, int]:
    found: dict[str, int] = shown.locator("svg[role=img]").evaluate(
        """(svg, kinds) => Object.fromEntries(
          kinds.map((kind) => [kind, svg.querySelectorAll(kind).length]))""",
        list(MARKS),
    )
    return found


@pytest.mark.parametrize(
    "section",
    [
        "hotspots",
        *(pytest.param(one, marks=pytest.mark.slow) for one in FIGURES if one != "hotspots"),
    ],
)
def test_the_svg_of_every_figure_is_complete_and_has_all_marks(
    shared_server: Server,
    demo: str,
    open_page: Opening,
    browser: Browser,
    tmp_path: Path,
    section: str,
) -> None:
    file = tmp_path / "figure.svg"
    with (
        open_page(shared_server, theme="dark") as (page, _),
        alone(browser) as (other, asked),
    ):
        open_section(page, demo, section)
        for name in FIGURES[section]:
            shown = figure(page, name)
            content = saved(page, shown, "SVG, text as text")
            text = content.decode()
            assert "var(" not in text, name
            assert not re.search(r"(href|url)\W+(https?:|//)", text), name
            root = ElementTree.fromstring(content)
            # The drawing stands inside, words around it.
            inner = root.find(f"{SVG}svg")
            assert inner is not None
            assert counts_of_marks(inner) == counts_on_page(shown), name
            file.write_bytes(content)
            other.goto(file.as_uri())
            box = other.evaluate("document.documentElement.getBoundingClientRect().width")
            assert box >= float(root.attrib["width"]) - 1, name
            assert [one for one in asked if one != file.as_uri()] == [], name


@pytest.mark.slow
def test_a_saved_figure_is_drawn_for_white_paper_in_the_dark_theme_too(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    files = {}
    for theme in ("light", "dark"):
        with open_page(shared_server, theme=theme) as (page, _):
            open_section(page, demo, "ssrs/abundance")
            files[theme] = saved(page, figure(page, "Abundance"), "SVG, text as text")
    assert files["light"] == files["dark"]


@pytest.mark.slow
def test_the_csv_of_every_figure_is_the_table_behind_it(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            shown = figure(page, name)
            rows = list(csv.reader(io.StringIO(saved(page, shown, "CSV of").decode())))
            assert {len(row) for row in rows} == {len(rows[0])}, name
            choose_in_menu(page, shown, "Show as table")
            table = shown.get_by_role("group", name=f"Data of the figure {name}")
            # The page shows the first 500 rows.
            expect(table.get_by_role("row")).to_have_count(min(len(rows) - 1, 500) + 1)
            assert "undefined" not in table.inner_text(), name


def test_the_csv_of_gc_holds_the_numbers_of_the_server(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "genomes")
        text = saved(page, figure(page, "GC of SSRs and genomes"), "CSV of").decode()
    plotted = {row["genomeID"]: row for row in csv.DictReader(io.StringIO(text))}
    data = shared_server.arrow(f"/api/job/{demo}/plot_data/ssr_gc").to_pylist()
    assert len(plotted) == len(data) == 40
    for row in data:
        mine = plotted[row["genomeID"]]
        assert float(mine["ssr_GC_per"]) == pytest.approx(row["ssr_GC_per"])
        assert float(mine["genome_GC_per"]) == pytest.approx(row["genome_GC_per"])


def save_png(page: Page, shown: Locator, millimetres: str = "", dpi: str = "") -> bytes:
    choose_in_menu(page, shown, "PNG…")
    dialog = page.get_by_role("dialog", name="Save as PNG")
    if millimetres:
        dialog.get_by_label("Width").fill(millimetres)
        dialog.get_by_label("Resolution").fill(dpi)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save").click()
    return Path(download.value.path()).read_bytes()


def size_and_dpi(png: bytes) -> tuple[int, int, float]:
    """Width and height in px, and the resolution from the chunk pHYs."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"pHYs")
    across, down, unit = struct.unpack(">IIB", png[at + 4 : at + 13])
    assert (across, unit) == (down, 1)
    return width, height, across * 0.0254


def test_a_png_is_180_mm_wide_at_300_dpi_unless_told_otherwise(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "ssrs/conservation")
        shown = figure(page, "Conservation")
        width, _, dpi = size_and_dpi(save_png(page, shown))
        assert (width, round(dpi)) == (2126, 300)
        width, _, dpi = size_and_dpi(save_png(page, shown, "85", "600"))
        assert (width, round(dpi)) == (2008, 600)


def test_a_png_that_no_browser_can_make_is_refused_in_words(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "hotspots/time")
        choose_in_menu(page, figure(page, "Repeat numbers over time"), "PNG…")
        dialog = page.get_by_role("dialog", name="Save as PNG")
        dialog.get_by_label("Width").fill("1000")
        dialog.get_by_label("Resolution").fill("1200")
        expect(dialog.get_by_role("alert")).to_contain_text("47,244 pixels")
        expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


@pytest.mark.slow
def test_the_png_of_every_figure_is_made(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            width, height, dpi = size_and_dpi(save_png(page, figure(page, name)))
            assert (width, round(dpi)) == (2126, 300), name
            assert height > 300, name


def words_of_pdf(content: bytes, folder: Path, missing: Callable[[str], NoReturn]) -> str:
    if shutil.which("pdftotext") is None:
        missing("pdftotext is not installed: apt install poppler-utils")
    file = folder / "figure.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return told.stdout.decode()


def test_a_pdf_holds_the_texts_of_the_figure_as_texts(
    shared_server: Server,
    demo: str,
    open_page: Opening,
    tmp_path: Path,
    missing: Callable[[str], NoReturn],
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "hotspots")
        shown = figure(page, "Alleles")
        title = shown.get_by_role("heading").inner_text()
        content = saved(page, shown, "PDF")
    assert content.startswith(b"%PDF")
    words = words_of_pdf(content, tmp_path, missing)
    for text in (title, "gene048", "diversity", "repeat number", "40 of 40 analysed genomes"):
        assert text in words


@pytest.mark.slow
def test_the_pdf_of_every_figure_is_made_and_has_its_title(
    shared_server: Server,
    demo: str,
    open_page: Opening,
    tmp_path: Path,
    missing: Callable[[str], NoReturn],
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            shown = figure(page, name)
            first_words = " ".join(shown.get_by_role("heading").inner_text().split()[:4])
            content = saved(page, shown, "PDF")
            assert content.startswith(b"%PDF"), name
            assert first_words in words_of_pdf(content, tmp_path, missing), name


def test_the_report_opens_alone_and_holds_all_figures_under_the_filters(
    shared_server: Server, demo: str, open_page: Opening, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "files", "?category=IIa")
        with page.expect_download() as download:
            page.get_by_role("button", name="One HTML report").click()
        content = Path(download.value.path()).read_text("utf-8")
    assert "var(" not in content
    assert "<script" not in content
    file.write_text(content, "utf-8")
    with alone(browser) as (other, asked):
        other.goto(file.as_uri())
        assert asked == [file.as_uri()]
        expect(other.get_by_role("heading", name="CrossRoad report")).to_be_visible()
        expect(other.get_by_text("13 of 40 analysed genomes").first).to_be_visible()
        # A drawing stands in one of its own size.
        expect(other.locator(".figure > svg")).to_have_count(18)
        assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_menu_of_exports_gives_the_filtered_ssrs_and_the_whole_result(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "overview", "?category=I")
        told = page.get_by_role("group", name="Filters").get_by_role("status")
        expect(told).to_contain_text("14 of 40 genomes")
        ssrs = int(re.findall(r"· ([\d,]+) of", told.inner_text())[0].replace(",", ""))
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("dialog", name="Export").get_by_text("SSRs").first.click()
        with Path(download.value.path()).open(newline="") as rows:
            assert sum(1 for _ in csv.reader(rows)) == ssrs + 1
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("dialog", name="Export").get_by_text("All files").click()
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
