"""Finds what section an opener of a line heads, in every spelling that the lexicon knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rehabcode.cues import Heading
from rehabcode.lexicon import Lexicon

_ASIDE = re.compile(r"\s*[(\[].*$")
_MINUTES = re.compile(r"\s*[x@]?\s*\b\d.*$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[a-h])[.)]\s*")
_SIGNS = " .-–—*_#=/\\'\"~"
SOAP: Mapping[str, str] = {"S": "subjective", "O": "objective", "A": "assessment", "P": "plan"}
"""The letters of a SOAP note; bare at the start of a line they head a section only where several of them do."""


class Headings:
    """The known headings; `techniques` are names of techniques, in any case."""

    def __init__(self, rows: Iterable[Heading], techniques: Iterable[str] = ()) -> None:
        self._section: dict[str, str] = {row.say: row.section for row in rows}
        self._techniques = frozenset(say.lower() for say in techniques)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Headings:
        """Return the headings of a lexicon."""
        return cls(lexicon.headings, (phrase.say for phrase in lexicon.phrases))

    def section(self, opener: str, *, colon: bool) -> str | None:
        """Return the section that `opener` heads, or None.

        Numbering, what stands in brackets, and minutes are left out of account ("2. TherEx (18 min)"). With a colon
        after it, its first words may decide ("Plan for Tuesday:").
        """
        say = _plain(opener)
        found = self._section.get(say)
        if found is None:
            say = _MINUTES.sub("", _ASIDE.sub("", say)).strip(_SIGNS)
            found = self._section.get(say)
        if found is None and colon:
            words = say.split()
            for stop in range(min(len(words) - 1, 4), 0, -1):
                found = self._section.get(" ".join(words[:stop]))
                if found:
                    break
        return found

    def is_technique(self, opener: str) -> bool:
        """Whether an opener is no more than the name of a technique, without minutes or a code beside it."""
        return _plain(opener) in self._techniques


def _plain(opener: str) -> str:
    return _NUMBERING.sub("", opener.lower().replace("’", "'").strip(_SIGNS))
