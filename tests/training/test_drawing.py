"""A drawn note holds all of its words, and each span under its label."""

from __future__ import annotations

import html
import re

from rehabcode import Suggester
from rehabcode.lexicon import Lexicon
from rehabcode.reader import Reader
from rehabcode_training.drawing import evidence_html, mentions_html

NOTE = "Gait training x 15 min with cane & rail. Ultrasound was declined."


def words_of(drawn: str) -> str:
    """Return the text of the page, its labels and tags taken away."""
    unlabelled = re.sub(r"<span\b.*?</span>", "", drawn, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", unlabelled)).split())


def labels_of(drawn: str) -> list[str]:
    return [label.strip() for label in re.findall(r"<span\b[^>]*>(.*?)</span>", drawn, flags=re.DOTALL)]


def test_mentions_stand_under_their_assertion() -> None:
    drawn = mentions_html(Reader(Lexicon.load()).read(NOTE))
    assert labels_of(drawn) == ["performed", "negated"]
    assert words_of(drawn) == NOTE


def test_evidence_stands_under_its_code(suggester: Suggester) -> None:
    answer = suggester.suggest(NOTE)
    drawn = evidence_html(NOTE, answer)
    assert labels_of(drawn) == [entry.code for entry in answer.suggestions for _ in entry.evidence]
    assert labels_of(drawn), "there is something to draw"
    assert words_of(drawn) == NOTE
