"""A page of the front end in Chromium that tells when it has shown what was asked for.

In: an address and a token. Out: pages whose clocks are their own: times are taken in the page, from
the event of the user to the frame that shows the answer, so what drives the browser does not count.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psutil
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

WATCHER: Final = """
window.bench = (() => {
  const shown = '[data-figure], [role=status], [role=grid], dl';
  const data = /\\/(plot_data|table|summary|sequence)/;
  const bench = { pending: 0, began: 0, changed: 0, painted: 0 };
  const fetch = window.fetch;
  const done = () => setTimeout(() => { bench.pending -= 1; bench.changed = performance.now(); });
  window.fetch = async (address, options) => {
    if (!data.test(String(address))) return fetch(address, options);
    bench.pending += 1;
    try {
      const answer = await fetch(address, options);
      for (const kind of ['arrayBuffer', 'json', 'text']) {
        const read = answer[kind].bind(answer);
        answer[kind] = () => read().finally(done);
      }
      return answer;
    } catch (problem) {
      done();
      throw problem;
    }
  };
  // After a frame callback and the task behind it the frame has been handed over.
  bench.frame = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    channel.port2.postMessage(0);
  }));
  new MutationObserver((changes) => {
    if (!changes.some((change) => {
      const target = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      return target?.closest(shown);
    })) return;
    bench.changed = performance.now();
    void bench.frame().then((time) => { bench.painted = time; });
  }).observe(document, { childList: true, characterData: true, subtree: true });
  for (const kind of ['click', 'input', 'keydown', 'change']) {
    addEventListener(kind, (event) => { bench.began = event.timeStamp; }, { capture: true });
  }
  /** Resolves when nothing was asked and nothing changed for so many ms. */
  bench.settle = async (quiet) => {
    for (;;) {
      await bench.frame();
      if (!bench.pending && performance.now() - bench.changed > quiet) return;
    }
  };
  /** The time of the first frame in which it is so. */
  bench.until = async (isSo) => {
    for (;;) {
      if (isSo()) return bench.frame();
      await bench.frame();
    }
  };
  /** Until the answers of the last event, in ms: server, transfer, and drawing after the last. */
  bench.shares = () => {
    const asked = performance.getEntriesByType('resource').filter(
      (entry) => data.test(entry.name) && !/filter_values/.test(entry.name)
        && entry.startTime >= bench.began);
    const most = (take) => Math.max(0, ...asked.map(take));
    return {
      requests: asked.length,
      server: most((entry) => entry.responseStart - entry.requestStart),
      transfer: most((entry) => entry.responseEnd - entry.responseStart),
      answered: most((entry) => entry.responseEnd - bench.began),
      total: bench.painted - bench.began,
    };
  };
  return bench;
})();
"""
_OPTIONS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_SETTLED_MS: Final = 300


@dataclass(frozen=True)
class Address:
    """Where a running server is reached."""

    url: str
    token: str
    pid: int


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium of the system without a window, but with scroll bars that can be dragged."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is not installed; install it to measure the front end.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=list(_OPTIONS), ignore_default_args=["--hide-scrollbars"]
        )
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, address: Address) -> Iterator[Page]:
    """A page at the list of jobs, with nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(WATCHER)
        page.goto(f"{address.url}/?token={address.token}")
        page.evaluate("location.hash = '#/jobs'")
        page.get_by_role("heading", level=1, name="Jobs").wait_for()
        yield page
    finally:
        context.close()


def settle(page: Page) -> None:
    """Waits until all that was asked for is shown."""
    page.evaluate("(quiet) => bench.settle(quiet)", _SETTLED_MS)


def go(page: Page, route: str) -> None:
    """Opens a view anew, with an empty cache of answers, and waits until it is shown."""
    page.evaluate("(route) => { location.hash = route }", route)
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    page.locator("[data-figure] svg, [role=grid] [data-row]").first.wait_for()
    settle(page)


def shares(page: Page) -> dict[str, float]:
    """ms since the last event of the user: `total`, `answered`, and more; see `bench.shares`."""
    settle(page)
    told: dict[str, float] = page.evaluate("bench.shares()")
    return told


def wait_since_event(page: Page, is_so: str) -> float:
    """ms from the last event of the user to the first frame in which a condition holds."""
    taken: float = page.evaluate(
        f"async () => {{ const end = await bench.until(() => {is_so}); return end - bench.began; }}"
    )
    return taken


class ProcessorTime:
    """Processor time, which other work on the machine changes little: of the server, and of the
    main thread of a page."""

    def __init__(self, page: Page, server: int) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._server = psutil.Process(server)

    def read(self) -> dict[str, float]:
        """ms so far: `server_cpu` and `page_cpu`."""
        times = self._server.cpu_times()
        told: dict[str, Any] = self._session.send("Performance.getMetrics")
        tasks = next(one["value"] for one in told["metrics"] if one["name"] == "TaskDuration")
        return {"server_cpu": 1e3 * (times.user + times.system), "page_cpu": 1e3 * tasks}


def heap_megabytes(session: CDPSession) -> float:
    """JavaScript's objects and buffers after a collection, in 1,000,000 bytes."""
    session.send("HeapProfiler.collectGarbage")
    told: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return float(told["usedSize"] + told.get("backingStorageSize", 0)) / 1e6
