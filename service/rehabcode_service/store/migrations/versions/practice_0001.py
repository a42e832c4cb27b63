"""Learners, what they were dealt and answered, their cards, confusions, and scores that an instructor set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "practice_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "practice_learners",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practice_learners"),
        sa.UniqueConstraint("name", name="uq_practice_learners_name"),
    )
    _make_attempts()
    op.create_table(
        "practice_cards",
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("skill", sa.String(100), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "skill", name="pk_practice_cards"),
        _of("practice_cards", "learner_id", "practice_learners"),
    )
    _make_what_belongs_to_attempts()


def _make_attempts() -> None:
    op.create_table(
        "practice_attempts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(100), nullable=False),
        sa.Column("dealt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.JSON()),
        sa.Column("verdicts", sa.JSON()),
        sa.Column("parts", sa.JSON()),
        sa.Column("score", sa.Float()),
        sa.PrimaryKeyConstraint("id", name="pk_practice_attempts"),
        _of("practice_attempts", "learner_id", "practice_learners"),
    )
    op.create_index("ix_practice_attempts_learner_dealt", "practice_attempts", ["learner_id", "dealt_at"])


def _make_what_belongs_to_attempts() -> None:
    op.create_table(
        "practice_confusions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.String(32), nullable=False),
        sa.Column("expected", sa.String(5), nullable=False),
        sa.Column("answered", sa.String(5), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practice_confusions"),
        _of("practice_confusions", "attempt_id", "practice_attempts"),
    )
    op.create_index("ix_practice_confusions_attempt_id", "practice_confusions", ["attempt_id"])
    op.create_table(
        "practice_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.String(32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("instructor", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practice_overrides"),
        _of("practice_overrides", "attempt_id", "practice_attempts"),
    )
    op.create_index("ix_practice_overrides_attempt_id", "practice_overrides", ["attempt_id"])


def _of(table: str, column: str, home: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{home}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def downgrade() -> None:
    """Drop them, what belongs to others first."""
    op.drop_table("practice_overrides")
    op.drop_table("practice_confusions")
    op.drop_table("practice_cards")
    op.drop_table("practice_attempts")
    op.drop_table("practice_learners")
