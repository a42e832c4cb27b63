"""Lines of text whose encoding nobody vouches for."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import NamedTuple

from rehabcode_service.backcoding.sources.files import Bytes

LONGEST = 64 << 20
"""No line is read further, in bytes: what is longer has lost its line ends."""

_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Line(NamedTuple):
    """A line with its end, and its number from 1; `odd` where it was not UTF-8, and was read as Windows-1252."""

    number: int
    text: str
    odd: bool


def lines(read: Bytes) -> Iterator[Line]:
    """Yield the lines of a file: UTF-16 where it says so at its head, else each line for itself."""
    head = read.stream.peek(4)[:4]
    named = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if named is not None:
        text = io.TextIOWrapper(read.stream, encoding=named, errors="replace", newline="")
        for number, line in enumerate(text, 1):
            yield Line(number, line, odd=False)
        text.detach()
        return
    number = 0
    while raw := read.stream.readline(LONGEST):
        number += 1
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        text_of, odd = decode(raw)
        yield Line(number, text_of, odd)


def decode(raw: bytes) -> tuple[str, bool]:
    """Return the text of bytes, and whether they were no UTF-8.

    >>> decode("café".encode()), decode("café".encode("cp1252"))
    (('café', False), ('café', True))
    """
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:  # exports of many years hold more than one encoding
        return _western(raw), True


def _western(raw: bytes) -> str:
    """Return the text of bytes in Windows-1252; of those that stand for nothing in it, as in Latin-1."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
