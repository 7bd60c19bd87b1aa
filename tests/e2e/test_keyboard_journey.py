"""From files to a filtered table and its download without a pointer."""

import csv
import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import wait_for_figures
from tests.e2e.conftest import Opening
from tests.e2e.form_page import least_repeats, payload, reference, wait_for_check
from tests.e2e.results_page import chips, counts, expect_counts, wait_for_results
from tests.server.contract.running_server import Files, Server

MOST_STEPS = 120


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until an element has the focus, which must then be seen."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            assert_focus_is_seen(page)
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def assert_focus_is_seen(page: Page) -> None:
    """The focused element, or what surrounds it, is drawn otherwise than without the focus."""
    is_seen = page.evaluate(
        """() => {
          const looks = (element) => {
            const style = getComputedStyle(element);
            return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor]
              .join();
          };
          const focused = document.activeElement;
          const around = [focused, focused.parentElement, focused.closest("label, .unit, .search")]
            .filter(Boolean);
          const before = around.map(looks);
          focused.blur();
          const after = around.map(looks);
          focused.focus({ focusVisible: true });
          return before.some((look, i) => look !== after[i]);
        }"""
    )
    assert is_seen, page.evaluate("document.activeElement.outerHTML")


def test_a_whole_analysis_needs_no_pointer(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        page.get_by_role("button", name="Input files").set_input_files(
            [payload(*file) for file in genomes.values()]
        )
        wait_for_check(page)
        choose_reference(page)
        tab_to(page, least_repeats(page, 1))
        page.keyboard.type("9")
        page.keyboard.press("Control+Enter")
        job_id = wait_for_results(page)
        wait_for_figures(page)
        state = shared_server.state(job_id)
        assert (state["reference_id"], state["parameters"]["mono"]) == ("SIM0002", 9)

        go_to_table(page)
        filter_by_length(page)
        filtered = counts(shared_server, job_id, motif_length=1)
        assert 0 < filtered["ssrs"] < filtered["all_ssrs"]
        expect_counts(page, filtered)
        look_at_second_row(page)
        assert len(download(page)) == filtered["ssrs"] + 1


def choose_reference(page: Page) -> None:
    """The second genome, by arrow keys."""
    tab_to(page, reference(page))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reference(page)).to_have_value("SIM0002")


def go_to_table(page: Page) -> None:
    """From the overview to the table of SSRs, by the navigation."""
    main = page.get_by_role("navigation", name="Main")
    for name in (re.compile("^SSRs"), "Table"):
        tab_to(page, main.get_by_role("link", name=name))
        page.keyboard.press("Enter")
    expect(page.get_by_role("grid", name="Table of SSRs")).to_be_visible()


def filter_by_length(page: Page) -> None:
    """Motifs of 1 bp, by the filter menu; Escape closes it and gives the focus back."""
    button = page.get_by_role("button", name="Filter", exact=True)
    tab_to(page, button)
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Add a filter")
    kind = menu.get_by_role("button", name="Motif length")
    for _ in range(MOST_STEPS):
        if kind.evaluate("(element) => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box = menu.get_by_role("checkbox", name=re.compile("^1 bp"))
    expect(box).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(chips(page)).to_have_count(1)


def look_at_second_row(page: Page) -> None:
    """Opens what is known of a row, and closes it."""
    grid = page.get_by_role("grid", name="Table of SSRs")
    tab_to(page, grid)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    detail = page.get_by_role("complementary", name="Detail of the chosen row")
    expect(detail).to_be_visible()
    expect(detail).to_contain_text("bases on either side")
    page.keyboard.press("Escape")
    expect(grid).to_be_focused()


def download(page: Page) -> list[list[str]]:
    """The lines of the filtered table as CSV."""
    # The button stands before the table.
    button = page.get_by_role("button", name="Download table")
    for _ in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab")
        if button.evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    entry = page.get_by_role("dialog", name="Download table").get_by_role("link", name="CSV")
    expect(entry).to_be_visible()
    for _ in range(MOST_STEPS):
        if entry.evaluate("(element) => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    with saved.value.path().open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))
