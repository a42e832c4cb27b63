"""What can go wrong while fitting and measuring, as one tree.

RehabcodeError
├── CorpusError (ValueError)    a row or file of the corpus that is not right: names file and row
└── ResultsError                figures that no longer belong to the corpus or the ranker in the tree

No message ever holds a word of a note.
"""

from __future__ import annotations

from rehabcode.errors import RehabcodeError


class CorpusError(RehabcodeError, ValueError):
    """A row of the corpus that is not right; `row` counts from one and is None where the whole file is meant."""

    def __init__(self, file: str, row: int | None, problem: str, remedy: str) -> None:
        where = file if row is None else f"{file}, row {row}"
        super().__init__(f"{where}: {problem}; {remedy}")
        self.file = file
        self.row = row


class ResultsError(RehabcodeError):
    """Figures that do not belong to what is in the tree."""
