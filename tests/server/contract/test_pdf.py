"""A figure as PDF: /api/pdf."""

import re

import pytest

from tests.server.contract.running_server import Server, assert_is_error

_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100"
 font-family="system-ui, -apple-system, Arial, sans-serif"><rect width="300" height="100"
 fill="#ffffff"/><text x="10" y="40">\u2191 SSR/Mb, \u22123</text></svg>"""
_HEADERS = {"Content-Type": "image/svg+xml"}


def test_a_figure_becomes_a_pdf_with_one_page_of_its_size(server: Server) -> None:
    answer = server.post("/api/pdf", content=_SVG.encode(), headers=_HEADERS)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    # 300 x 100 px are 225 x 75 pt.
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+225\s+75\s*\]", answer.content)
    assert len(boxes) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"not a picture",
        b"\xff\xfe",
        _SVG.replace("<rect", '<image href="/etc/passwd" width="9" height="9"/><rect').encode(),
        _SVG.replace("<rect", '<image href="../x.png" width="9" height="9"/><rect').encode(),
    ],
    ids=["empty", "broken", "text", "not UTF-8", "a file of the machine", "a path"],
)
def test_what_is_no_picture_or_looks_at_files_is_refused(server: Server, content: bytes) -> None:
    answer = server.post("/api/pdf", content=content, headers=_HEADERS)
    detail = assert_is_error(answer, 400)
    assert "picture" in detail


def test_a_picture_over_the_limit_is_refused(server: Server) -> None:
    huge = _SVG.encode().replace(b"</svg>", b"<!--" + b"x" * 33_000_000 + b"--></svg>")
    assert_is_error(server.post("/api/pdf", content=huge, headers=_HEADERS), 413)
