"""Every other kind of source: the same rows, whatever they come from."""

from __future__ import annotations

import base64
import gzip
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rehabcode_service.backcoding.refusals import RunRefused, RunStopped

ROWS = [{"note_id": "1", "text": "quad sets"}, {"note_id": "2", "text": "gait"}]


def document(text: str, **beside: Any) -> dict[str, Any]:
    data = base64.b64encode(text.encode()).decode()
    return {
        "resourceType": "DocumentReference", "id": "d1", "status": "current",
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}], **beside,
    }  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> str:
    with closing(connect(tmp_path / "notes.db")) as own, own:
        own.execute("CREATE TABLE notes (note_id TEXT, text TEXT)")
        own.executemany("INSERT INTO notes VALUES (?, ?)", [tuple(row.values()) for row in ROWS])
    return f"sqlite:///{tmp_path}/notes.db"


def test_parquet(tmp_path: Path, source_of: Any, read: Any) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    source = source_of(tmp_path / "a.parquet")
    assert read(source) == (ROWS, [])
    assert (source.total(), source.share()) == (2, 1.0)


def test_parquet_in_folders_that_name_a_column(tmp_path: Path, source_of: Any, read: Any) -> None:
    (tmp_path / "year=2024").mkdir()
    (tmp_path / "_SUCCESS").touch()
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "year=2024" / "a.parquet")
    rows, _ = read(source_of(tmp_path))
    assert [row["year"] for row in rows] == ["2024", "2024"]


def test_only_the_columns_asked_for_are_read(tmp_path: Path, source_of: Any) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    (first, _) = source_of(tmp_path / "a.parquet").rows(frozenset({"text"}))
    assert first.values == {"text": "quad sets"}


def test_a_broken_footer_is_told_before_a_note_is_read(tmp_path: Path, source_of: Any) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "b.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "b.parquet").read_bytes()[:-20])
    with pytest.raises(RunRefused, match=r"b\.parquet: no Parquet file that can be read, its footer is broken"):
        source_of(tmp_path)


def test_a_file_that_vanishes_stops_the_run(tmp_path: Path, source_of: Any, read: Any) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    source = source_of(tmp_path / "a.parquet")
    (tmp_path / "a.parquet").unlink()
    with pytest.raises(RunStopped, match=r"a\.parquet: the file is gone; put it back"):
        read(source)


def test_json_lines(write_jsonl: Any, source_of: Any, read: Any) -> None:
    source = source_of(write_jsonl([{"note": {"id": 1, "text": "gait"}, "dx": ["M54.5"]}]))
    assert source.columns == ("note.id", "note.text", "dx")
    assert read(source) == ([{"note.id": 1, "note.text": "gait", "dx": ["M54.5"]}], [])


@pytest.mark.parametrize(("line", "says"), [('{"text": "zyzzyva', "not JSON"), ('["zyzzyva"]', "no object")])
def test_a_broken_line_costs_itself_alone(line: str, says: str, tmp_path: Path, source_of: Any, read: Any) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"id": 1}}\n{line}\n\n{{"id": 2}}\n', encoding="utf-8")
    rows, (bad,) = read(source_of(tmp_path / "a.jsonl"))
    assert rows == [{"id": 1}, {"id": 2}]
    assert bad.place == "a.jsonl, line 2"
    assert says in bad.reason
    assert "zyzzyva" not in bad.reason


def test_packed_files_are_unpacked(write_jsonl: Any, tmp_path: Path, source_of: Any, read: Any) -> None:
    plain = write_jsonl(ROWS)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert read(source_of(tmp_path / "b.jsonl.gz")) == (ROWS, [])


