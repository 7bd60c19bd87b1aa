"""What is done to jobs from their pages: cancelled, deleted, renamed, run again, understood."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from crossroad_desktop.jobs.folders import JobFolders, new_job_id
from crossroad_desktop.jobs.store import JobStore
from tests.e2e.browser import drop_files, go, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.form_page import (
    dropped,
    expect_obstacle,
    least_repeats,
    reference,
    run_button,
    slot,
    wait_for_check,
)
from tests.e2e.results_page import counts, expect_counts, wait_for_results
from tests.server.contract.running_server import Files, Server, running_server


@pytest.fixture(scope="session")
def first(shared_server: Server, genomes: Files) -> str:
    """Id of a finished job with all files and with settings of its own."""
    settings = '{"mono": 11, "unfair": 3}'
    return shared_server.complete(
        genomes, name="First", reference_id="SIM0002", perf_params=settings
    )


def row(page: Page, name: str) -> Locator:
    """The row of a job in the list of jobs."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def test_a_running_job_is_cancelled_and_says_what_is_left(
    server: Server, open_page: Opening
) -> None:
    job_id = server.add_endless_job()
    with open_page(server) as (page, _):
        go(page, f"#/job/{job_id}")
        expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
        expect(page.get_by_role("region", name="Steps")).to_contain_text("Reading")
        page.get_by_role("button", name="Cancel").click()
        outcome = page.get_by_role("region", name="Outcome")
        expect(outcome).to_contain_text("Nothing half-written is left.")
        expect(outcome.get_by_role("button", name="Run again", exact=True)).to_be_visible()
        go(page, "#/jobs")
        expect(row(page, "endless")).to_contain_text("cancelled")

    assert server.state(job_id)["cancelled"] is True


