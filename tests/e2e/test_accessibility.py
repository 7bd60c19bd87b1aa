"""Everybody can use it: rules of axe, keyboard alone, twice the size, no motion."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import faults
from tests.e2e.browser import NARROW
from tests.e2e.conftest import Opening
from tests.e2e.figures import SECTIONS, figure, is_too_wide, open_section, surface
from tests.server.contract.running_server import Server

pytestmark = pytest.mark.slow

TABLES: Final = ("ssrs/table", "genes/table", "hotspots/table", "loci", "flanks")
PAGES: Final = ("#/new", "#/jobs", "#/manual/README", "#/manual/plot-data")

THEMES: Final = ["light", pytest.param("dark", marks=pytest.mark.slow)]


@pytest.mark.parametrize("theme", THEMES)
def test_every_section_of_a_result_keeps_the_rules(
    shared_server: Server, demo: str, open_page: Opening, axe: str, theme: str
) -> None:
    with open_page(shared_server, theme=theme) as (page, _):
        for section in SECTIONS:
            open_section(page, demo, section)
            assert faults(page, axe) == [], section
        for section in TABLES:
            open_section(page, demo, section)
            expect(page.get_by_role("grid").get_by_role("row").nth(4)).to_be_visible()
            assert faults(page, axe) == [], section
        for part in ("files", "tables", "log"):
            open_section(page, demo, "files", f"?.part={part}")
            expect(page.get_by_role("group", name="Part")).to_be_visible()
            assert faults(page, axe) == [], part


@pytest.mark.parametrize("theme", THEMES)
def test_every_other_view_keeps_the_rules(
    shared_server: Server,
    demo: str,
    genomes_only: str,
    open_page: Opening,
    axe: str,
    theme: str,
) -> None:
    with open_page(shared_server, theme=theme) as (page, _):
        for address in (*PAGES, f"#/job/{demo}", f"#/results/{genomes_only}/hotspots"):
            page.evaluate("(address) => { location.hash = address }", address)
            expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
            assert faults(page, axe) == [], address


@pytest.mark.parametrize("theme", THEMES)
def test_open_menus_and_dialogs_keep_the_rules(
    shared_server: Server, demo: str, open_page: Opening, axe: str, theme: str
) -> None:
    with open_page(shared_server, theme=theme) as (page, _):

        def expect_dialog(name: str | re.Pattern[str]) -> None:
            expect(page.get_by_role("dialog", name=name)).to_be_visible()
            assert faults(page, axe) == [], name
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog", name=name)).to_have_count(0)

        open_section(page, demo, "ssrs/conservation", "?category=I")
        page.get_by_role("button", name="Filter", exact=True).click()
        expect_dialog("Add a filter")
        page.get_by_role("button", name="Export").click()
        expect_dialog("Export")
        page.get_by_role("button", name="Conservation: menu").click()
        expect_dialog("Conservation: menu")
        page.get_by_role("button", name="Conservation: menu").click()
        page.get_by_role("dialog").get_by_text("PNG…").click()
        expect_dialog("Save as PNG")
        marks = surface(figure(page, "Conservation"))
        marks.focus()
        marks.press("ArrowRight")
        assert faults(page, axe) == []

        open_section(page, demo, "ssrs/table")
        expect(page.get_by_role("grid").get_by_role("row").nth(4)).to_be_visible()
        for name in (re.compile("^Columns"), "Density", "Download table"):
            page.get_by_role("button", name=name).click()
            expect_dialog(name)
        page.get_by_role("grid").get_by_role("button", name="Category", exact=True).focus()
        page.keyboard.press("ArrowDown")
        expect_dialog("Column Category")
        page.get_by_role("grid").locator("[data-row='1'] > [role=gridcell]").nth(1).click()
        detail = page.get_by_role("complementary", name="Detail of the chosen row")
        expect(detail.get_by_role("button", name="Show on track")).to_be_visible()
        assert faults(page, axe) == []

        page.evaluate("location.hash = '#/jobs'")
        page.get_by_role("button", name=re.compile("^Actions for")).first.click()
        assert faults(page, axe) == []
        page.get_by_role("dialog").get_by_text("Delete…").click()
        expect_dialog(re.compile("^Delete"))


_TAB_STOP: Final = """() => {
  const shown = document.activeElement;
  if (!shown || shown === document.body) return null;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  return {
    name: `${shown.tagName.toLowerCase()} ${shown.getAttribute("aria-label") ?? ""} `
      + shown.textContent.trim().slice(0, 40),
    isMarked: style.boxShadow !== "none"
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0),
    isInSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    isSkip: shown.matches(".skip"),
  };
}"""

# Elements that a pointer can use and Tab must reach; a group of heads or marks is one stop.
_REACHABLE: Final = """() => [...document.querySelectorAll(
  "main button, main a[href], main input, main select, nav button, nav a[href]")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length"""


@pytest.mark.parametrize("section", ["overview", "ssrs/conservation", "genes", "ssrs/table"])
def test_tab_reaches_everything_and_shows_where_it_is(
    shared_server: Server, demo: str, open_page: Opening, section: str
) -> None:
    with open_page(shared_server, size=NARROW) as (page, _):
        open_section(page, demo, section)
        if section == "ssrs/table":
            expect(page.get_by_role("grid").get_by_role("row").nth(4)).to_be_visible()
        reachable = page.evaluate(_REACHABLE)
        page.evaluate("document.activeElement?.blur()")
        stops = list(tab_stops(page, reachable + 40))
        assert len(stops) >= reachable
        assert [stop["name"] for stop in stops if not stop["isMarked"]] == []
        assert [stop["name"] for stop in stops if not stop["isInSight"]] == []


def tab_stops(page: Page, most: int) -> list[dict[str, Any]]:
    """Every place that Tab stops at, once around the page."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_TAB_STOP)
        if stop is None or (stops and stop["isSkip"]):
            break
        stops.append(stop)
    return stops


def test_all_views_fit_at_twice_the_size(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server, size=(720, 450), device_scale_factor=2) as (page, _):
        for section in (*SECTIONS, *TABLES, "files"):
            open_section(page, demo, section)
            assert not is_too_wide(page), section
            assert cut_controls(page) == [], section
        for address in (*PAGES, f"#/job/{demo}"):
            page.evaluate("(address) => { location.hash = address }", address)
            expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
            assert not is_too_wide(page), address
            assert cut_controls(page) == [], address


def cut_controls(page: Page) -> list[str]:
    """Controls that reach out of the window at the right and cannot be scrolled to."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input, select, h1, h2")]
          .filter((one) => one.checkVisibility() && !one.closest("[role=grid], .wide, .space"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 100))"""
    )
    return found


def test_who_wants_no_motion_gets_none(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server, reduced_motion="reduce") as (page, _):
        open_section(page, demo, "ssrs/conservation")
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
              const style = getComputedStyle(one);
              return style.animationName !== "none"
                || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
            }).map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert moving == []
