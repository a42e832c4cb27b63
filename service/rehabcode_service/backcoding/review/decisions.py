"""The decisions of reviewers: kept, given back, exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import Engine, RowMapping, and_, create_engine, delete, exists, func, insert, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.review.tables import DECISIONS, METADATA, QUEUE, REVIEWS

FILE = "review.sqlite"

Verdict = Literal["accept", "change", "reject", "add"]

Row = dict[str, Any]

EXPORTED = ("note_id", "source_row", "drawn", "reviewer", "code", "verdict", "changed_to", "seconds", "decided_at")


class Decision(NamedTuple):
    """What a reviewer says of one code."""

    code: str
    verdict: Verdict
    changed_to: str | None = None


class ReviewStore:
    """The queue of a run and what was decided. Safe to share between threads."""

    def __init__(self, engine: Engine, run_id: str) -> None:
        METADATA.create_all(engine)
        self._engine = engine
        self._run = run_id

    @classmethod
    def opened(cls, folder: Path, run_id: str, url: str | None = None) -> ReviewStore:
        """Open the store beside a run, or the database of a URL. Raises RunRefused where it cannot be reached."""
        try:
            return cls(create_engine(url or f"sqlite:///{folder / FILE}"), run_id)
        except (ArgumentError, SQLAlchemyError, ImportError) as error:
            raise RunRefused(
                f"the database for decisions cannot be used ({type(error).__name__}); look at its URL"
            ) from error

    def fill(self, rows: Sequence[dict[str, Any]]) -> None:
        """Put notes into the queue, which is empty."""
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(QUEUE), list(rows))

    def size(self) -> int:
        """Return how many notes are in the queue."""
        counting = select(func.count()).select_from(QUEUE).where(QUEUE.c.run_id == self._run)
        with self._engine.connect() as connection:
            return int(connection.execute(counting).scalar_one())

    def done(self, reviewer: str) -> int:
        """Return how many notes a reviewer has decided on."""
        own = and_(REVIEWS.c.run_id == self._run, REVIEWS.c.reviewer == reviewer)
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(REVIEWS).where(own)).scalar_one())

    def next(self, reviewer: str) -> Row | None:
        """Return the first note on which a reviewer has not decided; None at the end."""
        own = and_(
            REVIEWS.c.run_id == QUEUE.c.run_id,
            REVIEWS.c.source_row == QUEUE.c.source_row,
            REVIEWS.c.reviewer == reviewer,
        )
        asked = (
            select(QUEUE).where(QUEUE.c.run_id == self._run, ~exists().where(own)).order_by(QUEUE.c.position).limit(1)
        )
        with self._engine.connect() as connection:
            return _dict(connection.execute(asked).mappings().first())

    def note(self, source_row: int) -> Row | None:
        """Return a note of the queue; None where it is not in it."""
        asked = select(QUEUE).where(QUEUE.c.run_id == self._run, QUEUE.c.source_row == source_row)
        with self._engine.connect() as connection:
            return _dict(connection.execute(asked).mappings().first())

    def before(self, reviewer: str, source_row: int | None) -> int | None:
        """Return the row of the note that a reviewer decided on before that one; None at the start.

        A `source_row` of None, or one that is not decided on, stands for the end.
        """
        own = select(REVIEWS.c.source_row, REVIEWS.c.id).where(
            REVIEWS.c.run_id == self._run, REVIEWS.c.reviewer == reviewer
        )
        with self._engine.connect() as connection:
            decided = [int(row) for row, _ in connection.execute(own.order_by(REVIEWS.c.id))]
        place = decided.index(source_row) if source_row in decided else len(decided)
        return decided[place - 1] if place > 0 else None

    def decisions(self, reviewer: str, source_row: int) -> list[Decision]:
        """Return what a reviewer decided on a note."""
        own = _own(DECISIONS, self._run, source_row, reviewer)
        asked = (
            select(DECISIONS.c.code, DECISIONS.c.verdict, DECISIONS.c.changed_to).where(own).order_by(DECISIONS.c.id)
        )
        with self._engine.connect() as connection:
            return [Decision(*row) for row in connection.execute(asked)]

    def decide(self, reviewer: str, source_row: int, decisions: Sequence[Decision], seconds: float) -> None:
        """Keep what a reviewer decides on a note, in place of what they decided before; times are added up."""
        own = {"run_id": self._run, "source_row": source_row, "reviewer": reviewer}
        with self._engine.begin() as connection:
            spent = connection.execute(select(REVIEWS.c.seconds).where(_own(REVIEWS, *own.values()))).scalar() or 0.0
            for table in (DECISIONS, REVIEWS):
                connection.execute(delete(table).where(_own(table, *own.values())))
            when = datetime.now(UTC)
            connection.execute(insert(REVIEWS), {**own, "seconds": spent + seconds, "decided_at": when})
            if decisions:
                connection.execute(insert(DECISIONS), [{**own, **one._asdict()} for one in decisions])

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield every decision with its note; a note without any code is a row without one."""
        joined = REVIEWS.join(QUEUE, _same(REVIEWS, QUEUE)).outerjoin(
            DECISIONS, and_(_same(REVIEWS, DECISIONS), REVIEWS.c.reviewer == DECISIONS.c.reviewer)
        )
        asked = (
            select(
                QUEUE.c.note_id, QUEUE.c.source_row, QUEUE.c.drawn, REVIEWS.c.reviewer, DECISIONS.c.code,
                DECISIONS.c.verdict, DECISIONS.c.changed_to, REVIEWS.c.seconds, REVIEWS.c.decided_at,
            )
            .select_from(joined)
            .where(REVIEWS.c.run_id == self._run)
            .order_by(QUEUE.c.position, REVIEWS.c.reviewer, DECISIONS.c.id)
        )  # fmt: skip
        with self._engine.connect() as connection:
            yield from (dict(row) for row in connection.execute(asked).mappings())


def _dict(row: RowMapping | None) -> Row | None:
    return None if row is None else {str(name): value for name, value in row.items()}


def _own(table: Any, run_id: object, source_row: object, reviewer: object) -> Any:
    return and_(table.c.run_id == run_id, table.c.source_row == source_row, table.c.reviewer == reviewer)


def _same(one: Any, other: Any) -> Any:
    return and_(one.c.run_id == other.c.run_id, one.c.source_row == other.c.source_row)