def test_a_job_is_deleted_only_after_a_question(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    job_id = server.complete({"fasta_file": genomes["fasta_file"]}, name="Old one")
    other = server.complete({"fasta_file": genomes["fasta_file"]}, name="Other")
    with open_page(server) as (page, _):
        go(page, f"#/job/{job_id}")
        page.get_by_role("button", name="Delete").click()
        question = page.get_by_role("dialog", name="Delete “Old one”?")
        expect(question).to_contain_text("Your own files stay where they are.")
        page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        assert server.state(job_id)["status"] == "completed"

        page.get_by_role("button", name="Delete").click()
        question.get_by_role("button", name=re.compile("^Delete")).click()
        expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
        expect(row(page, "Other")).to_be_visible()
        expect(row(page, "Old one")).to_have_count(0)

    assert server.job_folders() == [other]


@pytest.mark.slow
def test_several_jobs_are_deleted_at_once_and_running_ones_are_left(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    for name in ("A", "B"):
        server.complete({"fasta_file": genomes["fasta_file"]}, name=name)
    endless = server.add_endless_job()
    with open_page(server) as (page, _):
        go(page, "#/jobs")
        page.get_by_role("checkbox", name="Select all jobs shown").check()
        expect(page.get_by_text("3 selected")).to_be_visible()
        page.get_by_role("button", name="Delete", exact=True).click()
        question = page.get_by_role("dialog", name="Delete 2 jobs?")
        question.get_by_role("button", name=re.compile("^Delete")).click()
        expect(page.get_by_text("2 jobs deleted")).to_be_visible()
        expect(row(page, "A")).to_have_count(0)
        expect(row(page, "endless")).to_be_visible()

    assert server.job_folders() == [endless]
    server.cancel(endless)


def test_a_new_name_is_shown_everywhere(server: Server, genomes: Files, open_page: Opening) -> None:
    job_id = server.complete({"fasta_file": genomes["fasta_file"]}, name="Old")
    with open_page(server) as (page, _):
        go(page, f"#/job/{job_id}")
        page.get_by_role("button", name="Rename").click()
        field = page.get_by_label("New name")
        field.fill("Not this")
        field.press("Escape")
        expect(page.get_by_role("heading", level=1, name="Old")).to_be_visible()

        page.get_by_role("button", name="Rename").click()
        field.fill("Outbreak 2024 <b>&")
        field.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Outbreak 2024 <b>&")
        main = page.get_by_role("navigation", name="Main")
        expect(main.get_by_role("link", name="Outbreak 2024 <b>&")).to_be_visible()

    assert server.state(job_id)["name"] == "Outbreak 2024 <b>&"


def test_a_job_that_runs_again_gives_the_same_numbers(
    shared_server: Server, first: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/job/{first}")
        before = shared_server.job_folders()
        # The second press of a double click begins no second job.
        page.get_by_role("button", name="Run again", exact=True).dblclick()
        second = wait_for_results(page)
        wait_for_figures(page)

    assert {*shared_server.job_folders()} - {*before} == {second}
    assert counts(shared_server, second) == counts(shared_server, first)


def test_a_job_with_changes_takes_files_and_settings_over(
    shared_server: Server, first: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/job/{first}")
        page.get_by_role("link", name="Run again with changes").click()
        wait_for_check(page)
        for role in ("genomes", "metadata", "genes"):
            expect(slot(page, role)).to_contain_text("set.")
        expect(reference(page)).to_have_value("SIM0002")
        expect(least_repeats(page, 1)).to_have_value("11")
        expect(page.get_by_label("N per genome, at most")).to_have_value("3")

        least_repeats(page, 1).fill("7")
        run_button(page).click()
        second = wait_for_results(page)
        wait_for_figures(page)
        expect_counts(page, counts(shared_server, second))

    former, state = (
        shared_server.state(first)["parameters"],
        shared_server.state(second)["parameters"],
    )
    assert {name for name in state if state[name] != former[name]} == {"mono"}
    assert counts(shared_server, second)["ssrs"] > counts(shared_server, first)["ssrs"]


@pytest.mark.slow
def test_a_file_can_be_taken_away_before_a_job_runs_again(
    shared_server: Server, first: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/new?from={first}")
        wait_for_check(page)
        page.get_by_role("button", name="Remove set.genes.bed").click()
        expect(slot(page, "genes")).not_to_contain_text("set.genes.bed")
        wait_for_check(page)
        run_button(page).click()
        second = wait_for_results(page)
        wait_for_figures(page)

    assert set(shared_server.state(second)["inputs"]) == {"fasta", "categories"}


def test_a_job_that_failed_says_why_and_how_it_is_corrected(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    failed = add_failing_job(shared_server, *genomes["fasta_file"])
    why = shared_server.wait_for_end(failed)["error_details"]
    with open_page(shared_server) as (page, _):
        go(page, f"#/job/{failed}")
        outcome = page.get_by_role("region", name="Outcome")
        expect(outcome).to_contain_text("The analysis stopped")
        expect(outcome).to_contain_text(why)
        expect(page.get_by_role("region", name="Log", exact=True).first).to_be_visible()

        outcome.get_by_role("link", name="Correct and run again").click()
        expect_obstacle(page, "No genome passes the filters.")
        page.get_by_label("Length, at least").fill("1,000")
        run_button(page).click()
        wait_for_results(page)
        wait_for_figures(page)


def add_failing_job(server: Server, name: str, content: bytes) -> str:
    """The id of a job whose genomes are all too short, which no check refused before."""
    folders = JobFolders(server.job_dir)
    job_id = new_job_id()
    (folders.create(job_id) / "input" / name).write_bytes(content)
    with JobStore(server.job_dir / "jobs.sqlite3").open(is_owner=False) as store:
        parameters = {"min_len": 1_000_000}
        store.add(job_id, name="Too short", parameters=parameters, input_names={"fasta": name})
    return job_id


def test_a_job_that_fails_while_it_is_watched_tells_it_at_once(
    server: Server, open_page: Opening
) -> None:
    job_id = server.add_endless_job()
    with open_page(server) as (page, _):
        go(page, f"#/job/{job_id}")
        expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
        server.end_genome(job_id, b"ACGT\n")
        outcome = page.get_by_role("region", name="Outcome")
        expect(outcome).to_contain_text("The analysis stopped", timeout=20_000)
        expect(outcome).to_contain_text(server.state(job_id)["error_details"])
        notices = page.get_by_role("region", name="Notices")
        expect(notices).to_contain_text("endless failed")


def test_a_job_that_is_not_there_is_said_to_be_gone(server: Server, open_page: Opening) -> None:
    with open_page(server) as (page, watch):
        watch.expect("status of 404")
        go(page, "#/job/job_20200101_000000_abcdef")
        expect(page.get_by_text("This job is not there")).to_be_visible()
        page.get_by_role("link", name="All jobs").click()
        expect(page.get_by_text("No analysis yet")).to_be_visible()


@pytest.mark.slow
def test_a_waiting_job_tells_its_place_and_begins_by_itself(
    tmp_path: Path, genomes: Files, open_page: Opening
) -> None:
    with running_server(tmp_path / "data", CROSSROAD_MAX_JOBS="1") as server:
        endless = server.add_endless_job()
        first = server.accept({"fasta_file": genomes["fasta_file"]}, name="First in line")
        second = server.accept({"fasta_file": genomes["fasta_file"]}, name="Second in line")
        with open_page(server) as (page, _):
            progress = page.get_by_role("region", name="Progress")
            go(page, f"#/job/{first}")
            expect(progress).to_contain_text("It is the next one to run.")
            go(page, f"#/job/{second}")
            expect(progress).to_contain_text("1 job before it.")
            server.cancel(endless)
            assert wait_for_results(page) == second
            wait_for_figures(page)


@pytest.mark.slow
def test_jobs_are_found_by_their_names_and_states(
    server: Server, genomes: Files, open_page: Opening
) -> None:
    for name in ("Outbreak", "Reference strains"):
        server.complete({"fasta_file": genomes["fasta_file"]}, name=name)
    endless = server.add_endless_job()
    with open_page(server) as (page, _):
        go(page, "#/jobs")
        expect(page.get_by_role("row")).to_have_count(4)
        page.get_by_label("Search the jobs").fill("strain")
        expect(page.get_by_role("row")).to_have_count(2)
        expect(row(page, "Reference strains")).to_be_visible()
        page.get_by_label("Search the jobs").fill("")
        page.get_by_role("group", name="State").get_by_text("Active").click()
        expect(page.get_by_role("row")).to_have_count(2)
        expect(row(page, "endless")).to_be_visible()
    server.cancel(endless)


def test_new_files_replace_those_of_a_former_job(
    shared_server: Server, genomes: Files, genomes_only: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        go(page, f"#/new?from={genomes_only}")
        wait_for_check(page)
        more = {name: genomes[name] for name in ("categories_file", "gene_bed")}
        drop_files(page, "main", dropped(more))
        expect(slot(page, "genes")).to_contain_text("genes in 12 genomes")
        run_button(page).click()
        second = wait_for_results(page)
        wait_for_figures(page)

    assert set(shared_server.state(second)["inputs"]) == {"fasta", "categories", "genes"}
