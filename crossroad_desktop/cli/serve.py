"""`crossroad serve`: the server, for a browser on this machine; `crossroad url`: its address."""

import argparse
import json
import logging
import os
import sys
import threading
import webbrowser

import psutil

from crossroad_desktop.cli.display import print_line
from crossroad_desktop.desktop.ending import leave
from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.frontend_files import find_front_end
from crossroad_desktop.server.running import RunningServer, log_to_file
from crossroad_desktop.settings import Settings, load_settings

_LOCAL_HOSTS = ("127.0.0.1", "localhost")


def run_serve(options: argparse.Namespace) -> None:
    """Serves until it is interrupted; prints the address to open."""
    settings = load_settings(os.environ, host=options.host, port=options.port)
    if settings.host not in _LOCAL_HOSTS and not options.no_token:
        # The guard and the token stay; only where the port is bound is the user's own choice.
        print_line(
            sys.stderr, "bold yellow", "Warning:",
            f" bound to {settings.host}, where other machines may reach it.",
        )  # fmt: skip
    log_to_file(settings)
    server = RunningServer(
        settings,
        with_token=not options.no_token,
        foreign_origins=options.allow_origin,
        front_end=find_front_end(),
    )
    server.start()
    try:
        if server.notice:
            print_line(sys.stderr, "bold yellow", "Warning:", f" {server.notice}")
        _announce(options, server, settings)
        server.wait()
    except KeyboardInterrupt:
        # How this command ends: running jobs go back to the queue until the next start.
        logging.getLogger(__name__).info("Stopped by the user.")
    finally:
        server.stop()
    leave()


def run_url(options: argparse.Namespace) -> None:
    """Prints the address of the running server, with its token."""
    settings = load_settings(os.environ)
    content = _read_server_file(settings)
    if options.json:
        sys.stdout.write(json.dumps(content) + "\n")
    else:
        print_line(sys.stdout, "", content["url"])


def add_serve(parser: argparse.ArgumentParser) -> None:
    """The options of `crossroad serve`."""
    parser.set_defaults(run=run_serve)
    parser.add_argument("--port", metavar="N", help="port, 0 for any free one (default: 0)")
    parser.add_argument("--host", metavar="H", help="address to bind (default: 127.0.0.1)")
    parser.add_argument(
        "--no-token", action="store_true", help="ask for no token; for a machine of your own only"
    )
    parser.add_argument(
        "--allow-origin", action="append", default=[], metavar="URL", type=_origin,
        help="origin of another front end that may call, as http://localhost:3000; repeatable",
    )  # fmt: skip
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def add_url(parser: argparse.ArgumentParser) -> None:
    """The options of `crossroad url`."""
    parser.set_defaults(run=run_url)
    parser.add_argument("--json", action="store_true", help="url, token and process as JSON")
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def _announce(options: argparse.Namespace, server: RunningServer, settings: Settings) -> None:
    print_line(sys.stdout, "bold green", "CrossRoad Desktop", f" is at {server.url}")
    print_line(sys.stdout, "", f"Jobs are in {settings.job_dir}. Stop it with Ctrl-C.")
    sys.stdout.flush()
    if not options.no_browser:
        # Some browsers are started in the foreground and would hold the server up.
        threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()


def _origin(text: str) -> str:
    scheme, separator, rest = text.rstrip("/").partition("://")
    if scheme not in ("http", "https") or not separator or not rest or "/" in rest:
        raise ParameterError(f"{text!r} is no origin; give one like http://localhost:3000.")
    return text.rstrip("/")


def _read_server_file(settings: Settings) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads(settings.server_file.read_text())
        is_running = psutil.pid_exists(int(content["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        is_running = False
    if not is_running:
        raise NotFoundError("No server is running; start one with crossroad serve.")
    return content
