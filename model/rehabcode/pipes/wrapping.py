"""Undoes hard line breaks: a text wrapped at 70 to 80 columns reads on over the end of the line.

A text is wrapped where its lines that begin with a small letter follow full ones: their first word would not have
fitted any more. Telegraphic notes begin lines with small letters too, but after lines of any length.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.lang.en.stop_words import STOP_WORDS

NARROWEST, WIDEST = 60, 110
"""Texts are wrapped at a width between these, in characters."""
ENOUGH = 3
"""So many full lines make a wrapped text; where they are fewer, each must itself look unfinished."""
MOST_OTHERS = 0.25
"""At most this share of the lines that begin with a small letter may follow a line that is not full."""
RAGGED = 12
"""How much shorter than the width full lines may be."""
_FINISHED = (".", ":", ";", "!", "?", "|", "\t", "\r")


def unwrap(text: str) -> str:
    r"""Return the text with a blank for each line break that only wraps a line: as long as before, offset for offset.

    >>> unwrap("Rose from a low couch five times, with cues to lean forward and then to\npush.")
    'Rose from a low couch five times, with cues to lean forward and then to push.'
    """
    lines = text.split("\n")
    last = len(lines) - 1
    small = [index for index in range(last) if lines[index + 1][:1].islower() and "|" not in lines[index + 1]]
    width = max((len(lines[index]) for index in small), default=0)
    if not NARROWEST <= width <= WIDEST:
        return text
    full = [index for index in small if len(lines[index]) >= NARROWEST and _needed(lines, index) > width]
    if len(small) - len(full) > MOST_OTHERS * len(small):
        return text
    if len(full) < ENOUGH:
        wide = sum(width - RAGGED <= len(line) <= width for line in lines) >= ENOUGH
        full = [index for index in full if _is_open(lines[index]) or (wide and not lines[index].endswith(_FINISHED))]
    wrapped = set(full)
    return "".join(line + (" " if index in wrapped else "\n" * (index < last)) for index, line in enumerate(lines))


def _needed(lines: Sequence[str], index: int) -> int:
    """Return how wide a line would be with the first word of the next one."""
    return len(lines[index].rstrip()) + 1 + len(lines[index + 1].split(" ", 1)[0])


def _is_open(line: str) -> bool:
    """Whether a line ends in a comma or in a word after which more must come ("and", "to the")."""
    return line.endswith(",") or line.rsplit(" ", 1)[-1] in STOP_WORDS
