"""The answer to one note, as a row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from rehabcode.batches.remembering import Remembers, Row
from rehabcode.batches.rows import row_of
from rehabcode.batches.schema import ANSWER, VERSIONS
from rehabcode.errors import NoteError, RequestError
from rehabcode.records import NoteSuggestions, Versions

BROKEN = " while it was read; report it with the versions"
"""So ends the reason of an answer that failed for no fault of its note that is known."""


class Suggests(Protocol):
    """What answers a note, as `Suggester` does."""

    @property
    def versions(self) -> Versions: ...

    @property
    def suggest(self) -> Callable[..., NoteSuggestions]: ...


class Answers:
    """Answers notes one by one; the same text, day and payer once."""

    def __init__(self, suggester: Suggests, undated: date, edits: str, remembered: Remembers) -> None:
        self._suggester = suggester
        self._undated = undated
        self._remembered = remembered
        own = suggester.versions
        self._versions = dict(zip(VERSIONS, (own.rehabcode, own.ranker, own.codebook, edits), strict=True))
        self._salt = "\0".join(self._versions.values())

    def answer(self, text: str | None, day: date | None, payer: str | None) -> Row:
        if text is None:
            return unanswered(None, "there is no text; export the note with it", self._versions)
        digest = sha256_of(text)
        key = sha256_of("\0".join((self._salt, digest, (day or self._undated).isoformat(), payer or "")))
        answer = self._remembered.get(key)
        if answer is None:
            answer = self._suggested(text, digest, day or self._undated, payer)
            self._remembered.put(key, answer)
        return answer

    def _suggested(self, text: str, digest: str, day: date, payer: str | None) -> Row:
        try:
            found = self._suggester.suggest(text, date_of_service=day, payer=payer)
            return {**row_of(found), "characters": len(text), "text_sha256": digest, **self._versions}
        except (NoteError, RequestError) as error:
            return unanswered(text, str(error), self._versions)
        except MemoryError:  # says something of the machine, and nothing of the note
            raise
        except Exception as error:  # noqa: BLE001  (one note must not end a run, and its message may hold the note)
            return unanswered(text, f"{type(error).__name__}{BROKEN}", self._versions)


def unanswered(text: str | None, reason: str, versions: Mapping[str, str]) -> Row:
    """Return the row of a note that cannot be answered; `reason` holds no word of it."""
    nothing: Row = dict.fromkeys(ANSWER.names)
    nothing |= {name: [] for name in ("suggestions", "considered", "withheld", "findings", "missing")}
    own = text or ""
    return {
        **nothing, "status": "error", "reason": reason, "characters": len(own), "text_sha256": sha256_of(own),
        **versions,
    }  # fmt: skip


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8; a lone surrogate, which UTF-8 has not, counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
