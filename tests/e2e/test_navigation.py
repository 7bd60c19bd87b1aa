"""The address says what is shown: reloads, back and forward, tabs; and a server that goes."""

import re
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import go, new_page, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.results_page import JOB_END, chips, counts, expect_counts, wait_for_results
from tests.server.contract.running_server import Files, Server, running_server


def title(page: Page, text: str) -> None:
    """Until the view of this title is shown."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"{text}$"))


def follow_endless_job(page: Page, job_id: str) -> None:
    """Opens the page of a job that runs, and sees it run."""
    go(page, f"#/job/{job_id}")
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()


def test_a_reload_while_a_job_runs_goes_on_following_it(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    job_id = server.add_endless_job()
    with open_page(server) as (page, _):
        follow_endless_job(page, job_id)
        page.reload()
        expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
        expect(page.get_by_role("region", name="Steps")).to_contain_text("Reading")
        server.end_genome(job_id, genome_of(genomes))
        assert wait_for_results(page) == job_id
        wait_for_figures(page)


def genome_of(genomes: Files) -> bytes:
    """The bases of the first simulated genome."""
    _, content = genomes["fasta_file"]
    return content.split(b">")[1].split(b"\n", 1)[1]


def test_two_tabs_follow_the_same_job_to_its_result(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    job_id = server.add_endless_job()
    with open_page(server) as (page, watch):
        other = new_page(page.context, watch)
        other.goto(f"{server.address}/#/job/{job_id}")
        follow_endless_job(page, job_id)
        expect(other.get_by_role("progressbar", name="Progress")).to_be_visible()
        server.end_genome(job_id, genome_of(genomes))
        for tab in (page, other):
            assert wait_for_results(tab) == job_id
            wait_for_figures(tab)
            expect(tab.get_by_role("region", name="Notices")).to_contain_text("endless is done")


@pytest.mark.slow
def test_a_job_that_ends_elsewhere_is_told_on_every_page(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    job_id = server.add_endless_job()
    with open_page(server) as (page, _):
        title(page, "New analysis")
        main = page.get_by_role("navigation", name="Main")
        expect(main.get_by_role("link", name="endless")).to_contain_text("running")
        server.end_genome(job_id, genome_of(genomes))
        notice = page.get_by_role("region", name="Notices")
        expect(notice).to_contain_text("endless is done", timeout=JOB_END)
        title(page, "New analysis")
        notice.get_by_role("button", name="Open").click()
        assert wait_for_results(page) == job_id
        wait_for_figures(page)


def test_back_and_forward_go_through_the_views_and_the_filters(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        title(page, "New analysis")
        main = page.get_by_role("navigation", name="Main")
        main.get_by_role("link", name="Jobs").click()
        title(page, "Jobs")
        go(page, f"#/results/{demo}/overview")
        title(page, "Overview")
        wait_for_figures(page)
        main.get_by_role("link", name="Files and report").click()
        title(page, "Files and report")
        add_motif_length(page, "3 bp")

        page.go_back()
        expect(chips(page)).to_have_count(0)
        expect_counts(page, counts(shared_server, demo))
        page.go_back()
        title(page, "Overview")
        wait_for_figures(page)
        page.go_back()
        title(page, "Jobs")
        page.go_forward()
        title(page, "Overview")
        page.go_forward()
        page.go_forward()
        title(page, "Files and report")
        expect(chips(page)).to_have_count(1)
        expect_counts(page, counts(shared_server, demo, motif_length=3))


def add_motif_length(page: Page, value: str) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("button", name="Motif length").click()
    page.get_by_role("checkbox", name=re.compile(f"^{value}")).check()
    page.keyboard.press("Escape")
    expect(chips(page)).to_have_count(1)


def test_a_link_with_filters_opens_the_same_view_in_a_new_tab(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with open_page(shared_server, permissions=permissions) as (page, watch):
        go(page, f"#/results/{demo}/ssrs/abundance")
        wait_for_figures(page)
        add_motif_length(page, "2 bp")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_text("Link copied")).to_be_visible()
        link = page.evaluate("navigator.clipboard.readText()")

        other = new_page(page.context, watch)
        other.goto(link)
        title(other, "Abundance")
        wait_for_figures(other)
        expect(chips(other)).to_have_accessible_name("Remove the filter motif length 2 bp")
        expect_counts(other, counts(shared_server, demo, motif_length=2))
        other.reload()
        wait_for_figures(other)
        expect_counts(other, counts(shared_server, demo, motif_length=2))


def test_the_result_of_a_job_that_is_gone_is_said_to_be_not_here(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, watch):
        watch.expect("status of 404")
        go(page, "#/results/job_20200101_000000_abcdef/genomes")
        expect(page.get_by_text("This result is not here")).to_be_visible()
        page.get_by_role("link", name="All jobs").click()
        title(page, "Jobs")


def test_an_address_that_is_no_view_shows_a_new_analysis(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        for address in ("#/nowhere", "#/job/", "#/results", "#/%E0%A4%A", "#"):
            go(page, address)
            title(page, "New analysis")


@pytest.mark.slow
def test_a_server_that_goes_and_comes_back_is_told_and_followed_again(
    tmp_path: Path, open_page: Opening
) -> None:
    folder = tmp_path / "data"
    with ExitStack() as first_start:
        server = first_start.enter_context(running_server(folder, "--no-token"))
        job_id = server.add_endless_job()
        with open_page(server) as (page, watch):
            watch.expect("net::ERR_")
            follow_endless_job(page, job_id)
            first_start.close()
            told = page.get_by_role("alert")
            expect(told).to_contain_text("CrossRoad's server does not answer.", timeout=10_000)
            expect(told).to_contain_text("The page tries again by itself.")

            port = str(urlsplit(server.address).port)
            with running_server(folder, "--no-token", "--port", port) as again:
                expect(told).to_have_count(0, timeout=10_000)
                expect(page.get_by_text("It is tried again")).to_have_count(0, timeout=10_000)
                page.get_by_role("button", name="Cancel").click()
                expect(page.get_by_role("region", name="Outcome")).to_contain_text("Cancelled")
                assert again.state(job_id)["cancelled"] is True
                page.goto("about:blank")


def test_a_page_of_a_former_start_says_how_to_go_on_and_then_does(
    tmp_path: Path, open_page: Opening
) -> None:
    folder = tmp_path / "data"
    with ExitStack() as first_start:
        server = first_start.enter_context(running_server(folder))
        job_id = server.add_endless_job()
        with open_page(server) as (page, watch):
            watch.expect("net::ERR_")
            watch.expect("status of 401")
            follow_endless_job(page, job_id)
            first_start.close()
            port = str(urlsplit(server.address).port)
            with running_server(folder, "--port", port) as again:
                told = page.get_by_role("alert")
                expect(told).to_contain_text("was started anew", timeout=10_000)
                expect(told).to_contain_text("crossroad url")

                # The new address in another tab lets this one in too.
                other = new_page(page.context, watch)
                other.goto(f"{again.address}/?token={again.token}")
                title(other, "New analysis")
                expect(told).to_have_count(0, timeout=10_000)
                page.get_by_role("button", name="Cancel").click()
                expect(page.get_by_role("region", name="Outcome")).to_contain_text("Cancelled")
                for tab in (page, other):
                    tab.goto("about:blank")
