"""Host, Origin and token: only this machine's user, and one front end that was admitted."""

import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from tests.server.faults.server_process import ServerProcess, form, serving
from tests.server.security.conftest import RawAnswer, check_answer, send_raw

Ask = Callable[..., RawAnswer]

FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "127.0.0.1.nip.io:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "127.0.0.1:{port}0",
    "127.0.0.1:0{port}",
    "127.0.0.1.:{port}",
    "localhost.:{port}",
    "[::1]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "0.0.0.0:{port}",
    "127.1:{port}",
    "2130706433:{port}",
    "user@127.0.0.1:{port}",
    "127.0.0.1:{port}@evil.example",
    "127.0.0.1:{port},evil.example",
    "127.0.0.1:{port}/",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("target", ["/api/jobs", "/health"])
def test_another_host_name_is_misdirected(
    ask: Ask, server: ServerProcess, host: str, target: str
) -> None:
    assert ask(target, host=host.format(port=server.port)).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_our_own_host_names_are_answered(ask: Ask, server: ServerProcess, host: str) -> None:
    assert ask("/api/jobs", host=host.format(port=server.port)).status_code == 200


@pytest.mark.parametrize("second", ["evil.example", "127.0.0.1:{port}"])
def test_two_host_headers_are_refused(ask: Ask, server: ServerProcess, second: str) -> None:
    answer = ask("/api/jobs", f"Host: {second.format(port=server.port)}")
    assert answer.status_code in (400, 421)


def test_no_host_header_is_refused(server: ServerProcess) -> None:
    bearer = f"Authorization: Bearer {server.token}"
    for line in ("GET /api/jobs HTTP/1.1", "GET /api/jobs HTTP/1.0"):
        request = f"{line}\r\n{bearer}\r\nConnection: close\r\n\r\n".encode()
        assert send_raw(server.port, request).status_code in (400, 421)


@pytest.mark.parametrize("target", ["http://evil.example/api/jobs", "http://evil.example/health"])
def test_an_absolute_request_line_with_a_foreign_host_gets_nothing(ask: Ask, target: str) -> None:
    answer = ask(target)
    assert answer.status_code in (400, 404, 421)
    assert b"jobs" not in answer.body


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", "null", "",
        "http://127.0.0.1:1", "http://127.0.0.1:{port}.evil.example", "file://",
        "http://127.0.0.1:{port}/", "http://127.0.0.1:{port} http://evil.example",
        "HTTP://127.0.0.1:{port}", "http://[::1]:{port}", "chrome-extension://abc",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_another_origin_is_forbidden(
    ask: Ask, server: ServerProcess, origin: str, method: str
) -> None:
    answer = ask("/api/jobs", f"Origin: {origin.format(port=server.port)}", method=method)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_two_origins_are_forbidden_even_if_one_is_ours(ask: Ask, server: ServerProcess) -> None:
    for first, second in ((server.address, "http://evil.example"), (server.address,) * 2):
        assert ask("/api/jobs", f"Origin: {first}", f"Origin: {second}").status_code == 403


def test_our_own_origin_is_answered_without_cors(ask: Ask, server: ServerProcess) -> None:
    for origin in (server.address, f"http://localhost:{server.port}"):
        answer = ask("/api/jobs", f"Origin: {origin}")
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "target",
    ["/api/jobs", "/", "/schema/openapi.json", "/api/job/job_aaaaaaaaaaaa/status", "/nowhere",
     "/healthy", "/health/../api/jobs", "/health%2f..%2fapi/jobs", "//health", "/api/jobs?token=",
     "/api/jobs?token=x", "/Health", "/analyze_ssr"],
)  # fmt: skip
def test_without_a_token_nothing_is_answered(ask: Ask, target: str) -> None:
    answer = ask(target, token=False)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_health_needs_no_token_and_tells_nothing_of_the_user(ask: Ask) -> None:
    answer = ask("/health", token=False)
    assert answer.status_code == 200
    assert set(httpx.Response(200, content=answer.body).json()) == {
        "status", "version", "running", "queued",
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "Authorization: Bearer wrong", "Authorization: Bearer", "Authorization: Bearer ",
        "Authorization: Basic {token}", "Authorization: {token}", "Authorization: Bearer {token}x",
        "Authorization: Bearer {short}", "Authorization: Bearer \xff\xfe",
        "Cookie: crossroad_{port}=wrong", "Cookie: crossroad_1={token}", "Cookie: token={token}",
        "Cookie: crossroad_{port}", "Cookie: ;;;=,\xff", "X-Token: {token}",
    ],
)  # fmt: skip
def test_a_wrong_token_or_one_in_a_wrong_place_is_none(
    ask: Ask, server: ServerProcess, header: str
) -> None:
    token = server.token
    given = header.format(token=token, short=token[:-1], port=server.port)
    assert ask("/api/jobs", given, token=False).status_code == 401


def test_a_token_in_the_query_of_another_method_is_none(ask: Ask, server: ServerProcess) -> None:
    for method in ("POST", "DELETE", "OPTIONS", "PUT"):
        target = f"/api/jobs?token={server.token}"
        assert ask(target, "Content-Length: 0", method=method, token=False).status_code == 401


def test_a_page_elsewhere_cannot_submit_a_form(server: ServerProcess, fasta: Path) -> None:
    cookie = f"crossroad_{server.port}={server.token}"
    for origin in ("http://evil.example", "null"):
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
                   "Cookie": cookie}  # fmt: skip
        answer = httpx.post(f"{server.address}/analyze_ssr/", headers=headers, **form(fasta))
        assert answer.status_code == 403
        check_answer(answer, server.data_dir)


