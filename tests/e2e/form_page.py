"""The page of a new analysis as a test sees it: slots, fields, what is said of them."""

import gzip
import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.server.contract.running_server import Files

SLOTS = ("genomes", "metadata", "genes")
RUN = re.compile(r"^Run Ctrl")

_FIELDS = {"fasta_file": "genomes", "categories_file": "metadata", "gene_bed": "genes"}


def dropped(files: Files) -> dict[str, bytes]:
    """Files of an upload by their names, as `drop_files` takes them."""
    return dict(files.values())


def packed(files: Files) -> dict[str, bytes]:
    """The same with gzip, as `drop_files` takes them."""
    return {f"{name}.gz": gzip.compress(content) for name, content in files.values()}


def slot(page: Page, role: str) -> Locator:
    """The slot of genomes, metadata or genes, with all that is said there."""
    slots = page.get_by_role("list", name="Input files").get_by_role("listitem")
    return slots.nth(SLOTS.index(role))


def choose(page: Page, role: str, name: str, content: bytes) -> None:
    """Chooses a file in the file dialog of a slot."""
    with page.expect_file_chooser() as opened:
        slot(page, role).get_by_role("button", name=re.compile("^(Choose|Change) ")).click()
    opened.value.set_files(payload(name, content))


def payload(name: str, content: bytes) -> FilePayload:
    """A file as a file dialog gives it."""
    return {"name": name, "mimeType": "", "buffer": content}


def choose_all(page: Page, files: Files) -> None:
    """Chooses every file of an upload in the dialog of its slot."""
    for field, (name, content) in files.items():
        choose(page, _FIELDS[field], name, content)


def before_run(page: Page) -> Locator:
    """What the page says before anything is run."""
    return page.get_by_role("region", name="Before you run")


def wait_for_check(page: Page) -> None:
    """Until the server has looked at the files, and nothing is on its way any more."""
    expect(page.get_by_role("heading", name=re.compile("^Before you run checked"))).to_be_visible()
    expect(before_run(page)).to_contain_text(re.compile("pass(es)? the filters"))


def run_button(page: Page) -> Locator:
    return page.get_by_role("button", name=RUN)


def expect_obstacle(page: Page, why: str) -> None:
    """Run cannot be pressed, and says why."""
    expect(run_button(page)).to_be_disabled()
    expect(run_button(page)).to_have_accessible_description(why)


def expect_problem(field: Locator, why: str | re.Pattern[str]) -> None:
    """A field is marked, and what is wrong with it is its description."""
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(why)


def least_repeats(page: Page, bases: int) -> Locator:
    """The field of the least repeats of motifs of so many bases."""
    return page.get_by_label(f"motifs of {bases} bp")


def reference(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Reference genome")
