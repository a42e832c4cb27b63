"""The texts of some notes of a run, read again from its source: answers are kept, notes are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from rehabcode.batches import sha256_of
from rehabcode.payers import Payers
from rehabcode_service.backcoding.columns import Columns
from rehabcode_service.backcoding.given import GivenNote, RowReader
from rehabcode_service.backcoding.manifest import Header
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.opening import Format, open_source


def texts_of(header: Header, wanted: Mapping[int, str], location: str | None = None) -> dict[int, str]:
    """Return the texts by source row. `wanted` are the SHA-256 of each: a text that has changed is left out.

    `location` is where the source is now, None for where it was. Raises RunRefused where it cannot be opened.
    """
    place = location or header.location
    if place is None:
        raise RunRefused("the address of the source was not kept, as it may hold a password; give it with --source")
    source = open_source(place, form=cast("Format | None", header.form), query=header.query)
    kept: dict[str, Any] = {**header.columns}
    columns = Columns(**kept)
    absent = sorted(columns.names - set(source.columns))
    if absent:
        raise RunRefused(
            f"{source.name} has no column {absent[0]}: it is not the source of this run; give it with --source"
        )
    found: dict[int, str] = {}
    last = max(wanted, default=-1)
    for given in RowReader(columns, Payers.load()).read(source.rows(columns.names, columns.note_id)):
        if given.row > last:
            break
        known = wanted.get(given.row)
        if (
            known is not None
            and isinstance(given, GivenNote)
            and given.text is not None
            and sha256_of(given.text) == known
        ):
            found[given.row] = given.text
    return found
