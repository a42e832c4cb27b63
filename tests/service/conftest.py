"""A service to ask, around a suggester that is made of records and knows a handful of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
from fastapi.testclient import TestClient

from rehabcode.billing.audits import Audit, AuditLine
from rehabcode.billing.billed_items import BilledItem
from rehabcode.billing.visit import Visit
from rehabcode.codebook import Codebook
from rehabcode.errors import NoteTooLong
from rehabcode.payers import Payers
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Cue,
    DocumentedElement,
    Evidence,
    Finding,
    Later,
    Mention,
    NoteSuggestions,
    Suggestion,
    Versions,
    bare,
)
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
        self.visits: list[Visit | None] = []
        self.billed: list[BilledItem] = []

    def suggest(
        self, note: str, *, date_of_service: date | None = None, payer: str | None = None, visit: Visit | None = None
    ) -> NoteSuggestions:
        self.asked.append((date_of_service, payer))
        self.visits.append(visit)
        if len(note) > self.max_characters:
            raise NoteTooLong(len(note), self.max_characters)
        if payer is not None:
            self.payers[payer]
        if "crash" in note:
            raise KeyError(note)
        suggestions = tuple(self._suggestions(note))
        bill = Later(lambda: bill_of(suggestions[:1]))
        return NoteSuggestions(suggestions[:1], suggestions[1:], tuple(self._withheld(note)), self.versions, bill=bill)

    def audit(
        self,
        note: str,
        billed: Iterable[BilledItem],
        *,
        date_of_service: date | None = None,
        payer: str | None = None,
        visit: Visit | None = None,
    ) -> Audit:
        answer = self.suggest(note, date_of_service=date_of_service, payer=payer, visit=visit)
        self.billed = [*billed]
        missed = [
            AuditLine(one.code, "missed", "not billed", "bill it", None, 1, (), bare(one.evidence)) for one in answer
        ]
        lines = [AuditLine(one.code, "unsupported", "not said", "leave it out", one.units, 0) for one in self.billed]
        return Audit("medicare", "cms", "CMS-CH5-EX", (*lines, *missed), tuple(answer.billing.findings), self.versions)

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


def bill_of(suggestions: Sequence[Suggestion]) -> Bill:
    """Return a bill of one unit a code, with a modifier, a finding, and one thing said and one left out."""
    modifier = BilledModifier("59", "its time lies apart", "NCCI-PM-2026 XI.P.2", "XU")
    spans = {one.code: bare(one.evidence) for one in suggestions}
    return Bill(
        "medicare",
        "cms",
        "CMS-CH5-EX",
        timed_minutes=15 * len(spans),
        timed_units=len(spans),
        left_over=3,
        codes=tuple(BilledCode(code, 1, 15, "pooled", "15 min: 1 x 15", "look twice", (modifier,)) for code in spans),
        alternatives=tuple({code: 2} for code in spans),
        findings=tuple(
            Finding("minutes", (code,), "the minutes do not agree", "correct them", "CMS-CH15-NOTE", found)
            for code, found in spans.items()
        ),
        documentation=tuple(
            DocumentedElement(code, name, f"its {name}", said, None if said else f"say its {name}", "SEED", found)
            for code, found in spans.items()
            for name, said in (("distance", True), ("response", False))
        ),
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
