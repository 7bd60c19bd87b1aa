"""What does not fit is told where it stands, and can be corrected there."""

import re
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.e2e.browser import drop_files
from tests.e2e.conftest import Opening
from tests.e2e.form_page import (
    SLOTS,
    before_run,
    choose,
    dropped,
    expect_obstacle,
    expect_problem,
    least_repeats,
    reference,
    run_button,
    slot,
    wait_for_check,
)
from tests.server.contract.running_server import Files, Server

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
XLSX = b"PK\x03\x04\x14\0\x06\0"
GFF = b"##gff-version 3\nSIM0001\tx\tgene\t1\t90\t.\t+\t.\tID=g\n"
GENOME = b">A\nACGT\n"


class Wrong(NamedTuple):
    """A file that does not fit, the slot that tells so, and how."""

    files: dict[str, bytes]
    role: str
    said: str


WRONG_FILES = (
    Wrong({"table.xlsx": XLSX}, "metadata", "Save it as tab-separated text."),
    Wrong({"empty.fa": b""}, "genomes", "empty.fa: the file is empty."),
    Wrong({"genes.gff3": GFF}, "genes", "GFF3 is not read yet. Give the genes as BED"),
    Wrong(
        {"a.fa": GENOME, "b.fa": GENOME},
        "genomes",
        "2 FASTA files: a.fa, b.fa. Join them into one file, or choose one.",
    ),
    Wrong(
        {"a.tsv": b"genomeID\tx\nA\t1\n", "b.tsv": b"genomeID\ty\nA\t1\n"},
        "metadata",
        "2 tables: a.tsv, b.tsv. Choose the one with the metadata.",
    ),
    Wrong({"genomes.fa": XLSX}, "genomes", "a zip archive. Unpack it first."),
    Wrong({"notes.bed": b"to do\n"}, "genes", "no lines with id, start, end and gene."),
)


