"""Whatever stands in a document or around it, it is answered: with drafts or with a reason, never with a failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SUGGEST = "/fhir/DocumentReference/$suggest-codes"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ONCE_EACH = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WHOLE = {
    "resourceType": "DocumentReference",
    "id": "note-1",
    "status": "current",
    "type": {"coding": [{"system": "http://loinc.org", "code": "11508-9"}]},
    "subject": {"reference": "Patient/p1"},
    "author": [{"reference": "Practitioner/ann"}],
    "content": [{"attachment": {"contentType": "text/plain", "data": "TWFudWFsIHRoZXJhcHk=", "hash": "x"}}],
    "context": {"encounter": [{"reference": "Encounter/e1"}], "period": {"start": "2026-11-20"}},
}


def places(part: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place of a document, from the outside in."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [place, *(found for name, one in inner for found in places(one, (*place, name)))]


def replaced(part: Any, place: tuple[Any, ...], value: Any) -> Any:
    """Return a document with a value put in at a place."""
    if not place:
        return value
    name, *rest = place
    inner = replaced(part[name], tuple(rest), value)
    if isinstance(part, dict):
        return {**part, name: inner}
    return [inner if number == name else one for number, one in enumerate(part)]


BROKEN = st.builds(replaced, st.just(WHOLE), st.sampled_from(places(WHOLE)), JSON)


def test_a_value_is_put_where_it_belongs() -> None:
    assert replaced(WHOLE, ("content", 0, "attachment"), 5)["content"] == [{"attachment": 5}]
    assert ("context", "encounter", 0, "reference") in places(WHOLE)


@ONCE_EACH
@given(BROKEN)
def test_a_broken_document_is_answered(emr: TestClient, body: Any) -> None:
    response = emr.post(SUGGEST, content=json.dumps(body), headers={"content-type": "application/json"})
    assert response.status_code in {200, 422}
    assert response.json()["resourceType"] in {"Bundle", "OperationOutcome"}


@ONCE_EACH
@given(st.sampled_from(["document", "searchset", "prefetch"]), BROKEN | JSON)
def test_a_broken_prefetch_is_answered(post: Any, hook_call: Callable[..., Any], where: str, broken: Any) -> None:
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": broken}]}
    notes = {"document": broken, "searchset": bundle, "prefetch": {**bundle, "entry": broken}}[where]
    response = post("/cds-services/rehabcode-patient-view", hook_call("patient-view", prefetch={"notes": notes}))
    assert response.status_code in {200, 412, 422}
    assert {*response.json()} in ({"cards"}, {"resourceType", "issue"})
