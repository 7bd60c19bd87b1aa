"""The committed build of the front end belongs to the committed source, and is complete."""

import gzip
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).parents[2]
BUILT = PROJECT / "frontend_dist"


def load_script(name: str) -> ModuleType:
    """A program of packaging/ as a module."""
    spec = importlib.util.spec_from_file_location(name, PROJECT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_build_is_that_of_the_source() -> None:
    build_frontend = load_script("build_frontend")
    assert build_frontend.is_current(), "run python packaging/build_frontend.py, commit the result"


def test_a_change_of_the_source_makes_the_build_outdated(tmp_path: Path) -> None:
    build_frontend = load_script("build_frontend")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "page.md").write_text("# A page\n")
    build_frontend.ROOT, build_frontend.SOURCE, build_frontend.MANUAL = (
        tmp_path, tmp_path, tmp_path,
    )  # fmt: skip
    for name in build_frontend._NAMES:
        (tmp_path / name).write_text("x\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("a\n")
    (tmp_path / "src" / "a.test.ts").write_text("test\n")
    former = build_frontend.source_digest()
    (tmp_path / "src" / "a.test.ts").write_text("other test\n")
    assert build_frontend.source_digest() == former
    (tmp_path / "src" / "a.ts").write_bytes(b"a\r\n")
    assert build_frontend.source_digest() == former
    (tmp_path / "src" / "a.ts").write_text("b\n")
    changed = build_frontend.source_digest()
    assert changed != former
    (tmp_path / "page.md").write_text("# Another page\n")
    assert build_frontend.source_digest() != changed


def test_the_openapi_document_of_the_types_is_current() -> None:
    written = load_script("write_openapi")
    assert written.PATH.read_text(encoding="utf-8") == written.openapi_text(), (
        "run python packaging/write_openapi.py, then npm run types in frontend/"
    )


def test_every_page_of_the_manual_is_in_it() -> None:
    pages = json.loads((BUILT / "manual" / "pages.json").read_text(encoding="utf-8"))
    names = {path.stem for path in (PROJECT / "docs").glob("*.md")}
    assert {page["name"] for page in pages} == names
    assert {path.stem for path in (BUILT / "manual").glob("*.html")} == names
    pictures = {path.name for path in (PROJECT / "docs" / "pictures").glob("*.png")}
    assert {path.name for path in (BUILT / "manual" / "pictures").glob("*.png")} == pictures


def test_links_of_the_manual_lead_to_pages_and_headings_in_it() -> None:
    anchors = {
        path.stem: set(re.findall(r'id="([^"]+)"', path.read_text(encoding="utf-8")))
        for path in (BUILT / "manual").glob("*.html")
    }
    for path in (BUILT / "manual").glob("*.html"):
        for href in re.findall(r'href="(#/manual/[^"]+)"', path.read_text(encoding="utf-8")):
            page, _, anchor = href.removeprefix("#/manual/").partition("/")
            assert page in anchors, f"{path.name}: {href}"
            assert not anchor or anchor in anchors[page], f"{path.name}: {href}"


def test_links_from_the_program_lead_to_headings_of_the_manual() -> None:
    anchors = {
        path.stem: set(re.findall(r'id="([^"]+)"', path.read_text(encoding="utf-8")))
        for path in (BUILT / "manual").glob("*.html")
    }
    found = 0
    for path in (PROJECT / "frontend" / "src").rglob("*"):
        if path.suffix not in (".ts", ".svelte") or path.name.endswith(".test.ts"):
            continue
        text = path.read_text(encoding="utf-8")
        helps = re.findall(r'\bhelp(?::|=) ?"([\w-]+)[#/]([\w-]+)"', text)
        for page, anchor in [*helps, *re.findall(r'#/manual/([\w-]+)/([\w-]+)"', text)]:
            assert anchor in anchors.get(page, ()), f"{path.name}: {page}#{anchor}"
            found += 1
    assert found > 20


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = (BUILT / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "<script>" not in page
    for sheet in (BUILT / "assets").glob("*.css"):
        assert not re.search(r"url\((?!data:)|@import", sheet.read_text(encoding="utf-8"))


def test_the_program_is_small_enough_to_start_at_once() -> None:
    scripts = sorted((BUILT / "assets").glob("*.js"))
    assert scripts
    assert sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in scripts) < 300_000
