"""FHIR bulk files of R4B: a ChargeItem for each suggestion and the Provenance that names the AI as its author."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from rehabcode.records import BilledModifier, Evidence, Suggestion, Versions
from rehabcode_service.backcoding.durable import whole_file
from rehabcode_service.backcoding.outputs import Tables, part_name
from rehabcode_service.emr.authorship import device, provenance
from rehabcode_service.emr.charges import Charge
from rehabcode_service.emr.documents import NoteDocument
from rehabcode_service.emr.drafts import Resource, charge_item

KINDS = ("ChargeItem", "Provenance")
_DATA = "DocumentReference.content[0].attachment.data"


class FhirFiles:
    """Writes fhir/ChargeItem and fhir/Provenance as NDJSON."""

    folders: Sequence[str] = tuple(f"fhir/{kind}" for kind in KINDS)

    def write(self, folder: Path, part: int, tables: Tables) -> None:
        """Write the resources of a part; notes without a suggestion have none."""
        notes = {row["source_row"]: row for row in tables["notes"].to_pylist()}
        of_kind: dict[str, list[Resource]] = {kind: [] for kind in KINDS}
        for row, own in groupby(tables["suggestions"].to_pylist(), key=lambda one: one["source_row"]):
            for resource in _resources(notes[row], list(own)):
                of_kind[resource["resourceType"]].append(resource)
        for kind, resources in of_kind.items():
            with whole_file(folder / "fhir" / kind / f"{part_name(part)}.ndjson") as beside:
                beside.write_text(
                    "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in resources), encoding="utf-8"
                )


def _resources(note: Mapping[str, Any], suggestions: Sequence[Mapping[str, Any]]) -> Iterable[Resource]:
    document = _document(note)
    author = device(Versions(note["rehabcode_version"], note["ranker_version"], note["codebook_version"]))
    items = []
    for one in suggestions:
        item = charge_item(_charge(one), document, author)
        items.append({**item, "id": _id(note["note_id"], note["source_row"], one["code"])})
    yield from items
    targets = [f"ChargeItem/{item['id']}" for item in items]
    made = provenance(targets, "#rehabcode", document, note["created_at"])
    yield {**made, "id": _id(note["note_id"], note["source_row"]), "contained": [author]}


def _document(note: Mapping[str, Any]) -> NoteDocument:
    patient, own = note["patient"], note["note_id"]
    subject = None if patient is None else {"reference": patient if "/" in patient else f"Patient/{patient}"}
    reference = {"type": "DocumentReference", "identifier": {"value": own}}
    return NoteDocument("", _DATA, reference, subject, None, None, None, note["date_of_service"])


def _charge(one: Mapping[str, Any]) -> Charge:
    evidence = tuple(Evidence(**span) for span in one["evidence"])
    suggestion = Suggestion(one["code"], one["name"], one["score"], evidence, one["minutes"], one["note"])
    modifiers = tuple(BilledModifier(each, "", "") for each in one["modifiers"])
    return Charge(suggestion, one["units"], None, one["caution"], modifiers)


def _id(*what: object) -> str:
    """Return an id that is the same in every run, of signs that FHIR allows in one."""
    return hashlib.sha256("\0".join(map(str, what)).encode()).hexdigest()[:32]
