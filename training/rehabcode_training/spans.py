"""How two stretches of a note lie to each other. Offsets are half-open and count code points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Stretch(Protocol):
    """Anything with a start and an end in the note."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def touches(span: Stretch, others: Iterable[Stretch]) -> bool:
    """Return whether `span` shares at least one character with any of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def characters(spans: Iterable[Stretch]) -> set[int]:
    """Return every offset that the spans cover."""
    return {offset for span in spans for offset in range(span.start, span.end)}
