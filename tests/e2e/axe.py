"""The rules of accessibility that a program can check: axe, run in the page."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

AXE: Final = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

_RUN_AXE: Final = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map((one) =>
      `${id}: ${one.html.slice(0, 120)} ${one.any.map((check) => check.message).join(" ")}`));
}"""


def faults(page: Page, axe: str) -> list[str]:
    """What is serious or critical on the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found: list[str] = page.evaluate(_RUN_AXE)
    return found
