"""Arrow columns of texts that stand in many rows: each text is stored once.

In: which text each row has. Out: dictionary columns, as the tables of results have them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def code_texts(codes: NDArray[Any], texts: Sequence[str] | pa.StringArray) -> pa.DictionaryArray:
    """Per row the text with that number, counted from 0. Texts that are Arrow already are not
    copied, so that pieces of one table share them."""
    dictionary = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), dictionary)
