"""A query to any database that SQLAlchemy reaches. Rows are streamed; the order must be the query's own."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import CursorResult, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

AT_ONCE = 256


class SqlQuery:
    """The rows of a query. A run that goes on asks it again: with ORDER BY, the rows come as they came before."""

    kind = "SQL"
    fingerprint: str | None = None

    def __init__(self, url: str, query: str) -> None:
        self._engine = _engine(url)
        self._query = query.strip().rstrip(";")
        self.name = self._engine.url.set(query={}).render_as_string(hide_password=True)
        self._read = 0
        try:
            with self._engine.connect() as connection:
                found = connection.execution_options(stream_results=True).execute(text(self._query))
                self.columns = tuple(found.keys())
                found.close()
        except SQLAlchemyError as error:
            raise RunRefused(
                f"{self.name}: the query cannot be run ({_kind(error)}); try it in the database first"
            ) from error

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:  # noqa: ARG002  (a query has no broken rows)
        """Yield the rows. Raises RunStopped where the database goes away."""
        self._read = 0
        try:
            with self._engine.connect() as connection:
                options = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
                found: CursorResult[tuple[object, ...]] = options.execute(text(self._query))
                for row in found.mappings():
                    self._read += 1
                    values = {name: value for name, value in row.items() if wanted is None or name in wanted}
                    yield SourceRow(f"row {self._read}", values)
        except SQLAlchemyError as error:
            raise RunStopped(
                f"{self.name}: broke off at row {self._read} ({_kind(error)}); start the same command again"
            ) from error

    def total(self) -> int | None:
        """Return what the database counts, None where it cannot count the query."""
        try:
            with self._engine.connect() as connection:
                counting = text(f"SELECT COUNT(*) FROM ({self._query}) AS counted")  # noqa: S608  (the user's own query)
                return int(connection.execute(counting).scalar_one())
        except SQLAlchemyError:
            return None

    def share(self) -> float | None:
        """Return None: the database does not tell."""
        return None


def _engine(url: str) -> Engine:
    try:
        return create_engine(make_url(url))
    except NoSuchModuleError as error:
        raise RunRefused(
            "the database of that URL has no driver here; install the one that SQLAlchemy names for it"
        ) from error
    except (ArgumentError, ImportError) as error:
        raise RunRefused(
            "the database URL cannot be used; write it as dialect://user:password@host/name, and install its driver"
        ) from error


def _kind(error: SQLAlchemyError) -> str:
    """Return the name of the error: its text may hold values of rows."""
    return type(getattr(error, "orig", None) or error).__name__
