"""The practice desk: deals a case, takes an answer, keeps what it showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from fsrs import Card
from sqlalchemy.orm import Session

from rehabcode.codebook import Codebook
from rehabcode.errors import RehabcodeError, RequestError
from rehabcode_service.practice.answers import Answer
from rehabcode_service.practice.cases import Case, CaseBank
from rehabcode_service.practice.grading import Grade, grade
from rehabcode_service.practice.outcomes import Confusion, confusions, outcomes
from rehabcode_service.practice.progress import Progress, progress_of
from rehabcode_service.practice.schedule import Schedule, next_case
from rehabcode_service.practice.skills import pair_skill
from rehabcode_service.store.learners import (
    Learners,
    UnknownAttempt,
    answered_by,
    attempt_of,
    cards_of,
    confused_by,
    deal,
    keep_cards,
    keep_confusions,
    locked,
    open_attempt,
    override,
    overrides_for,
    seen_by,
)
from rehabcode_service.store.tables import AttemptRow

if TYPE_CHECKING:
    from fsrs.card import CardDict

_RECENT = timedelta(days=14)
"""Confusions of so long ago still choose the next case."""


class AlreadyAnswered(RehabcodeError):
    """The attempt was answered, and its gold shown."""

    def __init__(self) -> None:
        super().__init__("this case is answered, and its answer was shown; have another one dealt")


class InvalidScore(RequestError):
    """A score that an instructor cannot set."""

    field = "score"


@dataclass(frozen=True, slots=True)
class Dealt:
    """A case before a learner; `attempt_id` is what the answer names."""

    attempt_id: str
    case: Case


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of an answer. `due` is when the first of the learner's skills is due again."""

    attempt_id: str
    case: Case
    grade: Grade
    confusions: tuple[Confusion, ...]
    seconds: int
    due: datetime | None


class Desk:
    """Deals and grades for any number of learners at once."""

    def __init__(
        self,
        bank: CaseBank,
        learners: Learners,
        codebook: Codebook,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.bank = bank
        self.learners = learners
        self.codebook = codebook
        self.clock = clock

    def enter(self, name: str) -> str:
        """Return the id of the learner of a name, who is made where there is none yet."""
        return self.learners.named(name, self.clock()).id

    def deal(self, learner_id: str) -> Dealt | None:
        """Deal a case, or again the one that was not answered yet.

        None where nothing is due and nothing new is left. Raises UnknownLearner.
        """
        now = self.clock()
        with self.learners.database.session() as session:
            locked(session, learner_id)
            waiting = open_attempt(session, learner_id)
            if waiting is not None and waiting.case_id in self.bank:
                return Dealt(waiting.id, self.bank[waiting.case_id])
            case = self._next(session, learner_id, now)
            return None if case is None else Dealt(deal(session, learner_id, case.id, now).id, case)

    def case_of(self, attempt_id: str) -> Case:
        """Return the case that was dealt. Raises UnknownAttempt, also where the bank has lost it."""
        with self.learners.database.session() as session:
            case_id = attempt_of(session, attempt_id).case_id
        if case_id not in self.bank:
            raise UnknownAttempt
        return self.bank[case_id]

    def answer(self, attempt_id: str, answer: Answer) -> Feedback:
        """Grade an answer and keep what it showed. Raises UnknownAttempt, AlreadyAnswered and UnknownCode."""
        for one in answer.codes:
            self.codebook[one.code]
        now = self.clock()
        with self.learners.database.session() as session:
            attempt = attempt_of(session, attempt_id)
            if attempt.answered_at is not None:
                raise AlreadyAnswered
            case = self.bank[attempt.case_id]
            found = grade(case, answer)
            confused = confusions(found, self.codebook)
            schedule = _schedule(session, attempt.learner_id)
            changed = schedule.review(outcomes(case, found, self.codebook), now)
            _write(attempt, answer, found, now)
            keep_cards(session, attempt.learner_id, {skill: _kept(card) for skill, card in changed.items()})
            keep_confusions(session, attempt.id, ((one.expected, one.answered) for one in confused))
            seconds = round((now - attempt.dealt_at).total_seconds())
        return Feedback(attempt_id, case, found, confused, seconds, schedule.next_due())

    def override(self, attempt_id: str, score: float, *, instructor: str, reason: str) -> None:
        """Set a score in place of the grade, which stays; who, when and why are kept.

        Raises UnknownAttempt, and InvalidScore for a score outside [0, 1] or without a name and a reason.
        """
        if not 0 <= score <= 1 or not instructor.strip() or not reason.strip():
            raise InvalidScore("a score lies in [0, 1], and says who sets it and why")
        with self.learners.database.session() as session:
            attempt_of(session, attempt_id)
            override(session, attempt_id, score, instructor, reason, self.clock())

    def progress(self, learner_id: str) -> Progress:
        """Return how far a learner has come. Raises UnknownLearner."""
        now = self.clock()
        with self.learners.database.session() as session:
            locked(session, learner_id)
            return progress_of(
                answered_by(session, learner_id),
                overrides_for(session, learner_id),
                confused_by(session, learner_id),
                _schedule(session, learner_id),
                now,
            )

    def next_due(self, learner_id: str) -> datetime | None:
        """Return when a learner's next skill is due, None where none was met. Raises UnknownLearner."""
        with self.learners.database.session() as session:
            locked(session, learner_id)
            return _schedule(session, learner_id).next_due()

    def _next(self, session: Session, learner_id: str, now: datetime) -> Case | None:
        confused = confused_by(session, learner_id, since=now - _RECENT)
        pairs = {pair_skill(*pair) for pair in confused}
        return next_case(self.bank, _schedule(session, learner_id), seen_by(session, learner_id), now, pairs)


def _schedule(session: Session, learner_id: str) -> Schedule:
    cards = cards_of(session, learner_id)
    return Schedule({skill: Card.from_dict(cast("CardDict", card)) for skill, card in cards.items()})


def _kept(card: Card) -> tuple[datetime, dict[str, object]]:
    return card.due, {**card.to_dict()}


def _write(attempt: AttemptRow, answer: Answer, found: Grade, now: datetime) -> None:
    attempt.answered_at = now
    attempt.answer = [asdict(one) for one in answer.codes]
    attempt.verdicts = {line.code: line.verdict for line in found.lines}
    attempt.parts = {part.name: part.earned for part in found.parts}
    attempt.score = found.score
