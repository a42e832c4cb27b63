"""What can go wrong, as one tree.

RehabcodeError
├── NoteError (ValueError)          a note that cannot be read
│   ├── NoteTooLong                 more characters than the limit
│   ├── NoteNotText                 not a str at all
│   └── NoteNotUnicode              lone surrogates: not a text that can be stored or sent
├── KnowledgeError (ValueError)     a row of knowledge/ that is not right: names file, row and remedy
├── RequestError (ValueError)       an argument beside the note that is not right
│   ├── UnknownCode                 not in the codebook
│   ├── UnknownPayer                not in the table of payers
│   ├── InvalidDate                 a date of service that is none, or not yet known to the codebook
│   ├── InvalidMinutes              minutes that are no whole number, or that no day has
│   └── InvalidUnits                billed units that are no whole number, or below 0
└── ArtifactError                   a fitted ranker that must not, or cannot, be opened

No message ever holds a word of a note.
"""

from __future__ import annotations


class RehabcodeError(Exception):
    """The root: catch this to catch everything that rehabcode raises on purpose."""


class NoteError(RehabcodeError, ValueError):
    """A note that cannot be read. The message tells sizes, never words."""


class NoteTooLong(NoteError):
    """The note has more characters than the reader's limit."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"the note has {length:,} characters; the limit is {limit:,}. "
            "Send one visit at a time, or raise max_characters in load()"
        )
        self.length = length
        self.limit = limit


class NoteNotText(NoteError):
    """What was given is no text. `kind` names its type."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"a note must be a str, not {kind}; decode bytes first, and leave out missing notes")
        self.kind = kind


class NoteNotUnicode(NoteError):
    """The note holds a lone surrogate, so it is not text that can be encoded."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"the note holds a lone surrogate at character {position}; "
            "in JavaScript send text.toWellFormed(), in Python decode with errors='replace'"
        )
        self.position = position


class KnowledgeError(RehabcodeError, ValueError):
    """A row of knowledge/ that is not right."""

    def __init__(self, file: str, row: int | None, problem: str, remedy: str) -> None:
        where = file if row is None else f"{file}, row {row}"
        super().__init__(f"{where}: {problem}; {remedy}")
        self.file = file
        self.row = row
        self.problem = problem
        self.remedy = remedy


class RequestError(RehabcodeError, ValueError):
    """An argument beside the note that is not right; `field` names it."""

    field = ""


class UnknownCode(RequestError):
    """A code that the codebook does not hold."""

    field = "code"


class UnknownPayer(RequestError):
    """A payer that the table of payers does not hold."""

    field = "payer"


class InvalidDate(RequestError):
    """A date of service that is none."""

    field = "date_of_service"


class InvalidMinutes(RequestError):
    """Minutes that are no whole number, or that no day has. The message names the code and the limit."""

    field = "minutes"


class InvalidUnits(RequestError):
    """Billed units that are no whole number, or below 0. The message names the code."""

    field = "billed"


class ArtifactError(RehabcodeError):
    """A fitted ranker that must not be opened (wrong hash, foreign file) or cannot be used (other versions)."""