def test_files_that_are_no_inputs_are_refused_in_their_slots_and_the_others_stay(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        for wrong in WRONG_FILES:
            drop_files(page, "main", wrong.files)
            expect(slot(page, wrong.role).get_by_role("alert")).to_contain_text(wrong.said)
            expect_obstacle(page, f"{wrong.role.capitalize()}: change or remove the file.")
            put_right(page, genomes, wrong.role)


def put_right(page: Page, genomes: Files, role: str) -> None:
    """Chooses the right file for one slot; nothing else is chosen again."""
    choose(page, role, *list(genomes.values())[SLOTS.index(role)])
    expect(run_button(page)).to_be_enabled()
    wait_for_check(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    for other in SLOTS:
        expect(slot(page, other)).to_contain_text("set.")


def test_an_image_is_named_as_not_used(shared_server: Server, open_page: Opening) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", {"plate.png": PNG})
        expect(page.get_by_text("Not used: plate.png.")).to_be_visible()
        expect_obstacle(page, "Add the genomes first: a FASTA file.")


def test_an_image_chosen_for_the_genomes_is_refused_there(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        choose(page, "genomes", "plate.png", PNG)
        expect(slot(page, "genomes").get_by_role("alert")).to_contain_text(
            "plate.png: not a text file. Give FASTA, BED, TSV or CSV."
        )
        expect_obstacle(page, "Genomes: change or remove the file.")


REFUSED_BY_SERVER = (
    Wrong(
        {"wrong.bed": b"SIM0001\t93\t1533\tgene001\nSIM0001\t1992\t816\tgene002\n"},
        "genes",
        "wrong.bed, line 2: end 816 is before start 1992",
    ),
    Wrong({"twice.fa": b">A\nACGT\n>B\nACGT\n>A\nACGT\n"}, "genomes", "twice.fa"),
    Wrong({"no_ids.tsv": b"name\tcategory\nSIM0001\ta\n"}, "metadata", "genomeID"),
)


def test_content_that_is_wrong_is_told_with_its_line_in_its_slot(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, watch):
        watch.expect("status of 422")
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        for wrong in REFUSED_BY_SERVER:
            choose(page, wrong.role, *next(iter(wrong.files.items())))
            expect(slot(page, wrong.role).get_by_role("alert")).to_contain_text(wrong.said)
            expect_obstacle(page, f"{wrong.role.capitalize()}: change or remove the file.")
            put_right(page, genomes, wrong.role)


def test_metadata_of_other_genomes_are_a_warning_that_names_their_ids(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        choose(page, "metadata", "other.tsv", b"genomeID\tcategory\nX1\ta\nX2\tb\n")
        before = before_run(page)
        expect(before).to_contain_text("Not every id matches.")
        expect(before).to_contain_text("2 ids in the metadata only: X1, X2")
        expect(run_button(page)).to_be_enabled()


def test_an_unknown_reference_is_told_at_its_field_with_what_may_be_meant(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, watch):
        watch.expect("status of 422")
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        reference(page).fill("SIM003")
        reference(page).blur()
        expect_problem(reference(page), re.compile("SIM0003"))
        expect_obstacle(page, "The reference does not fit.")
        for role in SLOTS:
            expect(slot(page, role)).to_contain_text("set.")

        reference(page).fill("SIM0003")
        reference(page).blur()
        expect(reference(page)).not_to_have_attribute("aria-invalid", "true")
        expect(run_button(page)).to_be_enabled()


def test_a_refused_submission_leads_to_the_field_that_does_not_fit(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, watch):
        watch.expect("status of 422")
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        reference(page).fill("SIM003")
        # Before the field is left, nobody has asked the server about it.
        page.keyboard.press("Control+Enter")
        expect_problem(reference(page), re.compile("SIM0003"))
        expect(reference(page)).to_be_focused()
        expect_obstacle(page, "The reference does not fit.")


def test_a_threshold_that_does_not_fit_is_marked_with_what_does(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", dropped(genomes))
        wait_for_check(page)
        field = least_repeats(page, 3)
        for typed in ("1", "1001", "", "3.5", "many", "-3"):
            field.fill(typed)
            expect_problem(field, "Trinucleotides: a whole number from 2 to 1,000.")
            expect(least_repeats(page, 2)).not_to_have_attribute("aria-invalid", "true")
            expect_obstacle(page, "A number does not fit; it is marked.")

            field.fill("5")
            expect(field).not_to_have_attribute("aria-invalid", "true")
            expect(run_button(page)).to_be_enabled()


def test_a_least_length_above_the_most_is_told_at_once(
    shared_server: Server, open_page: Opening
) -> None:
    with open_page(shared_server) as (page, _):
        page.get_by_label("Length, at most").fill("900")
        expect_problem(
            page.get_by_label("Length, at most"),
            "Length, at most: not below the least length, or no genome fits.",
        )


def test_a_filter_that_leaves_no_genome_says_so_and_a_click_on_a_limit_mends_it(
    shared_server: Server, open_page: Opening
) -> None:
    records = (b">%d\n" % i + b"ACGTTGCAAC" * 150 + b"N" * i + b"\n" for i in range(2, 6))
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", {"with_n.fa": b"".join(records)})
        before = before_run(page)
        expect(before).to_contain_text("0 of 4 genomes pass the filters; 4 hold more than 0 N.")
        expect_obstacle(page, "No genome passes the filters.")

        before.get_by_role("button", name="see the 4").click()
        left_out = before.get_by_role("region", name="Genomes left out")
        expect(left_out.get_by_role("row")).to_have_count(5)

        before.get_by_role("button", name=re.compile("^5 4 pass")).click()
        expect(before).to_contain_text("All 4 genomes pass the filters.")
        expect(page.get_by_label("N per genome, at most")).to_have_value("5")
        expect(run_button(page)).to_be_enabled()


def test_a_genome_that_the_filters_leave_out_cannot_be_the_reference(
    shared_server: Server, genomes: Files, open_page: Opening
) -> None:
    name, content = genomes["fasta_file"]
    with open_page(shared_server) as (page, _):
        drop_files(page, "main", {name: content + b">small\nACGT\n"})
        wait_for_check(page)
        expect(before_run(page)).to_contain_text("12 of 13 genomes pass the filters")
        reference(page).fill("small")
        expect_problem(
            reference(page), re.compile("does not pass the filters: shorter than 1,000 bp")
        )
        expect_obstacle(page, "The reference does not fit.")
        page.get_by_role("button", name="Remove the reference").click()
        expect(run_button(page)).to_be_enabled()
