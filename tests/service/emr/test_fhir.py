"""A DocumentReference in, drafts out: all of it valid FHIR R4B, with the words that each code stands on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from fhir.resources.R4B import get_fhir_model_class

from rehabcode_service.app import create_app
from rehabcode_service.emr.bundles import drafts_bundle
from rehabcode_service.emr.cards import note_cards
from rehabcode_service.emr.checked import WrongResource, checked
from rehabcode_service.emr.derivations import DERIVATION
from rehabcode_service.emr.documents import read_document
from rehabcode_service.emr.hook_schemas import SourceOut
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

SUGGEST = "/fhir/DocumentReference/$suggest-codes"
MADE = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
REQUEST = "0c2b1f0e-6f0c-4b7e-9a53-0f6f4b9a2f11"
EXAMPLES = json.loads(files("rehabcode_service").joinpath("web/examples.json").read_text(encoding="utf-8"))
TEXTS = {example["title"]: example["text"] for example in EXAMPLES}


@pytest.fixture
def suggest(emr: TestClient) -> Callable[[Any], dict[str, Any]]:
    """A function that asks for the drafts of a body, and returns the resources by type."""

    def asked(body: Any) -> dict[str, Any]:
        response = emr.post(SUGGEST, json=body, headers={"content-type": "application/fhir+json"})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/fhir+json"
        return by_type(response.json())

    return asked


def by_type(bundle: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the resources of a checked Bundle by their types."""
    found: dict[str, list[Any]] = {}
    for entry in checked(bundle)["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def spans(element: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each derivation of an element."""
    for extension in element["extension"]:
        if extension["url"] == DERIVATION:
            parts = {one["url"]: one for one in extension["extension"]}
            start = parts["offset"]["valueInteger"]
            yield start, start + parts["length"]["valueInteger"]


def test_a_bundle_is_as_it_was(scripted: Any, document: Any, golden: Any) -> None:
    found = read_document(document())
    assert drafts_bundle(scripted.suggest(found.text), found, MADE, REQUEST) == golden("fhir_bundle.json")


def test_cards_are_as_they_were(scripted: Any, document: Any, golden: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100))
    monkeypatch.setattr("rehabcode_service.emr.cards.uuid4", lambda: f"uuid-{next(numbers)}")
    found = read_document(document())
    proven = note_cards(scripted.suggest(found.text), found, MADE, SourceOut(label="rehabcode"))
    sent = [one.card.model_dump(mode="json", by_alias=True, exclude_none=True) for one in proven]
    assert sent == golden("cds_cards.json")


def test_a_code_that_is_billed_is_planned_and_claimed(suggest: Any, document: Any) -> None:
    found = suggest(document())
    planned, unbilled = found["ChargeItem"]
    (claim,) = found["Claim"]
    assert (planned["status"], planned["quantity"]["value"]) == ("planned", 1)
    assert (unbilled["status"], unbilled["quantity"]["value"]) == ("not-billable", 0)
    assert (claim["status"], claim["use"]) == ("draft", "predetermination")
    assert [item["productOrService"]["coding"][0]["code"] for item in claim["item"]] == ["97140"]


def test_units_that_are_not_known_are_left_out(document: Any, scripted: Any) -> None:
    unbilled = replace(scripted.suggest("Manual therapy to the shoulder."), bill=None)
    parts = by_type(drafts_bundle(unbilled, read_document(document()), MADE, REQUEST))
    assert "quantity" not in parts["ChargeItem"][0]
    assert "quantity" not in parts["Claim"][0]["item"][0]
    assert "display" not in parts["Claim"][0]["insurance"][0]["coverage"]


def test_each_code_stands_on_words(suggest: Any, document: Any, note: str) -> None:
    found = suggest(document())
    elements = [item["code"] for item in found["ChargeItem"]]
    elements += [item["productOrService"] for item in found["Claim"][0]["item"]]
    words = [[note[start:end] for start, end in spans(element)] for element in elements]
    assert words == [["Manual therapy"], ["Gait training"], ["Manual therapy"]]


