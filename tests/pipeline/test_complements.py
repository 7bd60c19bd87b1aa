"""The other strand is the same of arrays and of text."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.complements import reverse_complement, reverse_complement_text


@given(st.text("ACGTN"))
@settings(deadline=None)
def test_arrays_and_texts_are_turned_alike_and_back(text: str) -> None:
    bases = np.frombuffer(text.encode(), np.uint8)
    turned = reverse_complement(bases)

    assert turned.tobytes().decode() == reverse_complement_text(text)
    assert reverse_complement(turned).tobytes() == bases.tobytes()


def test_n_stays_n() -> None:
    assert reverse_complement_text("AACGNT") == "ANCGTT"


def test_each_row_is_turned_by_itself() -> None:
    rows = np.array([list(b"AAC"), list(b"GGT")], np.uint8)

    assert reverse_complement(rows).tobytes() == b"GTTACC"


def test_what_is_turned_may_be_changed() -> None:
    bases = np.frombuffer(b"AC", np.uint8)
    turned = reverse_complement(bases)
    turned[0] = ord("N")

    assert bases.tobytes() == b"AC"
