"""Whether a window can be shown here, tried in a child process.

A missing library or a display that does not answer aborts the whole process, so it must not be
ours.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal

Toolkit = Literal["qt", "gtk", "edgechromium", "cocoa"]

_SECONDS: Final = 15.0
_WEBVIEW2: Final = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"


@dataclass(frozen=True)
class Found:
    """The toolkit that works, or why none does."""

    toolkit: Toolkit | None
    reason: str = ""


class Probe:
    """A look for a toolkit that works; it goes on while the caller does other things."""

    def __init__(self) -> None:
        self._children: list[tuple[Toolkit, subprocess.Popen[str]]] = []
        self._known = _known_at_once()
        if self._known is None:
            self._children = [(name, _start(name)) for name in _toolkits_of_linux()]

    def result(self) -> Found:
        """Waits for the answer: less than a second, 15 at most."""
        if self._known is not None:
            return self._known
        reasons = []
        try:
            for toolkit, child in self._children:
                if (reason := _outcome(child)) is None:
                    return Found(toolkit)
                reasons.append(f"{toolkit}: {reason}")
        finally:
            for _, child in self._children:
                child.kill()
                child.wait()
        return Found(None, "; ".join(reasons))


def run_probe(toolkit: str) -> None:
    """What the child process does: as much of a window as shows that one is possible."""
    if toolkit == "gtk":
        gi = import_module("gi")
        gi.require_version("Gtk", "3.0")
        gi.require_version("WebKit2", "4.1")
        import_module("gi.repository.WebKit2")
        if not import_module("gi.repository.Gtk").init_check(None)[0]:
            raise SystemExit("the display does not answer")
        return
    import qtpy.QtWebEngineWidgets  # noqa: F401  # must be loaded before there is an application
    from qtpy.QtWidgets import QApplication

    QApplication([])


def _known_at_once() -> Found | None:
    if sys.platform == "darwin":
        return Found("cocoa")
    if sys.platform == "win32":
        if _has_webview2():
            return Found("edgechromium")
        return Found(None, "the WebView2 runtime of Microsoft Edge is not installed")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return Found(None, "there is no display (DISPLAY is not set)")
    if os.geteuid() == 0 and not os.environ.get("QTWEBENGINE_DISABLE_SANDBOX"):
        return Found(None, "the window's browser refuses to run as root")
    return None


def _has_webview2() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    places = (
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\WOW6432Node\{_WEBVIEW2}"),
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\{_WEBVIEW2}"),
        (winreg.HKEY_CURRENT_USER, rf"Software\{_WEBVIEW2}"),
    )
    for root, path in places:
        try:
            with winreg.OpenKey(root, path) as key:
                version = str(winreg.QueryValueEx(key, "pv")[0])
        except OSError:
            continue
        if version not in ("", "0.0.0.0"):
            return True
    return False


def _toolkits_of_linux() -> tuple[Toolkit, ...]:
    return ("qt", "gtk")


def _start(toolkit: Toolkit) -> subprocess.Popen[str]:
    program = [sys.executable]
    if not getattr(sys, "frozen", False):
        program += ["-m", "crossroad_desktop"]
    return subprocess.Popen(
        [*program, "probe-window", toolkit],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace",
    )  # fmt: skip


def _outcome(child: "subprocess.Popen[str]") -> str | None:
    """None if it works, else why not, in the child's own words."""
    try:
        _, said = child.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return "no answer"
    if child.returncode == 0:
        return None
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    shown = next((line for line in lines if "display" in line), lines[-1] if lines else "")
    return shown or f"ended with code {child.returncode}"