def test_offsets_count_code_points(suggest: Any, document: Any) -> None:
    text = "💪💪 Manual therapy 15 min."
    (item,) = suggest(document(text))["ChargeItem"]
    assert [*spans(item["code"])] == [(3, 17)]


def test_what_an_ai_asserts_says_so(suggest: Any, document: Any) -> None:
    found = suggest(document())
    labelled = [*found["ChargeItem"], *found["Claim"], *found["Provenance"]]
    codes = [[one["code"] for one in resource["meta"]["security"]] for resource in labelled]
    assert codes == [["AIAST"]] * 4


def test_the_provenance_names_author_source_and_every_draft(emr: TestClient, document: Any) -> None:
    entries = emr.post(SUGGEST, json=document()).json()["entry"]
    urls = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in entries}
    provenance = entries[-1]["resource"]
    assert [urls[one["reference"]] for one in provenance["target"]] == ["ChargeItem", "ChargeItem", "Claim"]
    assert urls[provenance["agent"][0]["who"]["reference"]] == "Device"
    assert provenance["agent"][0]["type"]["coding"][0]["code"] == "author"
    assert provenance["entity"][0]["what"]["reference"] == "DocumentReference/note-1"
    assert len(urls) == len(entries) == 5


def test_two_answers_share_no_url(emr: TestClient, document: Any) -> None:
    answers = [emr.post(SUGGEST, json=document()).json()["entry"] for _ in range(2)]
    assert len({entry["fullUrl"] for answer in answers for entry in answer}) == 10


def test_a_note_without_codes_has_the_device_alone(suggest: Any, document: Any) -> None:
    assert {*suggest(document("Patient cancelled."))} == {"Device"}


def test_the_claim_is_of_the_author_and_the_encounter(suggest: Any, document: Any) -> None:
    (claim,) = suggest(document())["Claim"]
    assert claim["provider"] == {"reference": "Practitioner/ann"}
    assert claim["patient"] == {"reference": "Patient/p1"}
    assert (claim["item"][0]["servicedDate"], claim["item"][0]["encounter"]) == (
        "2026-11-20",
        [{"reference": "Encounter/e1"}],
    )


def test_an_unknown_author_is_told_as_unknown(suggest: Any, document: Any) -> None:
    (claim,) = suggest(document(author=None))["Claim"]
    assert claim["provider"]["extension"][0]["valueCode"] == "unknown"


@pytest.mark.parametrize(("payer", "told"), [(None, None), ("commercial", "commercial")])
def test_parameters_bring_the_document_and_the_payer(
    suggest: Any, document: Any, scripted: Any, payer: str | None, told: str | None
) -> None:
    given = [{"name": "document", "resource": document()}]
    given += [{"name": "payer", "valueString": payer}] if payer else []
    assert suggest({"resourceType": "Parameters", "parameter": given})["ChargeItem"]
    ((day, asked, visit),) = scripted.asked
    assert (day.isoformat(), asked, visit.discipline) == ("2026-11-20", told, "PT")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"parameter": []},
        {"parameter": "zyzzyva"},
        {"parameter": [{"name": "zyzzyva"}]},
        {"parameter": ["zyzzyva"]},
        {"parameter": [{"name": "document", "valueString": "zyzzyva"}]},
        {"parameter": [{"name": "document", "resource": {"resourceType": "Patient", "id": "zyzzyva"}}]},
        {"parameter": [{"name": ["zyzzyva"], "resource": 5}, {"name": "document", "resource": "zyzzyva"}]},
    ],
)
def test_parameters_without_a_document_are_refused(emr: TestClient, parameters: dict[str, Any]) -> None:
    response = emr.post(SUGGEST, json={"resourceType": "Parameters", **parameters})
    assert response.status_code == 422
    assert checked(response.json())["issue"][0]["code"] == "invalid"
    assert "zyzzyva" not in response.text


