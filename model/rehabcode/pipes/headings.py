"""Finds what section an opener of a line heads, in every spelling that the lexicon knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rehabcode.cues import Heading

_ASIDE = re.compile(r"\s*[(\[].*$")
_MINUTES = re.compile(r"\s*[x@]?\s*\b\d.*$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[a-h])[.)]\s*")
_SIGNS = " .-–—*_#=/\\'\"~"
SOAP: Mapping[str, str] = {"S": "subjective", "O": "objective", "A": "assessment", "P": "plan"}
"""The letters of a SOAP note; bare at the start of a line they head a section only where several of them do."""


class Headings:
    """The known headings."""

    def __init__(self, rows: Iterable[Heading]) -> None:
        self._section: dict[str, str] = {row.say: row.section for row in rows}

    def section(self, opener: str, *, colon: bool) -> str | None:
        """Return the section that `opener` heads, or None.

        Numbering, what stands in brackets, and minutes are left out of account ("2. TherEx (18 min)"). With a colon
        after it, its first words may decide ("Plan for Tuesday:").
        """
        say = _NUMBERING.sub("", opener.lower().replace("’", "'").strip(_SIGNS))
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
