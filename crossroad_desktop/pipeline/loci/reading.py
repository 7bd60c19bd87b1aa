"""Runs of a motif read between two flanks.

In: a sequence, an interval, a unit. Out: how many full units the longest run has, and where it is.
"""


def read_run(text: bytes, start: int, end: int, unit: bytes) -> tuple[int, int, int]:
    """Full units, start and end of the longest maximal run of the unit (in any rotation) with at
    least one whole unit inside [start, end); 0, start, start if there is none.

    A maximal run reaches as far as the pattern goes on, beyond the interval too, so it is the SSR
    where there is one. Of equally long runs the first.
    """
    size, twice = len(unit), unit + unit
    best = (0, start, start)
    place = start
    while place + size <= end:
        if text[place : place + size] not in twice:
            place += 1
            continue
        run_start, run_end = _extend(text, place, size)
        repeat = (run_end - run_start) // size
        if repeat > best[0]:
            best = (repeat, run_start, run_end)
        place = run_end - size + 1
    return best


def _extend(text: bytes, place: int, size: int) -> tuple[int, int]:
    start, end = place, place + size
    while start > 0 and text[start - 1] == text[start - 1 + size]:
        start -= 1
    while end < len(text) and text[end] == text[end - size]:
        end += 1
    return start, end
