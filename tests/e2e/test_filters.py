"""The filter bar: every kind of filter, what it leaves, and how it is taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import go, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.results_page import chips, count_line, counts, expect_counts
from tests.server.contract.running_server import Server

# What the menu calls it, what the server calls it, whether values are counted in genomes.
VALUES = (
    ("Category", "category", "genomes"),
    ("country", "metadata", "genomes"),
    ("Genome", "genome", "ssrs"),
    ("Motif length", "motif_length", "ssrs"),
    ("Motif class", "motif_class", "ssrs"),
    ("Gene", "gene", "ssrs"),
)


def open_genomes(page: Page, job_id: str) -> None:
    """A section with few figures, under the filter bar."""
    go(page, f"#/results/{job_id}/ssrs/abundance")
    wait_for_figures(page)


@contextmanager
def filter_menu(page: Page, kind: str) -> Iterator[Locator]:
    """The menu with one kind of filter opened; closed again at the end."""
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Add a filter")
    menu.get_by_role("button", name=re.compile(f"^{kind}( \\d+ chosen)?$")).click()
    yield menu
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)


def query(name: str, kind: str, values: list[str]) -> dict[str, Any]:
    """The filter as the server takes it."""
    if name == "metadata":
        return {"metadata": str([kind, *values]).replace("'", '"')}
    return {name: [value.removesuffix(" bp") for value in values]}


@pytest.mark.parametrize(("kind", "name", "counted"), VALUES, ids=[kind for kind, *_ in VALUES])
def test_values_of_every_kind_leave_what_is_told_beside_them(
    shared_server: Server, demo: str, open_page: Opening, kind: str, name: str, counted: str
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        values: list[str] = []
        with filter_menu(page, kind) as menu:
            for place in range(2):
                label = menu.get_by_role("group", name=kind).locator("label").nth(place)
                value, count = label.inner_text().split("\n")[0], label.inner_text().split("\n")[-1]
                values.append(value.strip())
                label.get_by_role("checkbox").check()
                left = counts(shared_server, demo, **query(name, kind, values))
                if place == 0:
                    assert f"{left[counted]:,}" == count
                expect_counts(page, left)
                expect(chips(page)).to_have_count(1)
        shown = name.replace("_", " ") if name != "metadata" else kind
        expect(chips(page)).to_have_accessible_name(
            f"Remove the filter {shown} {' or '.join(values)}"
        )
        wait_for_figures(page)


@pytest.mark.parametrize(("kind", "name"), [("Year", "year"), ("Repeat number", "repeat")])
def test_limits_leave_what_lies_between_them(
    shared_server: Server, demo: str, open_page: Opening, kind: str, name: str
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        with filter_menu(page, kind) as menu:
            least = menu.get_by_label("from")
            most = menu.get_by_label("to")
            expect(least).to_have_attribute("placeholder", re.compile(r"^\d+$"))
            low = int(least.get_attribute("placeholder") or "")
            least.fill(str(low + 1))
            least.press("Enter")
            expect_counts(page, counts(shared_server, demo, **{f"{name}_from": low + 1}))
            most.fill(str(low + 3))
            most.press("Enter")
            between = counts(
                shared_server, demo, **{f"{name}_from": low + 1, f"{name}_to": low + 3}
            )
            assert 0 < between["ssrs"] < between["all_ssrs"]
            expect_counts(page, between)
        told = re.compile(f"{low + 1} to {low + 3}$")
        expect(chips(page)).to_have_accessible_name(told)
        chips(page).click()
        expect_counts(page, counts(shared_server, demo))


def test_filters_of_different_kinds_must_all_hold_and_are_taken_back_one_by_one(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        undo = page.get_by_role("button", name="Undo the last change of the filters")
        expect(undo).to_have_count(0)
        with filter_menu(page, "Motif length") as menu:
            menu.get_by_role("checkbox", name=re.compile("^3 bp")).check()
        by_length = counts(shared_server, demo, motif_length=3)
        expect_counts(page, by_length)
        with filter_menu(page, "Category") as menu:
            box = menu.get_by_role("checkbox").first
            category = menu.locator("label").first.inner_text().split("\n")[0].strip()
            box.check()
        both = counts(shared_server, demo, motif_length=3, category=category)
        assert both["ssrs"] < by_length["ssrs"]
        expect_counts(page, both)
        expect(chips(page)).to_have_count(2)

        undo.click()
        expect_counts(page, by_length)
        undo.click()
        expect_counts(page, counts(shared_server, demo))
        expect(undo).to_have_count(0)


def test_clear_takes_all_filters_away_and_undo_brings_them_back(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/results/{demo}/ssrs/abundance?motif_length=2&repeat_from=8")
        wait_for_figures(page)
        filtered = counts(shared_server, demo, motif_length=2, repeat_from=8)
        expect_counts(page, filtered)
        page.get_by_role("button", name="Clear", exact=True).click()
        expect(chips(page)).to_have_count(0)
        expect_counts(page, counts(shared_server, demo))
        page.get_by_role("button", name="Undo the last change of the filters").click()
        expect_counts(page, filtered)


def test_filters_that_leave_no_genome_say_so_and_can_be_undone(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        with filter_menu(page, "Year") as menu:
            menu.get_by_label("from").fill("2999")
            menu.get_by_label("from").press("Enter")
            expect(count_line(page)).to_have_text(re.compile("^0 of "))
        expect(page.get_by_text("The filters leave no genome")).to_be_visible()
        page.get_by_role("button", name="Undo the last filter").click()
        wait_for_figures(page)
        expect_counts(page, counts(shared_server, demo))

        go(page, f"#/results/{demo}/genomes?genome=nobody")
        expect(page.get_by_text("The filters leave no genome")).to_be_visible()
        page.get_by_role("button", name="Clear all").click()
        wait_for_figures(page)
        expect_counts(page, counts(shared_server, demo))


def test_filters_go_along_to_every_section(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        with filter_menu(page, "Motif length") as menu:
            menu.get_by_role("checkbox", name=re.compile("^2 bp")).check()
        filtered = counts(shared_server, demo, motif_length=2)
        main = page.get_by_role("navigation", name="Main")
        main.get_by_role("link", name="Table").click()
        footer = f"{filtered['ssrs']:,} of {filtered['all_ssrs']:,} SSRs"
        expect(page.get_by_role("status").filter(has_text=footer)).to_have_count(2)
        main.get_by_role("link", name="Overview").click()
        wait_for_figures(page)
        expect_counts(page, filtered)


def test_a_value_that_is_searched_for_is_found(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_genomes(page, demo)
        with filter_menu(page, "Genome") as menu:
            search = menu.get_by_label("Find in genome")
            search.fill("0017")
            expect(menu.get_by_role("checkbox")).to_have_count(1)
            search.fill("nobody")
            expect(menu.get_by_text("Nothing fits “nobody”.")).to_be_visible()
            search.fill("0017")
            menu.get_by_role("checkbox").check()
            expect(count_line(page)).to_have_text(re.compile("^1 of "))
