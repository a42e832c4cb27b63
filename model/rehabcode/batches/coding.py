"""Batches of notes in, batches of answers out."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, partial

import pyarrow as pa

from rehabcode.batches.answers import Answers, Suggests
from rehabcode.batches.remembering import Recent, Remembers
from rehabcode.batches.schema import ANSWER, answer_schema

Load = Callable[[], Suggests]
Batches = Iterator[pa.RecordBatch]


def code_batches(
    batches: Iterable[pa.RecordBatch], suggester: Suggests, *, undated: date, edits: str,
    remembered: Remembers | None = None,
) -> Batches:  # fmt: skip
    """Yield the answers to batches of notes, batch by batch and note by note in their order.

    A batch has the columns `note_id` and `text`, and may have `date_of_service` (date32) and `payer`; what else it has
    is carried along. A note without a date is taken to be of the day `undated`: without one, the same note would be
    billed by other tables tomorrow. `edits` is the version of the edit tables. A note that cannot be coded is a row
    with its reason; nothing that a note brings about is raised.
    """
    answered = Answers(suggester, undated, edits, remembered if remembered is not None else Recent())
    for batch in batches:
        schema = answer_schema(batch.schema)
        columns = [batch.column(name).to_pylist() if name in batch.schema.names else [None] * batch.num_rows
                   for name in ("text", "date_of_service", "payer")]  # fmt: skip
        rows = [answered.answer(text, day, payer) for text, day, payer in zip(*columns, strict=True)]
        own = [pa.array([row[field.name] for row in rows], field.type) for field in ANSWER]
        carried = [batch.column(name) for name in batch.schema.names if name != "text"]
        yield pa.RecordBatch.from_arrays([*carried, *own], schema=schema)


def coding(load: Load, *, undated: date, edits: str) -> Callable[[Iterable[pa.RecordBatch]], Batches]:
    """Return `code_batches` as a function of the batches alone, for `mapInArrow`.

    It can be pickled where `load` can; a process that runs it loads its suggester once.
    """
    return partial(_code_here, load, undated, edits)


@cache
def _loaded(pickled: bytes) -> Suggests:
    """Load once a process: every task brings a function of its own, of the same bytes."""
    load: Load = pickle.loads(pickled)  # noqa: S301  (this process pickled it)
    return load()


def _code_here(load: Load, undated: date, edits: str, batches: Iterable[pa.RecordBatch]) -> Batches:
    yield from code_batches(batches, _loaded(pickle.dumps(load)), undated=undated, edits=edits)
