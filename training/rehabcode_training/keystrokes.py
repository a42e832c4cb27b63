"""How many keys completing spares somebody who types a stretch of a note and takes each offer that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rehabcode.completer import Completion

Complete = Callable[[str, int], Sequence[Completion]]


def keys_saved(complete: Complete, text: str, start: int, end: int) -> int:
    """Return the keys that are spared between `start` and `end`; taking the first offer costs one, the next two.

    Only an offer that has the very letters, in any case, up to the end of a word is taken, and only where it spares
    a key.
    """
    saved, cursor = 0, start + 1
    while cursor < end:
        offers = complete(text[:cursor], cursor)
        spared, to = max(
            (
                (_reach(text, offer, end) - cursor - (place + 1), _reach(text, offer, end))
                for place, offer in enumerate(offers)
            ),
            default=(0, cursor),
        )
        if spared > 0:
            saved, cursor = saved + spared, to
        cursor += 1
    return saved


def _reach(text: str, offer: Completion, end: int) -> int:
    """Return the offset up to which an offer writes what stands in the text; its beginning where it does not."""
    stop = offer.start + len(offer.insert)
    same = text[offer.start : stop].lower() == offer.insert.lower()
    whole = stop == len(text) or not text[stop : stop + 1].isalnum()
    return stop if same and whole and stop <= end else offer.start
