"""POST /v1/suggestions: the same answer as the suggester's, in the caller's unit."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabcode.records import Cue, Evidence, Mention, NoteSuggestions, Span, Suggestion, Versions
from rehabcode_service.schemas import SuggestionsOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient

    from rehabcode_service.offsets import OffsetUnit

    Answer = Callable[..., Any]

NOTE = "💪 Quad sets 3x10, gait training 🚶 150 ft; Ultrasound held."


def test_an_answer_holds_all_that_was_found(answer: Answer) -> None:
    found = answer(NOTE)
    (suggestion,), (considered,), (withheld,) = found["suggestions"], found["considered"], found["withheld"]
    assert suggestion["code"] == "97116"
    assert suggestion["score"] == 0.9
    assert suggestion["minutes"] == 15
    assert suggestion["evidence"] == [
        {
            "start": 18,
            "end": 31,
            "quote": "gait training",
            "technique": "gait_training",
            "section": "interventions",
            "reason": "named",
        }
    ]
    assert considered["code"] == "97110"
    assert withheld == {
        "start": NOTE.index("Ultrasound"),
        "end": NOTE.index(" held"),
        "quote": "Ultrasound",
        "technique": "ultrasound",
        "codes": ["97035"],
        "assertion": "negated",
        "cue": {"start": NOTE.index("held"), "end": NOTE.index("."), "quote": "held", "rule": "negated: held"},
        "section": "interventions",
        "minutes": None,
    }


def test_an_answer_says_what_made_it(answer: Answer, fake: Any) -> None:
    found = answer(NOTE)
    assert found["versions"] == {"rehabcode": "0.1.0", "ranker": "fake", "codebook": fake.codebook.version}
    assert found["text_sha256"] == sha256(NOTE.encode()).hexdigest()


@pytest.mark.parametrize("revision", [7, 0, -1, "7", "draft-é", None])
def test_a_revision_comes_back_as_it_was(answer: Answer, revision: int | str | None) -> None:
    assert answer(NOTE, revision=revision)["revision"] == revision


def test_code_points_are_counted_unless_asked_otherwise(answer: Answer) -> None:
    found = answer(NOTE)
    assert found["offset_unit"] == "codepoint"
    assert [NOTE[span["start"] : span["end"]] for span in spans(found)] == [span["quote"] for span in spans(found)]


def test_utf_16_units_are_counted_on_request(answer: Answer) -> None:
    found = answer(NOTE, offset_unit="utf16")
    units = NOTE.encode("utf-16-le")
    quotes = [units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") for span in spans(found)]
    assert found["offset_unit"] == "utf16"
    assert quotes == [span["quote"] for span in spans(found)]
    assert spans(found) != spans(answer(NOTE))


@pytest.mark.parametrize("text", ["", " ", "\r\n\t", "\u200b", "\0"])
def test_a_blank_note_has_an_empty_answer(answer: Answer, text: str) -> None:
    found = answer(text)
    assert (found["suggestions"], found["considered"], found["withheld"]) == ([], [], [])


def test_date_and_payer_reach_the_suggester(answer: Answer, fake: Any) -> None:
    answer(NOTE, date_of_service="2026-11-20", payer="medicare")
    assert fake.asked == [(date(2026, 11, 20), "medicare")]


def test_a_note_of_the_longest_length_is_read_however_it_is_written(client: TestClient) -> None:
    body = '{"text": "' + r"\ud83d\udcaa" * 2_000 + '"}'
    response = client.post("/v1/suggestions", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_is_known_by_its_media_type(client: TestClient, media_type: str) -> None:
    response = client.post("/v1/suggestions", content=b'{"text": ""}', headers={"content-type": media_type})
    assert response.status_code == 200


@given(before=st.text(), after=st.text(), unit=st.sampled_from(["codepoint", "utf16"]))
def test_quotes_stand_where_the_answer_says(before: str, after: str, unit: OffsetUnit) -> None:
    note = f"{before}gait training{after}ultrasound held"
    sent = SuggestionsOut.of(found_in(note, "gait training", "ultrasound", "held"), note, unit).model_dump()
    encoding = "utf-32-le" if unit == "codepoint" else "utf-16-le"
    size = len("a".encode(encoding))
    cut = [note.encode(encoding)[size * span["start"] : size * span["end"]].decode(encoding) for span in spans(sent)]
    assert cut == ["gait training", "ultrasound", "held"]


def found_in(note: str, *quotes: str) -> NoteSuggestions:
    """Return an answer with one evidence, one withheld mention and its cue, at the last places of these quotes."""
    evidence, mention, cue = (Span(note.rindex(quote), note.rindex(quote) + len(quote), quote) for quote in quotes)
    proven = Evidence(evidence.start, evidence.end, evidence.quote, "gait_training", "interventions", "named")
    held = Cue(cue.start, cue.end, cue.quote, "negated: held")
    withheld = Mention(
        mention.start, mention.end, mention.quote, "ultrasound", ("97035",), "negated", held, "interventions"
    )
    suggestion = Suggestion("97116", "Gait training", 0.9, (proven,))
    return NoteSuggestions((suggestion,), (), (withheld,), Versions("0", "0", "0"))


def spans(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every span of an answer."""
    evidence = [one for part in ("suggestions", "considered") for each in found[part] for one in each["evidence"]]
    return [*evidence, *found["withheld"], *(mention["cue"] for mention in found["withheld"])]
