"""Strand, loci and longer units: switched on the page of a new analysis, then told and kept."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import NARROW, PHONE, WIDE, go
from tests.e2e.conftest import Opening
from tests.e2e.form_page import run_button, wait_for_check
from tests.e2e.results_page import wait_for_results
from tests.server.contract.running_server import Server

AT_FIRST = {
    "Longer units, 7 to 100 bp": False,
    "Turn genomes on the other strand": True,
    "Locus catalogue": True,
    "Flanks": False,
}


def switch(page: Page, name: str) -> Locator:
    return page.get_by_role("switch", name=name, exact=True)


def expect_switches(page: Page, **changed: bool) -> None:
    """The switches are as at first, but for those whose name begins with these words."""
    for name, is_on in AT_FIRST.items():
        wanted = changed.get(name.split()[0].lower(), is_on)
        expect(switch(page, name)).to_be_checked(checked=wanted)


def fact(page: Page, name: str) -> Locator:
    """The value of a setting on the page of a job."""
    term = page.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))
    return term.locator("xpath=following-sibling::dd[1]")


def test_what_is_switched_stands_on_the_job_and_a_job_with_changes_keeps_it(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/new?from={demo}")
        wait_for_check(page)
        expect_switches(page, flanks=True)
        switch(page, "Locus catalogue").uncheck()
        switch(page, "Longer units, 7 to 100 bp").check()
        run_button(page).click()
        job_id = wait_for_results(page)

        go(page, f"#/job/{job_id}")
        expect(fact(page, "Longer units")).to_have_text("7 to 100 bp")
        expect(fact(page, "Other strand")).to_have_text("genomes are turned")
        expect(fact(page, "Locus catalogue")).to_have_text("off")
        expect(fact(page, "Flanks")).to_have_text("on")

        page.get_by_role("link", name="Run again with changes").click()
        wait_for_check(page)
        expect_switches(page, flanks=True, locus=False, longer=True)
        switch(page, "Turn genomes on the other strand").uncheck()
        run_button(page).click()
        expect(page).not_to_have_url(re.compile(job_id))
        again = wait_for_results(page)

    kept = ("loci", "minisatellites", "flanks", "orient")
    former, latter = (shared_server.state(which)["parameters"] for which in (job_id, again))
    assert [former[name] for name in kept] == [False, True, True, "auto"]
    assert [latter[name] for name in kept] == [False, True, True, "off"]
    absent = shared_server.get(f"/api/job/{again}/summary").json()["absent_tables"]
    assert "loci switched on" in absent["loci"]
    assert "orient at auto" in absent["orientation"]


def test_a_reload_and_another_page_keep_the_switches(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        expect_switches(page)
        switch(page, "Locus catalogue").uncheck()
        page.reload()
        expect_switches(page, locus=False)
        go(page, "#/jobs")
        page.get_by_role("link", name="New analysis").first.click()
        expect_switches(page, locus=False)
        page.get_by_role("button", name="Start over").click()
        expect_switches(page)


def test_switches_are_told_and_turned_by_keyboard(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for name, is_on in AT_FIRST.items():
            expect(switch(page, name)).to_have_accessible_description(re.compile(r"\w+ \w+"))
            switch(page, name).focus()
            page.keyboard.press("Space")
            expect(switch(page, name)).to_be_checked(checked=not is_on)
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
            expect(page.locator(":focus")).to_have_accessible_name(re.compile("^Manual: "))


def test_the_command_names_what_is_switched(shared_server: Server, open_page: Opening) -> None:
    with open_page(shared_server, permissions=["clipboard-read", "clipboard-write"]) as (page, _):
        switch(page, "Turn genomes on the other strand").uncheck()
        switch(page, "Longer units, 7 to 100 bp").check()
        switch(page, "Locus catalogue").uncheck()
        page.get_by_role("button", name="Copy as command").click()
        expect(page.get_by_label("Command", exact=True)).to_have_text(
            "crossroad analyze GENOMES.fa --orient off --minisatellites --no-loci -o result"
        )


@pytest.mark.parametrize("size", [WIDE, NARROW, PHONE], ids=["wide", "narrow", "phone"])
def test_names_and_hints_of_switches_are_shown_whole(
    shared_server: Server, open_page: Opening, size: tuple[int, int]
) -> None:
    with open_page(shared_server, size=size) as (page, _):
        for name in AT_FIRST:
            row = switch(page, name).locator("xpath=..")
            row.scroll_into_view_if_needed()
            assert row.evaluate("(row) => row.scrollWidth <= row.clientWidth")
            box = row.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]
