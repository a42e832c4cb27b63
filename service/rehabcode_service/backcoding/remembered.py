"""Answers that workers share, so that the same note is read once in a run, wherever it stands.

They hold words of notes, as the answers themselves do; the file lies beside the manifest and goes with the run.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

from rehabcode.batches import Recent, Row

FILE = "answers.sqlite"

MOST_BYTES = 4 << 30
"""A file of this size takes no more answers: what comes after is read again, with the same result."""

_WAIT = 60.0
"""Seconds for another worker to finish its writing."""


class Remembered:
    """Answers in SQLite, the last ones in memory too. Made for one process; any number of them may share the file.

    Whatever is wrong with the file, an answer is only worked out again.
    """

    def __init__(self, file: Path, most_bytes: int = MOST_BYTES) -> None:
        self._recent = Recent()
        self._most = most_bytes
        self._new: dict[str, Row] = {}
        self._file = file
        self._connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer BLOB) WITHOUT ROWID")

    def get(self, key: str) -> Row | None:
        """Return the answer of a key, None where it is not known."""
        answer = self._recent.get(key)
        if answer is not None:
            return answer
        try:
            found = self._connection.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
            return None if found is None else json.loads(zlib.decompress(found[0]))
        except (sqlite3.Error, zlib.error, ValueError):
            return None

    def put(self, key: str, answer: Row) -> None:
        """Keep an answer; others see it after `share`."""
        self._recent.put(key, answer)
        self._new[key] = answer

    def share(self) -> None:
        """Write what was put since the last time, unless there is no more room."""
        new, self._new = self._new, {}
        try:
            if self._file.stat().st_size >= self._most:
                return
            rows = [(key, zlib.compress(json.dumps(answer).encode(), 1)) for key, answer in new.items()]
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError):
            if self._connection.in_transaction:
                self._connection.rollback()


def forget(folder: Path) -> None:
    """Remove what was remembered for the run of a folder."""
    for ending in ("", "-journal", "-wal", "-shm"):
        (folder / f"{FILE}{ending}").unlink(missing_ok=True)
