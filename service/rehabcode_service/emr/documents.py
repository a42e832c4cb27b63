"""A note as an EMR sends it: the plain text inside a FHIR R4B DocumentReference."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException

from rehabcode.billing.claims import Discipline
from rehabcode_service.emr.checked import WrongResource, checked
from rehabcode_service.emr.note_types import discipline_of

_CHARSETS = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
}
"""The names that IANA gives to the encodings that are read, and Python's for the same."""

_CHARSET = re.compile(r';\s*charset="?([^\s;"]+)"?', re.IGNORECASE)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class WrongDocument(HTTPException):
    """A document that holds no note which can be read. `kind` names the problem, `path` the element."""

    def __init__(self, kind: str, path: str, detail: str) -> None:
        super().__init__(422, detail)
        self.kind = kind
        self.path = path


@dataclass(frozen=True, slots=True)
class NoteDocument:
    """A note and what its document says beside it.

    `text` is decoded and otherwise as it was sent: offsets count its code points. `path` is the element that holds it.
    `reference` is how a resource points at the document, by its hash where it has neither an id nor an identifier.
    `subject`, `encounter` and `author` are FHIR References, None where the document has none; `discipline` and `day`,
    that on which the documented service began, are None where it does not tell them.
    """

    text: str
    path: str
    reference: Mapping[str, Any]
    subject: Mapping[str, Any] | None
    encounter: Mapping[str, Any] | None
    author: Mapping[str, Any] | None
    discipline: Discipline | None
    day: date | None


def read_document(resource: Any) -> NoteDocument:
    """Return the note of a DocumentReference. Raises WrongDocument, which says what is wrong and what helps."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "DocumentReference":
        raise WrongDocument("not-a-document", "DocumentReference", "send a DocumentReference, as FHIR R4B describes it")
    try:
        document = checked(resource)
    except WrongResource as error:
        raise WrongDocument("invalid-resource", error.places[0], str(error)) from None
    if document.get("status") != "current" or document.get("docStatus") == "entered-in-error":
        detail = "only a document of status current is coded, and none that was entered in error; send the current one"
        raise WrongDocument("not-current", "DocumentReference.status", detail)
    index, attachment = _plain_text(document)
    path = f"DocumentReference.content[{index}].attachment"
    raw = _bytes(attachment, path)
    return NoteDocument(
        text=_decoded(raw, attachment, path),
        path=f"{path}.data",
        reference=_reference(document, raw),
        subject=_found(document.get("subject")),
        encounter=_first(_found(document.get("context"), {}).get("encounter")),
        author=_first(document.get("author")) or _found(document.get("custodian")),
        discipline=discipline_of(document),
        day=_day(document),
    )


def _plain_text(document: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    """Return the first attachment of plain text that has data, and its index."""
    attachments = [_found((content or {}).get("attachment"), {}) for content in document.get("content") or ()]
    plain = [(index, one) for index, one in enumerate(attachments) if _media_type(one) == "text/plain"]
    if not plain:
        detail = "no attachment is text/plain; send the note as plain text: it is not guessed from other types"
        raise WrongDocument("no-plain-text", "DocumentReference.content", detail)
    with_data = [(index, one) for index, one in plain if one.get("data")]
    if not with_data:
        path = f"DocumentReference.content[{plain[0][0]}].attachment"
        if any(one.get("url") for _, one in plain):
            detail = "the attachment has a url and no data; nothing is fetched here: put the text into data, in base64"
            raise WrongDocument("url-only", f"{path}.url", detail)
        raise WrongDocument("no-data", f"{path}.data", "the attachment has no data; put the text into it, in base64")
    return with_data[0]


def _media_type(attachment: Mapping[str, Any]) -> str:
    return str(attachment.get("contentType", "")).partition(";")[0].strip().lower()


def _bytes(attachment: Mapping[str, Any], path: str) -> bytes:
    try:
        raw = base64.b64decode("".join(str(attachment["data"]).split()), validate=True)
    except (binascii.Error, ValueError):
        raise WrongDocument("not-base64", f"{path}.data", "the data is not base64 (RFC 4648, section 4)") from None
    told = attachment.get("hash")
    if told is not None and told != base64.b64encode(hashlib.sha1(raw, usedforsecurity=False).digest()).decode():
        detail = "the data does not have the SHA-1 that hash tells; one of the two was changed on the way"
        raise WrongDocument("wrong-hash", f"{path}.hash", detail)
    return raw


def _decoded(raw: bytes, attachment: Mapping[str, Any], path: str) -> str:
    told = _CHARSET.search(str(attachment["contentType"]))
    charset = told[1].lower() if told else "utf-8"
    if charset not in _CHARSETS:
        detail = f"the charset is not one of {', '.join(_CHARSETS)}; send utf-8"
        raise WrongDocument("unknown-charset", f"{path}.contentType", detail)
    try:
        return raw.decode(_CHARSETS[charset])
    except UnicodeDecodeError as error:
        detail = f"the data is not valid {charset} at byte {error.start}; say the right charset, or send utf-8"
        raise WrongDocument("wrong-charset", f"{path}.data", detail) from None


def _reference(document: Mapping[str, Any], raw: bytes) -> dict[str, Any]:
    """Return a Reference to the document: by id, else by identifier, else by the hash of its bytes (RFC 6920)."""
    if document.get("id"):
        return {"reference": f"DocumentReference/{document['id']}", "type": "DocumentReference"}
    identifier = _found(document.get("masterIdentifier")) or _first(document.get("identifier"))
    if identifier is None:
        digest = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
        identifier = {"system": "urn:ietf:rfc:3986", "value": f"ni:///sha-256;{digest}"}
    return {"type": "DocumentReference", "identifier": dict(identifier)}


def _day(document: Mapping[str, Any]) -> date | None:
    """Return the day on which the service began, as it is written there: an hour's zone does not move it."""
    period = _found(_found(document.get("context"), {}).get("period"), {})
    written = _DAY.match(str(period.get("start", "")))
    return date.fromisoformat(written[0]) if written else None  # that there is such a day was checked


def _first(value: Any) -> Mapping[str, Any] | None:
    return _found(value[0]) if value else None


def _found(value: Any, otherwise: Any = None) -> Any:
    return value or otherwise
