"""What every test may ask for: rows of tests/cases/ and the suggester as it ships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import settings

if TYPE_CHECKING:
    from rehabcode import Suggester

CASES = Path(__file__).parent / "cases"

# The same examples everywhere: a check that passes here must not fail elsewhere. Time is bounded in tests of its own.
settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `cases("assertion.yaml")` once a row, as its argument `case`."""
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is not None:
        rows = read_cases(CASES / marker.args[0])
        metafunc.parametrize("case", rows, ids=[row["id"] for row in rows])


def read_cases(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a case file. Raises UsageError where it has none, or an id is missing or stands twice."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    ids = [row.get("id") for row in rows]
    if not rows or None in ids or len(set(ids)) < len(ids):
        raise pytest.UsageError(f"{path.name} needs rows, each with an id of its own")
    return rows


@pytest.fixture(scope="session")
def suggester() -> Suggester:
    """The suggester as a caller gets it, loaded once."""
    import rehabcode  # here: a broken package fails the tests that use it, not the collection of all

    return rehabcode.load()
