"""Signs of a place, the chances that they give, and what is kept of both."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rehabcode.completion.forecast import UNSEEN, Forecast, shrunk
from rehabcode.completion.keeping import ARRAYS, CARD, Completions, load, save
from rehabcode.completion.phrases import MinedPhrase
from rehabcode.completion.situation import Situations
from rehabcode.errors import ArtifactError
from rehabcode.lexicon import Lexicon

NOTE = "PT daily note\nInterventions:\nGait training 15 min: cues for heel str"


@pytest.fixture(scope="module")
def situations() -> Situations:
    return Situations(Lexicon.load())


@pytest.fixture
def forecast() -> Forecast:
    weights, steps = shrunk(np.asarray([[2.0, -2.0, 0.0], [0.0, 1.0, 0.0]]))
    bias = np.asarray([0.0, 0.0, -np.inf], dtype=np.float32)
    return Forecast(("97110", "97116", "97545"), {"clause:gait": 1, "clause:band": 0}, weights, steps, bias)


@pytest.fixture
def folder(forecast: Forecast, tmp_path: Path) -> Path:
    save(completions(forecast), {"notes": 2}, tmp_path)
    return tmp_path


def completions(forecast: Forecast) -> Completions:
    return Completions((MinedPhrase("heel strike", {"97116": 4}),), ("evalution",), forecast)


@pytest.mark.parametrize(
    "sign",
    [
        "prefix:str", "before:heel", "pair_before:for_heel", "turn:heel_str", "clause:cues", "line:min", "label:gait",
        "head:interventions", "technique:gait_training", "line_code:97116", "section:interventions", "note:daily",
        "window_stem:train",
    ],
)  # fmt: skip
def test_a_sign_is_seen(situations: Situations, sign: str) -> None:
    assert sign in situations.signs(NOTE, len(NOTE) - 3, len(NOTE))


def test_numbers_are_alike_and_codes_are_not(situations: Situations) -> None:
    note = "97140 12 x"
    signs = situations.around(note, len(note))
    assert {"line:97140", "line:#"} <= {*signs}
    assert "line:12" not in signs


def test_what_is_far_off_is_not_looked_at(situations: Situations) -> None:
    note = "PT note\n" + "zzz " * 2_000
    moved = note[:200] + "ultrasound " * 4 + note[244:]
    place = len(note)
    assert len(moved) == place
    assert situations.around(note, place) == situations.around(moved, place)
    assert Situations.fingerprint(note, place) == Situations.fingerprint(moved, place)
    assert Situations.fingerprint(note, place) != Situations.fingerprint(f"OT{note[2:]}", place)


def test_weights_survive_their_shrinking() -> None:
    weights = np.random.default_rng(1).normal(size=(50, 7))
    small, steps = shrunk(weights)
    assert small.dtype == np.int8
    assert np.abs(small * steps[:, None] - weights).max() < 0.02


def test_signs_move_the_chances(forecast: Forecast) -> None:
    band, gait, none = (
        forecast.chances(forecast.level(signs)) for signs in ({"clause:band": 1.0}, {"clause:gait": 1.0}, {})
    )
    assert band.argmax() == 0
    assert gait.argmax() == 1
    assert none[0] == none[1]
    assert none[2] == np.float32(UNSEEN)


def test_levels_of_parts_add_up(forecast: Forecast) -> None:
    both = forecast.level({"clause:band": 1.0, "clause:gait": 0.5, "clause:unknown": 1.0})
    apart = forecast.level({"clause:band": 1.0}) + forecast.level({"clause:gait": 0.5})
    assert np.allclose(both, apart)


def test_what_is_saved_comes_back(forecast: Forecast, folder: Path) -> None:
    learned, card = load(folder)
    assert card["notes"] == 2
    assert learned.phrases == completions(forecast).phrases
    assert learned.slips == ("evalution",)
    assert learned.forecast.rows == forecast.rows
    assert learned.forecast.codes == forecast.codes
    assert np.array_equal(learned.forecast.level({"clause:band": 1.0}), forecast.level({"clause:band": 1.0}))


def test_the_same_is_saved_in_the_same_bytes(forecast: Forecast, folder: Path) -> None:
    before = (folder / ARRAYS).read_bytes()
    save(completions(forecast), {"notes": 2}, folder)
    assert (folder / ARRAYS).read_bytes() == before


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        (ARRAYS, None, rf"{ARRAYS} cannot be read"),
        (CARD, None, rf"{CARD} cannot be read"),
        (CARD, b"[]", "is no card of completions"),
        (CARD, b"{", "is no card of completions"),
        (ARRAYS, b"other", r"is not the file that .* describes"),
    ],
)
def test_a_damaged_file_is_refused(folder: Path, file: str, content: bytes | None, says: str) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(ArtifactError, match=f"{says}.*; restore both, or run python -m rehabcode_training completions"):
        load(folder)


def test_a_foreign_file_with_the_right_hash_is_refused(folder: Path) -> None:
    import hashlib

    (folder / ARRAYS).write_bytes(b"no arrays")
    (folder / CARD).write_text(json.dumps({"sha256": hashlib.sha256(b"no arrays").hexdigest()}), encoding="utf-8")
    with pytest.raises(ArtifactError, match="holds no completions"):
        load(folder)
