"""A run in worker processes: bad notes, workers that die, and the same rows whatever happens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from rehabcode_service.backcoding import local
from rehabcode_service.backcoding.columns import Columns, find_columns
from rehabcode_service.backcoding.jobs import Job
from rehabcode_service.backcoding.manifest import FinishedPart, Manifest
from rehabcode_service.backcoding.parts import in_parts
from rehabcode_service.backcoding.refusals import RunRefused, RunStopped
from rehabcode_service.backcoding.run_lock import locked
from rehabcode_service.backcoding.sources.opening import open_source

ROWS = [
    {"note_id": f"n{number}", "note": f"{text} {number}", "date": f"2024-01-{number + 1:02}", "cpt": "97116 x2; 97110"}
    for number, text in enumerate(["gait 20 min", "quads", "nothing", "mobs and gait"] * 3)
]


class Watch:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.parts: list[FinishedPart] = []

    def began(self, manifest: Manifest) -> None:
        self.before = len(manifest.finished)

    def finished(self, part: FinishedPart) -> None:
        self.parts.append(part)


def job_of(path: Path, folder: Path, **beside: Any) -> Job:
    source = open_source(str(path))
    return Job(source, find_columns(source, {}), folder, **{"part_rows": 3, **beside})


def rows_of(folder: Path, dataset: str) -> list[dict[str, Any]]:
    """Return the rows of a dataset without what differs between two runs."""
    rows = pq.ParquetDataset(folder / dataset).read().to_pylist()
    return [{name: value for name, value in row.items() if name not in ("run_id", "created_at")} for row in rows]


def everything(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: rows_of(folder, name) for name in ("suggestions", "notes", "errors")}


@pytest.fixture
def run(tmp_path: Path, write_jsonl: Any, fakes: Any) -> Any:
    """A function that codes rows into a folder, and returns the folder."""

    def go(rows: Any = ROWS, name: str = "out", *, load: Any = None, workers: int = 0, **beside: Any) -> Path:
        path = write_jsonl(rows) if rows is not None else tmp_path / "notes.jsonl"
        job = job_of(path, tmp_path / name, **beside)
        local.run(job, load or fakes.plain, workers=workers, watch=Watch())
        return tmp_path / name

    return go


def test_three_datasets_come_out(run: Any) -> None:
    found = everything(run([*ROWS, {"note_id": None, "note": "gait"}, {"note_id": "x", "note": "crash zyzzyva"}]))
    assert [row["note_id"] for row in found["notes"]] == [*(row["note_id"] for row in ROWS), "x"]
    assert [row["status"] for row in found["notes"]][:4] == ["coded", "no_code", "no_code", "coded"]
    mobs = [row for row in found["suggestions"] if row["note_id"] == "n3"]
    assert [(row["rank"], row["code"], row["units"], row["modifiers"]) for row in mobs] == [
        (1, "97116", 1, ["GP"]), (2, "97140", 1, ["GP"]),
    ]  # fmt: skip
    assert [(row["note_id"], row["source_row"], row["kind"]) for row in found["errors"]] == [
        (None, 12, "row"), ("x", 13, "note"),
    ]  # fmt: skip
    assert "zyzzyva" not in str(found)


def test_every_row_carries_its_note_and_versions(run: Any) -> None:
    rows = [row for rows in everything(run()).values() for row in rows]
    assert {row["ranker_version"] for row in rows} == {"fake"}
    assert all(row["note_id"] and row["codebook_version"] and row["edits_version"] for row in rows)


def test_what_was_billed_is_compared(run: Any) -> None:
    notes = {row["note_id"]: row for row in rows_of(run([*ROWS, ROWS[3] | {"note_id": "o", "cpt": "99213"}]), "notes")}
    gait = {one["code"]: (one["verdict"], one["units"], one["earned"]) for one in notes["n0"]["billed"]}
    assert gait == {"97116": ("wrong_units", 2, 1), "97110": ("unsupported", None, None)}
    assert notes["n1"]["billed"][1]["score"] == 0.6
    assert notes["n3"]["missed"] == ["97140"]
    assert notes["o"]["billed"][0]["verdict"] == "unknown"
    assert notes["o"]["missed"] == ["97116", "97140"]


def test_the_day_and_the_payer_reach_the_suggester(run: Any, fakes: Any, tmp_path: Path) -> None:

    rows = [{"id": 1, "note": "gait", "dos": "3/5/2016", "payer": "Medicaid"}, {"id": 2, "note": "gait"}]
    run(rows, load=fakes.mortal(tmp_path), undated=date(2020, 2, 2))
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == ["'gait' 2016-03-05 medicaid", "'gait' 2020-02-02 None"]


def test_the_same_text_is_read_once_in_a_run(run: Any, fakes: Any, tmp_path: Path) -> None:

    rows = [{"id": number, "note": "gait", "dos": "2024-01-01"} for number in range(12)]
    folder = run(rows, load=fakes.mortal(tmp_path))
    assert (tmp_path / "asked").read_text(encoding="utf-8").count("gait") == 1
    assert [row["note_id"] for row in rows_of(folder, "suggestions")] == [str(number) for number in range(12)]
    assert not (folder / "answers.sqlite").exists()


def test_two_workers_write_what_this_process_does(run: Any) -> None:
    assert everything(run(name="none")) == everything(run(None, name="two", workers=2))


def test_a_worker_that_dies_is_replaced(run: Any, fakes: Any, tmp_path: Path) -> None:

    rows = [*ROWS, {"note_id": "d", "note": "gait die once"}]
    found = everything(run(rows, load=fakes.mortal(tmp_path), workers=2))
    assert (tmp_path / "died").exists()
    assert len(found["notes"]) == 13
    assert found["errors"] == []


def test_a_note_on_which_workers_die_is_told_and_the_others_are_coded(run: Any) -> None:
    rows = [*ROWS[:4], {"note_id": "d", "note": "gait die always zyzzyva"}, *ROWS[4:]]
    folder = run(rows, part_rows=8, workers=1)
    assert [row["note_id"] for row in rows_of(folder, "errors")] == ["d"]
    assert "the worker process died" in rows_of(folder, "errors")[0]["reason"]
    assert [row["note_id"] for row in rows_of(folder, "notes")] == [row["note_id"] for row in rows]


def test_a_suggester_that_cannot_be_loaded_is_told(run: Any, fakes: Any) -> None:

    with pytest.raises(RunRefused, match="the ranker cannot be opened"):
        run(load=fakes.broken, workers=1)


def test_a_finished_run_is_left_as_it_is(run: Any) -> None:
    folder = run()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    run(None)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")} == before


def test_an_installation_that_breaks_on_every_note_stops_the_run(run: Any, tmp_path: Path) -> None:
    with pytest.raises(RunStopped, match="most notes of a part end with KeyError: the installation is at fault"):
        run([{"note_id": number, "note": f"crash zyzzyva {number}"} for number in range(30)], part_rows=30)
    manifest = Manifest.read(tmp_path / "out")
    assert manifest is not None
    assert manifest.finished == {}


def test_a_full_disk_stops_the_run_and_keeps_what_is_finished(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = everything(run(name="whole"))
    write, written = pq.write_table, []

    def full(*what: Any, **beside: Any) -> None:
        written.append(what)
        if len(written) > 7:
            raise OSError(28, "No space left on device")
        write(*what, **beside)

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(RunStopped, match=r"the disk of out is full; make room: 6 notes are kept"):
        run(None)
    monkeypatch.undo()
    assert everything(run(None)) == whole


def test_what_a_killed_run_left_unfinished_is_taken_away(run: Any) -> None:
    whole = everything(run(name="whole"))
    folder = run(None)
    lines = (folder / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "manifest.jsonl").write_bytes(b"".join(lines[:3]) + lines[3][:20])
    (folder / "notes" / ".part-000009.parquet.part").touch()
    assert everything(run(None)) == whole
    assert [*(folder / "notes").glob(".*")] == []
    assert len(rows_of(folder, "notes")) == 12


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"payer": "medicaid"}, "differs in the payer"), ({"part_rows": 5}, "differs in the rows a part"),
        ({"extras": ("omop",)}, "differs in what is written"),
    ],
)  # fmt: skip
def test_another_run_is_not_mixed_into_a_folder(change: dict[str, Any], says: str, run: Any) -> None:
    run()
    with pytest.raises(RunRefused, match=says):
        run(None, **change)


def test_a_changed_source_is_not_mixed_into_a_folder(run: Any) -> None:
    run()
    with pytest.raises(RunRefused, match="differs in the content of the source"):
        run(ROWS[:5])


@pytest.mark.parametrize(
    ("change", "says"),
    [(lambda rows: [rows[1], rows[0], *rows[2:]], "part 0 of the source"), (lambda _: [], "shorter")],
)
def test_a_source_whose_rows_alone_tell_is_compared(change: Any, says: str, run: Any) -> None:
    folder = run()
    manifest = Manifest.read(folder)
    assert manifest is not None
    again = local._unfinished(in_parts(change([*job_of(folder.parent / "notes.jsonl", folder).notes()]), 3), manifest)
    with pytest.raises(RunRefused, match=says):
        list(again)


def test_a_folder_takes_one_run_at_a_time(run: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(RunRefused, match="another run writes into this folder"):
        run()


def test_a_damaged_manifest_is_told(run: Any) -> None:
    folder = run()
    (folder / "manifest.jsonl").write_text('{"nonsense": 1}\n', encoding="utf-8")
    with pytest.raises(RunRefused, match=r"manifest\.jsonl is damaged"):
        run(None)


def test_ten_megabytes_in_one_note_are_one_error(run: Any) -> None:
    folder = run([{"note_id": "big", "note": "x" * 10_000_000}, *ROWS])
    (error,) = rows_of(folder, "errors")
    assert (error["note_id"], "10,000,000 characters" in error["reason"]) == ("big", True)
    assert len(rows_of(folder, "notes")) == 13


def test_an_empty_source_gives_empty_datasets(fakes: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("note_id,note\n", encoding="utf-8")

    source = open_source(str(tmp_path / "notes.csv"))
    job = Job(source, Columns("note_id", "note"), tmp_path / "out")
    assert local.run(job, fakes.plain, workers=0, watch=Watch()).complete


def test_the_folder_is_the_owners_alone(run: Any) -> None:
    assert run().stat().st_mode & 0o077 == 0


def test_extras_are_written_beside(run: Any) -> None:
    folder = run([*ROWS, {"note_id": "77", "note": "gait 10 min", "patient": "p1"}], extras=("fhir", "omop"))
    omop = pq.ParquetDataset(folder / "omop" / "note_nlp").read().to_pylist()
    assert [row["note_id"] for row in omop if row["note_source_value"] == "77"] == [77]
    assert {row["note_id"] for row in omop} == {77, None}
    files = sorted((folder / "fhir" / "ChargeItem").iterdir())
    items = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(items) == len(rows_of(folder, "suggestions"))
    assert items[-1]["status"] == "planned"
