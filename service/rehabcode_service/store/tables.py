"""The tables of practice. What belongs to a learner goes with the learner.

Times are UTC. Answers hold codes, offsets and units: no word of a note is kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Float, ForeignKey, Index, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite gives back none of its own zone, so it is told here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraints are named, so that a migration can drop them on any database."""

    metadata = MetaData(naming_convention=_NAMES)


class LearnerRow(Base):
    """A person who practises. `id` is not guessable: who has it may practise as this learner."""

    __tablename__ = "practice_learners"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class AttemptRow(Base):
    """A case that was dealt; what was answered and earned is None until then. `parts` is what each part earned."""

    __tablename__ = "practice_attempts"
    __table_args__ = (Index("ix_practice_attempts_learner_dealt", "learner_id", "dealt_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("practice_learners.id", ondelete="CASCADE"))
    case_id: Mapped[str] = mapped_column(String(100))
    dealt_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    verdicts: Mapped[dict[str, str] | None] = mapped_column(JSON)
    parts: Mapped[dict[str, float] | None] = mapped_column(JSON)
    score: Mapped[float | None] = mapped_column(Float)


class CardRow(Base):
    """How well a learner holds a skill: FSRS's own card as JSON, and when it is due."""

    __tablename__ = "practice_cards"

    learner_id: Mapped[str] = mapped_column(ForeignKey("practice_learners.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(100), primary_key=True)
    due: Mapped[datetime] = mapped_column(Moment)
    card: Mapped[dict[str, Any]] = mapped_column(JSON)


class ConfusionRow(Base):
    """A code that was answered where a look-alike of it was supported."""

    __tablename__ = "practice_confusions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("practice_attempts.id", ondelete="CASCADE"), index=True)
    expected: Mapped[str] = mapped_column(String(5))
    answered: Mapped[str] = mapped_column(String(5))


class OverrideRow(Base):
    """A score that an instructor set in place of the grade: who, when and why. The grade itself stays."""

    __tablename__ = "practice_overrides"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("practice_attempts.id", ondelete="CASCADE"), index=True)
    score: Mapped[float] = mapped_column(Float)
    instructor: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(1000))
    set_at: Mapped[datetime] = mapped_column(Moment)
