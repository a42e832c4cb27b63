"""What a code asks for beside a phrase."""

from __future__ import annotations

import pytest

from rehabcode.codebook import Codebook
from rehabcode.completion.hints import MOST, CompletionHints


@pytest.fixture(scope="module")
def hints() -> CompletionHints:
    return CompletionHints.load()


@pytest.mark.parametrize(
    ("code", "add"),
    [
        ("97140", " — min, area, technique, response"),
        ("97110", " — min, exercises, why, response"),
        ("97010", " — area, why"),
        ("99999", ""),
    ],
)
def test_what_is_asked_for(hints: CompletionHints, code: str, add: str) -> None:
    assert hints[code] == add


def test_every_required_element_has_a_hint(hints: CompletionHints) -> None:
    codebook = Codebook.load()
    asking = [each.code for each in codebook if any(row.level == "must" for row in codebook.documentation(each.code))]
    assert len(asking) > 50
    assert not [code for code in asking if not hints[code].startswith(" — ")]


def test_no_offer_asks_for_too_much(hints: CompletionHints) -> None:
    asked = [hints[code.code].removeprefix(" — ") for code in Codebook.load()]
    assert max(len(each.split(", ")) for each in asked) <= MOST + 2  # a hint may hold a comma of its own
