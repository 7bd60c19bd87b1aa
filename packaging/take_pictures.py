"""Takes the pictures of the manual (docs/pictures/) from the demo, in Chromium.

`python packaging/take_pictures.py` needs the development environment, the built front end and
Chromium. Look at the pictures before you commit them.
"""

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from crossroad_desktop.frontend_files import find_front_end
from crossroad_desktop.server.running import RunningServer
from crossroad_desktop.settings import load_settings
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_SIZE: Final = {"width": 1280, "height": 800}

_PATIENCE: Final = 120_000  # ms; a tree with its bootstrap takes some seconds

_ALL_DRAWN: Final = """() => [...document.querySelectorAll("[data-figure]")]
  .every((figure) => figure.getAttribute("aria-busy") === "false")"""

# Name of the picture: address behind the result, theme.
_SECTIONS: Final = {
    "overview": ("overview", "light"),
    "conservation": ("ssrs/conservation", "light"),
    "abundance": ("ssrs/abundance", "light"),
    "matrix": ("ssrs/matrix", "dark"),
    "table": ("ssrs/table", "light"),
    "track": ("genes", "light"),
    "hotspots": ("hotspots", "light"),
    "repeat-numbers": ("hotspots/repeats", "dark"),
    "loci": ("loci", "light"),
    "allele-matrix": ("loci/matrix", "light"),
    "tree": ("loci/tree", "dark"),
}


def main() -> None:
    """Takes all pictures anew."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is missing: apt install chromium, then run this again.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = load_settings({"CROSSROAD_DATA_DIR": folder})
        server = RunningServer(settings, with_token=False, front_end=find_front_end())
        server.start()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport=_SIZE, base_url=server.url)  # type: ignore[arg-type]
            page.goto("/")
            _take_new_analysis(page, Path(folder))
            _take_sections(page, _run_demo(page))
        finally:
            browser.close()
            server.stop()


def _take_new_analysis(page: Page, folder: Path) -> None:
    prefix = folder / "virus"
    simulate(SimulationParameters(genomes=40, n_run_share=0.4, missing_metadata_share=0.1), prefix)
    made = simulation_files(prefix)
    chooser = page.locator("input[type=file][multiple]")
    chooser.set_input_files([made.fasta, made.categories, made.genes])
    page.get_by_text("pass the filters").first.wait_for()
    page.wait_for_load_state("networkidle")
    _save(page, "new-analysis")


def _run_demo(page: Page) -> str:
    job = str(page.request.post("/api/demo", data={}).json()["job_id"])
    while _state(page, job)["status"] in ("queued", "running"):
        time.sleep(0.2)
    # The page learns of the job, which it has not started itself.
    page.reload()
    return job


def _state(page: Page, job: str) -> dict[str, Any]:
    state: dict[str, Any] = page.request.get(f"/api/job/{job}/status").json()
    return state


def _take_sections(page: Page, job: str) -> None:
    for name, (section, theme) in _SECTIONS.items():
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.evaluate("(address) => { location.hash = address }", f"#/results/{job}/{section}")
        page.wait_for_load_state("networkidle")
        page.wait_for_function(_ALL_DRAWN, timeout=_PATIENCE)
        page.wait_for_timeout(800)
        _save(page, name)


def _save(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
