"""Who may call, and the one form of every refusal."""

import stat
from collections.abc import Iterator

import pytest

from crossroad_desktop import __version__
from tests.server.contract.running_server import (
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
)

FOREIGN = "http://127.0.0.1:3000"


def _cookie(server: Server) -> str:
    return f"crossroad_{server.address.rsplit(':', 1)[1]}={server.token}"


def test_the_address_and_the_token_are_the_users_alone(server: Server) -> None:
    file = server.data_dir / "server.json"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert server.address.startswith("http://127.0.0.1:")


def test_health_needs_no_token(server: Server) -> None:
    answer = server.anonymous("GET", "/health")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["version"] == __version__


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/api/jobs"), ("GET", "/nothing"), ("GET", "/schema/openapi.json"),
     ("POST", "/analyze_ssr/"), ("DELETE", "/api/job/job_000000000000")],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic dTpw"},
     {"Cookie": "crossroad_1=wrong"}],
)  # fmt: skip
def test_without_the_token_nothing_else_is_answered(
    server: Server, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = server.anonymous(method, path, headers=headers)

    assert "token" in assert_is_error(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_in_the_address_becomes_a_cookie(server: Server) -> None:
    answer = server.anonymous("GET", f"/api/jobs?limit=1&token={server.token}")
    cookie = answer.headers["set-cookie"]

    assert answer.status_code == 303
    assert answer.headers["location"] == "/api/jobs?limit=1"
    assert cookie.startswith(_cookie(server) + ";")
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}
    headers = {"Cookie": _cookie(server)}
    assert server.anonymous("GET", "/api/jobs", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "", "127.0.0.1.:80"])
def test_another_host_is_misdirected(server: Server, host: str) -> None:
    assert_is_error(server.get("/health", headers={"Host": host}), 421)


def test_localhost_is_this_machine(server: Server) -> None:
    port = server.address.rsplit(":", 1)[1]

    assert server.get("/api/jobs", headers={"Host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize("origin", ["null", "https://evil.example", FOREIGN, ""])
def test_other_web_pages_are_refused(server: Server, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = server.request(method, "/api/jobs", headers={"Origin": origin})
        assert_is_error(answer, 403)
        assert "access-control-allow-origin" not in answer.headers


def test_our_own_pages_may_call(server: Server) -> None:
    answer = server.get("/api/jobs", headers={"Origin": server.address})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/api/jobs", "/health", "/nothing"])
def test_every_answer_forbids_foreign_scripts(server: Server, path: str) -> None:
    headers = server.get(path).headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a token that admits one foreign front end."""
    folder = tmp_path_factory.mktemp("open") / "data"
    with running_server(folder, "--no-token", "--allow-origin", FOREIGN) as running:
        yield running


def test_without_a_token_host_and_origin_still_count(open_server: Server) -> None:
    assert open_server.token is None
    assert open_server.anonymous("GET", "/api/jobs").status_code == 200
    assert_is_error(open_server.get("/api/jobs", headers={"Host": "evil.example"}), 421)
    assert_is_error(open_server.get("/api/jobs", headers={"Origin": "null"}), 403)


def test_the_admitted_front_end_reads_answers(open_server: Server) -> None:
    asked = open_server.request(
        "OPTIONS",
        "/analyze_ssr/",
        headers={"Origin": FOREIGN, "Access-Control-Request-Method": "POST"},
    )
    answer = open_server.get("/api/jobs", headers={"Origin": FOREIGN})

    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FOREIGN
    assert "X-Total-Rows" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/api", "/api/nothing", "/api/job", "/schema/nope", "/%ff", "/../../etc"]
)
def test_unknown_addresses_are_not_found(server: Server, path: str) -> None:
    answer = server.get(path)

    assert_is_error(answer, 404)
    assert_names_no_path(server, answer.text)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/analyze_ssr"), ("POST", "/api/jobs"), ("DELETE", "/health"),
     ("PUT", "/api/job/job_000000000000/status"), ("TRACE", "/health"), ("PATCH", "/nothing")],
)  # fmt: skip
def test_other_methods_are_told_which_there_are(server: Server, method: str, path: str) -> None:
    answer = server.request(method, path)

    assert_is_error(answer, 405)
    assert answer.headers["allow"]
