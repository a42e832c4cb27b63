"""FHIR bulk export: DocumentReference resources, one a line, plain or packed."""

from __future__ import annotations

from collections.abc import Iterator

from rehabcode_service.backcoding.sources.file_source import FileSource
from rehabcode_service.backcoding.sources.files import opened
from rehabcode_service.backcoding.sources.json_lines import read_object
from rehabcode_service.backcoding.sources.lines import lines
from rehabcode_service.backcoding.sources.rows import BadRow, SourceRow
from rehabcode_service.emr.documents import NoteDocument, WrongDocument, read_document


class FhirBulk(FileSource):
    """The notes of DocumentReferences of R4B. Resources of other types, which exports hold too, are passed over."""

    kind = "FHIR DocumentReference"
    columns: tuple[str, ...] = ("note_id", "text", "date_of_service", "clinician", "patient")

    def rows(self, wanted: frozenset[str] | None = None, key: str | None = None) -> Iterator[SourceRow | BadRow]:  # noqa: ARG002  (a resource has its own names)
        """Yield the notes of all files."""
        self.restart()
        for file in self.files:
            with opened(file) as read:
                for line in lines(read):
                    self.reading(read.taken)
                    row = _row(line.text, f"{file.name}, line {line.number}") if line.text.strip() else None
                    if row is not None:
                        yield row
            self.finished(file)


def is_fhir(text: str) -> bool:
    """Tell whether a line holds a FHIR resource."""
    value = read_object(text, "")
    return not isinstance(value, BadRow) and isinstance(value.get("resourceType"), str)


def _row(text: str, place: str) -> SourceRow | BadRow | None:
    value = read_object(text, place)
    if isinstance(value, BadRow):
        return value
    if value.get("resourceType") != "DocumentReference":
        return None
    try:
        document = read_document(value)
    except WrongDocument as error:
        return BadRow(place, str(error.detail))
    own = value.get("id")
    return SourceRow(place, {"note_id": own if isinstance(own, str) else None, **_beside(document)})


def _beside(document: NoteDocument) -> dict[str, object]:
    return {
        "text": document.text,
        "date_of_service": document.day,
        "clinician": _named(document.author),
        "patient": _named(document.subject),
    }


def _named(reference: object) -> str | None:
    """Return the reference or, where it has none, the name that is shown for it."""
    if not isinstance(reference, dict):
        return None
    named = reference.get("reference") or reference.get("display")
    return named if isinstance(named, str) else None
