"""Nothing that was answered is lost, what is deleted is gone, and the tables go up and down."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from rehabcode.codebook import Codebook
from rehabcode.errors import UnknownCode
from rehabcode_service.practice.answers import Answer, AnsweredCode
from rehabcode_service.practice.cases import CaseBank
from rehabcode_service.practice.desk import AlreadyAnswered, Dealt, Desk, InvalidScore
from rehabcode_service.store.database import Database, StoreError
from rehabcode_service.store.learners import Learners, UnknownAttempt, UnknownLearner
from rehabcode_service.store.tables import Base

TABLES = sorted(Base.metadata.tables)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path}/folder/practice.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(bank: CaseBank, database: Database, codebook: Codebook, clock: Clock) -> Desk:
    return Desk(bank, Learners(database), codebook, clock)


def dealt_to(desk: Desk, learner_id: str) -> Dealt:
    found = desk.deal(learner_id)
    assert found is not None
    return found


def rows(database: Database) -> dict[str, int]:
    with database.connect() as connection:
        counted = [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES]
    return dict(zip(TABLES, counted, strict=True))


def test_the_migrations_make_the_tables_as_they_are_declared(database: Database) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "practice_revision"})
        assert compare_metadata(context, Base.metadata) == []


def test_the_tables_go_down_and_up_again(database: Database) -> None:
    database.downgrade("base")
    with database.connect() as connection:
        assert not {*TABLES} & {*inspect(connection).get_table_names()}
    database.upgrade()
    assert rows(database) == dict.fromkeys(TABLES, 0)


def test_a_database_is_opened_again_with_what_it_holds(desk: Desk, database: Database, tmp_path: Path) -> None:
    learner = desk.enter("ann")
    again = Database.open(f"sqlite:///{tmp_path}/folder/practice.sqlite")
    assert Learners(again).named("ann", datetime.now(UTC)).id == learner
    again.close()
    assert rows(database)["practice_learners"] == 1


@pytest.mark.parametrize("url", ["nonsense", "nosuchdatabase://here", "sqlite:////proc/none/practice.sqlite"])
def test_a_database_that_cannot_be_opened_says_how_to_write_one(url: str) -> None:
    with pytest.raises(StoreError, match=r"the database (URL )?cannot be (opened|brought)"):
        Database.open(url)


def test_a_refused_url_tells_no_password() -> None:
    with pytest.raises(StoreError, match="write it as sqlite") as raised:
        Database.open("nosuchdatabase://ann:swordfish@here/name")
    assert "swordfish" not in str(raised.value)


def test_an_answer_is_kept_with_what_it_showed(desk: Desk, database: Database, perfect: Any, clock: Clock) -> None:
    learner = desk.enter("ann")
    dealt = dealt_to(desk, learner)
    clock.now += timedelta(seconds=95)
    feedback = desk.answer(dealt.attempt_id, perfect(dealt.case))
    assert (feedback.grade.score, feedback.seconds) == (1, 95)
    assert feedback.due is not None
    counted = rows(database)
    assert counted["practice_attempts"] == 1
    assert counted["practice_cards"] >= len(dealt.case.codes)


def test_a_case_that_waits_is_dealt_again(desk: Desk) -> None:
    learner = desk.enter("ann")
    assert dealt_to(desk, learner).attempt_id == dealt_to(desk, learner).attempt_id


def test_an_answered_case_takes_no_second_answer(desk: Desk, perfect: Any) -> None:
    dealt = dealt_to(desk, desk.enter("ann"))
    desk.answer(dealt.attempt_id, Answer())
    with pytest.raises(AlreadyAnswered, match="its answer was shown; have another one dealt"):
        desk.answer(dealt.attempt_id, perfect(dealt.case))


def test_an_unknown_code_is_refused_and_nothing_is_kept(desk: Desk, database: Database) -> None:
    dealt = dealt_to(desk, desk.enter("ann"))
    with pytest.raises(UnknownCode, match="00000"):
        desk.answer(dealt.attempt_id, Answer((AnsweredCode("00000"),)))
    assert rows(database)["practice_cards"] == 0


@pytest.mark.parametrize("act", ["deal", "progress", "next_due"])
def test_an_unknown_learner_is_refused(desk: Desk, act: str) -> None:
    with pytest.raises(UnknownLearner, match="ask for a learner by name first"):
        getattr(desk, act)("nobody")


def test_an_unknown_attempt_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownAttempt, match="have one dealt first"):
        desk.answer("nothing", Answer())


def test_a_deleted_learner_leaves_nothing(desk: Desk, database: Database) -> None:
    gone, stays = desk.enter("ann"), desk.enter("ben")
    first, second = dealt_to(desk, gone), dealt_to(desk, stays)
    over = Answer((AnsweredCode("97530"), AnsweredCode("97124")))
    desk.answer(first.attempt_id, over)
    desk.answer(second.attempt_id, over)
    desk.override(first.attempt_id, 0.9, instructor="Dr. Lee", reason="the note can be read so")
    before = rows(database)
    desk.learners.delete(gone)
    after = rows(database)
    assert after["practice_overrides"] == 0
    assert {table: 2 * count for table, count in after.items() if count} == {
        table: count for table, count in before.items() if after[table]
    }


def test_deleting_nobody_says_so(desk: Desk) -> None:
    with pytest.raises(UnknownLearner, match="no learner has this id"):
        desk.learners.delete("nobody")


def test_an_instructors_score_counts_and_the_grade_stays(desk: Desk) -> None:
    learner = desk.enter("ann")
    dealt = dealt_to(desk, learner)
    graded = desk.answer(dealt.attempt_id, Answer()).grade.score
    desk.override(dealt.attempt_id, 0.8, instructor="Dr. Lee", reason="the note can be read so")
    found = desk.progress(learner)
    assert graded < 0.7
    assert (found.score, found.passed) == (0.8, 1)


@pytest.mark.parametrize(("score", "instructor", "reason"), [(1.1, "Lee", "so"), (0.5, " ", "so"), (0.5, "Lee", "")])
def test_a_score_without_name_reason_or_range_is_refused(
    desk: Desk, score: float, instructor: str, reason: str
) -> None:
    dealt = dealt_to(desk, desk.enter("ann"))
    with pytest.raises(InvalidScore, match=r"lies in \[0, 1\], and says who sets it and why"):
        desk.override(dealt.attempt_id, score, instructor=instructor, reason=reason)


def test_fifty_learners_at_once_lose_nothing(desk: Desk, database: Database, perfect: Any) -> None:
    def work(number: int) -> list[str]:
        learner = desk.enter(f"learner {number}")
        dealt = [dealt_to(desk, learner) for _ in range(1)]
        return [desk.answer(one.attempt_id, perfect(one.case)).attempt_id for one in dealt] + [
            desk.answer(one.attempt_id, Answer()).attempt_id for one in [dealt_to(desk, learner)]
        ]

    with ThreadPoolExecutor(50) as pool:
        done = [attempt for attempts in pool.map(work, range(50)) for attempt in attempts]
    counted = rows(database)
    assert len(set(done)) == 100
    assert (counted["practice_learners"], counted["practice_attempts"]) == (50, 100)
    with database.connect() as connection:
        unanswered = connection.execute(text("SELECT count(*) FROM practice_attempts WHERE score IS NULL"))
        assert unanswered.scalar_one() == 0


def test_one_learner_in_fifty_windows_is_one_learner_with_one_case(desk: Desk, database: Database) -> None:
    def work(_: int) -> tuple[str, str]:
        learner = desk.enter("ann")
        return learner, dealt_to(desk, learner).attempt_id

    with ThreadPoolExecutor(50) as pool:
        found = set(pool.map(work, range(50)))
    assert len(found) == 1
    assert rows(database)["practice_attempts"] == 1


def test_progress_counts_codes_confusions_and_days(desk: Desk, clock: Clock, bank: CaseBank) -> None:
    learner = desk.enter("ann")
    assert desk.progress(learner).score is None
    first = dealt_to(desk, learner)
    clock.now += timedelta(seconds=60)
    desk.answer(first.attempt_id, Answer(tuple(AnsweredCode(code.code) for code in first.case.codes)))
    clock.now += timedelta(days=1)
    second = dealt_to(desk, learner)
    desk.answer(second.attempt_id, Answer())
    found = desk.progress(learner)
    assert (found.answered, found.streak, found.seconds) == (2, 2, 30)
    missed = {code.code for code in second.case.codes}
    assert {one.code for one in found.codes if one.missed} == missed
    assert first.case.id in bank
