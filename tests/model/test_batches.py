"""Notes in Arrow batches in, answers in Arrow batches out."""

from __future__ import annotations

import os
import pickle
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from rehabcode.batches import ANSWER, Recent, answer_schema, code_batches, coding, edition_day, edits_version
from rehabcode.errors import NoteTooLong
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Evidence,
    Finding,
    Later,
    NoteSuggestions,
    Span,
    Suggestion,
    Versions,
)

if TYPE_CHECKING:
    from rehabcode import Suggester

DAY = date(2026, 11, 1)
GAIT = "gait training 15 min"


class Reads:
    """Finds gait training, and breaks in three ways at three words."""

    def __init__(self) -> None:
        self.versions = Versions("1.0", "r1", "2026.11+aa")
        self.asked: list[tuple[str, date, str | None]] = []

    def suggest(self, note: str, *, date_of_service: date, payer: str | None) -> NoteSuggestions:
        self.asked.append((note, date_of_service, payer))
        if "crash" in note:
            raise KeyError(note)
        if "long" in note:
            raise NoteTooLong(10, 5)
        if "memory" in note:
            raise MemoryError
        start = note.find("gait training")
        if start < 0:
            return NoteSuggestions((), (), (), self.versions)
        words = Evidence(start, start + 13, "gait training", "gait_training", "interventions", "named")
        return NoteSuggestions(
            (Suggestion("97116", "Gait", 0.9, (words,), 15),),
            (),
            (),
            self.versions,
            bill=Later(lambda: self.bill(words)),
        )

    def bill(self, words: Span) -> Bill:
        code = BilledCode("97116", 1, 15, "pooled", "15 min", None, (BilledModifier("GP", "therapy", "S"),))
        finding = Finding("units", ("97116",), "one unit", "bill 1", "S", (words,))
        return Bill("medicare", "cms", "S", 15, 1, 0, (code,), findings=(finding,))


def batch(*texts: str | None, **columns: list[Any]) -> pa.RecordBatch:
    ids = [f"n{place}" for place in range(len(texts))]
    kinds = {"date_of_service": pa.date32()}
    arrays = {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()}
    return pa.RecordBatch.from_pydict({"note_id": ids, "text": pa.array(texts, pa.string()), **arrays})


def answers(*batches: pa.RecordBatch, reads: Any = None, **options: Any) -> list[dict[str, Any]]:
    found = code_batches(batches, reads or Reads(), undated=DAY, edits="e1", **options)
    return [row for each in found for row in each.to_pylist()]


def test_a_note_becomes_a_row_with_all_that_was_found() -> None:
    (row,) = answers(batch(f"Pt did {GAIT}"))
    (suggestion,) = row["suggestions"]
    (evidence,) = suggestion["evidence"]
    assert (row["status"], row["reason"], row["timed_units"]) == ("coded", None, 1)
    assert (suggestion["code"], suggestion["minutes"], suggestion["units"]) == ("97116", 15, 1)
    assert suggestion["modifiers"] == ["GP"]
    assert f"Pt did {GAIT}"[evidence["start"] : evidence["end"]] == evidence["quote"] == "gait training"
    assert row["findings"][0]["spans"] == [{"start": 7, "end": 20, "quote": "gait training"}]


def test_every_row_carries_the_versions() -> None:
    rows = answers(batch(GAIT, "nothing", "crash"))
    names = ("rehabcode_version", "ranker_version", "codebook_version", "edits_version")
    assert {tuple(row[name] for name in names) for row in rows} == {("1.0", "r1", "2026.11+aa", "e1")}


def test_what_stands_beside_the_note_is_carried_and_the_text_is_not() -> None:
    (row,) = answers(batch(GAIT, clinician=["dr x"]))
    assert (row["note_id"], row["clinician"]) == ("n0", "dr x")
    assert "text" not in row


