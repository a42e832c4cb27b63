"""What was kept comes back the same; what was changed, or is somebody else's, is never opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import sklearn

from rehabcode.errors import ArtifactError
from rehabcode.ranking.clause_model import ClauseModel
from rehabcode.ranking.evidence_model import JOINS, SHOWS, EvidenceModel
from rehabcode.ranking.keeping import CARD, FOLDER, MODEL, digest, load, save
from rehabcode.ranking.model import RankingModel
from rehabcode.ranking.note_model import NoteModel
from rehabcode.ranking.ranker import CandidateRanker

Change = Callable[..., None]


@pytest.fixture(scope="session")
def model(drawn_model: ClauseModel) -> RankingModel:
    words = drawn_model.features.vocabulary
    notes = NoteModel(words, np.ones((len(words.words), 3), np.float32), np.zeros(3, np.float32))
    rows = np.random.default_rng(0).normal(size=(30, 4))
    ranker = CandidateRanker().fit(rows, rows[:, 0] > 0)
    shown = EvidenceModel(np.zeros(len(SHOWS) + 1), np.zeros(len(JOINS) + 1), (), ())
    return RankingModel(drawn_model, notes, ranker, ranker, shown, 0.42)


@pytest.fixture
def folder(model: RankingModel, tmp_path: Path) -> Path:
    """A folder with a kept model."""
    save(model, {"ranker": "r1"}, tmp_path)
    return tmp_path


@pytest.fixture
def change_card(folder: Path) -> Change:
    """Lay other values over the card."""

    def change(**values: Any) -> None:
        path = folder / CARD
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")

    return change


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths that joblib was asked to open: nothing is opened in truth."""
    asked: list[Path] = []
    monkeypatch.setattr("joblib.load", asked.append)
    return asked


def test_what_was_kept_comes_back(model: RankingModel, folder: Path) -> None:
    back, card = load(folder)
    rows = np.random.default_rng(1).normal(size=(5, 4))
    assert (back.codes, back.threshold) == (model.codes, model.threshold)
    np.testing.assert_array_equal(back.clauses.weights, model.clauses.weights)
    np.testing.assert_array_equal(back.notes.weights, model.notes.weights)
    np.testing.assert_array_equal(back.ranker.chances(rows), model.ranker.chances(rows))
    assert card["ranker"] == "r1"


def test_a_card_tells_hash_and_versions(folder: Path) -> None:
    card = json.loads((folder / CARD).read_text("utf-8"))
    assert card["sha256"] == digest(folder / MODEL)
    assert set(card["versions"]) == {"joblib", "scikit-learn", "spacy"}
    assert card["versions"]["scikit-learn"] == sklearn.__version__


def test_what_ships_is_what_its_card_says() -> None:
    card = json.loads((FOLDER / CARD).read_text("utf-8"))
    assert card["sha256"] == digest(FOLDER / MODEL)
    assert card["versions"]["scikit-learn"].split(".")[:2] == sklearn.__version__.split(".")[:2]


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_changed_byte_is_not_opened(place: int, folder: Path, opened: list[Path]) -> None:
    kept = bytearray((folder / MODEL).read_bytes())
    kept[place] ^= 1
    (folder / MODEL).write_bytes(kept)
    with pytest.raises(ArtifactError, match=r"ranker\.joblib is not the file that card\.json describes \(sha256"):
        load(folder)
    assert opened == []


@pytest.mark.parametrize("content", [b"", b"\x80\x04N."], ids=["empty", "a-pickle"])
def test_another_file_in_its_place_is_not_opened(content: bytes, folder: Path, opened: list[Path]) -> None:
    (folder / MODEL).write_bytes(content)
    with pytest.raises(ArtifactError, match=r"sha256 differs\); restore both, or fit again"):
        load(folder)
    assert opened == []


def test_the_right_file_is_opened(folder: Path, opened: list[Path]) -> None:
    with pytest.raises(ArtifactError, match="holds no ranking model"):
        load(folder)
    assert opened == [folder / MODEL], "the tests above stand on this"


def test_a_foreign_joblib_file_is_no_ranker(folder: Path, change_card: Change) -> None:
    joblib.dump({"weights": [1, 2, 3]}, folder / MODEL)
    change_card(sha256=digest(folder / MODEL))
    with pytest.raises(ArtifactError, match=r"ranker\.joblib holds no ranking model; restore it, or fit again"):
        load(folder)


@pytest.mark.parametrize("content", [b"", b"junk", b"x\x9c"], ids=["empty", "junk", "cut-off"])
def test_what_joblib_cannot_read_is_told(content: bytes, folder: Path, change_card: Change) -> None:
    (folder / MODEL).write_bytes(content)
    change_card(sha256=digest(folder / MODEL))
    with pytest.raises(ArtifactError, match=r"ranker\.joblib"):
        load(folder)


@pytest.mark.parametrize("version", [19, None, ["1", "9"]], ids=repr)
def test_a_version_that_is_none_is_told(version: object, folder: Path, change_card: Change) -> None:
    change_card(versions={"scikit-learn": version})
    with pytest.raises(ArtifactError, match=r"card\.json is no card of a ranker"):
        load(folder)


@pytest.mark.parametrize("name", [MODEL, CARD])
def test_a_missing_file_is_named(name: str, folder: Path, opened: list[Path]) -> None:
    (folder / name).unlink()
    with pytest.raises(ArtifactError, match=rf"{name} is missing in .*; run python -m rehabcode_training fit"):
        load(folder)
    assert opened == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no card", "JSONDecodeError"),
        (b"", "JSONDecodeError"),
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b"[]", "TypeError"),
        (b"{}", "KeyError"),
        (b'{"sha256": "0"}', "KeyError"),
        (b'{"sha256": "0", "versions": {}}', "KeyError"),
        (b'{"sha256": "0", "versions": null}', "TypeError"),
    ],
)  # fmt: skip
def test_what_is_no_card_is_told(content: bytes, kind: str, folder: Path, opened: list[Path]) -> None:
    (folder / CARD).write_bytes(content)
    with pytest.raises(ArtifactError, match=rf"card\.json is no card of a ranker \({kind}\); restore it, or fit again"):
        load(folder)
    assert opened == []


@pytest.mark.parametrize("version", ["0.24.2", "1.0.0", "99.1"])
def test_another_minor_version_is_refused(version: str, change_card: Change, folder: Path, opened: list[Path]) -> None:
    change_card(versions={"scikit-learn": version})
    with pytest.raises(ArtifactError, match=rf"fitted with scikit-learn {version}, and .* install that version"):
        load(folder)
    assert opened == []


def test_another_patch_of_the_same_minor_version_is_accepted(change_card: Change, folder: Path) -> None:
    minor = ".".join(sklearn.__version__.split(".")[:2])
    change_card(versions={"scikit-learn": f"{minor}.999"})
    assert load(folder)[1]["ranker"] == "r1"


def test_keeping_again_replaces_both(model: RankingModel, folder: Path) -> None:
    save(model, {"ranker": "r2"}, folder)
    assert load(folder)[1]["ranker"] == "r2"
