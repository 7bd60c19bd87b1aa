"""A result that was made elsewhere is opened: a zip, a folder; and what is none is refused."""

import io
import zipfile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import go, wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.form_page import payload
from tests.e2e.results_page import counts, expect_counts, wait_for_results
from tests.server.contract.running_server import Server


def open_dialog(page: Page) -> Locator:
    page.get_by_role("button", name="Open a result").click()
    return page.get_by_role("dialog", name="Open a result")


def expect_same_result(page: Page, server: Server, original: dict[str, object]) -> str:
    """The page shows the imported result, with the numbers of the original; its job."""
    job_id = wait_for_results(page)
    wait_for_figures(page)
    assert counts(server, job_id) == original
    expect_counts(page, counts(server, job_id))
    expect(page.get_by_text("This result was imported")).to_be_visible()
    return job_id


def test_a_zip_of_a_result_is_opened_under_a_name(
    server: Server, shared_server: Server, demo: str, open_page: Opening
) -> None:
    packed = shared_server.get(f"/api/job/{demo}/download_zip")
    with open_page(server) as (page, _):
        dialog = open_dialog(page)
        expect(dialog.get_by_role("button", name="Open", exact=True)).to_be_disabled()
        with page.expect_file_chooser() as opened:
            dialog.get_by_role("button", name="Choose a file").click()
        opened.value.set_files(payload("result.zip", packed.content))
        dialog.get_by_label("Name in the list of jobs").fill("From a colleague")
        dialog.get_by_role("button", name="Open", exact=True).click()
        job_id = expect_same_result(page, server, counts(shared_server, demo))

        # Its inputs are not here: nothing offers to run it again.
        go(page, f"#/job/{job_id}")
        expect(page.get_by_role("heading", level=1)).to_have_text("From a colleague")
        expect(page.get_by_role("link", name="Open results")).to_be_visible()
        expect(page.get_by_role("button", name="Run again")).to_have_count(0)
        expect(page.get_by_role("link", name="Run again with changes")).to_have_count(0)


@pytest.mark.slow
def test_a_folder_on_this_machine_is_opened_from_the_list_of_jobs(
    server: Server, shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(server) as (page, _):
        go(page, "#/jobs")
        dialog = open_dialog(page)
        path = dialog.get_by_label("or the path of a folder or file on this computer")
        path.fill(str(shared_server.job_dir / demo))
        dialog.get_by_role("button", name="Open", exact=True).click()
        expect_same_result(page, server, counts(shared_server, demo))


def test_what_is_no_result_is_refused_in_the_dialog_and_another_can_be_chosen(
    server: Server, shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(server) as (page, watch):
        watch.expect("status of 4")
        dialog = open_dialog(page)
        file = dialog.get_by_label("File of a result")
        opens = dialog.get_by_role("button", name="Open", exact=True)
        alert = dialog.get_by_role("alert")
        file.set_input_files(payload("holiday.zip", zip_of("notes.txt")))
        opens.click()
        expect(alert).to_contain_text("holiday.zip")
        file_name = dialog.get_by_role("button", name="Remove holiday.zip")
        file_name.click()

        file.set_input_files(payload("damaged.zip", zip_of("notes.txt")[:-30]))
        opens.click()
        expect(alert).to_contain_text("damaged.zip")
        dialog.get_by_role("button", name="Remove damaged.zip").click()

        path = dialog.get_by_label("or the path of a folder or file on this computer")
        path.fill(str(server.data_dir / "nowhere"))
        opens.click()
        expect(path).to_have_attribute("aria-invalid", "true")
        expect(alert).to_contain_text("nowhere")
        path.fill(str(shared_server.job_dir / demo))
        opens.click()
        expect_same_result(page, server, counts(shared_server, demo))

    assert len(server.job_folders()) == 1


def zip_of(name: str) -> bytes:
    """A zip with one file that is no result."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(name, "a text\n" * 20)
    return content.getvalue()


def test_the_dialog_is_left_by_escape_and_nothing_has_happened(
    server: Server, open_page: Opening
) -> None:
    with open_page(server) as (page, _):
        dialog = open_dialog(page)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("button", name="Open a result")).to_be_focused()

    assert server.job_folders() == []
