"""The pages of a result as a test sees them: what they tell, beside what the server tells."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.server.contract.running_server import Server

JOB_END = 60_000  # ms; a job on a busy machine


def wait_for_results(page: Page) -> str:
    """Until the overview of a result is shown; the id of its job."""
    title = page.get_by_role("heading", level=1, name="Overview")
    expect(title).to_be_visible(timeout=JOB_END)
    found = re.search(r"#/results/([^/?]+)/overview", page.url)
    assert found, page.url
    return found[1]


def key_number(page: Page, name: str) -> Locator:
    """A number at the top of the overview."""
    term = page.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))
    return term.locator("xpath=..").get_by_role("definition").first


def count_line(page: Page) -> Locator:
    """How much the filters leave, at the right of their bar."""
    return page.get_by_role("group", name="Filters").get_by_role("status")


def counts(server: Server, job_id: str, **filters: Any) -> dict[str, Any]:
    """What the server counts under filters."""
    answer = server.arrow(f"/api/job/{job_id}/plot_data/filter_counts", params=filters)
    row: dict[str, Any] = answer.to_pylist()[0]
    return row


def expect_counts(page: Page, counted: dict[str, Any]) -> None:
    """The filter bar tells what the server counts."""
    told = "{genomes:,} of {all_genomes:,} genomes · {ssrs:,} of {all_ssrs:,} SSRs"
    expect(count_line(page)).to_have_text(told.format(**counted))


def chips(page: Page) -> Locator:
    """The buttons that remove a filter, one per chip."""
    return page.get_by_role("button", name=re.compile("^Remove the filter "))
