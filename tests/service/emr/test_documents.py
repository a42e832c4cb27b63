"""A DocumentReference becomes a note, or a problem that names the element and repeats nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from rehabcode_service.emr.documents import WrongDocument, read_document

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SUGGEST = "/fhir/DocumentReference/$suggest-codes"
SENTINEL = "zyzzyva"


def encoded(text: str, charset: str) -> str:
    """Return a text as an attachment holds it."""
    return base64.b64encode(text.encode(charset)).decode("ascii")


@pytest.mark.cases("documents_refused.yaml")
def test_a_document_without_a_note_is_refused(
    emr: TestClient, document: Callable[..., Any], case: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = emr.post(SUGGEST, json=document(SENTINEL, **case["change"]))
    (issue,) = response.json()["issue"]
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/fhir+json"
    assert (issue["severity"], issue["code"], issue["expression"]) == ("error", case["code"], [case["path"]])
    assert case["says"] in issue["diagnostics"]
    assert SENTINEL not in response.text + " ".join(record.getMessage() for record in caplog.records)


@pytest.mark.cases("documents_refused.yaml")
def test_a_refusal_has_a_kind(document: Callable[..., Any], case: dict[str, Any]) -> None:
    if case["kind"] == "no-subject":
        assert read_document(document(**case["change"])).subject is None, "a hook's context may name the patient"
        return
    with pytest.raises(WrongDocument, match=r"422") as refused:
        read_document(document(SENTINEL, **case["change"]))
    assert (refused.value.kind, refused.value.path) == (case["kind"], case["path"])
    assert SENTINEL not in str(refused.value)


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/plain", "utf-8"),
        ("text/plain; charset=utf-8", "utf-8"),
        ('TEXT/PLAIN; format=flowed; Charset="UTF-8"', "utf-8"),
        ("text/plain;charset=iso-8859-1", "latin-1"),
        ("text/plain;charset=windows-1252", "cp1252"),
        ("text/plain; charset=utf-16", "utf-16"),
    ],
)
def test_the_charset_that_is_told_is_used(document: Callable[..., Any], content_type: str, charset: str) -> None:
    content = [{"attachment": {"contentType": content_type, "data": encoded("Übungen × 3", charset)}}]
    assert read_document(document(content=content)).text == "Übungen × 3"


@pytest.mark.parametrize("text", ["a\r\nb", "💪 quad set", "e\u0301", "\ufeffquad sets", " \t\n"])
def test_a_text_is_never_changed(document: Callable[..., Any], text: str) -> None:
    assert read_document(document(text)).text == text


def test_plain_text_is_found_beside_other_forms(document: Callable[..., Any]) -> None:
    html = {"attachment": {"contentType": "text/html", "data": encoded("<p>other</p>", "utf-8")}}
    linked = {"attachment": {"contentType": "text/plain", "url": "Binary/1"}}
    plain = {"attachment": {"contentType": "text/plain", "data": encoded("quad sets", "utf-8")}}
    found = read_document(document(content=[html, linked, plain]))
    assert (found.text, found.path) == ("quad sets", "DocumentReference.content[2].attachment.data")


def test_a_right_hash_is_taken(document: Callable[..., Any]) -> None:
    digest = base64.b64encode(hashlib.sha1(b"quad sets").digest()).decode("ascii")
    content = [{"attachment": {"contentType": "text/plain", "data": encoded("quad sets", "utf-8"), "hash": digest}}]
    assert read_document(document(content=content)).text == "quad sets"


@pytest.mark.parametrize(
    ("change", "reference"),
    [
        ({}, {"reference": "DocumentReference/note-1", "type": "DocumentReference"}),
        (
            {"id": None, "identifier": [{"system": "urn:x", "value": "7"}]},
            {"type": "DocumentReference", "identifier": {"system": "urn:x", "value": "7"}},
        ),
        (
            {"id": None, "masterIdentifier": {"value": "m"}, "identifier": [{"value": "7"}]},
            {"type": "DocumentReference", "identifier": {"value": "m"}},
        ),
        (
            {"id": None},
            {
                "type": "DocumentReference",
                "identifier": {
                    "system": "urn:ietf:rfc:3986",
                    "value": "ni:///sha-256;ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
                },
            },
        ),
    ],
)
def test_a_document_is_referred_to(
    document: Callable[..., Any], change: dict[str, Any], reference: dict[str, Any]
) -> None:
    assert read_document(document("abc", **change)).reference == reference


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T23:30:00-08:00", date(2026, 11, 20)),
        ("2026-11", None),
        ("2026", None),
    ],
)
def test_the_day_is_the_one_that_is_written(document: Callable[..., Any], start: str, day: date | None) -> None:
    assert read_document(document(context={"period": {"start": start}})).day == day


@pytest.mark.parametrize(
    ("coding", "discipline"),
    [
        ([{"system": "http://loinc.org", "code": "11508-9"}], "PT"),
        ([{"system": "http://loinc.org", "code": "11507-1"}, {"system": "urn:local", "code": "OT"}], "OT"),
        ([{"system": "urn:local", "code": "11508-9"}], None),
        ([{"system": "http://loinc.org", "code": code} for code in ("11508-9", "11507-1")], None),
    ],
)
def test_the_type_tells_the_discipline(
    document: Callable[..., Any], coding: list[dict[str, str]], discipline: str | None
) -> None:
    assert read_document(document(type={"coding": coding})).discipline == discipline


@pytest.mark.parametrize(
    ("change", "author"),
    [
        ({}, "Practitioner/ann"),
        ({"author": None, "custodian": {"reference": "Organization/clinic"}}, "Organization/clinic"),
        ({"author": None}, None),
    ],
)
def test_the_author_answers_for_the_note(
    document: Callable[..., Any], change: dict[str, Any], author: str | None
) -> None:
    found = read_document(document(**change)).author
    assert (found or {}).get("reference") == author


@pytest.mark.parametrize("body", [[], "zyzzyva", 5, None, True])
def test_a_body_that_is_no_object_is_refused(emr: TestClient, body: Any) -> None:
    response = emr.post(SUGGEST, content=json.dumps(body), headers={"content-type": "application/fhir+json"})
    assert response.status_code == 422
    assert response.json()["resourceType"] == "OperationOutcome"
    assert SENTINEL not in response.text


def test_a_resource_that_nests_without_end_is_refused(emr: TestClient, document: Callable[..., Any]) -> None:
    extension: dict[str, Any] = {"url": "urn:x", "valueString": SENTINEL}
    body = json.dumps(document(extension=[extension]))
    deep = body.replace(
        json.dumps(extension), '{"url": "urn:x", "extension": [' * 300 + json.dumps(extension) + "]}" * 300
    )
    response = emr.post(SUGGEST, content=deep, headers={"content-type": "application/fhir+json"})
    assert response.status_code == 422
    assert SENTINEL not in response.text
