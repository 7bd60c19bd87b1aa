"""Every section of a result is there, drawn, and blameless, in both themes and sizes."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import NARROW, WIDE, go, wait_for_figures
from tests.e2e.conftest import Opening
from tests.server.contract.running_server import Server

# Section: the figures in it.
FIGURES = {
    "overview": 4,
    "genomes": 3,
    "ssrs/conservation": 2,
    "ssrs/abundance": 2,
    "ssrs/matrix": 1,
    "genes": 1,
    "hotspots": 2,
    "hotspots/repeats": 1,
    "hotspots/time": 1,
    "loci/matrix": 2,
    "loci/tree": 1,
}
TABLES = ("ssrs/table", "genes/table", "hotspots/table", "loci", "flanks")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_of_every_section_is_drawn(
    shared_server: Server, demo: str, open_page: Opening, size: tuple[int, int], theme: str
) -> None:
    with open_page(shared_server, size=size, theme=theme) as (page, _):
        for section, figures in FIGURES.items():
            go(page, f"#/results/{demo}/{section}")
            wait_for_figures(page)
            drawn = page.locator("[data-figure] svg[role=img]")
            expect(drawn).to_have_count(figures)
            # Nothing of the page is wider than the window.
            assert page.evaluate("document.querySelector('main').scrollWidth") <= page.evaluate(
                "document.querySelector('main').clientWidth"
            ), section


def test_every_table_shows_rows(shared_server: Server, demo: str, open_page: Opening) -> None:
    with open_page(shared_server) as (page, _):
        for section in TABLES:
            go(page, f"#/results/{demo}/{section}")
            expect(page.get_by_role("grid").first).to_be_visible()
            expect(page.get_by_role("grid").first.get_by_role("row").nth(2)).to_be_visible()
