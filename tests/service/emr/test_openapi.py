"""The OpenAPI document tells of the EMR's routes, and a fuzzer finds nothing in the service that it does not tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rehabcode_service.app import create_app

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from rehabcode import Suggester
    from rehabcode_service.settings import Settings

DECLARED = [
    ("/cds-services", "get", ["200", "401"]),
    ("/cds-services/{service_id}", "post", ["200", "400", "401", "404", "412", "413", "415", "422"]),
    ("/cds-services/{service_id}/feedback", "post", ["200", "400", "401", "404", "413", "415", "422"]),
    ("/fhir/metadata", "get", ["200"]),
    ("/fhir/OperationDefinition/suggest-codes", "get", ["200"]),
    ("/fhir/DocumentReference/$suggest-codes", "post", ["200", "400", "413", "415", "422"]),
]
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def openapi(emr: TestClient) -> Any:
    """The document as a client gets it."""
    return emr.get("/openapi.json").json()


def test_no_route_of_an_emr_is_left_out(openapi: Any) -> None:
    paths = {path for path in openapi["paths"] if path.startswith(("/fhir", "/cds-services"))}
    assert paths == {path for path, *_ in DECLARED}


@pytest.mark.parametrize(("path", "method", "statuses"), DECLARED)
def test_every_status_is_declared(openapi: Any, path: str, method: str, statuses: list[str]) -> None:
    assert [*openapi["paths"][path]] == [method]
    responses = openapi["paths"][path][method]["responses"]
    assert sorted(responses) == statuses
    refused = [responses[status]["content"] for status in statuses if status != "200"]
    assert [[*content] for content in refused] == [["application/fhir+json"]] * len(refused)


@pytest.mark.parametrize(("path", "signed"), [(path, path.startswith("/cds")) for path, *_ in DECLARED])
def test_a_signed_call_is_declared_as_one(openapi: Any, path: str, signed: bool) -> None:
    (operation,) = openapi["paths"][path].values()
    assert operation.get("security", []) == ([{"HTTPBearer": []}] if signed else [])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_a_fuzzer_finds_no_answer_that_is_not_told(
    suggester: Suggester, settings: Settings, sign: Callable[..., str], mode: GenerationMode
) -> None:
    app = create_app(suggester, settings)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations: list[Any] = [cast("Any", found).ok() for found in schema.get_all_operations()]
    assert len(operations) >= 9

    @drawn(max_examples=80, deadline=None, suppress_health_check=[*HealthCheck])
    @given(st.sampled_from(operations).flatmap(lambda operation: operation.as_strategy(mode)))
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {sign(case.formatted_path)}"}
        case.call_and_validate(base_url="http://testserver", headers=headers, checks=CHECKS)

    ask()
