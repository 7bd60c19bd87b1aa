"""Every figure on data of every kind: drawn in full, or why not; and what can be done with it."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import NARROW, WIDE, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.data_sets import DataSets
from tests.e2e.figures import (
    FIGURES,
    SECTIONS,
    as_query,
    choose_in_menu,
    figure,
    filters_of,
    is_too_wide,
    open_section,
    surface,
    text_faults,
    wait_until_drawn,
)
from tests.server.contract.running_server import Server

QUICK = ("hotspots/time",)
LOOKS = [(WIDE, "light"), (NARROW, "dark")]
ALL_FIGURES = [(section, name) for section, names in FIGURES.items() for name in names]


def expect_sound_sections(page: Page, job_id: str) -> None:
    for section in SECTIONS:
        open_section(page, job_id, section)
        assert text_faults(page) == [], section
        assert not is_too_wide(page), section


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=["wide", "narrow"])
def test_no_text_of_the_demo_overlaps_or_leaves_its_drawing(
    shared_server: Server, demo: str, open_page: Opening, size: tuple[int, int], theme: str
) -> None:
    with open_page(shared_server, size=size, theme=theme) as (page, _):
        expect_sound_sections(page, demo)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["mpox", "mumps", "zika", "404 genomes"])
def test_no_text_of_other_data_overlaps_or_leaves_its_drawing(
    data_sets: DataSets, open_page: Opening, name: str, size: tuple[int, int], theme: str
) -> None:
    job_id = data_sets.job(name)
    with open_page(data_sets.server, size=size, theme=theme) as (page, _):
        expect_sound_sections(page, job_id)


@pytest.mark.slow
def test_one_genome_alone_is_drawn_and_has_no_hotspots(
    data_sets: DataSets, open_page: Opening
) -> None:
    job_id = data_sets.job("one genome")
    with open_page(data_sets.server, size=NARROW, theme="dark") as (page, _):
        expect_sound_sections(page, job_id)
        for section in ("hotspots", "hotspots/repeats", "hotspots/time"):
            open_section(page, job_id, section)
            expect(page.get_by_text("One genome has nothing to differ from").first).to_be_visible()


def test_without_metadata_and_genes_each_section_says_which_input_is_missing(
    shared_server: Server, genomes_only: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, genomes_only, "genomes")
        expect(page.get_by_role("heading", name="No metadata was given")).to_be_visible()
        expect(page.get_by_role("link", name="Add metadata and run again")).to_be_visible()
        for section in ("genes", "genes/table", "hotspots", "hotspots/repeats", "hotspots/time"):
            page.evaluate("(at) => { location.hash = at }", f"#/results/{genomes_only}/{section}")
            expect(page.get_by_role("heading", name="No gene file was given")).to_be_visible()
            expect(page.get_by_role("button", name="Add genes and run again")).to_be_visible()
        page.evaluate("(at) => { location.hash = at }", f"#/results/{genomes_only}/flanks")
        expect(page.get_by_role("button", name="Run again with flanks")).to_be_visible()


def test_the_figures_without_metadata_and_genes_are_sound(
    shared_server: Server, genomes_only: str, open_page: Opening
) -> None:
    with open_page(shared_server, size=NARROW) as (page, _):
        for section in (
            "overview",
            "genomes",
            "ssrs/conservation",
            "ssrs/abundance",
            "ssrs/matrix",
        ):
            open_section(page, genomes_only, section)
            assert text_faults(page) == [], section
            assert not is_too_wide(page), section


def test_the_arrow_keys_reach_a_mark_of_every_figure_and_escape_leaves_it(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            marks = surface(figure(page, name))
            marks.focus()
            marks.press("ArrowRight")
            tip = page.get_by_role("tooltip")
            expect(tip).to_have_text(re.compile(r"\w"))
            # Who does not see the tooltip is told the same.
            assert tip.inner_text() in marks.inner_text()
            marks.press("Escape")
            expect(tip).to_have_count(0)


def test_the_pointer_reads_the_marks_of_every_figure(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            read_first_mark(page, figure(page, name))


def read_first_mark(page: Page, shown: Locator) -> None:
    """Expects the tooltip of the first mark; points anew if a figure above it, which came
    meanwhile, has moved the mark away from the pointer."""
    tooltip = page.get_by_role("tooltip")
    for _ in range(4):
        mark = point_at(page, shown, "[data-tip]")
        try:
            expect(tooltip).to_have_text(mark["tip"], use_inner_text=True, timeout=3_000)
        except AssertionError:
            continue
        return
    mark = point_at(page, shown, "[data-tip]")
    expect(tooltip).to_have_text(mark["tip"], use_inner_text=True)


def point_at(page: Page, shown: Locator, selector: str) -> dict[str, Any]:
    """Moves the pointer onto the first such mark that no other covers; its data attributes."""
    found = shown.evaluate(
        """(figure, selector) => {
          for (const mark of figure.querySelectorAll(selector)) {
            mark.scrollIntoView({ block: "center", inline: "nearest" });
            const box = mark.getBoundingClientRect();
            for (const across of [0.5, 0.1, 0.9]) for (const down of [0.5, 0.1, 0.9]) {
              const [x, y] = [box.left + across * box.width, box.top + down * box.height];
              const top = document.elementFromPoint(x, y)?.closest("[data-tip]");
              if (top === mark) return { x, y, ...mark.dataset };
            }
          }
          return null;
        }""",
        selector,
    )
    assert found is not None, f"all marks {selector} are covered"
    page.mouse.move(found["x"], found["y"])
    mark: dict[str, Any] = found
    return mark


def click_on(page: Page, shown: Locator, selector: str) -> dict[str, Any]:
    """Clicks on the first such mark; its data attributes."""
    mark = point_at(page, shown, selector)
    page.mouse.down()
    page.mouse.up()
    return mark


def counted(page: Page) -> Locator:
    """How much the filters leave."""
    return page.get_by_role("group", name="Filters").get_by_role("status")


def test_a_click_adds_the_filter_that_the_mark_stands_for(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for section, name in ALL_FIGURES:
            open_section(page, demo, section)
            # The filter of the figure before is gone, and all is drawn anew.
            expect(counted(page)).to_contain_text("40 of 40 genomes")
            wait_for_figures(page)
            if figure(page, name).locator("[data-filter]:not([data-key])").count() == 0:
                continue
            mark = click_on(page, figure(page, name), "[data-filter]:not([data-key])")
            page.wait_for_function("location.hash.includes('?')")
            assert filters_of(page) == as_query(json.loads(mark["filter"])), name


def test_a_bar_of_the_spectrum_and_a_column_of_the_combinations_list_their_keys(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "ssrs/conservation")
        for name, hint in (
            ("Conservation", "Choose a bar to list its keys."),
            ("Combinations of groups", "Choose a column to list its keys."),
        ):
            shown = figure(page, name)
            expect(shown.get_by_text(hint)).to_be_visible()
            click_on(page, shown, "[data-key]:not([data-key^='handle:'])")
            expect(shown.get_by_role("button", name="Close the list")).to_be_visible()


def test_a_row_of_the_hotspots_opens_its_alleles(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "hotspots")
        click_on(page, figure(page, "Alleles"), "[data-key]")
        expect(page.get_by_role("button", name=re.compile("^Close"))).to_be_visible()


def test_brushing_the_matrix_adds_its_genomes_and_classes(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "ssrs/matrix")
        box = figure(page, "Matrix of motif classes").locator("canvas").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 6, box["y"] + 6)
        page.mouse.down()
        page.mouse.move(box["x"] + 40, box["y"] + 40, steps=4)
        page.mouse.up()
        page.wait_for_function("location.hash.includes('genome=')")
        chosen = filters_of(page)
        assert len(chosen["genome"]) >= 2
        assert len(chosen["motif_class"]) >= 2
        expect(counted(page)).to_contain_text(f"{len(chosen['genome'])} of 40 genomes")


def test_moving_the_limit_of_a_band_changes_the_table_beside_the_figure(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "ssrs/conservation")
        shown = figure(page, "Conservation")
        core = shown.get_by_role("row").filter(has_text="core").filter(has_text="in all 40")
        expect(core).to_be_visible()
        handle = shown.locator("[data-key='handle:core']").first
        box = handle.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + min(5, box["height"] / 2)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 160, y, steps=5)
        page.mouse.up()
        expect(core).to_have_count(0)
        expect(shown.get_by_role("row").filter(has_text=re.compile(r"^core\s*in"))).to_be_visible()


def test_a_figure_fills_the_window_until_escape(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "hotspots")
        shown = figure(page, "Alleles")
        choose_in_menu(page, shown, "Full screen")
        expect(shown).to_have_css("position", "fixed")
        surface(shown).focus()
        page.keyboard.press("Escape")
        expect(shown).to_have_css("position", "relative")
        surface(shown).focus()
        page.keyboard.press("f")
        expect(shown).to_have_css("position", "fixed")
        page.keyboard.press("f")
        expect(shown).to_have_css("position", "relative")


@pytest.mark.parametrize(
    "section",
    [
        *QUICK,
        *(pytest.param(one, marks=pytest.mark.slow) for one in FIGURES if one not in QUICK),
    ],
)
def test_every_choice_of_a_figure_is_drawn_and_survives_a_reload(
    shared_server: Server, demo: str, open_page: Opening, section: str
) -> None:
    with open_page(shared_server, size=NARROW) as (page, _):
        for name in FIGURES[section]:
            open_section(page, demo, section)
            shown = figure(page, name)
            for choice in shown.locator("[role=group] > button[aria-pressed]").all():
                choice.click()
                wait_until_drawn(shown)
                assert text_faults(page) == [], f"{name}: {choice.inner_text()}"
            for field in shown.locator("select").all():
                for value in field.locator("option").all():
                    field.select_option(value.get_attribute("value") or value.inner_text())
                    wait_until_drawn(shown)
                    assert text_faults(page) == [], f"{name}: {value.inner_text()}"
            chosen = choices(shown)
            page.reload()
            wait_until_drawn(shown)
            assert choices(shown) == chosen, name


def choices(shown: Locator) -> list[str]:
    """What is chosen in the head of a figure."""
    found: list[str] = shown.evaluate(
        """(figure) => [
          ...figure.querySelectorAll("button[aria-pressed=true], select"),
        ].map((one) => one.value || one.textContent)"""
    )
    return found


def test_the_track_is_zoomed_moved_and_searched(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "genes")
        track = page.get_by_role("figure").first
        shown = track.get_by_text(re.compile(r"\d · "))
        page.get_by_role("button", name="All", exact=True).click()
        whole = shown.inner_text()
        page.get_by_role("button", name="Zoom in").click()
        expect(shown).not_to_have_text(whole, use_inner_text=True)
        assert text_faults(page) == []
        field = page.get_by_role("combobox", name="Go to gene or position")
        field.fill("no such gene")
        field.press("Enter")
        expect(track.get_by_text("No gene or position")).to_be_visible()
        page.get_by_role("button", name="All", exact=True).click()
        field.fill("gene010")
        field.press("Enter")
        expect(shown).not_to_have_text(whole, use_inner_text=True)
        expect(track.get_by_text("No gene or position")).to_have_count(0)
