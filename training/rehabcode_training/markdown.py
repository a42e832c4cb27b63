"""How documents write figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "–"


def number(value: float | None) -> str:
    """Return a figure as documents show it, a dash for none.

    >>> number(0.8714), number(None)
    ('0.871', '–')
    """
    return NONE if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, all others to the right."""
    rule = ("---", *("---:" for _ in head[1:]))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))
