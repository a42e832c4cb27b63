"""The shapes that charts are made of: SVG inside the page, with colours from the page's own sheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Literal

WIDTH = 720
"""The width that all charts are drawn in; the page scales them."""

Anchor = Literal["start", "middle", "end"]


def label(x: float, y: float, words: str, kind: str = "", anchor: Anchor = "start") -> str:
    """Return words; `kind` is a class of the sheet."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a bar from its upper left corner."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'


def dot(x: float, y: float, radius: float, kind: str, told: str) -> str:
    """Return a dot that tells what it is when it is pointed at."""
    return (
        f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{escape(told)}</title></circle>'
    )


def stroke(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a straight line."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def path(points: Iterable[tuple[float, float]], kind: str) -> str:
    """Return a line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="line {kind}" points="{places}"/>'


def drawing(shapes: Iterable[str], height: float, title: str) -> str:
    """Return a chart; `title` tells it to who cannot see it."""
    told = escape(title)
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{told}">{"".join(shapes)}</svg>'


def short(words: str, most: int) -> str:
    """Return words with at most so many signs.

    >>> short("gait training", 6)
    'gait …'
    """
    return words if len(words) <= most else words[: most - 1] + "…"
