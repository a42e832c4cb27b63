"""A note in HTML with the words that prove its codes marked; offsets count in the note as received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

HUES = 8
"""So many colours and kinds of lines there are; a note with more codes begins again."""


def marked_note(text: str, suggestions: Sequence[Mapping[str, Any]]) -> str:
    """Return the note with a <mark> around each stretch of evidence, and the codes it proves behind its last word.

    >>> span = {"start": 0, "end": 4, "quote": "gait"}
    >>> marked_note("gait <1 mi", [{"code": "97116", "evidence": [span]}])
    '<mark class="hue-0">gait</mark><sup>97116</sup> &lt;1 mi'
    """
    spans = [
        (span["start"], span["end"], rank % HUES, one["code"])
        for rank, one in enumerate(suggestions)
        for span in one["evidence"]
    ]
    edges = sorted({0, len(text), *(edge for start, end, _, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        over = [(hue, code) for first, last, hue, code in spans if first <= start and end <= last]
        words = escape(text[start:end])
        pieces.append(f'<mark class="hue-{over[0][0]}">{words}</mark>' if over else words)
        ended = dict.fromkeys(code for _, last, _, code in spans if last == end)
        pieces.append("".join(f"<sup>{escape(code)}</sup>" for code in ended))
    return "".join(pieces)
