"""From files to a result, by every way in which files come onto the page."""

import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.e2e.browser import drop_files, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.form_page import (
    before_run,
    choose_all,
    dropped,
    expect_obstacle,
    packed,
    payload,
    reference,
    run_button,
    slot,
    wait_for_check,
)
from tests.e2e.results_page import counts, expect_counts, key_number, wait_for_results
from tests.server.contract.running_server import Files, Server


def expect_all_slots(page: Page, ending: str = "") -> None:
    """Every file of the simulated genomes lies in its slot, and was looked at."""
    wait_for_check(page)
    expect(slot(page, "genomes")).to_contain_text(f"set.fa{ending}")
    expect(slot(page, "genomes")).to_contain_text("12 records")
    expect(slot(page, "metadata")).to_contain_text(f"set.categories.tsv{ending}")
    expect(slot(page, "metadata")).to_contain_text("genomeID, category, country, year")
    expect(slot(page, "genes")).to_contain_text(f"set.genes.bed{ending}")
    expect(slot(page, "genes")).to_contain_text("genes in 12 genomes")


def expect_overview(page: Page, server: Server, job_id: str) -> None:
    """The numbers of the overview are those of the server."""
    summary = server.get(f"/api/job/{job_id}/summary").json()
    counted = counts(server, job_id)
    expect(key_number(page, "Genomes analysed")).to_have_text(
        f"{counted['genomes']} of {summary['found']['genomes']}"
    )
    expect(key_number(page, "SSRs")).to_have_text(f"{summary['found']['ssrs']:,}")
    expect(key_number(page, "Motif classes")).to_have_text(f"{counted['motif_classes']:,}")
    expect(key_number(page, "SSRs per Mb")).to_have_text(f"{round(counted['mean_ssrs_per_Mb']):,}")
    share = 100 * counted["ssrs_in_genes"] / counted["ssrs"]
    expect(key_number(page, "In genes")).to_have_text(re.compile(rf"^{share:.1f}\s+%$"))
    expect(key_number(page, "Hotspots in genes")).to_have_text(f"{summary['found']['hotspots']:,}")
    expect_counts(page, counted)


def test_dropped_files_become_a_result(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        visited: list[str] = []
        page.on("framenavigated", lambda frame: visited.append(frame.url))
        expect_obstacle(page, "Add the genomes first: a FASTA file.")
        drop_files(page, "main", dropped(genomes))

        expect_all_slots(page)
        expect(before_run(page)).to_contain_text("All 12 genomes pass the filters.")
        expect(before_run(page)).to_contain_text("Every id matches.")
        expect(before_run(page)).to_contain_text("Genes are true BED.")
        expect(before_run(page)).to_contain_text("on disk.")

        reference(page).click()
        page.get_by_role("option", name="SIM0003").click()
        expect(reference(page)).to_have_value("SIM0003")
        expect(reference(page)).to_have_accessible_description(re.compile("11 genes · no N"))
        run_button(page).click()

        job_id = wait_for_results(page)
        assert [url for url in visited if f"#/job/{job_id}" in url]
        wait_for_figures(page)
        expect_overview(page, shared_server, job_id)
        expect(page.get_by_text("set · reference SIM0003")).to_be_visible()
        assert shared_server.state(job_id)["reference_id"] == "SIM0003"


def test_files_chosen_slot_by_slot_become_the_same_result(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    expected = shared_server.complete(genomes, name="by REST")
    with open_page(shared_server) as (page, _):
        choose_all(page, genomes)
        expect_all_slots(page)
        page.get_by_label("Name of the analysis").fill("By dialogs")
        page.keyboard.press("Control+Enter")
        job_id = wait_for_results(page)
        expect_overview(page, shared_server, job_id)

    assert shared_server.state(job_id)["name"] == "By dialogs"
    assert counts(shared_server, job_id) == counts(shared_server, expected)


def test_a_folder_of_packed_files_finds_its_slots(
    shared_server: Server, genomes: Files, open_page: Opening, tmp_path: Path
) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    for name, content in packed(genomes).items():
        (inner / name).write_bytes(content)
    (inner / ".hidden").write_bytes(b"\0")
    with open_page(shared_server) as (page, _):
        drop_folder(page, inner.parent)
        expect_all_slots(page, ending=".gz")
        expect(slot(page, "genomes")).to_contain_text("FASTA, gzip")
        expect(page.get_by_text("Not used:")).to_have_count(0)
        expect(run_button(page)).to_be_enabled()


def drop_folder(page: Page, folder: Path) -> None:
    """Drags a folder of this machine onto the page, as the system does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 500, "y": 400, "data": data})


def test_files_in_any_order_find_their_slots(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    fasta, table, genes = genomes.values()
    with open_page(shared_server) as (page, _):
        for order in ((genes, fasta, table), (table, genes, fasta)):
            for name, content in order:
                drop_files(page, "main", {name: content})
                expect(page.get_by_text(name, exact=True)).to_be_visible()
            expect_all_slots(page)
            expect(run_button(page)).to_be_enabled()
            page.get_by_role("button", name="Start over").click()


def test_files_that_are_browsed_for_together_find_their_slots(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        with page.expect_file_chooser() as opened:
            page.get_by_role("button", name="browse").click()
        opened.value.set_files([payload(*file) for file in genomes.values()])
        expect_all_slots(page)


def test_genomes_alone_become_a_result_that_says_what_more_files_would_give(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped({"fasta_file": genomes["fasta_file"]}))
        wait_for_check(page)
        run_button(page).click()
        job_id = wait_for_results(page)
        wait_for_figures(page)
        expect_counts(page, counts(shared_server, job_id))
        expect(key_number(page, "In genes")).to_have_text("\N{EN DASH}")
        missing = page.get_by_role("listitem").filter(has_text="No gene file was given.")
        missing.get_by_role("link", name="Add genes").click()
        wait_for_check(page)
        # The genomes need not be chosen a second time.
        expect(slot(page, "genomes")).to_contain_text("12 records")


def test_the_demo_is_one_click_away(shared_server: Server, open_page: Opening) -> None:
    with open_page(shared_server) as (page, _):
        page.get_by_role("button", name="Demo data").click()
        job_id = wait_for_results(page)
        wait_for_figures(page)
        expect_counts(page, counts(shared_server, job_id))


def test_run_pressed_twice_submits_once(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        submitted: list[str] = []
        page.on("request", lambda sent: submitted.append(sent.url))
        held: list[Route] = []
        page.route("**/api/jobs?*", lambda route: held.append(route), times=1)
        with page.expect_request("**/api/jobs?*"):
            page.keyboard.press("Control+Enter")
        # The job is accepted, and the list of jobs is still on its way.
        page.keyboard.press("Control+Enter")
        for route in held:
            route.continue_()
        wait_for_results(page)
        wait_for_figures(page)
        assert len([url for url in submitted if url.endswith("/analyze_ssr/")]) == 1
