"""Pieces of the page, each with its words escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

_SIDES = {"not supported": "over", "units over": "over", "codes over": "over", "more billed": "over",
          "not billed": "under", "units under": "under", "codes under": "under", "less billed": "under"}  # fmt: skip
_TEXTS = ("", "code", "payer", "clinician", "reason", "evidence", "verdict")
"""Columns that hold words: their cells stand to the left."""


def section(title: str, why: str, *inside: str) -> str:
    """Return a part of the page; `why` is "" where its title says all. What is `inside` is HTML already."""
    told = f'<p class="soft">{escape(why)}</p>' if why else ""
    return f"<section><h2>{escape(title)}</h2>{told}{''.join(inside)}</section>"


def figure(drawn: str, caption: str) -> str:
    """Return a chart, which is HTML already, with its caption."""
    return f"<figure>{drawn}<figcaption>{escape(caption)}</figcaption></figure>"


def headline(number: str, words: str, side: str) -> str:
    """Return a large number; `side` is "over", "under", or "" for neither."""
    return f'<div class="card {side}"><strong>{escape(number)}</strong>{escape(words)}</div>'


def facts(told: Mapping[str, str]) -> str:
    """Return names with what they are."""
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in told.items())
    return f'<dl class="facts">{pairs}</dl>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; columns of numbers stand to the right, and those of a side in its colour."""
    kinds = [
        "code" if name == "code" else "" if name in _TEXTS else f"right {_SIDES.get(name, '')}".strip() for name in head
    ]
    top = "".join(
        f'<th scope="col" class="{kind.partition(" ")[0]}">{escape(name)}</th>'
        for name, kind in zip(head, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}">{escape(cell)}</td>' for cell, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