@pytest.mark.parametrize(("given", "says"), [({"valueString": "nobody"}, "payer"), ({"valueString": 5}, "valueString")])
def test_a_payer_that_is_none_is_refused(emr: TestClient, document: Any, given: Any, says: str) -> None:
    parameters = [{"name": "document", "resource": document()}, {"name": "payer", **given}]
    response = emr.post(SUGGEST, json={"resourceType": "Parameters", "parameter": parameters})
    assert response.status_code == 422
    assert says in response.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/fhir/metadata", "CapabilityStatement"), ("/fhir/OperationDefinition/suggest-codes", "OperationDefinition")],
)
def test_what_can_be_asked_is_told(emr: TestClient, path: str, kind: str) -> None:
    response = emr.get(path)
    assert response.headers["content-type"] == "application/fhir+json"
    assert checked(response.json())["resourceType"] == kind


def test_the_statement_leads_to_the_operation(emr: TestClient) -> None:
    documents, _ = emr.get("/fhir/metadata").json()["rest"][0]["resource"]
    (operation,) = documents["operation"]
    path = operation["definition"].removeprefix("https://codes.example/rehab")
    found = emr.get(path).json()
    assert (found["url"], found["code"]) == (operation["definition"], operation["name"])
    assert f"/fhir/{documents['type']}/${found['code']}" == SUGGEST


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        ('{"zyzzyva', "application/fhir+json", 400, "structure"),
        (b'{"a": "zyzzyva \xff"}', "application/fhir+json", 400, "structure"),
        ("{}", "text/plain", 415, "not-supported"),
        ("{}", "application/fhir+xml", 415, "not-supported"),
        ("{}", "application/json", 422, "invalid"),
        ('"zyzzyva"' + " " * 40_000, "application/json", 413, "too-long"),
    ],
)
def test_what_cannot_be_taken_is_told_as_an_outcome(
    emr: TestClient, content: Any, content_type: str, status: int, code: str
) -> None:
    response = emr.post(SUGGEST, content=content, headers={"content-type": content_type})
    outcome = checked(response.json())
    assert (response.status_code, outcome["issue"][0]["code"]) == (status, code)
    assert response.headers["content-type"] == "application/fhir+json"
    assert int(response.headers["content-length"]) == len(response.content)
    assert "zyzzyva" not in response.text


def test_too_long_a_note_is_told(emr: TestClient, document: Any) -> None:
    response = emr.post(SUGGEST, json=document("zyzzyva " * 300))
    assert (response.status_code, response.json()["issue"][0]["code"]) == (413, "too-long")
    assert "the limit is 2,000" in response.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(("path", "status"), [("/fhir/nowhere", 404), (SUGGEST, 405), ("/fhir", 404)])
def test_what_is_not_there_is_told_as_an_outcome(emr: TestClient, path: str, status: int) -> None:
    response = emr.get(path)
    assert response.status_code == status
    assert checked(response.json())["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("path", ["/v1/codes/none", "/fhirnowhere", "/cds-servicesx"])
def test_other_paths_keep_their_problems(emr: TestClient, path: str) -> None:
    response = emr.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.fixture(scope="module")
def live(suggester: Suggester) -> TestClient:
    """A client of the service around the suggester that ships."""
    return TestClient(create_app(suggester, Settings()))


@pytest.mark.parametrize("title", TEXTS)
def test_the_suggester_that_ships_drafts_valid_resources(
    live: TestClient, document: Any, suggester: Suggester, title: str
) -> None:
    text = TEXTS[title]
    parts = by_type(live.post(SUGGEST, json=document(text)).json())
    found = suggester.suggest(text, date_of_service=date(2026, 11, 20))
    drafted = [item["code"]["coding"][0]["code"] for item in parts.get("ChargeItem", [])]
    quotes = [text[start:end] for item in parts.get("ChargeItem", []) for start, end in spans(item["code"])]
    assert drafted == [one.code for one in found.suggestions]
    assert quotes == [evidence.quote for one in found.suggestions for evidence in one.evidence]
    assert all(get_fhir_model_class("ChargeItem").model_validate(item) for item in parts.get("ChargeItem", []))


def test_an_output_that_is_not_right_never_leaves(scripted: Any, document: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "rehabcode_service.emr.bundles.device", lambda _: {"resourceType": "Device", "id": "d", "status": "?"}
    )
    found = read_document(document())
    with pytest.raises(WrongResource, match=r"Bundle\.entry\[0\]\.resource\.status"):
        drafts_bundle(scripted.suggest(found.text), found, MADE, REQUEST)
