"""Columns are found, and rows become notes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rehabcode.errors import UnknownPayer
from rehabcode.payers import Payers
from rehabcode_service.backcoding.charged import BilledAs, read_charges
from rehabcode_service.backcoding.columns import Columns, column_names, find_columns
from rehabcode_service.backcoding.dates import UnreadableDate, read_day
from rehabcode_service.backcoding.given import GivenNote, RowReader, UnreadRow
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow

LONG = "Pt tolerated quad sets and gait training well today, no pain reported."
ALL = Columns("id", "note", "dos", "payer", "cpt", "units", "who", "pat")


@pytest.fixture
def columns_of(write_jsonl: Any, source_of: Any) -> Any:
    return lambda row, **told: find_columns(source_of(write_jsonl([row])), told)


def given(*rows: Any, columns: Columns = ALL, payer: str | None = None) -> list[Any]:
    found = [row if isinstance(row, BadRow) else SourceRow("a, line 1", row) for row in rows]
    return list(RowReader(columns, Payers.load(), payer).read(found))


def test_columns_are_found_by_their_names(columns_of: Any) -> None:
    row = {"Note ID": 1, "NoteText": LONG, "Service Date": "x", "Payor": "x", "CPT Codes": "x", "Provider": "x"}
    found = columns_of(row)
    assert (found.note_id, found.text, found.date_of_service) == ("Note ID", "NoteText", "Service Date")
    assert (found.payer, found.billed, found.clinician, found.patient) == ("Payor", "CPT Codes", "Provider", None)


def test_a_nested_column_is_found_by_its_last_name(columns_of: Any) -> None:
    assert columns_of({"meta": {"note_id": 1}, "body": {"note_text": LONG}}).text == "body.note_text"


def test_the_column_with_the_longest_texts_holds_the_notes(columns_of: Any) -> None:
    assert columns_of({"id": 1, "kind": "daily", "col7": LONG}).text == "col7"


def test_what_is_told_counts_first(columns_of: Any) -> None:
    row = {"id": 1, "note": LONG, "other": LONG, "payer": "x"}
    found = columns_of(row, text="other", payer="")
    assert (found.text, found.payer) == ("other", None)


@pytest.mark.parametrize(
    ("row", "told", "says"),
    [
        ({"a": 1, "note": LONG}, {}, "no column looks like note_id; name it with --id: it has a, note"),
        ({"id": 1, "b": "short"}, {}, "no column looks like text"),
        ({"id": 1, "note": LONG}, {"billed": "cpt"}, "no column for billed has the name given"),
    ],
)
def test_a_column_that_is_not_found_is_told(row: Any, told: Any, says: str, columns_of: Any) -> None:
    with pytest.raises(RunRefused, match=says):
        columns_of(row, **told)


def test_no_name_has_two_roles() -> None:
    names = [row.name for row in column_names()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)), ("2024-03-05T10:00:00+02:00", date(2024, 3, 5)),
        ("3/5/2024", date(2024, 3, 5)), ("03/05/24", date(2024, 3, 5)), ("3/5/98", date(1998, 3, 5)),
        ("3/5/2024 10:30 AM", date(2024, 3, 5)), (20240305, date(2024, 3, 5)), (" ", None), (None, None),
        (datetime(2024, 3, 5, 9, tzinfo=UTC), date(2024, 3, 5)), (date(2024, 3, 5), date(2024, 3, 5)),
    ],
)  # fmt: skip
def test_a_day_is_read(written: object, day: date | None) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["zyzzyva", "13/13/2024", "2024-02-30", "5.3", 7])
def test_what_is_no_day_is_told(written: object) -> None:
    with pytest.raises(UnreadableDate, match="write it as YYYY-MM-DD") as told:
        read_day(written)
    assert "zyzzyva" not in str(told.value)


@pytest.mark.parametrize(
    ("written", "billed"),
    [
        ("97110 x2, 97140-59", [("97110", 2), ("97140", None)]),
        ("97110-GP-59 x 3;97140:1", [("97110", 3), ("97140", 1)]),
        ("97110 (2)|97530*1", [("97110", 2), ("97530", 1)]),
        ("97110,97110x2", [("97110", None)]),
        ("97110x1,97110x2", [("97110", 3)]),
        (["97110", "g0283"], [("97110", None), ("G0283", None)]),
        ('[{"code": "97110", "units": 2}]', [("97110", 2)]),
        ("['97110', '97140']", [("97110", None), ("97140", None)]),
        (97110.0, [("97110", None)]),
        ("none", []),
        (None, []),
    ],
)
def test_charges_are_read(written: object, billed: list[tuple[str, int | None]]) -> None:
    assert [*read_charges(written)] == [BilledAs(*one) for one in billed]


def test_a_row_becomes_a_note() -> None:
    row = {"id": 7.0, "note": "gait", "dos": "3/5/2024", "payer": "Medicare Part B", "cpt": "97116", "units": "2"}
    (note,) = given(row | {"who": "T. Doe", "pat": ""})
    assert (note.note_id, note.text, note.day) == ("7", "gait", date(2024, 3, 5))
    assert (note.payer, note.payer_given, note.clinician, note.patient) == (
        "medicare",
        "Medicare Part B",
        "T. Doe",
        None,
    )
    assert note.billed == (BilledAs("97116", 2),)


def test_a_payer_that_nobody_knows_is_kept_and_counts_for_none() -> None:
    (note,) = given({"id": 1, "note": "x", "payer": "Blue Something"})
    assert (note.payer, note.payer_given) == (None, "Blue Something")


def test_one_payer_may_be_told_for_all() -> None:
    (note,) = given({"id": 1, "note": "x", "payer": "Blue Something"}, payer="commercial")
    assert note.payer == "commercial"
    with pytest.raises(UnknownPayer, match="take one of"):
        given(payer="nobody")


def test_a_row_for_each_charge_is_one_note() -> None:
    row = {"id": 1, "note": "gait"}
    notes = given(row | {"cpt": "97116"}, row | {"cpt": "97110", "units": 2}, {"id": 2, "note": "gait", "cpt": "97116"})
    assert [(note.note_id, note.row) for note in notes] == [("1", 0), ("2", 2)]
    assert notes[0].billed == (BilledAs("97116", None), BilledAs("97110", 2))


def test_nothing_billed_is_not_the_same_as_not_known() -> None:
    (told,) = given({"id": 1, "note": "x", "cpt": ""})
    (untold,) = given({"id": 1, "note": "x"}, columns=Columns("id", "note"))
    assert (told.billed, untold.billed) == ((), None)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": None, "note": "zyzzyva"}, "no id"),
        ({"id": "zyzzyva " * 50, "note": "x"}, "no id"),
        ({"id": 1, "note": "zyzzyva", "dos": "zyzzyva"}, "date of service"),
        ({"id": 1, "note": ["zyzzyva"]}, "no text but list"),
        ({"id": 1, "note": "zyzzyva \ud800"}, "lone surrogate"),
    ],
)
def test_a_row_that_is_no_note_is_told_without_its_words(row: dict[str, object], says: str) -> None:
    (unread,) = given(row)
    assert isinstance(unread, UnreadRow)
    assert says in unread.reason
    assert "zyzzyva" not in str(unread)


def test_rows_keep_their_number_where_others_are_bad() -> None:
    first, bad, last = given({"id": 1, "note": "a"}, BadRow("a, line 2", "broken"), {"id": 2, "note": "b"})
    assert isinstance(first, GivenNote)
    assert (bad.row, bad.place, last.row) == (1, "a, line 2", 2)