def test_a_packed_file_that_breaks_off_stops_the_run(tmp_path: Path, source_of: Any, read: Any) -> None:
    whole = "".join(json.dumps({"id": number, "text": f"gait {number * 7919}"}) + "\n" for number in range(90000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(whole.encode())[:-5000])
    source = source_of(tmp_path / "a.jsonl.gz")
    with pytest.raises(RunStopped, match=r"a\.jsonl\.gz: cannot be read further"):
        read(source)


def test_a_folder_of_text_files(tmp_path: Path, source_of: Any, read: Any) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "v1.txt").write_text("gait\r\n", encoding="utf-8", newline="")
    (tmp_path / "v2.txt").write_bytes("45°".encode("cp1252"))
    source = source_of(tmp_path)
    assert read(source) == ([{"note_id": "2024/v1", "text": "gait\r\n"}, {"note_id": "v2", "text": "45°"}], [])
    assert source.total() == 2


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_fhir_bulk(packed: bool, write_jsonl: Any, tmp_path: Path, source_of: Any, read: Any) -> None:
    beside = {"subject": {"reference": "Patient/p"}, "context": {"period": {"start": "2024-03-05T09:00:00Z"}}}
    file = write_jsonl([{"resourceType": "Patient", "id": "p"}, document("gait 🚶", **beside)], "docs.ndjson")
    if packed:
        (tmp_path / "docs.ndjson.gz").write_bytes(gzip.compress(file.read_bytes()))
        file = tmp_path / "docs.ndjson.gz"
    rows, bad = read(source_of(file))
    assert bad == []
    assert rows == [
        {
            "note_id": "d1", "text": "gait 🚶", "date_of_service": date(2024, 3, 5), "clinician": None,
            "patient": "Patient/p",
        }
    ]  # fmt: skip


def test_a_fhir_document_without_its_text_is_told(write_jsonl: Any, source_of: Any, read: Any) -> None:
    elsewhere = {"attachment": {"contentType": "text/plain", "url": "Binary/1"}}
    rows, (bad,) = read(source_of(write_jsonl([document("x") | {"content": [elsewhere]}])))
    assert rows == []
    assert "url and no data" in bad.reason


def test_a_query(database: str, source_of: Any, read: Any) -> None:
    source = source_of(database, query="SELECT * FROM notes ORDER BY note_id;")
    assert source.columns == ("note_id", "text")
    assert read(source) == (ROWS, [])
    assert source.total() == 2


def test_a_query_that_cannot_be_run_is_told_without_its_password(database: str, source_of: Any) -> None:
    with pytest.raises(RunRefused, match=r"sqlite:.*the query cannot be run \(OperationalError\)"):
        source_of(database, query="SELECT secret FROM nowhere")


@pytest.mark.parametrize("url", ["nonsense", "nosuchdb://user:hunter2@host/name"])
def test_a_wrong_database_url_is_told(url: str, source_of: Any) -> None:
    with pytest.raises(RunRefused, match="database") as told:
        source_of(url, query="SELECT 1")
    assert "hunter2" not in str(told.value)


def test_a_url_of_a_filesystem(write_jsonl: Any, source_of: Any, read: Any) -> None:
    assert read(source_of(write_jsonl(ROWS).as_uri())) == (ROWS, [])


def test_a_url_is_shown_without_its_secrets(write_jsonl: Any, source_of: Any) -> None:
    assert "hunter2" not in source_of(write_jsonl(ROWS).as_uri()).name
    with pytest.raises(RunRefused, match="cannot be opened") as told:
        source_of("zz://key:hunter2@bucket/notes")
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "says"), [("none", "no such file"), ("empty", "holds no file"), ("a.xyz", "--format")]
)
def test_a_place_without_notes_is_told(name: str, says: str, tmp_path: Path, source_of: Any) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.xyz").touch()
    with pytest.raises(RunRefused, match=says):
        source_of(tmp_path / name)


def test_what_the_ending_does_not_tell_can_be_told(write_jsonl: Any, source_of: Any, read: Any) -> None:
    assert read(source_of(write_jsonl(ROWS, name="notes.dat"), form="jsonl")) == (ROWS, [])


def test_a_changed_source_has_another_fingerprint(write_jsonl: Any, source_of: Any) -> None:
    before = source_of(write_jsonl(ROWS)).fingerprint
    assert source_of(write_jsonl(ROWS)).fingerprint != source_of(write_jsonl(ROWS[:1])).fingerprint
    assert before
