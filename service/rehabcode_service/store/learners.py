"""Learners and what they did, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehabcode.errors import RehabcodeError
from rehabcode_service.store.database import Database
from rehabcode_service.store.tables import AttemptRow, CardRow, ConfusionRow, LearnerRow, OverrideRow


class UnknownLearner(RehabcodeError):
    """No learner has this id."""

    def __init__(self) -> None:
        super().__init__("no learner has this id; ask for a learner by name first")


class UnknownAttempt(RehabcodeError):
    """No case was dealt under this id."""

    def __init__(self) -> None:
        super().__init__("no case was dealt under this id; have one dealt first")


class Learners:
    """The learners of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def named(self, name: str, now: datetime) -> LearnerRow:
        """Return the learner of a name, made where there is none yet."""
        found = self._find(name)
        if found is not None:
            return found
        try:
            with self.database.session() as session:
                made = LearnerRow(id=uuid4().hex, name=name, created_at=now)
                session.add(made)
        except IntegrityError:
            # Another one made it in between.
            found = self._find(name)
            if found is None:
                raise
            return found
        return made

    def delete(self, learner_id: str) -> None:
        """Delete a learner with everything that is theirs. Raises UnknownLearner."""
        with self.database.session() as session:
            deleted = session.execute(
                delete(LearnerRow).where(LearnerRow.id == learner_id).returning(LearnerRow.id)
            ).all()
            if not deleted:
                raise UnknownLearner

    def _find(self, name: str) -> LearnerRow | None:
        with self.database.session() as session:
            return session.scalar(select(LearnerRow).where(LearnerRow.name == name))


def locked(session: Session, learner_id: str) -> LearnerRow:
    """Return a learner, whose other writers wait until this session ends. Raises UnknownLearner."""
    found = session.get(LearnerRow, learner_id, with_for_update=True)
    if found is None:
        raise UnknownLearner
    return found


def attempt_of(session: Session, attempt_id: str) -> AttemptRow:
    """Return an attempt, read anew under the lock of its learner. Raises UnknownAttempt."""
    found = session.get(AttemptRow, attempt_id)
    if found is None:
        raise UnknownAttempt
    locked(session, found.learner_id)
    session.refresh(found)
    return found


def open_attempt(session: Session, learner_id: str) -> AttemptRow | None:
    """Return what was dealt last and is not answered yet, None where there is none."""
    unanswered = select(AttemptRow).where(AttemptRow.learner_id == learner_id, AttemptRow.answered_at.is_(None))
    return session.scalars(unanswered.order_by(AttemptRow.dealt_at.desc())).first()


def deal(session: Session, learner_id: str, case_id: str, now: datetime) -> AttemptRow:
    """Write down that a case is dealt."""
    dealt = AttemptRow(id=uuid4().hex, learner_id=learner_id, case_id=case_id, dealt_at=now)
    session.add(dealt)
    return dealt


def cards_of(session: Session, learner_id: str) -> dict[str, dict[str, Any]]:
    """Return the cards of a learner by skill."""
    return {row.skill: row.card for row in session.scalars(select(CardRow).where(CardRow.learner_id == learner_id))}


def keep_cards(session: Session, learner_id: str, cards: Mapping[str, tuple[datetime, dict[str, Any]]]) -> None:
    """Write cards in place of those of the same skill; each is given with when it is due."""
    for skill, (due, card) in cards.items():
        session.merge(CardRow(learner_id=learner_id, skill=skill, due=due, card=card))


def keep_confusions(session: Session, attempt_id: str, found: Iterable[tuple[str, str]]) -> None:
    """Write which codes were answered where others were expected."""
    session.add_all(
        ConfusionRow(attempt_id=attempt_id, expected=expected, answered=answered) for expected, answered in found
    )


def seen_by(session: Session, learner_id: str) -> dict[str, datetime]:
    """Return when each case was last dealt to a learner."""
    last = select(AttemptRow.case_id, func.max(AttemptRow.dealt_at).label("last"))
    rows = session.execute(last.where(AttemptRow.learner_id == learner_id).group_by(AttemptRow.case_id))
    return {row[0]: row[1] for row in rows}


def answered_by(session: Session, learner_id: str) -> list[AttemptRow]:
    """Return what a learner answered, in order."""
    answered = select(AttemptRow).where(AttemptRow.learner_id == learner_id, AttemptRow.answered_at.is_not(None))
    return list(session.scalars(answered.order_by(AttemptRow.answered_at, AttemptRow.id)))


def confused_by(session: Session, learner_id: str, since: datetime | None = None) -> dict[tuple[str, str], int]:
    """Return how often each (expected, answered) was confused, since a moment where one is given."""
    counted = select(ConfusionRow.expected, ConfusionRow.answered, func.count()).join(
        AttemptRow, AttemptRow.id == ConfusionRow.attempt_id
    )
    own = counted.where(AttemptRow.learner_id == learner_id)
    if since is not None:
        own = own.where(AttemptRow.answered_at >= since)
    rows = session.execute(own.group_by(ConfusionRow.expected, ConfusionRow.answered))
    return {(row[0], row[1]): row[2] for row in rows}


def override(session: Session, attempt_id: str, score: float, instructor: str, reason: str, now: datetime) -> None:
    """Write the score that an instructor sets in place of the grade. The grade and earlier scores stay."""
    given = {"score": score, "instructor": instructor, "reason": reason, "set_at": now}
    session.add(OverrideRow(attempt_id=attempt_id, **given))


def overrides_for(session: Session, learner_id: str) -> dict[str, list[OverrideRow]]:
    """Return by attempt what instructors set, the last one last."""
    own = select(OverrideRow).join(AttemptRow, AttemptRow.id == OverrideRow.attempt_id)
    found: dict[str, list[OverrideRow]] = {}
    for row in session.scalars(own.where(AttemptRow.learner_id == learner_id).order_by(OverrideRow.id)):
        found.setdefault(row.attempt_id, []).append(row)
    return found
