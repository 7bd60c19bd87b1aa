"""The loci: from the table to one locus and back, the matrix by keyboard, the tree, the exports."""

import csv
import io
import re
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import faults
from tests.e2e.browser import NARROW, PHONE
from tests.e2e.conftest import Opening
from tests.e2e.data_sets import DataSets
from tests.e2e.figures import (
    choose_in_menu,
    figure,
    filters_of,
    is_too_wide,
    open_section,
    surface,
    text_faults,
    wait_until_drawn,
)
from tests.e2e.results_page import chips
from tests.server.contract.running_server import Server

FORMATS: Final = {
    "CSV": b"genomeID,",
    "xlsx": b"PK",
    "Genepop": b"",
    "STRUCTURE": b"",
    "GenAlEx": b"",
    "Arlequin": b"[Profile]",
    "PHYLIP": b"",
    "Nexus": b"#NEXUS",
    "VCF": b"##fileformat=VCF",
    "Newick": b"(",
}


def loci(server: Server, job_id: str, **filters: Any) -> list[dict[str, Any]]:
    """What the server tells of the loci, those with most alleles first."""
    answer = server.arrow(f"/api/job/{job_id}/plot_data/loci", params=filters)
    rows: list[dict[str, Any]] = answer.to_pylist()
    return sorted(rows, key=lambda row: (-row["alleles"], -(row["heterozygosity"] or -1)))


def table_of_loci(page: Page) -> Locator:
    return page.get_by_role("grid", name="Loci")


def test_the_way_from_the_table_to_a_locus_and_back(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    rows = loci(shared_server, demo)
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci")
        varying = sum(row["polymorphic"] for row in rows)
        expect(
            page.get_by_role("heading", name=f"{varying} of {len(rows)} loci are polymorphic")
        ).to_be_visible()
        grid = table_of_loci(page)
        expect(grid).to_have_attribute("aria-rowcount", str(len(rows) + 1))
        grid.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_text(rows[1]["locus_id"], exact=True)).to_be_visible()
        expect(page.get_by_text(f"2 of {len(rows)}")).to_be_visible()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(rows[2]["locus_id"], exact=True)).to_be_visible()
        page.go_back()
        expect(page.get_by_text(rows[1]["locus_id"], exact=True)).to_be_visible()
        page.get_by_role("link", name="All loci").click()
        expect(table_of_loci(page)).to_be_visible()


