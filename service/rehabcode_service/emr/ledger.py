"""What must be remembered between calls: tokens that were used, cards that were shown, and what became of them.

A SQLite file, so that all processes of one service share it; without one it is in the memory of this process, and
holds no more than its newest cards. No word of a note is in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from weakref import finalize

_TABLES = """
CREATE TABLE IF NOT EXISTS used_tokens (issuer TEXT, token_id TEXT, expires INTEGER, PRIMARY KEY (issuer, token_id));
CREATE TABLE IF NOT EXISTS cards (
    card TEXT PRIMARY KEY, issuer TEXT, service TEXT, text_sha256 TEXT, rehabcode TEXT, ranker TEXT, codebook TEXT);
CREATE TABLE IF NOT EXISTS card_suggestions (
    card TEXT, suggestion TEXT, code TEXT, start INTEGER, end INTEGER);
CREATE INDEX IF NOT EXISTS by_card ON card_suggestions (card);
CREATE TABLE IF NOT EXISTS outcomes (
    issuer TEXT, service TEXT, card TEXT, suggestion TEXT, outcome TEXT, reason_system TEXT, reason_code TEXT, at TEXT,
    PRIMARY KEY (issuer, service, card, suggestion));
"""
_TELL = """
INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
    outcome = excluded.outcome, reason_system = excluded.reason_system, reason_code = excluded.reason_code,
    at = excluded.at
WHERE excluded.at > outcomes.at
"""
_FORGET = (
    "DELETE FROM cards WHERE rowid IN (SELECT rowid FROM cards ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
    "DELETE FROM outcomes WHERE rowid IN (SELECT rowid FROM outcomes ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
)
MOST_CARDS_IN_MEMORY = 10_000


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card that was sent. `spans` are suggestion, code, start and end, one row a span; offsets count code points."""

    card: str
    issuer: str
    service: str
    text_sha256: str
    versions: tuple[str, str, str]
    spans: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person did with a card. `suggestion` is "" for the card as a whole, `at` is in UTC, in ISO 8601."""

    issuer: str
    service: str
    card: str
    suggestion: str
    outcome: str
    reason_system: str | None
    reason_code: str | None
    at: str


class Ledger:
    """Safe to share between threads and, with a file, between processes."""

    def __init__(self, file: Path | None = None) -> None:
        self._in_memory = file is None
        self._lock = Lock()
        self._database = sqlite3.connect(file or ":memory:", check_same_thread=False, timeout=5)
        if file is not None:
            self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_TABLES)
        finalize(self, self._database.close)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def use_token(self, issuer: str, token_id: str, *, expires: int, now: int) -> bool:
        """Note a token as used, and return whether it was not used before. Tokens past `expires` are forgotten."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM used_tokens WHERE expires < ?", (now,))
            row = (issuer, token_id, expires)
            with closing(self._database.execute("INSERT OR IGNORE INTO used_tokens VALUES (?, ?, ?)", row)) as cursor:
                return cursor.rowcount == 1

    def show(self, cards: Iterable[ShownCard]) -> None:
        """Remember the cards that are about to be sent."""
        with self._lock, self._database:
            for one in cards:
                row = (one.card, one.issuer, one.service, one.text_sha256, *one.versions)
                self._database.execute("INSERT OR IGNORE INTO cards VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                self._database.executemany(
                    "INSERT INTO card_suggestions VALUES (?, ?, ?, ?, ?)", [(one.card, *span) for span in one.spans]
                )
            if self._in_memory:
                self._forget()

    def tell(self, outcomes: Iterable[Outcome]) -> None:
        """Remember what became of cards. The newest outcome of a suggestion counts; told twice, it stands once."""
        rows = [
            (one.issuer, one.service, one.card, one.suggestion, one.outcome, one.reason_system, one.reason_code, one.at)
            for one in outcomes
        ]
        with self._lock, self._database:
            self._database.executemany(_TELL, rows)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what became of cards, in the order of their times."""
        with self._lock:
            rows = self._database.execute("SELECT * FROM outcomes ORDER BY at, card, suggestion").fetchall()
        return tuple(Outcome(*row) for row in rows)

    def shown(self, card: str) -> tuple[tuple[str, str, int, int], ...]:
        """Return the spans of a card that was sent, none where it is not known."""
        with self._lock:
            found = "SELECT suggestion, code, start, end FROM card_suggestions WHERE card = ?"
            return tuple(self._database.execute(found, (card,)).fetchall())

    def _forget(self) -> None:
        for statement in _FORGET:
            self._database.execute(statement, (MOST_CARDS_IN_MEMORY,))
        self._database.execute("DELETE FROM card_suggestions WHERE card NOT IN (SELECT card FROM cards)")
