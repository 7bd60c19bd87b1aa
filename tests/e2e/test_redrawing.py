"""How often figures are drawn: once for what has changed, and not for what has not."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import go, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.results_page import chips
from tests.server.contract.running_server import Server

pytestmark = pytest.mark.slow

_COUNT_DRAWINGS: Final = """
() => {
  window.drawn = [];
  new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes) {
      for (const node of addedNodes) {
        if (node.matches?.('[data-figure] svg[role=img]')) {
          window.drawn.push(target.closest('[data-figure]').dataset.figure);
        }
      }
    }
  }).observe(document.querySelector('main'), { childList: true, subtree: true });
}
"""


@pytest.mark.parametrize("section", ["genomes", "ssrs/abundance", "hotspots/repeats"])
def test_a_filter_draws_each_figure_once(
    open_page: Opening, shared_server: Server, demo: str, section: str
) -> None:
    with open_page(shared_server) as (page, _):
        figures = _open(page, demo, section)
        page.get_by_role("button", name="Filter", exact=True).click()
        menu = page.get_by_role("dialog", name="Add a filter")
        menu.get_by_role("button", name="Motif length").click()
        menu.get_by_role("checkbox").first.click()
        expect(chips(page)).to_have_count(1)
        wait_for_figures(page)
        assert sorted(_drawn(page)) == sorted(figures)


def test_a_choice_draws_its_own_figure_only(
    open_page: Opening, shared_server: Server, demo: str
) -> None:
    with open_page(shared_server) as (page, _):
        _open(page, demo, "ssrs/matrix")
        page.get_by_label("Scale").select_option("column")
        expect(page).to_have_url(re.compile("scale=column"))
        wait_for_figures(page)
        assert _drawn(page) == ["Matrix of motif classes"]
        go(page, f"#/results/{demo}/ssrs/matrix")
        expect(page.get_by_label("Scale")).to_have_value("log")
        wait_for_figures(page)
        assert _drawn(page) == 2 * ["Matrix of motif classes"]


def _open(page: Page, job_id: str, section: str) -> list[str]:
    """The figures of a section, all drawn; from now on drawings are counted."""
    go(page, f"#/results/{job_id}/{section}")
    wait_for_figures(page)
    page.evaluate(_COUNT_DRAWINGS)
    shown: list[str] = page.locator("[data-figure]").evaluate_all(
        "(figures) => figures.map((figure) => figure.dataset.figure)"
    )
    return shown


def _drawn(page: Page) -> list[str]:
    """Names of figures, one for each time that one was drawn."""
    drawn: list[str] = page.evaluate("window.drawn")
    return drawn
