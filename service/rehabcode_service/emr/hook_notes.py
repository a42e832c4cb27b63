"""The notes that a call of a CDS service brings along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException

from rehabcode_service.emr.documents import NoteDocument, WrongDocument, read_document
from rehabcode_service.emr.hook_schemas import HookContext, HookRequest
from rehabcode_service.emr.hook_services import HookService

_VERSION = re.compile("/_history/[^/]+$")


class MissingPrefetch(HTTPException):
    """What the service asks to be sent along is not there, and nothing is fetched here."""

    def __init__(self, detail: str) -> None:
        super().__init__(412, detail)


def hook_notes(call: HookRequest, service: HookService) -> tuple[NoteDocument, ...]:
    """Return the notes of a call, none where the client knows none.

    Raises MissingPrefetch for a prefetch that is missing, failed or brings documents without their text, and
    WrongDocument for a document that is not right, or is another patient's.
    """
    if service.context_note:
        if call.context.note is None:
            raise WrongDocument("no-note", "context.note", "the context needs note, a DocumentReference")
        return (_of_the_patient(read_document(call.context.note), call.context),)
    documents = [document for key in service.prefetch for document in _prefetched(call, key)][: service.most_notes]
    readable = [document for document in documents if _has_text(document)]
    if documents and not readable:
        raise MissingPrefetch("no prefetched document has its text in attachment.data; nothing is fetched here")
    return tuple(_of_the_patient(read_document(document), call.context) for document in readable)


def _prefetched(call: HookRequest, key: str) -> list[Any]:
    """Return the documents of one prefetch key, which holds a searchset, one document, or null for none.

    A searchset may bring other resources beside what was searched for: they are passed over.
    """
    prefetch = call.prefetch or {}
    if key not in prefetch:
        raise MissingPrefetch(f"the prefetch {key} is missing; send it, as discovery asks: nothing is fetched here")
    found = prefetch[key]
    if _kind(found) == "Bundle":
        entries = found.get("entry")
        listed = entries if isinstance(entries, list) else []
        resources = [entry.get("resource") for entry in listed if isinstance(entry, Mapping)]
        documents = [resource for resource in resources if _kind(resource) == "DocumentReference"]
    else:
        resources = documents = [] if found is None else [found]
    if [_kind(resource) for resource in resources] == ["OperationOutcome"]:
        raise MissingPrefetch(f"the prefetch {key} failed at the client: it is an OperationOutcome")
    return documents


def _kind(resource: Any) -> Any:
    return resource.get("resourceType") if isinstance(resource, Mapping) else None


def _has_text(document: Any) -> bool:
    """Return whether the document can be read at all; one that is no document is, to be told so."""
    contents = document.get("content") if isinstance(document, Mapping) else None
    if not isinstance(contents, list) or not contents:
        return True
    attachments = [content.get("attachment") for content in contents if isinstance(content, Mapping)]
    return any(isinstance(one, Mapping) and one.get("data") for one in attachments)


def _of_the_patient(document: NoteDocument, context: HookContext) -> NoteDocument:
    """Return the document with the context's patient and encounter where it names none."""
    patient = f"Patient/{context.patient_id}"
    told = (document.subject or {}).get("reference")
    if told is not None and not f"/{_VERSION.sub('', told)}".endswith(f"/{patient}"):
        detail = "the document's subject is not the patient of the context; no note of another patient is coded"
        raise WrongDocument("other-patient", "DocumentReference.subject", detail)
    encounter = document.encounter
    if encounter is None and context.encounter_id is not None:
        encounter = {"reference": f"Encounter/{context.encounter_id}"}
    return replace(document, subject=document.subject or {"reference": patient}, encounter=encounter)
