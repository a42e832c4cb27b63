"""The service around the suggester that ships: what the rooms promise each other holds when they meet."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabcode_service.app import create_app
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

EXAMPLES = json.loads(files("rehabcode_service").joinpath("web/examples.json").read_text(encoding="utf-8"))
TEXTS = {example["title"]: example["text"] for example in EXAMPLES}
SERVE = [sys.executable, "-c", "from rehabcode_service.cli import main; main()", "serve", "--port", "0"]


@pytest.fixture(scope="module")
def live(suggester: Suggester) -> TestClient:
    """A client of the service around the suggester that ships."""
    return TestClient(create_app(suggester, Settings()))


def ask(client: Any, text: str, **beside: Any) -> Any:
    """Post a note and return the answer's JSON."""
    response = client.post("/v1/suggestions", json={"text": text, **beside})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("title", [title for title in TEXTS if title != "No treatment"])
def test_a_treatment_has_codes(live: TestClient, title: str) -> None:
    assert ask(live, TEXTS[title])["suggestions"]


def test_a_note_without_treatment_has_none(live: TestClient) -> None:
    found = ask(live, TEXTS["No treatment"])
    assert found["suggestions"] == []
    assert found["withheld"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_http_says_what_python_says(live: TestClient, suggester: Suggester, text: str) -> None:
    sent, found = ask(live, text), suggester.suggest(text)
    assert [(one["code"], one["score"], one["minutes"]) for one in sent["suggestions"]] == [
        (one.code, one.score, one.minutes) for one in found.suggestions
    ]
    assert [(one["start"], one["assertion"]) for one in sent["withheld"]] == [
        (one.start, one.assertion) for one in found.withheld
    ]


@settings(max_examples=50)
@given(text=st.text(max_size=300), unit=st.sampled_from(["codepoint", "utf16"]))
def test_any_text_has_an_answer_whose_quotes_are_there(live: TestClient, text: str, unit: str) -> None:
    note = f"{text} manual therapy 15 min {text} gait training next visit"
    found = ask(live, note, offset_unit=unit)
    spans = [one for each in found["suggestions"] + found["considered"] for one in each["evidence"]] + found["withheld"]
    encoding = "utf-32-le" if unit == "codepoint" else "utf-16-le"
    size = len("a".encode(encoding))
    cut = [note.encode(encoding)[size * span["start"] : size * span["end"]].decode(encoding) for span in spans]
    assert cut == [span["quote"] for span in spans]


def test_eight_callers_at_once_get_the_same_answers(live: TestClient) -> None:
    alone = {title: ask(live, text) for title, text in TEXTS.items()}
    with ThreadPoolExecutor(max_workers=8) as callers:
        together = list(callers.map(lambda title: (title, ask(live, TEXTS[title])), [*TEXTS] * 4))
    assert together == [(title, alone[title]) for title in [*TEXTS] * 4]


@pytest.mark.parametrize(
    ("beside", "field"), [({"payer": "zyzzyva"}, "payer"), ({"date_of_service": "2026-02-30"}, "date_of_service")]
)
def test_what_stands_beside_the_note_is_checked(live: TestClient, beside: dict[str, str], field: str) -> None:
    response = live.post("/v1/suggestions", json={"text": TEXTS["Narrative"], **beside})
    assert response.status_code == 422
    assert [found["field"] for found in response.json()["errors"]] == [field]


def test_a_note_over_the_limit_is_refused(live: TestClient, suggester: Suggester) -> None:
    response = live.post("/v1/suggestions", json={"text": "a" * (suggester.max_characters + 1)})
    assert response.status_code == 413
    assert response.json()["limit"] == suggester.max_characters == 200_000


@pytest.fixture(scope="module")
def served() -> Iterator[subprocess.Popen[str]]:
    """`rehabcode serve` in a process of its own, on a free port."""
    with subprocess.Popen(SERVE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        yield process
        process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """Read what the service says until it says where it listens. Raises AssertionError where it ends before."""
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"running on (http://127\.0\.0\.1:\d+)", line)
        if found:
            return found[1]
    raise AssertionError("the service ended before it listened")


def test_serve_serves_and_logs_no_word(served: subprocess.Popen[str]) -> None:
    with httpx2.Client(base_url=address_of(served)) as client:
        assert client.get("/").status_code == 200
        assert client.get("/readyz").json()["status"] == "ready"
        assert ask(client, "Zyzzyva. " + TEXTS["Narrative"])["suggestions"]
        assert client.post("/v1/suggestions", content=b"zyzzyva \xff").status_code == 415
    served.terminate()
    _, log = served.communicate()
    assert log.count("route=/v1/suggestions") == 2
    assert "zyzzyva" not in log.lower()
