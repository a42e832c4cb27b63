"""`billing` in every answer: what the suggester works out, in the caller's unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from rehabcode import Visit
from rehabcode_service.app import create_app
from rehabcode_service.billing_schemas import VisitIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehabcode import Suggester

    Answer = Callable[..., Any]

NOTE = "💪 Quad sets 3x10, gait training 🚶 150 ft; Ultrasound held."
VISIT = (
    "💪 Gait training with cane, cues for heel strike, 20 min.\r\n"
    "Manual therapy: grade III patellar mobilizations 18 min."
)
KEYS = [
    "payer", "rule", "rule_source", "timed_minutes", "timed_units", "left_over", "codes", "alternatives", "findings",
    "documentation", "evaluation",
]  # fmt: skip


@pytest.fixture(scope="module")
def live(suggester: Suggester) -> TestClient:
    """A client of the service around the suggester as it ships."""
    from rehabcode_service.settings import Settings

    return TestClient(create_app(suggester, Settings()))


def test_a_bill_holds_all_that_was_worked_out(answer: Answer) -> None:
    bill = answer(NOTE)["billing"]
    assert [*bill] == KEYS
    assert (bill["payer"], bill["rule"], bill["rule_source"]) == ("medicare", "cms", "CMS-CH5-EX")
    assert (bill["timed_minutes"], bill["timed_units"], bill["left_over"]) == (15, 1, 3)
    assert bill["codes"] == [
        {
            "code": "97116",
            "units": 1,
            "minutes": 15,
            "counted": "pooled",
            "reason": "15 min: 1 x 15",
            "caution": "look twice",
            "modifiers": [
                {
                    "modifier": "59",
                    "alternative": "XU",
                    "units": None,
                    "reason": "its time lies apart",
                    "source": "NCCI-PM-2026 XI.P.2",
                }
            ],
        }
    ]
    assert bill["alternatives"] == [{"97116": 2}]
    assert bill["evaluation"] is None


def test_findings_and_documentation_show_their_words(answer: Answer) -> None:
    bill = answer(NOTE)["billing"]
    words = [{"start": 18, "end": 31, "quote": "gait training"}]
    assert bill["findings"] == [
        {
            "kind": "minutes",
            "codes": ["97116"],
            "message": "the minutes do not agree",
            "remedy": "correct them",
            "source": "CMS-CH15-NOTE",
            "spans": words,
        }
    ]
    assert [(one["element"], one["present"], one["remedy"]) for one in bill["documentation"]] == [
        ("distance", True, None),
        ("response", False, "say its response"),
    ]
    assert [one["spans"] for one in bill["documentation"]] == [words, words]


@pytest.mark.parametrize(("unit", "start"), [("codepoint", 18), ("utf16", 19)])
def test_spans_are_counted_in_the_callers_unit(answer: Answer, unit: str, start: int) -> None:
    bill = answer(NOTE, offset_unit=unit)["billing"]
    spans = [span for one in (*bill["findings"], *bill["documentation"]) for span in one["spans"]]
    assert [span["start"] for span in spans] == [start] * 3


def test_a_blank_note_bills_nothing(answer: Answer) -> None:
    bill = answer("")["billing"]
    assert (bill["codes"], bill["findings"], bill["documentation"]) == ([], [], [])


def test_the_visit_reaches_the_suggester(answer: Answer, fake: Any) -> None:
    visit = {
        "discipline": "OT",
        "setting": "outpatient_hospital",
        "assistant_minutes": {"97110": 10},
        "amount": 2000.5,
        "necessity": True,
    }
    answer(NOTE, visit=visit)
    assert fake.visits == [Visit({"97110": 10}, 2000.5, True, "OT", "outpatient_hospital")]


def test_nothing_is_known_of_a_visit_unless_it_is_said(answer: Answer, fake: Any) -> None:
    answer(NOTE)
    assert fake.visits == [Visit()]
    assert VisitIn().received() == Visit()


# ── around the suggester as it ships ──


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_every_quote_stands_where_the_answer_says(live: TestClient, unit: str) -> None:
    sent = {"text": VISIT, "offset_unit": unit, "payer": "medicare", "visit": {"discipline": "PT"}}
    bill = live.post("/v1/suggestions", json=sent).json()["billing"]
    encoding, size = ("utf-32-le", 4) if unit == "codepoint" else ("utf-16-le", 2)
    units = VISIT.encode(encoding)
    spans = [span for one in (*bill["findings"], *bill["documentation"]) for span in one["spans"]]
    assert spans
    assert [units[size * span["start"] : size * span["end"]].decode(encoding) for span in spans] == [
        span["quote"] for span in spans
    ]


def test_units_and_modifiers_of_a_visit(live: TestClient) -> None:
    sent = {"text": VISIT, "payer": "medicare", "visit": {"discipline": "PT"}}
    bill = live.post("/v1/suggestions", json=sent).json()["billing"]
    said = {one["code"]: (one["units"], [each["modifier"] for each in one["modifiers"]]) for one in bill["codes"]}
    assert said == {"97116": (2, ["GP"]), "97140": (1, ["GP"])}
    assert (bill["timed_minutes"], bill["timed_units"]) == (38, 3)


@pytest.mark.parametrize(
    ("payer", "day", "code"),
    [("medicare", "2026-11-20", "G0283"), ("commercial", "2026-11-20", "97014"), (None, None, "97014")],
)
def test_the_code_is_that_of_its_payer(live: TestClient, payer: str | None, day: str | None, code: str) -> None:
    sent = {"text": "Unattended e-stim IFC to low back x 15 min.", "payer": payer, "date_of_service": day}
    found = live.post("/v1/suggestions", json=sent).json()
    (suggestion,), (billed,) = found["suggestions"], found["billing"]["codes"]
    assert suggestion["code"] == billed["code"] == code
    assert (suggestion["note"] is None) is (code == "97014")


def test_an_evaluation_is_sent_with_its_grid(live: TestClient) -> None:
    note = "PT initial evaluation, low complexity. No comorbidities. Tested ROM. Stable presentation."
    grid = live.post("/v1/suggestions", json={"text": note}).json()["billing"]["evaluation"]
    assert (grid["code"], grid["supported_code"], grid["level"]) == ("97161", "97161", "low")
    assert {one["name"] for one in grid["components"]} >= {"history", "presentation"}
    spans = [span for one in grid["components"] for span in one["spans"]]
    assert [note[span["start"] : span["end"]] for span in spans] == [span["quote"] for span in spans]


def test_messages_hold_no_word_of_the_note(live: TestClient) -> None:
    bill = live.post("/v1/suggestions", json={"text": VISIT.replace("patellar", "zyzzyva")}).json()["billing"]
    said = [one[part] or "" for one in bill["findings"] for part in ("message", "remedy", "source")]
    said += [one[part] or "" for one in bill["documentation"] for part in ("name", "remedy", "source")]
    assert said
    assert "zyzzyva" not in " ".join(said)
