"""The examples of the manual are run, and give what is shown."""

from pathlib import Path

import pytest

from .examples import COMMAND, run_examples
from .pages import DOCS, Section, read_sections

_EXAMPLES = [
    pytest.param(section, id=f"{page.stem}: {section.title}")
    for page in sorted(DOCS.glob("*.md"))
    for section in read_sections(page)
    if any(block.kind == COMMAND for block in section.blocks)
]


@pytest.mark.parametrize("section", _EXAMPLES)
def test_an_example_gives_what_is_shown(
    section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    results = run_examples(section, tmp_path)

    assert results
    for block, shown in results:
        assert block.text == shown, f"{block.kind} {block.target}"


@pytest.mark.parametrize("page", ["how-numbers-are-computed.md", "input-files.md"])
def test_pages_with_rules_have_examples(page: str) -> None:
    sections = read_sections(DOCS / page)

    assert sum(block.kind == COMMAND for part in sections for block in part.blocks) >= 8
