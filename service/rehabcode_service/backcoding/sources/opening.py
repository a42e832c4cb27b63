"""Which kind of source a location is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.sources.delimited import DelimitedFiles
from rehabcode_service.backcoding.sources.fhir_bulk import FhirBulk, is_fhir
from rehabcode_service.backcoding.sources.files import Place, SourceFile, find_place, list_files, opened
from rehabcode_service.backcoding.sources.json_lines import JsonLines
from rehabcode_service.backcoding.sources.lines import lines
from rehabcode_service.backcoding.sources.parquet import ParquetFiles
from rehabcode_service.backcoding.sources.rows import Source
from rehabcode_service.backcoding.sources.sql import SqlQuery
from rehabcode_service.backcoding.sources.text_folder import TextFolder

Format = Literal["parquet", "csv", "jsonl", "fhir", "text"]
FORMATS: tuple[str, ...] = get_args(Format)

_BY_SUFFIX: dict[str, Format] = {
    ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "jsonl", ".txt": "text", ".text": "text",
}  # fmt: skip
_MADE: dict[Format, Callable[[Place, list[SourceFile]], Source]] = {
    "parquet": ParquetFiles, "csv": DelimitedFiles, "jsonl": JsonLines, "fhir": FhirBulk, "text": TextFolder,
}  # fmt: skip


def open_source(location: str, *, form: Format | None = None, query: str | None = None) -> Source:
    """Open a path, a URL of a filesystem, or with a `query` a database URL. `form` is None where endings tell it.

    Raises RunRefused, which says what is wrong and what helps.
    """
    if query is not None:
        return SqlQuery(location, query)
    files = list_files(place := find_place(location))
    if form is None:
        form, files = _form(place, files)
    return _MADE[form](place, files)


def _form(place: Place, files: list[SourceFile]) -> tuple[Format, list[SourceFile]]:
    """Return the format of the most files, and those that have it."""
    forms = [_BY_SUFFIX.get(file.suffix) for file in files]
    known = [form for form in forms if form is not None]
    if not known:
        kinds = ", ".join(sorted({file.suffix or "none" for file in files})[:5])
        raise RunRefused(
            f"{place.name}: the ending ({kinds}) tells no format; give --format, one of {', '.join(FORMATS)}"
        )
    form = max(dict.fromkeys(known), key=known.count)
    kept = [file for file, own in zip(files, forms, strict=True) if own == form]
    if form == "jsonl" and _holds_fhir(kept[0]):
        return "fhir", kept
    return form, kept


def _holds_fhir(file: SourceFile) -> bool:
    with opened(file) as read:
        return any(is_fhir(line.text) for line, _ in zip(lines(read), range(5), strict=False))
