"""Official descriptors are read from a user's own file, kept outside the package, and shown in place of our words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import rehabcode
from rehabcode.codebook import Codebook
from rehabcode.descriptors import STORED, load_descriptor_file, loaded_descriptors
from rehabcode.errors import KnowledgeError

NAMES = "97110\tInvented words on exercise\n97140\tInvented words on hands\n"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two descriptors."""
    path = tmp_path / "file.txt"
    path.write_text(NAMES, encoding="utf-8")
    return path


def content(case: dict[str, Any]) -> bytes:
    return bytes(case["latin"].encode("latin-1") if "latin" in case else case["text"].encode())


@pytest.mark.cases("descriptor_files.yaml")
def test_a_file_is_read_or_refused(case: dict[str, Any], file: Path, tmp_path: Path, codebook: Codebook) -> None:
    kept = tmp_path / "kept"
    load_descriptor_file(file, codebook, folder=kept)
    file.write_bytes(content(case))
    told = ""
    try:
        load_descriptor_file(file, codebook, folder=kept)
    except KnowledgeError as error:
        told = str(error)
    assert told.startswith(case["error"]) if "error" in case else told == ""
    assert "secret" not in told.lower()
    before = {"97110": "Invented words on exercise", "97140": "Invented words on hands"}
    assert loaded_descriptors(kept) == case.get("expect", before)


def test_it_tells_what_was_loaded(file: Path, tmp_path: Path, codebook: Codebook) -> None:
    file.write_text(f"{NAMES}00000\tOther words\n", encoding="utf-8")
    loaded = load_descriptor_file(file, codebook, folder=tmp_path / "kept")
    assert (loaded.file, loaded.read, loaded.kept) == ("file.txt", 3, 2)
    assert loaded.stored == tmp_path / "kept" / STORED
    assert "Other words" not in loaded.stored.read_text(encoding="utf-8")


def test_it_is_kept_in_the_users_folder(
    file: Path, tmp_path: Path, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    loaded = load_descriptor_file(file, codebook)
    assert loaded.stored == tmp_path / "data" / "rehabcode" / STORED
    assert loaded_descriptors() == loaded_descriptors(tmp_path / "data" / "rehabcode")


def test_nothing_of_it_comes_with_the_package(tmp_path: Path) -> None:
    assert loaded_descriptors(tmp_path) == {}
    assert not [*Path(rehabcode.__file__).parent.rglob(STORED)]


def test_a_missing_file_is_named(tmp_path: Path, codebook: Codebook) -> None:
    with pytest.raises(KnowledgeError, match=r"^none\.txt: the file cannot be read; check its name"):
        load_descriptor_file(tmp_path / "none.txt", codebook, folder=tmp_path)


def test_a_file_that_is_too_large_is_refused(
    file: Path, tmp_path: Path, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehabcode.descriptors.LARGEST", 10)
    with pytest.raises(KnowledgeError, match=r"^file\.txt: the file is too large"):
        load_descriptor_file(file, codebook, folder=tmp_path / "kept")


def test_a_folder_that_cannot_be_written_is_told(file: Path, tmp_path: Path, codebook: Codebook) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="the descriptors cannot be stored; name a folder that can be written"):
        load_descriptor_file(file, codebook, folder=tmp_path / "taken")


@pytest.mark.parametrize("stored", ["", "[]", '{"97110": 1}', '{"97110": "cut'], ids=["empty", "list", "number", "cut"])
def test_what_is_stored_wrongly_is_told(stored: str, tmp_path: Path) -> None:
    (tmp_path / STORED).write_text(stored, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(f"{STORED}: the stored descriptors cannot be read; load")):
        loaded_descriptors(tmp_path)


def test_suggestions_are_named_by_them(file: Path, tmp_path: Path, codebook: Codebook) -> None:
    load_descriptor_file(file, codebook, folder=tmp_path / "kept")
    suggester = rehabcode.load(data_folder=tmp_path / "kept")
    answer = suggester.suggest(
        "Manual therapy: grade III patellar mobilizations 15 min. Gait training with cane 10 min, cues for heel strike."
    )
    names = {one.code: one.name for one in answer}
    assert names == {"97140": "Invented words on hands", "97116": codebook["97116"].name}
    assert suggester.codebook["97110"].name == "Invented words on exercise"
    assert suggester.versions.codebook == codebook.version
