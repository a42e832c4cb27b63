"""A black box that speaks CDS Hooks 2.0.1: every rule is asked of the service from outside, with signed calls.

Rules and their words: HL7 CDS Hooks 2.0.1, https://cds-hooks.hl7.org/2.0/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from rehabcode_service.emr.checked import checked

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SERVICES = "/cds-services"
HOOKS = {
    "rehabcode-patient-view": "patient-view",
    "rehabcode-encounter-discharge": "encounter-discharge",
    "rehabcode-note-sign": "org.rehabcode.note-sign",
}
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r"\{\{(?:context\.[A-Za-z]+|user(?:Practitioner|PractitionerRole|Patient|RelatedPerson)Id)\}\}")


def empties(part: Any, place: str = "$") -> Iterator[str]:
    """Yield the places of what may not be sent: null, "", [] and {}."""
    if part is None or part in ("", [], {}):
        yield place
    elif isinstance(part, dict):
        for name, one in part.items():
            yield from empties(one, f"{place}.{name}")
    elif isinstance(part, list):
        for number, one in enumerate(part):
            yield from empties(one, f"{place}[{number}]")


@pytest.fixture
def services(emr: TestClient, sign: Callable[..., str]) -> list[dict[str, Any]]:
    """The services, as discovery tells them."""
    response = emr.get(SERVICES, headers={"Authorization": f"Bearer {sign(SERVICES)}"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    found: list[dict[str, Any]] = response.json()["services"]
    return found


@pytest.fixture(params=HOOKS)
def cards(request: pytest.FixtureRequest, post: Any, hook_call: Any, document: Any, searchset: Any) -> Any:
    """The cards that a service sends for a note with everything in it."""
    service = request.param
    brought: dict[str, Any] = {"prefetch": {"notes": searchset(document())}}
    if service == "rehabcode-note-sign":
        brought = {"context": {"note": document()}}
    response = post(f"{SERVICES}/{service}", hook_call(HOOKS[service], **brought))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert [*answer] == ["cards"], "no systemActions: nothing is done without a person"
    assert len(answer["cards"]) == 3
    return answer["cards"]


def test_discovery_lists_each_service_once(services: list[dict[str, Any]]) -> None:
    assert {one["id"]: one["hook"] for one in services} == HOOKS
    assert len(services) == len(HOOKS)


def test_discovery_holds_what_it_must(services: list[dict[str, Any]]) -> None:
    assert all({"hook", "title", "description", "id"} <= {*one} for one in services)
    assert {name for one in services for name in one} == {"hook", "title", "description", "id", "prefetch"}


def test_a_prefetch_is_a_query_with_known_tokens(services: list[dict[str, Any]]) -> None:
    queries = [query for one in services for query in one.get("prefetch", {}).values()]
    assert len(queries) == 2
    assert not [query for query in queries if "{{" in TOKEN.sub("", query)]
    assert all(query.startswith("DocumentReference?patient={{context.patientId}}&") for query in queries)


def test_a_hook_of_our_own_is_in_reverse_domain_notation(services: list[dict[str, Any]]) -> None:
    assert {one["hook"] for one in services} - {"patient-view", "encounter-discharge"} == {"org.rehabcode.note-sign"}


def test_discovery_has_nothing_null_or_empty(services: list[dict[str, Any]]) -> None:
    assert [*empties(services)] == []


def test_cards_have_nothing_null_or_empty(cards: Any) -> None:
    assert [*empties(cards)] == []


def test_a_card_holds_what_it_must(cards: Any) -> None:
    assert all({"uuid", "summary", "indicator", "source"} <= {*card} for card in cards)
    assert all(0 < len(card["summary"]) < 140 for card in cards)
    assert {card["indicator"] for card in cards} <= {"info", "warning", "critical"}
    assert all(card["source"]["label"] for card in cards)


def test_suggestions_come_with_how_they_are_chosen(cards: Any) -> None:
    assert [card.get("selectionBehavior") for card in cards] == ["any", "at-most-one", None]
    assert [("suggestions" in card) for card in cards] == [True, True, False]


def test_every_uuid_is_one_and_stands_once(cards: Any) -> None:
    told = [card["uuid"] for card in cards] + [one["uuid"] for card in cards for one in card.get("suggestions", ())]
    assert len({*told}) == len(told) == 5
    assert all(UUID.fullmatch(one) for one in told)


def test_a_suggestion_drafts_and_does_nothing_else(cards: Any) -> None:
    actions = [action for card in cards for one in card.get("suggestions", ()) for action in one["actions"]]
    drafts = [(action["resource"]["resourceType"], action["resource"]["status"]) for action in actions]
    assert {action["type"] for action in actions} == {"create"}
    assert all(action["description"] for action in actions)
    assert drafts == [("ChargeItem", "planned"), ("Claim", "draft")]
    assert [checked(action["resource"]) for action in actions] == [action["resource"] for action in actions]


def test_no_suggestion_is_chosen_beforehand(cards: Any) -> None:
    assert not [one for card in cards for one in card.get("suggestions", ()) if "isRecommended" in one]


def test_an_override_reason_has_words(cards: Any) -> None:
    reasons = [reason for card in cards for reason in card.get("overrideReasons", ())]
    assert len(reasons) == 10
    assert all({*reason} == {"code", "system", "display"} for reason in reasons)


def test_without_guidance_there_are_no_cards(post: Any, hook_call: Any, document: Any) -> None:
    body = hook_call("org.rehabcode.note-sign", context={"note": document("Patient cancelled.")})
    response = post(f"{SERVICES}/rehabcode-note-sign", body)
    assert (response.status_code, response.json()) == (200, {"cards": []})


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", SERVICES), *(("POST", f"{SERVICES}/{service}{end}") for service in HOOKS for end in ("", "/feedback"))],
)
def test_every_path_asks_for_a_token(emr: TestClient, method: str, path: str) -> None:
    response = emr.request(method, path, json={"hook": "x"} if method == "POST" else None)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("service", HOOKS)
@pytest.mark.parametrize("end", ["", "/feedback"])
@pytest.mark.parametrize(
    ("origin", "status", "allowed"),
    [("https://emr.example", 200, "https://emr.example"), ("https://evil.example", 400, None)],
)
def test_a_browser_may_call_from_the_origins_that_are_named(
    emr: TestClient, service: str, end: str, origin: str, status: int, allowed: str | None
) -> None:
    response = emr.options(
        f"{SERVICES}/{service}{end}",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert response.status_code == status
    assert response.headers.get("access-control-allow-origin") == allowed


def test_a_refusal_can_be_read_by_a_browser(emr: TestClient) -> None:
    response = emr.get(SERVICES, headers={"Origin": "https://emr.example"})
    assert response.headers["access-control-allow-origin"] == "https://emr.example"


@pytest.mark.parametrize(("path", "method"), [("/cds-services/x/y/z", "GET"), ("/cds-services", "DELETE")])
def test_what_is_not_there_is_told_as_an_outcome(emr: TestClient, path: str, method: str) -> None:
    response = emr.request(method, path)
    assert response.status_code in {404, 405}
    assert checked(response.json())["resourceType"] == "OperationOutcome"


def test_a_call_that_is_not_json_is_refused(emr: TestClient, sign: Callable[..., str]) -> None:
    path = f"{SERVICES}/rehabcode-note-sign"
    headers = {"Authorization": f"Bearer {sign(path)}", "Content-Type": "text/plain"}
    response = emr.post(path, content="{}", headers=headers)
    assert response.status_code == 415
    assert response.headers["content-type"] == "application/fhir+json"
