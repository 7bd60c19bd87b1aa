"""What the page asks of its window, over HTTP, with a window that only notes it."""

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from crossroad_desktop.desktop.backend import Backend
from crossroad_desktop.desktop.page_routes import Answer, make_page_routes
from crossroad_desktop.desktop.saving import save_answer
from crossroad_desktop.settings import load_settings


@dataclass
class NotedWindow:
    """A window without a screen: dialogs are answered, the rest is noted."""

    target: Path | None = None
    names: list[str] = field(default_factory=list)
    noted: list[tuple[object, ...]] = field(default_factory=list)
    backend: Backend | None = None

    def ask_save_path(self, name: str) -> Path | None:
        self.names.append(name)
        return self.target

    def ask_paths(self, what: str) -> Sequence[Path]:
        return [Path("/results") / what]

    def save_answer(self, address: str, target: Path) -> Generator[tuple[int, int], None, None]:
        assert self.backend is not None
        return save_answer(self.backend.server, address, target)

    def answer_closing(self, answer: Answer) -> None:
        self.noted.append((answer,))

    def zoom(self, step: int) -> float:
        return 1 + step / 10

    def notify(self, title: str, text: str) -> None:
        self.noted.append((title, text))

    def dropped_paths(self, names: Sequence[str]) -> Sequence[Path]:
        return [Path("/dropped") / name for name in names]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[NotedWindow]:
    """The window of a server that runs in this process."""
    noted = NotedWindow(tmp_path / "saved.bin")
    noted.backend = Backend(
        load_settings({"CROSSROAD_DATA_DIR": str(tmp_path / "data")}), make_page_routes(noted)
    )
    noted.backend.start()
    yield noted
    noted.backend.stop()


@pytest.fixture
def page(window: NotedWindow) -> Iterator[httpx.Client]:
    """The page in it: it has the token."""
    assert window.backend is not None
    server = window.backend.server
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.address, headers=headers, timeout=30) as client:
        yield client


def test_bytes_are_saved_where_the_user_says(window: NotedWindow, page: httpx.Client) -> None:
    content = bytes(range(256)) * 60_000
    answer = page.post("/window/save", params={"name": "figure 1.png"}, content=content)
    assert answer.json() == {"saved": str(window.target)}
    assert window.names == ["figure 1.png"]
    assert _content(window) == content


def test_nothing_is_saved_if_the_user_does_not_want_it(
    window: NotedWindow, page: httpx.Client, tmp_path: Path
) -> None:
    window.target = None
    assert page.post("/window/save", params={"name": "a.svg"}, content=b"a").json() == {
        "saved": None
    }
    assert _lines(page, "/api/parameters") == [{"saved": None}]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("name", ["/etc/passwd", "..\\..\\passwd", "a/../passwd"])
def test_the_name_that_is_proposed_has_no_folders(
    window: NotedWindow, page: httpx.Client, name: str
) -> None:
    page.post("/window/save", params={"name": name}, content=b"a")
    assert window.names == ["passwd"]


def test_a_file_without_a_name_is_refused(window: NotedWindow, page: httpx.Client) -> None:
    answer = page.post("/window/save", params={"name": "a/.."}, content=b"a")
    assert (answer.status_code, window.names) == (400, [])
    assert answer.json()["detail"] == "The file to save has no name."


def test_a_place_that_cannot_be_written_is_told(
    window: NotedWindow, page: httpx.Client, tmp_path: Path
) -> None:
    window.target = tmp_path / "gone/figure.png"
    answer = page.post("/window/save", params={"name": "figure.png"}, content=b"a")
    assert answer.status_code == 507
    assert "choose another place" in answer.json()["detail"]
    (told,) = _lines(page, "/api/parameters")
    assert "choose another place" in told["error"]


def test_what_the_server_gives_is_saved_with_its_progress(
    window: NotedWindow, page: httpx.Client
) -> None:
    *progress, last = _lines(page, "/api/parameters")
    assert last == {"saved": str(window.target)}
    assert _content(window) == page.get("/api/parameters").content
    assert progress[-1]["bytes"] == len(_content(window))


def test_an_error_of_the_server_leaves_no_file(page: httpx.Client, tmp_path: Path) -> None:
    (told,) = _lines(page, "/api/job/job_000000000000/download_zip")
    assert "There is no job" in told["error"]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("address", ["http://example.org/api/x", "//example.org/x", "/health", ""])
def test_only_addresses_of_the_server_are_saved(page: httpx.Client, address: str) -> None:
    (told,) = _lines(page, address)
    assert "is no address of a file" in told["error"]


def test_the_former_file_stays_if_saving_fails(window: NotedWindow, page: httpx.Client) -> None:
    assert window.target is not None
    window.target.write_bytes(b"former")
    _lines(page, "/api/job/job_000000000000/download_zip")
    assert _content(window) == b"former"


def test_the_other_wishes_reach_the_window(window: NotedWindow, page: httpx.Client) -> None:
    assert page.post("/window/choose", json={"what": "zip"}).json() == {"paths": ["/results/zip"]}
    assert page.post("/window/dropped", json={"names": ["a"]}).json() == {"paths": ["/dropped/a"]}
    assert page.post("/window/zoom", json={"step": 1}).json() == {"zoom": 1.1}
    assert page.post("/window/close", json={"answer": "keep"}).status_code == 204
    assert page.post("/window/notify", json={"title": "Done", "text": "a"}).status_code == 204
    assert window.noted == [("keep",), ("Done", "a")]


@pytest.mark.parametrize("answer", ["", "maybe", None])
def test_an_unknown_answer_is_refused(window: NotedWindow, page: httpx.Client, answer: Any) -> None:
    assert page.post("/window/close", json={"answer": answer}).status_code == 400
    assert window.noted == []


def test_nobody_else_reaches_the_window(window: NotedWindow, page: httpx.Client) -> None:
    wish = {"answer": "stop"}
    assert httpx.post(f"{page.base_url}/window/close", json=wish).status_code == 401
    foreign = page.post("/window/close", json=wish, headers={"Origin": "http://example.org"})
    assert foreign.status_code == 403
    assert window.noted == []


def test_the_rest_interface_does_not_show_the_window(page: httpx.Client) -> None:
    assert "/window/" not in page.get("/schema/openapi.json").text


def _lines(page: httpx.Client, address: str) -> list[dict[str, Any]]:
    answer = page.post("/window/save_address", json={"address": address, "name": "all.zip"})
    return [json.loads(line) for line in answer.text.splitlines()]


def _content(window: NotedWindow) -> bytes:
    assert window.target is not None
    return window.target.read_bytes()