def test_day_and_payer_reach_the_suggester() -> None:
    reads = Reads()
    answers(batch(GAIT, "b", date_of_service=[date(2020, 1, 2), None], payer=["medicaid", None]), reads=reads)
    assert reads.asked == [(GAIT, date(2020, 1, 2), "medicaid"), ("b", DAY, None)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("zyzzyva crash", "KeyError while it was read"), ("zyzzyva long", "10 characters"), (None, "there is no text")],
)
def test_a_bad_note_is_a_row_and_its_words_stay_out(text: str | None, reason: str) -> None:
    before, bad, after = answers(batch(GAIT, text, GAIT))
    assert (before["status"], bad["status"], after["status"]) == ("coded", "error", "coded")
    assert reason in bad["reason"]
    assert "zyzzyva" not in str(bad)
    assert bad["suggestions"] == []


def test_a_machine_without_memory_is_no_fault_of_the_note() -> None:
    with pytest.raises(MemoryError, match=r"^$"):
        answers(batch("memory"))


def test_the_same_text_is_read_once_for_each_day_and_payer() -> None:
    reads = Reads()
    days = [DAY, DAY, date(2020, 1, 1)]
    rows = answers(batch(GAIT, GAIT, GAIT, date_of_service=days), batch(GAIT), reads=reads)
    assert len(reads.asked) == 2
    assert [row["note_id"] for row in rows] == ["n0", "n1", "n2", "n0"]
    assert [row["suggestions"][0]["code"] for row in rows] == ["97116"] * 4


def test_memory_of_answers_is_bounded() -> None:
    recent = Recent(most=2)
    recent.put("a", {"n": 1})
    recent.put("b", {"n": 2})
    assert recent.get("a") == {"n": 1}
    recent.put("c", {"n": 3})
    assert (recent.get("b"), recent.get("a"), recent.get("c")) == (None, {"n": 1}, {"n": 3})


def test_batches_come_one_by_one() -> None:
    taken = []

    def given() -> Any:
        for place in range(3):
            taken.append(place)
            yield batch(GAIT)

    found = code_batches(given(), Reads(), undated=DAY, edits="e1")
    next(found)
    assert taken == [0]


def test_an_empty_batch_has_the_schema_of_the_others() -> None:
    empty = batch().slice(0, 0)
    (found,) = code_batches([empty], Reads(), undated=DAY, edits="e1")
    assert found.num_rows == 0
    assert found.schema == answer_schema(empty.schema)


def test_a_batch_without_text_is_refused() -> None:
    with pytest.raises(ValueError, match="text is missing"):
        answer_schema(pa.schema([("note_id", pa.string())]))


def test_a_status_is_never_missing() -> None:
    assert not ANSWER.field("status").nullable


def reads_counted(folder: str) -> Reads:
    (Path(folder) / os.urandom(8).hex()).touch()
    return Reads()


def test_what_spark_calls_survives_pickling_and_loads_once(tmp_path: Path) -> None:
    run = coding(partial(reads_counted, str(tmp_path)), undated=DAY, edits="e1")
    again = [pickle.loads(pickle.dumps(run)) for _ in range(2)]
    rows = [each.to_pylist() for function in again for each in function(iter([batch(GAIT)]))]
    assert [row["status"] for (row,) in rows] == ["coded", "coded"]
    assert len([*tmp_path.iterdir()]) == 1


def test_loaded_edit_tables_change_the_version(tmp_path: Path) -> None:
    packaged = edits_version(tmp_path / "none")
    (tmp_path / "pair.json").write_text("{}", encoding="utf-8")
    first = edits_version(tmp_path)
    (tmp_path / "pair.json").write_text("[]", encoding="utf-8")
    assert first.startswith(f"{packaged}+loaded.")
    assert edits_version(tmp_path) != first


def test_the_day_of_undated_notes_follows_the_codebook(suggester: Suggester) -> None:
    assert edition_day(suggester.codebook.version).day == 1
    with pytest.raises(ValueError, match="year and a month"):
        edition_day("newest")


def test_the_suggester_that_ships_says_the_same_in_a_batch(suggester: Suggester) -> None:
    note = "Manual therapy: grade III patellar mobilizations 15 min."
    (row,) = answers(batch(note), reads=suggester)
    alone = suggester.suggest(note, date_of_service=DAY)
    assert [(one["code"], one["score"], one["minutes"]) for one in row["suggestions"]] == [
        (one.code, one.score, one.minutes) for one in alone
    ]
    assert row["timed_units"] == alone.billing.timed_units
