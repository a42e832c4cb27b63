"""Charts with two axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from rehabcode_service.backcoding.audit.shapes import WIDTH, bar, dot, drawing, label, path, stroke

LEFT, TOP, RIGHT, BOTTOM = 46.0, 14.0, WIDTH - 22.0, 234.0
HEIGHT = BOTTOM - TOP
FAR = 4
"""So many units apart, or more, are one column."""

_MOST_MONTHS = 8
_SHARES = (0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0)


def over_time(months: Sequence[str], lines: Mapping[str, Sequence[float]], title: str) -> str:
    """Return a line for each name in `lines`, "over" or "under": a share of all notes for each month."""
    most = round_share(max((share for line in lines.values() for share in line), default=0.0))
    step = (RIGHT - LEFT) / max(len(months) - 1, 1)
    every = max(1, -(-len(months) // _MOST_MONTHS))
    shapes = _shares(most, RIGHT)
    for place, month in enumerate(months):
        if place % every == 0:
            shapes.append(label(LEFT + place * step, BOTTOM + 18, month, "tick", "middle"))
    for name, line in lines.items():
        points = [(LEFT + place * step, BOTTOM - share / most * HEIGHT) for place, share in enumerate(line)]
        shapes.append(path(points, name))
        for (x, y), month, share in zip(points, months, line, strict=True):
            shapes.append(dot(x, y, 3.5, name, f"{month}, {name}: {share:.1%}"))
    return drawing(shapes, BOTTOM + 28, title)


def unit_differences(counts: Mapping[int, int], title: str) -> str:
    """Return columns: for how many codes so many units were billed more, or below 0 fewer, than the minutes earn."""
    steps = range(-FAR, FAR + 1)
    shown = {
        step: sum(count for units, count in counts.items() if max(-FAR, min(FAR, units)) == step) for step in steps
    }
    most, width = max(shown.values()) or 1, (RIGHT - LEFT) / len(shown)
    shapes = [stroke(LEFT, BOTTOM, RIGHT, BOTTOM, "axis")]
    for place, (units, count) in enumerate(shown.items()):
        height, x = count / most * (HEIGHT - 16), LEFT + place * width
        side = "over" if units > 0 else "under" if units < 0 else "agreed"
        shapes += [
            bar(x + 6, BOTTOM - height, width - 12, height, side),
            label(x + width / 2, BOTTOM - height - 5, f"{count:,}", "number", "middle"),
            label(x + width / 2, BOTTOM + 18, signed(units), "tick", "middle"),
        ]
    return drawing(shapes, BOTTOM + 28, title)


def calibration(bins: Iterable[tuple[int, float, int]], title: str) -> str:
    """Return a dot for each bin of codes: how likely they were said to be, and how often they were billed.

    A bin is its number of codes, their mean score, and how many of them were billed.
    """
    found = list(bins)
    most = max((count for count, _, _ in found), default=1)
    right = LEFT + HEIGHT * 1.9
    shapes = [*_shares(1.0, right), stroke(LEFT, BOTTOM, right, TOP, "axis dashed")]
    ticks = [(fifth / 5, LEFT + fifth / 5 * (right - LEFT)) for fifth in range(6)]
    shapes += [label(x, BOTTOM + 18, f"{share:.0%}", "tick", "middle") for share, x in ticks]
    for count, score, billed in found:
        told = f"{count:,} codes, said {score:.0%}, billed {billed / count:.0%}"
        x, y = LEFT + score * (right - LEFT), BOTTOM - billed / count * HEIGHT
        shapes.append(dot(x, y, 3 + 9 * sqrt(count / most), "plain", told))
    return drawing(shapes, BOTTOM + 28, title)


def round_share(share: float) -> float:
    """Return the next round share at or above one.

    >>> [round_share(share) for share in (0.0, 0.03, 0.17, 0.9)]
    [0.04, 0.04, 0.2, 1.0]
    """
    return next((top for top in _SHARES if share <= top), 1.0)


def signed(units: int) -> str:
    """Return a number of units with its sign, and where it stands for more.

    >>> [signed(units) for units in (-4, -1, 0, 2)]
    ['−4 or more', '−1', '0', '+2']
    """
    sign = "−" if units < 0 else "+" if units else ""
    return f"{sign}{abs(units)}{' or more' if abs(units) == FAR else ''}"


def _shares(most: float, right: float) -> list[str]:
    """Return the lines across, with their shares."""
    shapes = []
    for quarter in range(5):
        y = BOTTOM - quarter / 4 * HEIGHT
        shapes += [
            stroke(LEFT, y, right, y, "grid"),
            label(LEFT - 6, y + 4, f"{most * quarter / 4:.0%}", "tick", "end"),
        ]
    return shapes
