"""CSV files as exports write them: broken quotes and mixed encodings cost their own rows alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.records import LONGEST_RECORD


@pytest.mark.cases("backcoding_rows.yaml")
def test_rows_of_a_file(case: dict[str, Any], tmp_path: Path, source_of: Any, read: Any) -> None:
    file = tmp_path / case.get("name", "notes.csv")
    file.write_bytes(case["file"].encode())
    rows, bad = read(source_of(file))
    assert [row["note"] for row in rows] == case["rows"]
    assert [row.place for row in bad] == [f"{file.name}, {place}" for place in case.get("broken", [])]
    assert "zyzzyva" not in str(bad)


def test_each_line_has_its_own_encoding(tmp_path: Path, source_of: Any, read: Any) -> None:
    (tmp_path / "a.csv").write_bytes(
        "id,note\n1,café\n".encode() + "2,45° naïve – “ok”\n".encode("cp1252") + b"3,\x81\n"
    )
    rows, bad = read(source_of(tmp_path / "a.csv"))
    assert [row["note"] for row in rows] == ["café", "45° naïve – “ok”", "\x81"]
    assert bad == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_read_where_its_mark_says_so(encoding: str, tmp_path: Path, source_of: Any, read: Any) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    (tmp_path / "a.csv").write_bytes(f"{mark}id,note\r\n1,45° flexion\r\n".encode(encoding))
    rows, _ = read(source_of(tmp_path / "a.csv"))
    assert rows == [{"id": "1", "note": "45° flexion"}]


def test_a_record_without_end_gives_up_in_time(tmp_path: Path, source_of: Any, read: Any) -> None:
    filler = ("x" * 99 + "\n") * (LONGEST_RECORD // 100 + 10)
    (tmp_path / "a.csv").write_text(f'id,note\n1,"open\n{filler}2,gait\n', encoding="utf-8")
    rows, bad = read(source_of(tmp_path / "a.csv"))
    assert [row["note"] for row in rows] == ["gait"]
    assert len(bad) == 1


def test_files_of_a_folder_come_by_name(notes_csv: Any, tmp_path: Path, source_of: Any, read: Any) -> None:
    notes_csv([("2", "b")], name="b.csv")
    notes_csv([("1", "a")], name="a.csv")
    rows, _ = read(source_of(tmp_path))
    assert [row["note_id"] for row in rows] == ["1", "2"]


def test_a_file_with_another_header_is_told(notes_csv: Any, tmp_path: Path, source_of: Any, read: Any) -> None:
    notes_csv([("1", "a")], name="a.csv")
    notes_csv([("1", "a")], name="b.csv", header="note_id,other")
    with pytest.raises(RunRefused, match=r"b\.csv: its header is not that of a\.csv"):
        read(source_of(tmp_path))


@pytest.mark.parametrize("content", ["", "a,a\n1,2\n", "\n\n"])
def test_a_file_without_a_header_is_told(content: str, tmp_path: Path, source_of: Any) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(RunRefused, match="no header"):
        source_of(tmp_path / "a.csv")


def test_how_far_it_is_read_is_known(notes_csv: Any, source_of: Any) -> None:
    source = source_of(notes_csv([(str(number), "x" * 1000) for number in range(5000)]))
    rows = source.rows()
    next(rows)
    early = source.share()
    assert len(list(rows)) == 4999
    assert 0 < early < 0.9
    assert source.share() == 1.0
