"""The pipeline that charts are read with, and the marks of the case files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import spacy

if TYPE_CHECKING:
    from spacy.language import Language

Unmark = Callable[[str], tuple[str, list[tuple[int, int]]]]
CHARTS = {"nlp": {"tokenizer": {"@tokenizers": "rehabcode.ChartTokenizer.v1"}}}
_MARK = re.compile(r"\[([^\[\]]{2,})\]")  # [x], [ ] and [] are checkboxes


@pytest.fixture(scope="session")
def charts() -> Language:
    """All four components on our tokenizer."""
    nlp = spacy.blank("en", config=CHARTS)
    for name in ("sections", "techniques", "assertion", "durations"):
        nlp.add_pipe(f"rehabcode_{name}")
    return nlp


@pytest.fixture(scope="session")
def unmark() -> Unmark:
    """Take the marks out of "to [joint mobs] today": the note, and the offsets of what was marked."""

    def take_out(marked: str) -> tuple[str, list[tuple[int, int]]]:
        places: list[tuple[int, int]] = []
        note, at = "", 0
        for match in _MARK.finditer(marked):
            note += marked[at : match.start()]
            places.append((len(note), len(note) + len(match.group(1))))
            note += match.group(1)
            at = match.end()
        return note + marked[at:], places

    return take_out
