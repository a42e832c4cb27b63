"""An answer as it is typed: codes with units and modifiers on one line, then the words that prove each."""

from __future__ import annotations

import re

import typer

from rehabcode.codebook import Codebook
from rehabcode_service.practice.answers import Answer, AnsweredCode, InvalidAnswer, Marked
from rehabcode_service.practice.cases import Case

_ITEM = re.compile(r"([0-9A-Z]{5})(?:X([0-9]{1,2}))?((?:-[0-9A-Z]{2})*)")


def ask(case: Case, codebook: Codebook) -> Answer:
    """Ask for an answer until it can be read."""
    while True:
        try:
            codes = read_codes(typer.prompt(_question(case), default="", show_default=False), codebook)
        except InvalidAnswer as error:
            typer.echo(str(error))
        else:
            return Answer(tuple(_with_words(one, case) for one in codes))


def read_codes(typed: str, codebook: Codebook) -> tuple[AnsweredCode, ...]:
    """Read codes such as `97110x2, 97140x1-59`. Raises InvalidAnswer naming the item that cannot be read.

    >>> [(one.code, one.units, one.modifiers) for one in read_codes("97110x2, 97140-59", Codebook.load())]
    [('97110', 2, ()), ('97140', None, ('59',))]
    """
    return Answer(tuple(_item(item, codebook) for item in re.split(r"[,\s]+", typed.strip().upper()) if item)).codes


def find_words(note: str, typed: str) -> tuple[Marked, ...]:
    """Find words in a note, in any case and over line breaks; several are set apart by ` | `.

    Raises InvalidAnswer for what is not in the note, by its number.
    """
    return tuple(
        _found(note, words, number)
        for number, words in enumerate(filter(None, (part.strip() for part in typed.split("|"))), start=1)
    )


def _question(case: Case) -> str:
    example = "97110" + ("x2" if "units" in case.asks else "") + ("-59" if "modifiers" in case.asks else "")
    return f"Codes, as in {example}; empty for none"


def _item(item: str, codebook: Codebook) -> AnsweredCode:
    found = _ITEM.fullmatch(item)
    if found is None or found[1] not in codebook:
        raise InvalidAnswer(f"{item[:12]!r} is no code of the codebook; write it as in 97110x2 or 97140x1-59")
    return AnsweredCode(
        found[1], (), None if found[2] is None else int(found[2]), tuple(filter(None, found[3].split("-")))
    )


def _with_words(one: AnsweredCode, case: Case) -> AnsweredCode:
    while True:
        typed = typer.prompt(f"Words that prove {one.code}, several set apart by |", default="", show_default=False)
        try:
            return AnsweredCode(one.code, find_words(case.text, typed), one.units, one.modifiers)
        except InvalidAnswer as error:
            typer.echo(str(error))


def _found(note: str, words: str, number: int) -> Marked:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, note, re.IGNORECASE)
    if found is None:
        raise InvalidAnswer(f"the words under {number} are not in the note; copy them as they stand")
    return Marked(*found.span())
