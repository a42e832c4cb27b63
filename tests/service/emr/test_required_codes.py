"""Codes that FHIR requires are checked, as the library checks none; its own lists agree with ours."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from fhir.resources.R4B import get_fhir_model_class

from rehabcode_service.emr.checked import WrongResource, checked
from rehabcode_service.emr.required_codes import required_codes, wrong_codes


def codes_of_library(path: str) -> list[str] | None:
    """Return the codes that fhir.resources tells of an element, and does not check; None where it tells none."""
    kind, *names = path.split(".")
    model: Any = get_fhir_model_class(kind)
    for name in names[:-1]:
        model = element_model(model, name)
    told: list[str] | None = (model.model_fields[names[-1]].json_schema_extra or {}).get("enum_values")
    return told


def element_model(model: Any, name: str) -> Any:
    """Return the model of an element that is itself made of elements."""
    annotation = model.model_fields[name].annotation
    found = annotation
    while get_args(found):
        found = next(one for one in get_args(found) if one is not type(None))
    return get_fhir_model_class(
        found.__resource_type__ if hasattr(found, "__resource_type__") else found.__name__.removesuffix("Type")
    )


TOLD = [
    path
    for path in required_codes()
    if path not in {"OperationOutcome.issue.code", "CapabilityStatement.fhirVersion", "CapabilityStatement.format"}
]


@pytest.mark.cases("required_codes.yaml")
def test_a_code_that_is_none_is_refused(case: dict[str, Any]) -> None:
    resource = case["resource"]
    assert get_fhir_model_class(resource["resourceType"]).model_validate(resource) is not None, "its shape is right"
    assert [*wrong_codes(resource)] == case["places"]
    with pytest.raises(WrongResource, match="not right for FHIR R4B") as refused:
        checked(resource)
    assert [*refused.value.places] == case["places"]


@pytest.mark.parametrize("path", TOLD)
def test_the_codes_are_those_of_the_library(path: str) -> None:
    assert required_codes()[path] == {*(codes_of_library(path) or ())}


@pytest.mark.parametrize("name", ["fhir_bundle.json"])
def test_every_bound_element_that_is_sent_is_in_the_table(golden: Any, name: str) -> None:
    sent = {path for entry in golden(name)["entry"] for path in paths(entry["resource"])} | {"Bundle.type"}
    bound = {path for path in sent if codes_of_library(path) is not None}
    assert {"ChargeItem.status", "Claim.use", "Device.deviceName.type", "Provenance.entity.role"} <= bound
    assert bound <= {*required_codes()}


def paths(resource: dict[str, Any]) -> set[str]:
    """Return the paths of the elements of a resource that hold plain strings, outside data types."""
    kind = resource["resourceType"]
    backbone = {"item", "insurance", "deviceName", "entity", "agent", "version"}
    own = {f"{kind}.{name}" for name, value in resource.items() if isinstance(value, str) and name != "resourceType"}
    inner = {
        f"{kind}.{name}.{part}"
        for name, value in resource.items()
        if name in backbone
        for one in value
        for part, held in one.items()
        if isinstance(held, str)
    }
    return own | inner
