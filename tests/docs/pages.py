"""The manual's Markdown taken apart: headings, tables, links, and the examples in fenced blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parents[2]
DOCS: Final = PROJECT / "docs"

Table = list[list[str]]
"""Rows of cells; the first row is the header."""

_HEADING: Final = re.compile(r"(#+) +(.+?) *$")
_FENCE: Final = "```"


@dataclass
class Section:
    """A heading and what stands below it, up to the next heading of any level."""

    title: str
    level: int
    lines: list[str] = field(default_factory=list)
    """Lines outside fenced blocks."""
    blocks: list["Block"] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables in order; cells without the blanks around them."""
        found: list[Table] = []
        is_inside = False
        for line in self.lines:
            if not line.startswith("|"):
                is_inside = False
                continue
            if not is_inside:
                found.append([])
            is_inside = True
            if not re.fullmatch(r"[|\-: ]+", line):
                found[-1].append([cell.strip() for cell in line.strip("|\n ").split("|")])
        return found

    @property
    def table(self) -> Table:
        """The only table, without its header row."""
        (only,) = self.tables
        return only[1:]


@dataclass(frozen=True)
class Block:
    """A fenced block: ```` ```kind target ````."""

    kind: str
    target: str
    text: str


def read_sections(path: Path) -> list[Section]:
    """The sections of a page; what stands before the first heading has no title."""
    sections = [Section("", 0)]
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(_FENCE):
            sections[-1].blocks.append(_read_block(line, lines))
        elif heading := _HEADING.match(line):
            sections.append(Section(heading[2], len(heading[1])))
        else:
            sections[-1].lines.append(line)
    return sections


def find_section(page: str, title: str) -> Section:
    """The section of docs/`page` with that heading, of which there must be one."""
    (only,) = [section for section in read_sections(DOCS / page) if section.title == title]
    return only


def list_anchors(sections: list[Section]) -> set[str]:
    """The names under which GitHub links to the headings."""
    anchors: set[str] = set()
    for section in sections:
        words = re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-")
        anchors.add(words if words not in anchors else f"{words}-1")
    return anchors


def list_links(sections: list[Section]) -> list[str]:
    """Targets of all links outside fenced blocks and code."""
    text = "\n".join(line for section in sections for line in (section.title, *section.lines))
    return re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text))


def quoted(cell: str) -> list[str]:
    """The pieces of a cell that stand in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def _read_block(opening: str, lines: Iterator[str]) -> Block:
    kind, _, target = opening.removeprefix(_FENCE).strip().partition(" ")
    content: list[str] = []
    for line in lines:
        if line == _FENCE:
            break
        content.append(line + "\n")
    return Block(kind, target, "".join(content))
