"""A figure as a vector PDF.

In: an SVG as text. Out: the bytes of a PDF with one page of its size; texts stay texts, fonts are
embedded. Typst reads the SVG in a folder of its own, and sees nothing else.
"""

import tempfile
from pathlib import Path
from typing import Final

from crossroad_desktop.errors import ParameterError

_PAGE: Final = """#set page(width: auto, height: auto, margin: 0pt)
#image("figure.svg")
"""
# Typst knows families by name only; these are what the words of a style sheet stand for. No quotes:
# they would end the attribute.
_FAMILIES: Final = (
    ("system-ui,", "Segoe UI, Helvetica Neue, Noto Sans, Liberation Sans, DejaVu Sans,"),
    ("ui-monospace,", "DejaVu Sans Mono,"),
)


def pdf_of_svg(svg: str) -> bytes:
    """The PDF. Raises ParameterError for what is no SVG."""
    # Loaded here: it takes longer than many a job, and few sessions save a PDF.
    import typst

    for words, names in _FAMILIES:
        svg = svg.replace(words, names)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "figure.svg").write_text(svg, encoding="utf-8")
        (folder / "page.typ").write_text(_PAGE, encoding="utf-8")
        try:
            return typst.compile(folder / "page.typ", root=folder, format="pdf")
        except (RuntimeError, ValueError) as problem:
            raise ParameterError("The picture is not an SVG that can be read.") from problem
