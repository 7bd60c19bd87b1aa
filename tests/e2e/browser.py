"""A browser page that tells all that a page must not do."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.server.contract.running_server import Server

WIDE: Final = (1440, 900)
NARROW: Final = (1024, 700)
PHONE: Final = (420, 800)

_WATCH_POLICY: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`);
});
"""


@dataclass
class Watch:
    """What a page did that it must not do."""

    server: Server
    messages: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    """Parts of messages that a test expects: an answer of 404 is told on the console too."""

    def attach(self, page: Page) -> None:
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        page.on("request", self._see)

    def expect(self, part: str) -> None:
        """A message with this part is no fault in this test."""
        self.allowed.append(part)

    def faults(self) -> list[str]:
        return [
            message
            for message in self.messages
            if not any(part in message for part in self.allowed)
        ]

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.messages.append(f"{kind}: {text}")

    def _see(self, request: Request) -> None:
        own = (self.server.address, "blob:", "data:")
        if not request.url.startswith(own):
            self.messages.append(f"request to another origin: {request.url}")


@contextmanager
def opened(
    browser: Browser,
    server: Server,
    size: tuple[int, int] = WIDE,
    theme: str = "light",
    **more: Any,
) -> Iterator[tuple[Page, Watch]]:
    """A page that has the token; at its end it must have been blameless."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, accept_downloads=True,
        **more,
    )  # fmt: skip
    watch = Watch(server)
    try:
        page = new_page(context, watch)
        page.goto(f"{server.address}/?token={server.token}")
        page.get_by_role("main").wait_for()
        yield page, watch
        for shown in context.pages:
            watch.messages += violations(shown)
        assert watch.faults() == [], watch.faults()
    finally:
        context.close()


def new_page(context: BrowserContext, watch: Watch) -> Page:
    """One more tab, watched."""
    page = context.new_page()
    page.add_init_script(_WATCH_POLICY)
    watch.attach(page)
    return page


def violations(page: Page) -> list[str]:
    """What the content security policy had to refuse."""
    told: list[str] = page.evaluate("window.violations ?? []")
    return told


def go(page: Page, address: str) -> None:
    """Goes to a view by its address in the page."""
    page.evaluate("(address) => { location.hash = address }", address)


def wait_for_figures(page: Page) -> None:
    """Until no figure of the view waits for its data."""
    page.wait_for_function(
        """() => {
          const figures = [...document.querySelectorAll('[data-figure]')];
          return figures.length > 0 && figures.every((figure) =>
            figure.getAttribute('aria-busy') === 'false'
            && figure.querySelector('svg[role=img], .empty, p'));
        }"""
    )


def drop_files(page: Page, selector: str, files: dict[str, bytes]) -> None:
    """Drags files from outside onto an element."""
    transfer = page.evaluate_handle(
        """(files) => {
          const transfer = new DataTransfer();
          for (const [name, content] of Object.entries(files)) {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            transfer.items.add(new File([bytes], name));
          }
          return transfer;
        }""",
        {name: _base64(content) for name, content in files.items()},
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, event, {"dataTransfer": transfer})


def heap_bytes(page: Page) -> int:
    """Memory of the page's JavaScript after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    told = session.send("Runtime.getHeapUsage")
    return int(told["usedSize"])


def printed(content: object) -> str:
    """For a failure's text."""
    return json.dumps(content, indent=1)


Opener = Callable[..., Any]


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
