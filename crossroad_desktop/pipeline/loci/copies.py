"""Places of the anchor that are copies of one another, as in inverted terminal repeats.

In: places with their flanks. Out: which of them are one locus; and silent places, at which no
genome has a tract but which have the flanks of a locus too.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.loci.clustering import Places
from crossroad_desktop.pipeline.loci.flanks import search
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.sequences import (
    Bases,
    Marks,
    N,
    Positions,
    encode,
    windows,
)

_FLANK: Final = 25
"""Bases of each flank that are compared."""
_PLAY: Final = 3
"""A flank may be shifted by so much: a tract may run into its flank by chance in one copy."""
_MOST_EDITS: Final = 5
"""Edits in which the flanks of two copies may differ."""
_WORD: Final = 9
"""Bases of a word that two flanks must share to be compared at all."""
_LOOK_AHEAD: Final = 3
"""A place is compared with so many others that have the same word."""
_BLOCK: Final = 4000
"""So many pairs are compared at once."""


def group_copies(places: Places, pan: Bases, classes: MotifClasses) -> Positions:
    """Group of each place, the number of its first place: places of one motif class with the same
    two flanks, on either strand."""
    mates = classes.mates()
    turned = mates[places.motif] < places.motif
    left, right = _flanks(places, pan)
    own = np.arange(len(places))
    both = np.flatnonzero(mates[places.motif] == places.motif)
    entry = np.append(own, both)
    turn = np.append(turned, np.ones(len(both), np.bool_))
    lefts = np.where(turn[:, None], reverse_complement(right)[entry], left[entry])
    rights = np.where(turn[:, None], reverse_complement(left)[entry], right[entry])
    motif = np.minimum(places.motif, mates[places.motif])[entry]
    one, other = _pairs_with_a_word(motif, lefts)
    different = entry[one] != entry[other]
    one, other = one[different], other[different]
    alike = _alike(lefts, one, other)
    alike[alike] = _alike(rights, one[alike], other[alike])
    return _first_of_group(len(places), entry[one[alike]], entry[other[alike]])


def have_a_flank_in_common(places: Places, copies: Places, bases: Bases) -> Marks:
    """Whether one of the two flanks of each place is that of its copy, which lies turned round.

    The other one may differ: a repeat in it slips, or the inverted part ends there.
    """
    (left, right), (copy_left, copy_right) = _flanks(places, bases), _flanks(copies, bases)
    own = np.arange(len(places))
    behind = np.concatenate([left, reverse_complement(copy_right)])
    before = np.concatenate([right, reverse_complement(copy_left)])
    return _alike(behind, own, own + len(places)) | _alike(before, own, own + len(places))


def _flanks(places: Places, pan: Bases) -> tuple[Bases, Bases]:
    """Flanks with some play on both sides."""
    left = windows(pan, places.start, _FLANK + _PLAY, _PLAY)
    right = windows(pan, places.end, _PLAY, _FLANK + _PLAY)
    return left, right


def _pairs_with_a_word(motif: Positions, rows: Bases) -> tuple[Positions, Positions]:
    """Pairs of rows of one motif that share a word anywhere, each once."""
    offsets = range(_PLAY, rows.shape[1] - _PLAY - _WORD + 1)
    words, owners = list[Positions](), list[Positions]()
    for offset in offsets:
        letters = encode(rows[:, offset : offset + _WORD])
        known = np.flatnonzero((letters < 4).all(axis=1))
        words.append(letters[known].astype(np.int64) @ (4 ** np.arange(_WORD)))
        owners.append(known)
    word, owner = np.concatenate(words), np.concatenate(owners)
    key = motif[owner] * 4**_WORD + word
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    pairs = [np.zeros((0, 2), np.int64)]
    for ahead in range(1, _LOOK_AHEAD + 1):
        same = key[ahead:] == key[:-ahead]
        pair = np.stack([owner[:-ahead][same], owner[ahead:][same]], axis=1)
        pairs.append(pair[pair[:, 0] < pair[:, 1]])
    distinct = np.unique(np.concatenate(pairs), axis=0)
    return distinct[:, 0], distinct[:, 1]


def _alike(rows: Bases, one: Positions, other: Positions) -> Marks:
    """Whether the flank of one (without play) is in the other with few edits."""
    alike = np.zeros(len(one), np.bool_)
    for first in range(0, len(one), _BLOCK):
        part = slice(first, first + _BLOCK)
        core = rows[one[part], _PLAY:-_PLAY]
        expected = np.full(len(core), _FLANK + _PLAY, np.int64)
        alike[part] = search(core, rows[other[part]], expected)[0] <= _MOST_EDITS
        alike[part] &= (core != N).all(axis=1)
    return alike


def _first_of_group(count: int, one: Positions, other: Positions) -> Positions:
    group = list(range(count))

    def first(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for pair in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted(map(first, pair))
        group[high] = low
    return np.array([first(place) for place in range(count)], np.int64)
