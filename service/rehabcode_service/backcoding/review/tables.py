"""What a review keeps, as tables: SQLite beside the run, or any database by its URL."""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, Float, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()

QUEUE = Table(
    "review_queue",
    METADATA,
    Column("run_id", String(32), primary_key=True),
    Column("source_row", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("drawn", String(16), nullable=False),
    Column("note_id", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("answer", JSON, nullable=False),
)
"""The notes to review, in their order. `drawn` is "random" or "uncertain"; `answer` is what the run found."""

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run_id", String(32), nullable=False),
    Column("source_row", Integer, nullable=False),
    Column("reviewer", String(100), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("run_id", "source_row", "reviewer"),
)
"""One row a note and reviewer; `seconds` is the time that the note was before them."""

DECISIONS = Table(
    "review_decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run_id", String(32), nullable=False),
    Column("source_row", Integer, nullable=False),
    Column("reviewer", String(100), nullable=False),
    Column("code", String(5), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("changed_to", String(5)),
    UniqueConstraint("run_id", "source_row", "reviewer", "code"),
)
"""One row a code: "accept", "change" (to `changed_to`) or "reject" of a suggestion, "add" of a code left out."""