def test_the_token_becomes_a_cookie_that_scripts_and_other_pages_cannot_use(
    server: ServerProcess,
) -> None:
    with httpx.Client(base_url=server.address) as browser:
        answer = browser.get(f"/?token={server.token}&view=jobs")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/?view=jobs"
        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == f"crossroad_{server.port}"
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(rest.split("; "))
        assert server.token not in answer.text + answer.headers["location"]
        assert browser.get("/api/jobs").status_code == 200
        check_answer(answer, server.data_dir)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "///evil.example/", "/\\evil.example", "/%5Cevil.example", "/%5c/x",
        "/%2f/evil.example", "/%09/evil.example", "/%0d%0a/evil.example", "/%0a//evil.example",
        "/%c3%a9/evil.example", "/%00/evil.example", "http://evil.example/", "/%20/evil.example",
        "/x%0d%0aSet-Cookie:a=b", "/x%0d%0a%0d%0a<script>", "/;@evil.example", "/.//evil.example",
        "/%ff%fe/evil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["", "&next=//evil.example", "&x=%0d%0aSet-Cookie:a=b"])
def test_the_redirect_stays_on_this_server(
    ask: Ask, server: ServerProcess, path: str, rest: str
) -> None:
    answer = ask(f"{path}?token={server.token}{rest}", token=False)
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith("/")
    assert not any(sign in location for sign in "\\\t\r\n ")
    assert urlsplit(urljoin(server.address, location)).netloc == server.address[7:]
    assert "evil" not in answer.headers["set-cookie"]
    assert answer.headers["set-cookie"].startswith(f"crossroad_{server.port}=")


def test_the_redirect_keeps_the_page_that_was_asked_for(ask: Ask, server: ServerProcess) -> None:
    for path in ("/", "/view/job", "/na%C3%AFve", "/a%20b"):
        answer = ask(f"{path}?a=1&token={server.token}&b=%26", token=False)
        assert answer.headers["location"] == f"{path}?a=1&b=%26"


def test_another_servers_token_and_cookie_are_none(server: ServerProcess, tmp_path: Path) -> None:
    with serving(tmp_path / "other") as other:
        assert other.token != server.token
        bearer = {"Authorization": f"Bearer {other.token}"}
        cookie = {"Cookie": f"crossroad_{other.port}={other.token}"}
        renamed = {"Cookie": f"crossroad_{server.port}={other.token}"}
        for headers in (bearer, cookie, renamed):
            answer = httpx.get(f"{server.address}/api/jobs", headers=headers)
            assert answer.status_code == 401
        both = {"Cookie": f"{cookie['Cookie']}; crossroad_{server.port}={server.token}"}
        assert httpx.get(f"{server.address}/api/jobs", headers=both).status_code == 200


def test_each_start_has_another_token(tmp_path: Path) -> None:
    tokens = set()
    with serving(tmp_path / "data") as server:
        tokens.add(server.token)
        server.stop()
        server.start()
        tokens.add(server.token)
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


def test_without_token_host_and_origin_are_still_checked(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--no-token") as server:
        url = f"{server.address}/api/jobs"
        assert httpx.get(url).status_code == 200
        assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 421
        for origin in ("http://evil.example", "null"):
            answer = httpx.get(url, headers={"Origin": origin})
            assert answer.status_code == 403
            check_answer(answer, server.data_dir)


def test_an_admitted_origin_and_no_other_gets_cors(tmp_path: Path) -> None:
    admitted = "http://localhost:3000"
    with (
        serving(tmp_path / "data", "--allow-origin", admitted) as server,
        server.client() as client,
    ):
        answer = client.get("/api/jobs", headers={"Origin": admitted})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == admitted
        assert "Origin" in answer.headers["vary"]
        assert "access-control-allow-credentials" not in answer.headers
        preflight = httpx.options(f"{server.address}/analyze_ssr/", headers={"Origin": admitted})
        assert preflight.status_code == 204
        assert "POST" in preflight.headers["access-control-allow-methods"]
        assert "Authorization" in preflight.headers["access-control-allow-headers"]
        assert (
            httpx.get(f"{server.address}/api/jobs", headers={"Origin": admitted}).status_code == 401
        )
        foreign = ["http://localhost:3001", "https://localhost:3000", "http://localhost:3000/",
                   "http://localhost:30000", "http://x.localhost:3000", "null", "*",
                   "HTTP://LOCALHOST:3000"]  # fmt: skip
        for origin in foreign:
            answer = client.get("/api/jobs", headers={"Origin": origin})
            assert answer.status_code == 403, origin
            assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", ["*", "null", "localhost:3000", "http://a/b", "ftp://a", ""])
def test_what_is_no_origin_cannot_be_admitted(tmp_path: Path, origin: str) -> None:
    with serving(tmp_path / "data", "--allow-origin", origin, start=False) as server:
        server.launch()
        assert server.process is not None
        assert server.process.wait(20) == 2
        assert "is no origin" in server.printed


def test_only_the_user_can_read_the_token(server: ServerProcess) -> None:
    path = server.data_dir / "server.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not [
        other for other in server.data_dir.iterdir() if other.name.startswith("server.json.")
    ]
    assert server.token not in server.log


def test_a_websocket_is_not_opened(ask: Ask) -> None:
    answer = ask(
        "/health", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )  # fmt: skip
    assert answer.status_code != 101
