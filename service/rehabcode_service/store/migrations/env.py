"""What Alembic runs: the migrations, on the connection that it was given. Imported by another, it does nothing."""

from __future__ import annotations

from alembic import context

from rehabcode_service.store.tables import Base

VERSIONS = "practice_revision"
"""The table of revisions has a name of its own: others may keep theirs in the same database."""


def migrate() -> None:
    """Run what Alembic was asked for."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        version_table=VERSIONS,
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):  # only while Alembic runs
    migrate()
