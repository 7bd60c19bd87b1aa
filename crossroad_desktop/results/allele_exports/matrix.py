"""CSV: the allele matrix as `main/allele_matrix.csv` has it, of what the filters leave.

Genomes x loci; the first column is genomeID. A cell is the repeat number (0: absent), all of them
with `/` between for several places, and empty where the locus is missing.
"""

import re
from collections.abc import Iterator

import numpy as np

from crossroad_desktop.results.allele_cells import MULTIPLE, AlleleCells
from crossroad_desktop.results.allele_exports.words import in_pieces, word_lines
from crossroad_desktop.results.exports import defuse_text


def write_matrix(cells: AlleleCells) -> Iterator[bytes]:
    """The file; without loci or genomes the first column or the header alone."""
    return in_pieces(_lines(cells))


def repeat_texts(cells: AlleleCells) -> Iterator[list[str]]:
    """Per genome one text per locus: what a cell of the file holds."""
    for genome, words in enumerate(word_lines(cells.repeat, str, "")):
        for locus in np.flatnonzero(cells.state[genome] == MULTIPLE).tolist():
            places = cells.places.repeat[cells.places_of(genome, locus)]
            words[locus] = "/".join(map(str, places.tolist()))
        yield words


def _lines(cells: AlleleCells) -> Iterator[str]:
    yield ",".join(["genomeID", *map(_cell, cells.locus_ids)])
    for genome_id, words in zip(cells.genome_ids, repeat_texts(cells), strict=True):
        yield ",".join([_cell(genome_id), *words])


def _cell(text: str) -> str:
    text = defuse_text(text)
    if not re.search(r'[",\r\n]', text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
