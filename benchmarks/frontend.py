"""How fast the front end shows results: opening, filters, tables, scrolling, memory, size.

    python benchmarks/frontend.py [--rows 113000,10000000] [--runs 5] [--folder DIR] [--csv FILE]

Makes tables with that many SSRs (seeded, no real genome), imports them into a server of its own,
and uses the built front end in Chromium as a user does: clicks, keys, wheel. Prints one line per
question and writes `frontend.csv`: medians, least and most, with the load of the machine. The
matrix is drawn of a table of its own, 400 genomes with 250 motif classes.
"""

import argparse
import csv
import gzip
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from frontend_page import (
    Address,
    ProcessorTime,
    go,
    heap_megabytes,
    open_browser,
    open_page,
    settle,
    shares,
)
from frontend_page import wait_since_event as wait
from frontend_scroll import ROWS_ARE_SHOWN, drag_down, jump_to_end, wheel_down
from playwright.sync_api import Browser, Page
from results_speed import write_tables
from server_load import launch, wait_until_ready

from crossroad_desktop.frontend_files import find_front_end

SECTIONS: Final = (
    "overview", "genomes", "ssrs/conservation", "ssrs/abundance", "ssrs/matrix", "genes",
    "hotspots", "hotspots/repeats", "hotspots/time",
)  # fmt: skip
TABLES: Final = ("ssrs/table", "genes/table", "hotspots/table")
FILTERS: Final = (("Category", 1), ("Motif length", 3), ("Motif class", 0))
"""Kind of filter, and the place of the value that is ticked."""
COLUMNS: Final = ("ssrs", "genomes", "question", "unit", "runs", "median", "least", "most", "note")
GENOMES: Final = {113_000: 360, 10_000_000: 2_000}
MATRIX: Final = (400_000, 400)
_OVERVIEW_IS_SHOWN: Final = (
    "document.querySelector('main dl dd')"
    " && document.querySelectorAll('[data-figure] svg[role=img]').length === 4"
)


@dataclass(frozen=True)
class Job:
    """A result that was imported."""

    id: str
    name: str
    rows: int
    genomes: int


