"""The figures of a result as a test sees them: where they are, and what may be wrong."""

import re
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import wait_for_figures

# Section: names of the figures in it, in their order.
FIGURES: Final = {
    "genomes": ("Genomes by group", "GC of SSRs and genomes", "SSR density along genomes"),
    "ssrs/conservation": ("Conservation", "Combinations of groups"),
    "ssrs/abundance": ("Abundance", "Repeat numbers by class"),
    "ssrs/matrix": ("Matrix of motif classes",),
    "genes": ("SSRs in genes",),
    "hotspots": ("Alleles", "Hotspot genes by group"),
    "hotspots/repeats": ("Repeat numbers",),
    "hotspots/time": ("Repeat numbers over time",),
    "loci/matrix": ("Allele matrix", "Diversity by group"),
    "loci/tree": ("Tree of genomes",),
}
SECTIONS: Final = ("overview", *FIGURES)

_GO: Final = """async (address) => {
  if (location.hash === address) return;
  const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  location.hash = address;
  await changed;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

# Boxes of texts are higher than the letters in them: a third may be shared with the line above.
_TEXT_FAULTS: Final = """() => {
  const faults = [];
  const words = (text) => JSON.stringify(text.textContent);
  for (const svg of document.querySelectorAll("main svg")) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim())
      .map((text) => ({ text, mark: text.closest("[data-tip]") }))
      .map((one) => ({ ...one, box: one.text.getBoundingClientRect() }))
      .sort((a, b) => a.box.left - b.box.left);
    for (const { text, box } of boxes) {
      const isInside = box.left >= frame.left - 1 && box.right <= frame.right + 1
        && box.top >= frame.top - 2 && box.bottom <= frame.bottom + 2;
      if (!isInside) faults.push(`outside its drawing: ${words(text)}`);
    }
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        if (b.box.left > a.box.right - 2) break;
        if (a.mark && a.mark === b.mark) continue;
        const wide = Math.min(a.box.right, b.box.right) - b.box.left;
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 1.5 && high > 0.34 * Math.min(a.box.height, b.box.height)) {
          faults.push(`${words(a.text)} overlaps ${words(b.text)}`);
        }
      }
    });
  }
  return faults;
}"""


def open_section(page: Page, job_id: str, section: str, query: str = "") -> None:
    """A section of a result, its figures drawn."""
    page.evaluate(_GO, f"#/results/{job_id}/{section}{query}")
    if section in SECTIONS:
        wait_for_figures(page)


def text_faults(page: Page) -> list[str]:
    """Texts in drawings that leave their drawing or lie on each other."""
    faults: list[str] = page.evaluate(_TEXT_FAULTS)
    return faults


def is_too_wide(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    wide: bool = page.evaluate(
        """() => {
          const main = document.querySelector("main");
          return main.scrollWidth > main.clientWidth
            || document.documentElement.scrollWidth > innerWidth;
        }"""
    )
    return wide


def figure(page: Page, name: str) -> Locator:
    """The figure of that name."""
    return page.locator(f'[data-figure="{name}"]')


def surface(shown: Locator) -> Locator:
    """What takes the keys and the pointer in a figure."""
    return shown.get_by_role("group", name=re.compile("Arrow keys move over the marks"))


def wait_until_drawn(shown: Locator) -> None:
    """Until a figure shows what was chosen last."""
    expect(shown).to_have_attribute("aria-busy", "false")
    expect(shown.locator("svg[role=img]")).to_be_visible()


def choose_in_menu(page: Page, shown: Locator, entry: str) -> None:
    """An entry of a figure's menu."""
    shown.get_by_role("button", name=re.compile(": menu$")).click()
    page.get_by_role("dialog").get_by_text(entry).click()


def filters_of(page: Page) -> dict[str, list[str]]:
    """Filters in the address of the page: values by kind."""
    found: dict[str, list[str]] = page.evaluate(
        """() => {
          const query = new URLSearchParams(location.hash.split("?")[1] ?? "");
          const kinds = [...new Set(query.keys())].filter((name) => !name.startsWith("."));
          return Object.fromEntries(kinds.map((kind) => [kind, query.getAll(kind)]));
        }"""
    )
    return found


def as_query(filters: dict[str, Any]) -> dict[str, list[str]]:
    """Filters of a mark as they stand in the address."""
    query: dict[str, list[str]] = {}
    for kind, value in filters.items():
        if kind == "metadata":
            pairs = ([column, *values] for column, values in value.items())
            query[kind] = [_compact(pair) for pair in pairs]
        elif isinstance(value, list):
            query[kind] = [str(one) for one in value]
        else:
            query[kind] = [str(value)]
    return query


def _compact(values: list[str]) -> str:
    return "[" + ",".join(f'"{value}"' for value in values) + "]"
