"""Settings of a new analysis: presets, the command that does the same, and what is not lost."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import drop_files, go
from tests.e2e.conftest import Opening
from tests.e2e.form_page import (
    before_run,
    dropped,
    expect_obstacle,
    least_repeats,
    reference,
    run_button,
    slot,
    wait_for_check,
)
from tests.e2e.results_page import wait_for_results
from tests.server.contract.running_server import Files, Server

pytestmark = pytest.mark.slow


def presets(page: Page) -> Locator:
    """The button that opens the presets; its name is the one that is chosen."""
    return page.get_by_role("button", name=re.compile("^Preset: "))


def start_over(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()


def test_a_preset_sets_all_six_thresholds(shared_server: Server, open_page: Opening) -> None:
    with open_page(shared_server) as (page, _):
        listed = shared_server.get("/api/parameters").json()["presets"]
        other = next(preset for preset in listed if preset["name"] != "Default")
        expect(presets(page)).to_have_accessible_name("Preset: Default")
        presets(page).click()
        page.get_by_role("button", name=other["name"]).click()
        expect(presets(page)).to_have_accessible_name(f"Preset: {other['name']}")
        for bases, name in enumerate(("mono", "di", "tri", "tetra", "penta", "hexa"), 1):
            expect(least_repeats(page, bases)).to_have_value(str(other["values"][name]))


def test_an_own_preset_is_kept_by_a_reload_until_it_is_deleted(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        least_repeats(page, 6).fill("9")
        expect(presets(page)).to_have_accessible_name("Preset: own numbers")
        presets(page).click()
        page.get_by_label("Name of a new preset").fill("Long ones")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(presets(page)).to_have_accessible_name("Preset: Long ones")

        page.reload()
        start_over(page)
        expect(presets(page)).to_have_accessible_name("Preset: Default")
        presets(page).click()
        page.get_by_role("button", name=re.compile("^Long ones")).click()
        expect(least_repeats(page, 6)).to_have_value("9")

        presets(page).click()
        page.get_by_role("button", name="Delete the preset Long ones").click()
        expect(page.get_by_role("button", name=re.compile("^Long ones"))).to_have_count(0)
        page.reload()
        presets(page).click()
        expect(page.get_by_role("button", name=re.compile("^Long ones"))).to_have_count(0)


def test_the_copied_command_finds_the_same_ssrs_as_the_page(
    shared_server: Server, genomes: Files, open_page: Opening, tmp_path: Path
) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with open_page(shared_server, permissions=permissions) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        page.get_by_label("Name of the analysis").fill("Tom's set, 2")
        least_repeats(page, 1).fill("8")
        least_repeats(page, 2).fill("5")
        page.get_by_label("Genomes, more than").fill("3")
        page.get_by_role("switch", name=re.compile("^Flanks")).check()
        reference(page).fill("SIM0002")
        page.get_by_role("button", name="Copy as command").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        command = page.evaluate("navigator.clipboard.readText()")
        assert command == page.get_by_label("Command", exact=True).inner_text()
        run_button(page).click()
        job_id = wait_for_results(page)

    found = shared_server.get(f"/api/job/{job_id}/summary").json()["found"]
    assert found["ssrs"] > 0
    told = run_command(command, genomes, tmp_path / "files")
    # The summary tells counts; run.json has the ids of the anchors beside them.
    assert {name: told[name] for name in found} == found


def run_command(command: str, files: Files, folder: Path) -> dict[str, int]:
    """What the command finds in a folder of the files."""
    folder.mkdir()
    for name, content in files.values():
        (folder / name).write_bytes(content)
    program, *options = shlex.split(command)
    assert program == "crossroad"
    words = [sys.executable, "-m", "crossroad_desktop", *options]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=60)
    (told,) = folder.glob("*/output/run.json")
    found: dict[str, int] = json.loads(told.read_text())["found"]
    return found


def test_start_over_empties_the_form_and_undo_brings_all_of_it_back(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        page.get_by_label("Name of the analysis").fill("Mine")
        least_repeats(page, 1).fill("8")
        reference(page).fill("SIM0004")

        start_over(page)
        expect(page.get_by_label("Name of the analysis")).to_have_value("")
        expect(least_repeats(page, 1)).to_have_value("12")
        expect(slot(page, "genomes")).not_to_contain_text("set.fa")
        expect_obstacle(page, "Add the genomes first: a FASTA file.")
        expect(page.get_by_role("button", name="Start over")).to_be_disabled()

        page.get_by_role("region", name="Notices").get_by_role("button", name="Undo").click()
        wait_for_check(page)
        expect(page.get_by_label("Name of the analysis")).to_have_value("Mine")
        expect(least_repeats(page, 1)).to_have_value("8")
        expect(reference(page)).to_have_value("SIM0004")
        for role in ("genomes", "metadata", "genes"):
            expect(slot(page, role)).to_contain_text("set.")
        expect(run_button(page)).to_be_enabled()


def test_the_form_is_as_it_was_after_another_page(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        least_repeats(page, 2).fill("4")
        go(page, "#/jobs")
        expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
        page.get_by_role("link", name="New analysis").first.click()
        expect(least_repeats(page, 2)).to_have_value("4")
        expect(slot(page, "genomes")).to_contain_text("12 records")
        expect(run_button(page)).to_be_enabled()


def test_a_reload_keeps_the_settings_and_the_files_that_the_server_has(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        page.get_by_label("Name of the analysis").fill("Reloaded")
        least_repeats(page, 2).fill("4")
        reference(page).fill("SIM0005")
        reference(page).blur()
        page.reload()
        wait_for_check(page)
        expect(page.get_by_label("Name of the analysis")).to_have_value("Reloaded")
        expect(least_repeats(page, 2)).to_have_value("4")
        expect(reference(page)).to_have_value("SIM0005")
        expect(before_run(page)).to_contain_text("Every id matches.")
        run_button(page).click()
        job_id = wait_for_results(page)

    state = shared_server.state(job_id)
    assert (state["name"], state["reference_id"]) == ("Reloaded", "SIM0005")
    assert state["parameters"]["di"] == 4
    assert set(state["inputs"]) == {"fasta", "categories", "genes"}
