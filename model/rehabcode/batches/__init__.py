"""Notes in Arrow batches in, answers in Arrow batches out: the one shape that every engine runs.

A process pool calls `code_batches` itself; Spark's `mapInArrow`, whose workers get nothing but the batches, calls what
`coding` returns. An answer is one row a note, with all that was found nested in it.
"""

from __future__ import annotations

from rehabcode.batches.answers import BROKEN, Suggests, sha256_of, unanswered
from rehabcode.batches.coding import Load, code_batches, coding
from rehabcode.batches.editions import edition_day, edits_version
from rehabcode.batches.remembering import Recent, Remembers, Row
from rehabcode.batches.schema import ANSWER, EVIDENCE, FINDINGS, VERSIONS, answer_schema

__all__ = [
    "ANSWER", "BROKEN", "EVIDENCE", "FINDINGS", "VERSIONS", "Load", "Recent", "Remembers", "Row", "Suggests",
    "answer_schema", "code_batches", "coding", "edition_day", "edits_version", "sha256_of", "unanswered",
]  # fmt: skip
