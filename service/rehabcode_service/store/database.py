"""A database by its URL, with its tables brought up to date when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from rehabcode.errors import RehabcodeError

_WAIT = 60.0
"""Seconds that a writer waits for another one of SQLite."""


class StoreError(RehabcodeError):
    """A database that cannot be opened. The message names no password."""


class Database:
    """The tables behind a URL; shared by threads. Several processes may share the database."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    @classmethod
    def open(cls, url: str) -> Database:
        """Open a database and bring its tables up to date. Raises StoreError."""
        opened = cls(url)
        opened.upgrade()
        return opened

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session whose work is written whole at the end, or not at all."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables up to a revision. Raises StoreError."""
        self._migrate(command.upgrade, revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to a revision, `base` for none. What they held is lost. Raises StoreError."""
        self._migrate(command.downgrade, revision)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def connect(self) -> Connection:
        """Return a connection of its own."""
        return self._engine.connect()

    def _migrate(self, step: Any, revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(files("rehabcode_service.store").joinpath("migrations")))
        try:
            with self._engine.begin() as connection:
                config.attributes["connection"] = connection
                step(config, revision)
        except (SQLAlchemyError, CommandError) as error:
            problem = f"the database cannot be brought to revision {revision} ({type(error).__name__})"
            raise StoreError(
                f"{problem}; see that it can be reached and written, and is not of a later version"
            ) from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database not in (None, "", ":memory:"):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": _WAIT})
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, OSError) as error:
        remedy = (
            "write it as sqlite:///practice.sqlite or postgresql+psycopg://user@host/name, with its driver installed"
        )
        raise StoreError(f"the database URL cannot be opened ({type(error).__name__}); {remedy}") from error
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_writing)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Let SQLite hold foreign keys and let readers go on beside a writer; transactions begin where we say."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_writing(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in between; this one waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
