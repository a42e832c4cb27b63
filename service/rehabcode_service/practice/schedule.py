"""When a skill comes back, by FSRS: a card for each learner and skill, and a fresh case each time.

FSRS 6 (open-spaced-repetition) with its published parameters; a skill is due when the chance of still having it falls
to 90 percent. What went wrong comes back after ten minutes, so within the session, in another note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from fsrs import Card, Rating, Scheduler, State

from rehabcode_service.practice.cases import Case
from rehabcode_service.practice.outcomes import Outcome
from rehabcode_service.practice.skills import skills_of

_AGAIN_IN = (timedelta(minutes=10),)
_RATINGS: dict[Outcome, Rating] = {"wrong": Rating.Again, "partly": Rating.Hard, "right": Rating.Good}


class Schedule:
    """The cards of one learner. `cards` are by skill; what is not there was never met."""

    def __init__(self, cards: Mapping[str, Card] | None = None) -> None:
        self.cards = dict(cards or {})
        self._scheduler = Scheduler(learning_steps=_AGAIN_IN, relearning_steps=_AGAIN_IN, enable_fuzzing=False)

    def review(self, outcomes: Mapping[str, Outcome], now: datetime) -> dict[str, Card]:
        """Take in what an answer showed, and return the cards that changed."""
        changed = {
            skill: self._reviewed(self.cards.get(skill), _RATINGS[outcome], now) for skill, outcome in outcomes.items()
        }
        self.cards.update(changed)
        return changed

    def due(self, now: datetime) -> tuple[str, ...]:
        """Return the skills that are due, the one most likely forgotten first."""
        due = [skill for skill, card in self.cards.items() if card.due <= now]
        return tuple(sorted(due, key=lambda skill: (self._held(skill, now), skill)))

    def next_due(self) -> datetime | None:
        """Return when the next skill is due, None where none was met yet."""
        return min((card.due for card in self.cards.values()), default=None)

    def _reviewed(self, card: Card | None, rating: Rating, now: datetime) -> Card:
        # An id of our own: the library's default waits a millisecond for each.
        met = card or Card(card_id=0, due=now)
        reviewed, _ = self._scheduler.review_card(met, rating, now)
        return reviewed

    def _held(self, skill: str, now: datetime) -> float:
        card = self.cards[skill]
        # What went wrong last comes before what may have faded.
        return self._scheduler.get_card_retrievability(card, now) if card.state is State.Review else 0.0


def next_case(
    cases: Iterable[Case],
    schedule: Schedule,
    seen: Mapping[str, datetime],
    now: datetime,
    confused: Collection[str] = (),
) -> Case | None:
    """Choose the case to deal: for what is due, `confused` skills first, else the next that is new.

    `seen` tells when each case was last dealt; a fresh one is always taken before one that was seen, and of those the
    one seen longest ago. None where nothing is due and nothing is new.
    """
    bank = tuple(cases)
    due = schedule.due(now)
    for skill in sorted(due, key=lambda one: one not in confused):
        fitting = [case for case in bank if skill in skills_of(case)]
        if fitting:
            return min(fitting, key=lambda case: _order(case, due, seen))
    new = [case for case in bank if case.id not in seen]
    return min(new, key=lambda case: (case.level, case.id), default=None)


def _order(case: Case, due: Collection[str], seen: Mapping[str, datetime]) -> tuple[float, int, int, str]:
    """Fresh cases first, then those seen longest ago; among them the one that exercises most of what is due."""
    dealt = seen.get(case.id)
    exercised = sum(skill in due for skill in skills_of(case))
    return (0.0 if dealt is None else dealt.timestamp(), -exercised, case.level, case.id)