def test_escape_leads_from_a_locus_back_to_its_row(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci")
        grid = table_of_loci(page)
        grid.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("One locus")
        page.keyboard.press("Escape")
        expect(grid).to_be_focused()
        expect(grid).to_have_attribute("aria-activedescendant", re.compile("-1$"))


def test_search_order_and_polymorphic_loci_stay_in_the_address(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci")
        grid = table_of_loci(page)
        page.get_by_role("searchbox", name="Search loci").fill("gene003")
        expect(grid.get_by_role("row").nth(1)).to_contain_text("gene003")
        page.get_by_role("checkbox", name="Only polymorphic").check()
        grid.get_by_role("button", name="H", exact=True).click()
        head = grid.get_by_role("columnheader", name="H", exact=True)
        expect(head).to_have_attribute("aria-sort", "descending")
        listed = grid.get_attribute("aria-rowcount")
        page.reload()
        expect(page.get_by_role("searchbox", name="Search loci")).to_have_value("gene003")
        expect(table_of_loci(page)).to_have_attribute("aria-rowcount", listed or "")


def test_one_locus_shows_the_tract_of_every_genome_under_each_other(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    locus = loci(shared_server, demo)[0]["locus_id"]
    copies = shared_server.arrow(
        f"/api/job/{demo}/plot_data/alleles", params={"locus": locus}
    ).to_pylist()
    distinct = {
        (row["left_flank"], row["tract"], row["right_flank"])
        for row in copies
        if row["tract"] is not None
    }
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/locus", f"?.locus={locus}")
        tracts = page.get_by_role("region", name="Tracts and flanks")
        expect(tracts.get_by_role("heading")).to_have_text(
            f"{len(distinct)} distinct sequence{'s' if len(distinct) > 1 else ''}"
        )
        right_flanks = tracts.locator("code").evaluate_all(
            "(lines) => lines.map((line) => line.textContent.length)"
        )
        assert len(set(right_flanks)) == 1
        first = tracts.get_by_role("button", name=re.compile("with this sequence")).first
        first.click()
        expect(first).to_have_attribute("aria-expanded", "true")
        tracts.get_by_role("button", name="All genomes").click()
        expect(tracts.get_by_text(copies[0]["genomeID"], exact=True)).to_be_visible()
        with page.expect_download() as download:
            tracts.get_by_role("button", name="FASTA").click()
            page.get_by_role("button", name="Save all sequences").click()
        saved = Path(download.value.path()).read_text("utf-8")
        assert saved.count(">") == sum(row["tract"] is not None for row in copies)
        statistics = page.get_by_role("region", name="Statistics by group")
        expect(statistics.get_by_role("row").nth(1)).to_contain_text("All genomes")


def test_a_locus_that_the_filters_leave_out_is_told_not_an_error(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    rows = loci(shared_server, demo)
    other = next(row for row in rows if row["motif_class"] != rows[0]["motif_class"])
    query = f"?motif_class={other['motif_class']}&.locus={rows[0]['locus_id']}"
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/locus", query)
        expect(page.get_by_text("No such locus under these filters")).to_be_visible()


def test_the_matrix_is_walked_by_keyboard_and_leads_to_a_locus(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/matrix")
        matrix = figure(page, "Allele matrix")
        marks = surface(matrix)
        marks.focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
            marks.press(key)
        tip = page.get_by_role("tooltip")
        expect(tip).to_contain_text(re.compile("unit|absent|missing"))
        marks.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("One locus")
        page.go_back()
        wait_until_drawn(figure(page, "Allele matrix"))


def test_the_matrix_follows_the_filters_and_tells_what_it_plots(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/matrix", "?category=I")
        matrix = figure(page, "Allele matrix")
        with page.expect_download() as download:
            choose_in_menu(page, matrix, "CSV of the plotted data")
        content = Path(download.value.path()).read_text("utf-8")
        table = list(csv.reader(io.StringIO(content)))
        asked = {"category": "I", "loci": "100", "show": "polymorphic", "by": "category"}
        sent = shared_server.arrow(
            f"/api/job/{demo}/plot_data/allele_matrix", params=asked
        ).to_pylist()
        assert {row[0] for row in table[1:]} == {row["genomeID"] for row in sent}
        assert table[0][3:] == list(dict.fromkeys(row["locus_id"] for row in sent))
        places = {name: at for at, name in enumerate(table[0])}
        cells = {(row[0], name): row[at] for row in table[1:] for name, at in places.items()}
        for row in sent:
            assert cells[row["genomeID"], row["locus_id"]] == (row["repeats"] or "")


def test_a_gene_and_a_motif_class_of_a_locus_become_filters(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    locus = next(row for row in loci(shared_server, demo) if row["gene"])
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/locus", f"?.locus={locus['locus_id']}")
        page.get_by_role("button", name="Only this gene").click()
        page.get_by_role("button", name="Only this class").click()
        expect(chips(page)).to_have_count(2)
        assert filters_of(page) == {
            "gene": locus["gene"].split(": "),
            "motif_class": [locus["motif_class"]],
        }


def test_the_tree_has_every_genome_and_switches_its_measure(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci/tree")
        tree = figure(page, "Tree of genomes")
        expect(tree.get_by_role("heading")).to_contain_text("Tree of 40 genomes")
        expect(tree.locator("text", has_text=re.compile("^SIM"))).to_have_count(40)
        expect(tree.locator("svg[role=img]")).to_contain_text("differing alleles per shared locus")
        tree.get_by_role("button", name="Steps").click()
        wait_until_drawn(tree)
        expect(tree.locator("svg[role=img]")).to_contain_text("units per shared locus")
        page.get_by_role("group", name="View").get_by_role("button", name="Distances").click()
        distances = figure(page, "Distances of genomes")
        wait_until_drawn(distances)
        expect(distances.get_by_role("heading")).to_contain_text("Furthest apart")
        with page.expect_download() as download:
            page.get_by_role("button", name="Newick").click()
        assert Path(download.value.path()).read_text("utf-8").count("SIM") == 40


def test_too_few_genomes_for_a_tree_are_told_in_words(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "overview")
        open_section(page, demo, "loci/matrix", "?genome=SIM0001&genome=SIM0002")
        page.get_by_role("link", name="Tree", exact=True).click()
        expect(page.get_by_text("A tree takes at least 3 genomes")).to_be_visible()


@pytest.mark.slow
def test_every_format_of_the_alleles_is_saved_under_the_filters(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "loci", "?category=I")
        for name, start in FORMATS.items():
            page.get_by_role("button", name="Save alleles").click()
            menu = page.get_by_role("dialog", name="Save the alleles")
            with page.expect_download() as download:
                menu.get_by_role("button", name=re.compile(f"^{name} ")).click()
            content = Path(download.value.path()).read_bytes()
            assert content.startswith(start), name
            assert content, name
        open_section(page, demo, "files")
        listed = page.get_by_role("list", name="Formats of the allele matrix")
        expect(listed.get_by_role("button")).to_have_count(len(FORMATS))


def test_a_result_without_a_catalogue_says_why(
    shared_server: Server, genomes: Any, open_page: Opening
) -> None:
    job_id = shared_server.complete(genomes, name="No loci", loci="false")
    with open_page(shared_server) as (page, _):
        open_section(page, job_id, "overview")
        expect(page.get_by_role("link", name="Loci off")).to_be_visible()
        open_section(page, job_id, "loci")
        expect(page.get_by_text("This result has no catalogue of loci")).to_be_visible()


def test_genomes_that_lie_on_one_strand_are_a_quiet_line(
    shared_server: Server, demo: str, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        open_section(page, demo, "genomes")
        expect(
            page.get_by_text("All 40 genomes lie on one strand, that of SIM0001: none was turned.")
        ).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_loci_keep_the_rules_of_accessibility(
    shared_server: Server, demo: str, open_page: Opening, axe: str, theme: str
) -> None:
    locus = loci(shared_server, demo)[0]["locus_id"]
    with open_page(shared_server, theme=theme) as (page, _):
        for section, query in (
            ("loci", ""),
            ("loci", "?.rows=alleles"),
            ("loci/locus", f"?.locus={locus}"),
            ("loci/matrix", ""),
            ("loci/tree", "?.Tree of genomes.beside=loci"),
            ("loci/tree", "?.view=distances"),
        ):
            open_section(page, demo, section, query)
            page.wait_for_load_state("networkidle")
            assert faults(page, axe) == [], (section, query)
        open_section(page, demo, "loci")
        page.get_by_role("button", name="Save alleles").click()
        expect(page.get_by_role("dialog", name="Save the alleles")).to_be_visible()
        assert faults(page, axe) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["one genome", "404 genomes"])
@pytest.mark.parametrize("size", [NARROW, PHONE])
def test_the_loci_fit_narrow_windows(
    data_sets: DataSets, open_page: Opening, name: str, size: tuple[int, int]
) -> None:
    job_id = data_sets.job(name)
    with open_page(data_sets.server, size=size) as (page, _):
        for section in ("loci", "loci/matrix", "loci/tree"):
            open_section(page, job_id, section)
            page.wait_for_load_state("networkidle")
            assert not is_too_wide(page), section
            assert text_faults(page) == [], section
