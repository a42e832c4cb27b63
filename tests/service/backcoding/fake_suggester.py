"""A suggester made of three words, which worker processes can load; it can be told to kill its own process."""

from __future__ import annotations

import os
import re
import signal
import time
from datetime import date
from functools import partial
from pathlib import Path

from rehabcode.batches import Load
from rehabcode.errors import ArtifactError, NoteTooLong
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Evidence,
    Finding,
    Later,
    NoteSuggestions,
    Span,
    Suggestion,
    Versions,
)

WORDS = {"gait": ("97116", 0.9), "quads": ("97110", 0.6), "mobs": ("97140", 0.97)}
MINUTES = re.compile(r"(\d+) min")


class FakeSuggester:
    """Finds the words of WORDS. At "die" the process dies, at "die once" once for each `folder`."""

    def __init__(self, folder: Path | None = None, *, most: int = 100_000, slow: float = 0.0) -> None:
        self.versions = Versions("1.0", "fake", "2026.11+aa")
        self._folder = folder
        self._most = most
        self._slow = slow

    def suggest(self, note: str, *, date_of_service: date, payer: str | None) -> NoteSuggestions:
        if self._folder is not None:
            with (self._folder / "asked").open("a", encoding="utf-8") as asked:
                asked.write(f"{note[:20]!r} {date_of_service} {payer}\n")
        time.sleep(self._slow)
        self._die(note)
        if "crash" in note:
            raise KeyError(note)
        if len(note) > self._most:
            raise NoteTooLong(len(note), self._most)
        found = [*self._found(note)]
        above = tuple(one for one in found if one.score > 0.7)
        bill = Later(lambda: bill_of(above, payer or "medicare"))
        return NoteSuggestions(above, tuple(one for one in found if one.score <= 0.7), (), self.versions, bill=bill)

    def _die(self, note: str) -> None:
        once = self._folder / "died" if self._folder is not None else None
        if "die once" in note and once is not None and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "die always" in note:
            os.kill(os.getpid(), signal.SIGKILL)

    def _found(self, note: str) -> list[Suggestion]:
        minutes = MINUTES.search(note)
        spoken = int(minutes[1]) if minutes else None
        return [
            Suggestion(
                code, f"in words: {word}", score, (Evidence(*span(note, word), word, "objective", "named"),), spoken
            )
            for word, (code, score) in WORDS.items()
            if word in note
        ]


def span(note: str, word: str) -> tuple[int, int, str]:
    start = note.index(word)
    return start, start + len(word), word


def bill_of(suggestions: tuple[Suggestion, ...], payer: str) -> Bill:
    codes = tuple(
        BilledCode(one.code, 1, one.minutes, "pooled", "fake", None, (BilledModifier("GP", "therapy", "S"),))
        for one in suggestions
    )
    findings = tuple(
        Finding("minutes", (one.code,), "no minutes", "write them", "S", tuple(map(bare, one.evidence)))
        for one in suggestions
        if one.minutes is None
    )
    return Bill(payer, "cms", "S", 15 * len(codes), len(codes), 0, codes, findings=findings)


def bare(one: Span) -> Span:
    return Span(one.start, one.end, one.quote)


def plain() -> FakeSuggester:
    return FakeSuggester()


def slow() -> FakeSuggester:
    return FakeSuggester(slow=0.004)


def broken() -> FakeSuggester:
    raise ArtifactError("the ranker cannot be opened; install rehabcode again")


def mortal(folder: Path) -> Load:
    """Return what loads a suggester that leaves what it was asked, and whether it died, in a folder."""
    return partial(FakeSuggester, folder)