@dataclass
class Report:
    """What was measured, printed as it comes."""

    lines: list[tuple[object, ...]] = field(default_factory=list)

    def add(
        self, job: Job | None, question: str, unit: str, values: Sequence[float], note: str = ""
    ) -> None:
        """One question with all its samples."""
        figures = [f"{figure(values):.4g}" for figure in (statistics.median, min, max)]
        rows = (job.rows, job.genomes) if job else ("", "")
        self.lines.append((*rows, question, unit, len(values), *figures, note))
        sys.stdout.write(f"{rows[0]} {question}: {figures[0]} {unit} ({figures[1:]}) {note}\n")
        sys.stdout.flush()

    def write(self, path: Path) -> None:
        """As CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(self.lines)


def main() -> None:
    """Measures, prints and writes."""
    options = _parse_options()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="crossroad-frontend-") as temporary:
        folder = options.folder or Path(temporary)
        report.add(None, "load of the machine before", "", os.getloadavg()[:1])
        report.add(None, "JavaScript, gzip", "kB", [script_kilobytes()])
        with _serve(Path(temporary) / "data") as address, open_browser() as browser:
            for rows in map(int, options.rows.split(",")):
                genomes = GENOMES.get(rows, max(rows // 5_000, 10))
                job = _import(address, folder, rows, genomes)
                measure(browser, address, job, options.runs, report)
            job = _import(address, folder, *MATRIX)
            measure_matrix(browser, address, job, options.runs, report)
        report.add(None, "load of the machine after", "", os.getloadavg()[:1])
    report.write(options.csv)


def measure(browser: Browser, address: Address, job: Job, runs: int, report: Report) -> None:
    """All questions on one result."""
    measure_opening(browser, address, job, runs, report)
    with open_page(browser, address) as page:
        measure_filters(page, job, ProcessorTime(page, address.pid), report)
        measure_heap(page, job, report)
        measure_table(page, job, runs, report)
        measure_scrolling(page, job, report)


def measure_opening(
    browser: Browser, address: Address, job: Job, runs: int, report: Report
) -> None:
    """From a click on a job to its overview, and from there to the first rows of the table."""
    overview, table = [], []
    for _ in range(runs):
        with open_page(browser, address) as page:
            page.get_by_role("link", name=job.name, exact=True).click()
            overview.append(wait(page, _OVERVIEW_IS_SHOWN))
            settle(page)
            go(page, f"#/results/{job.id}/ssrs/abundance")
            page.locator("nav a[href*='ssrs/table']").click()
            table.append(wait(page, ROWS_ARE_SHOWN))
    report.add(job, "click on a job to its overview", "ms", overview)
    report.add(job, "click on Table to its rows", "ms", table)


def measure_filters(page: Page, job: Job, used: ProcessorTime, report: Report) -> None:
    """From a tick in the filter menu to the counts and all figures of a section."""
    every = []
    for section in SECTIONS:
        told = [_filter(page, job, section, used, *chosen) for chosen in FILTERS]
        every += told
        of_section = [one["total"] for one in told]
        median = {name: statistics.median(one[name] for one in told) for name in told[0]}
        note = ", ".join(
            f"{name} {median[name]:.0f}" for name in ("requests", "server", "answered")
        )
        report.add(job, f"filter, {section}", "ms", of_section, note)
    report.add(job, "filter, all sections", "ms", [one["total"] for one in every])
    for name in ("server_cpu", "page_cpu"):
        mean = statistics.mean(one[name] for one in every)
        report.add(job, f"filter, all sections, mean {name}", "ms", [mean])


def _filter(
    page: Page, job: Job, section: str, used: ProcessorTime, kind: str, place: int
) -> dict[str, float]:
    go(page, f"#/results/{job.id}/{section}")
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Add a filter")
    menu.get_by_role("button", name=kind, exact=True).click()
    value = menu.get_by_role("group", name=kind, exact=True).get_by_role("checkbox").nth(place)
    value.wait_for()
    settle(page)
    before = used.read()
    value.click()
    told = shares(page)
    return told | {name: ms - before[name] for name, ms in used.read().items()}


def measure_heap(page: Page, job: Job, report: Report) -> None:
    """Memory of JavaScript on each section, reached one after the other as a user does."""
    session = page.context.new_cdp_session(page)
    for section in (*SECTIONS, *TABLES):
        page.evaluate(f"location.hash = '#/results/{job.id}/{section}'")
        settle(page)
        report.add(job, f"heap, {section}", "MB", [heap_megabytes(session)])


def measure_table(page: Page, job: Job, runs: int, report: Report) -> None:
    """Three letters into the search; the jump to the last row."""
    searches, jumps = [], []
    for _ in range(runs):
        go(page, f"#/results/{job.id}/ssrs/table")
        jumps.append(jump_to_end(page, job.rows))
        page.get_by_role("searchbox", name="Search all columns").click()
        page.keyboard.type("tgc", delay=80)
        page.wait_for_url("**search=tgc**")
        searches.append(shares(page)["total"])
    report.add(job, "last letter of a search to its rows", "ms", searches, "250 ms are a pause")
    report.add(job, "key to the last row", "ms", jumps)


def measure_scrolling(page: Page, job: Job, report: Report) -> None:
    """Five seconds of the wheel, and five of a dragged scroll bar."""
    go(page, f"#/results/{job.id}/ssrs/table")
    ways: tuple[tuple[str, Callable[[Page], dict[str, float]]], ...] = (
        ("wheel", wheel_down),
        ("dragged scroll bar", drag_down),
    )
    for name, scroll in ways:
        frames = scroll(page)
        note = f"of {frames['frames']:.0f} frames"
        report.add(job, f"{name}: frames without any row text", "", [frames["blank"]], note)
        report.add(job, f"{name}: frames with row numbers only", "", [frames["numbered"]], note)
        report.add(job, f"{name}: longest frame", "ms", [frames["longest"]])


def measure_matrix(browser: Browser, address: Address, job: Job, runs: int, report: Report) -> None:
    """400 genomes x 250 motif classes: the whole drawing, and the canvas alone."""
    drawn, painted = [], []
    with open_page(browser, address) as page:
        go(page, f"#/results/{job.id}/ssrs/matrix?.Matrix+of+motif+classes.top=250")
        scale = page.get_by_label("Scale")
        for number in range(2 * runs):
            scale.select_option(("column", "log")[number % 2])
            drawn.append(shares(page)["total"])
            painted.append(page.evaluate(_PAINT_AGAIN))
    report.add(job, "matrix, choice to frame", "ms", drawn)
    report.add(job, "matrix, canvas alone", "ms", painted)


_PAINT_AGAIN: Final = """
() => new Promise((resolve) => {
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    const begin = performance.now();
    CanvasRenderingContext2D.prototype.clearRect = clearRect;
    clearRect.apply(this, box);
    queueMicrotask(() => resolve(performance.now() - begin));
  };
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
})
"""


def script_kilobytes() -> float:
    """All scripts of the built front end as gzip sends them, in 1,000 bytes."""
    front_end = find_front_end()
    if front_end is None:
        raise SystemExit("The front end is not built; run packaging/build_frontend.py.")
    scripts = sorted((front_end / "assets").glob("*.js"))
    return sum(len(gzip.compress(path.read_bytes())) for path in scripts) / 1e3


@contextmanager
def _serve(data_dir: Path) -> Iterator[Address]:
    process = launch(data_dir)
    try:
        server = wait_until_ready(data_dir / "server.json", process)
        yield Address(server.address, server.token, server.pid)
    finally:
        process.terminate()
        process.wait(20)


def _import(address: Address, folder: Path, rows: int, genomes: int) -> Job:
    source = folder / f"{rows}_{genomes}"
    if not source.exists():
        write_tables(source, rows, genomes)
        _write_record(source, genomes)
    name = f"{rows:,} SSRs"
    answer = httpx.post(
        f"{address.url}/api/import",
        json={"path": str(source), "name": name},
        headers={"Authorization": f"Bearer {address.token}"},
        timeout=600,
    )
    return Job(str(answer.raise_for_status().json()["job_id"]), name, rows, genomes)


def _write_record(folder: Path, genomes: int) -> None:
    record = json.loads((folder / "run.json").read_text())
    record["found"] = {"genomes": genomes, "analysed_genomes": genomes, "hotspots": 300}
    (folder / "run.json").write_text(json.dumps(record))


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default=",".join(map(str, GENOMES)))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the tables are kept for the next time")
    parser.add_argument(
        "--csv", type=Path, default=Path(__file__).resolve().parent / "frontend.csv"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
