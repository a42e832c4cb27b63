"""A service to ask, around a suggester that is made of records and knows a handful of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
from fastapi.testclient import TestClient

from rehabcode.codebook import Codebook
from rehabcode.errors import NoteTooLong
from rehabcode.payers import Payers
from rehabcode.records import Cue, Evidence, Mention, NoteSuggestions, Suggestion, Versions
from rehabcode_service.app import create_app
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

KNOWN = {"gait training": ("97116", "gait_training"), "quad sets": ("97110", "strengthening")}
HELD = re.compile(r"(?P<technique>ultrasound) (?P<cue>held)", re.IGNORECASE)


class FakeSuggester:
    """Suggests two codes by two phrases, withholds one, and breaks at the word `crash` with the note in its message."""

    def __init__(self, max_characters: int) -> None:
        self.max_characters = max_characters
        self.codebook = Codebook.load()
        self.versions = Versions("0.1.0", "fake", self.codebook.version)
        self.payers = Payers.load()
        self.asked: list[tuple[date | None, str | None]] = []

    def suggest(self, note: str, *, date_of_service: date | None = None, payer: str | None = None) -> NoteSuggestions:
        self.asked.append((date_of_service, payer))
        if len(note) > self.max_characters:
            raise NoteTooLong(len(note), self.max_characters)
        if payer is not None:
            self.payers[payer]
        if "crash" in note:
            raise KeyError(note)
        suggestions = tuple(self._suggestions(note))
        return NoteSuggestions(suggestions[:1], suggestions[1:], tuple(self._withheld(note)), self.versions)

    def _suggestions(self, note: str) -> Iterator[Suggestion]:
        for phrase, (code, technique) in KNOWN.items():
            found = re.finditer(phrase, note, re.IGNORECASE)
            evidence = tuple(Evidence(*one.span(), one[0], technique, "interventions", "named") for one in found)
            if evidence:
                yield Suggestion(code, self.codebook[code].name, 0.9, evidence, 15)

    def _withheld(self, note: str) -> Iterator[Mention]:
        for found in HELD.finditer(note):
            cue = Cue(*found.span("cue"), found["cue"], "negated: held")
            yield Mention(
                *found.span("technique"), found["technique"], "ultrasound", ("97035",), "negated", cue, "interventions"
            )


@pytest.fixture
def fake() -> FakeSuggester:
    """A suggester that reads at most 2,000 characters."""
    return FakeSuggester(max_characters=2_000)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out of the environment whatever would set the service or colour the terminal."""
    for name in [*(f"REHABCODE_{field.upper()}" for field in Settings.model_fields), "FORCE_COLOR"]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings() -> Settings:
    """The settings as they are unless set."""
    return Settings()


@pytest.fixture
def client(fake: FakeSuggester, settings: Settings) -> TestClient:
    """A client of the service as it is set by default."""
    return TestClient(create_app(cast("Suggester", fake), settings))


@pytest.fixture
def answer(client: TestClient) -> Any:
    """A function that posts a note, with what stands beside it, and returns the answer's JSON."""

    def post(text: str, **beside: Any) -> Any:
        response = client.post("/v1/suggestions", json={"text": text, **beside})
        assert response.status_code == 200, response.text
        return response.json()

    return post
