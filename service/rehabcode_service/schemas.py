"""What goes over the wall, in pydantic. The HTTP API and `rehabcode suggest --json` send the same.

Offsets are half-open and in the unit that the caller chose; every span carries its quote, so a caller can check
that both sides count alike.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, field_validator

from rehabcode.records import Assertion, Evidence, Mention, NoteSuggestions, Span, Suggestion
from rehabcode_service.billing_schemas import BillingOut, VisitIn
from rehabcode_service.offsets import Offsets, OffsetUnit
from rehabcode_service.spans import SpanOut

_JAVASCRIPT_SAFE = 2**53 - 1
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat alone takes 20261120 and 2026-W47-5 too

_WholeNumber = Annotated[StrictInt, Field(ge=-_JAVASCRIPT_SAFE, le=_JAVASCRIPT_SAFE)]
Revision = _WholeNumber | Annotated[str, Field(max_length=200)]


def iso_date(value: object) -> date | None:
    """Return the date of a string such as 2026-11-20, and None for None.

    Raises ValueError for anything else: pydantic alone would take a number for seconds since 1970.
    """
    if value is None:
        return None
    problem = "a date of service is written YYYY-MM-DD, such as 2026-11-20"
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError(problem)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(problem) from None


def encodable(value: object) -> object:
    """Return what was given. Raises ValueError for a text with a lone surrogate, which cannot be sent back."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(
                f"a lone surrogate at character {error.start}; in JavaScript send text.toWellFormed()"
            ) from None
    return value


class NoteIn(BaseModel):
    """A note, and what is known beside it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="The note exactly as it stands; it is neither kept nor changed.")
    date_of_service: Annotated[date | None, BeforeValidator(iso_date)] = Field(
        default=None,
        description="Only codes valid on this day are suggested; its edits hold, else today's.",
    )
    payer: str | None = Field(
        default=None,
        max_length=100,
        description="Whose rules apply, such as `medicare`; null counts by those too.",
    )
    visit: VisitIn = Field(default_factory=VisitIn, description="What else is known of the visit.")
    offset_unit: OffsetUnit = Field(
        default="codepoint", description="What offsets count; `utf16` for JavaScript, Java and C#."
    )
    revision: Revision | None = Field(
        default=None, description="Sent back as it came, so that a stale answer can be dropped."
    )

    @field_validator("text", "payer", "revision", mode="before")
    @classmethod
    def _encodable(cls, value: object) -> object:
        return encodable(value)


_AnySpan = TypeVar("_AnySpan", bound=SpanOut)


class CueOut(SpanOut):
    """The words that set an assertion."""

    rule: str


class EvidenceOut(SpanOut):
    """Words that prove a code."""

    technique: str
    section: str
    reason: str = Field(description="In plain words, why they count.")


class SuggestionOut(BaseModel):
    """A code put before a person, with the words that it stands on."""

    code: str
    name: str = Field(description="Our own words, unless official descriptors were loaded under a licence.")
    score: float = Field(ge=0, le=1, description="The calibrated probability that the note supports the code.")
    minutes: int | None = Field(description="Documented minutes; null where the note binds none to the code.")
    note: str | None = Field(description="For which code it stands on that day or for that payer; mostly null.")
    evidence: list[EvidenceOut] = Field(min_length=1)


class WithheldOut(SpanOut):
    """A technique that the note names or describes without its having been performed today."""

    technique: str
    codes: list[str]
    assertion: Assertion
    cue: CueOut | None
    section: str
    minutes: int | None


class VersionsOut(BaseModel):
    """What made the answer."""

    rehabcode: str
    ranker: str
    codebook: str


class SuggestionsOut(BaseModel):
    """The answer to one note. `suggestions` and `considered` are each best first."""

    suggestions: list[SuggestionOut]
    considered: list[SuggestionOut] = Field(description="The rest of the ranking, below the operating point.")
    withheld: list[WithheldOut]
    billing: BillingOut
    versions: VersionsOut
    offset_unit: OffsetUnit
    revision: Revision | None
    text_sha256: str = Field(description="SHA-256 of the note in UTF-8: keep it in place of the note.")

    @classmethod
    def of(
        cls, found: NoteSuggestions, note: str, unit: OffsetUnit = "codepoint", revision: int | str | None = None
    ) -> SuggestionsOut:
        """Return the answer as it is sent for this note, in the caller's unit."""
        offsets = Offsets(note, unit)
        versions = found.versions
        return cls(
            suggestions=[_suggestion(one, offsets) for one in found.suggestions],
            considered=[_suggestion(one, offsets) for one in found.considered],
            withheld=[_withheld(mention, offsets) for mention in found.withheld],
            billing=BillingOut.of(found.billing, offsets),
            versions=VersionsOut(rehabcode=versions.rehabcode, ranker=versions.ranker, codebook=versions.codebook),
            offset_unit=unit,
            revision=revision,
            text_sha256=sha256(note.encode("utf-8")).hexdigest(),
        )


def _span(shape: type[_AnySpan], span: Span, offsets: Offsets, **beside: Any) -> _AnySpan:
    return shape(start=offsets.sent(span.start), end=offsets.sent(span.end), quote=span.quote, **beside)


def _suggestion(suggestion: Suggestion, offsets: Offsets) -> SuggestionOut:
    return SuggestionOut(
        code=suggestion.code,
        name=suggestion.name,
        score=suggestion.score,
        minutes=suggestion.minutes,
        note=suggestion.note,
        evidence=[_evidence(evidence, offsets) for evidence in suggestion.evidence],
    )


def _evidence(evidence: Evidence, offsets: Offsets) -> EvidenceOut:
    return _span(
        EvidenceOut,
        evidence,
        offsets,
        technique=evidence.technique,
        section=evidence.section,
        reason=evidence.reason,
    )


def _withheld(mention: Mention, offsets: Offsets) -> WithheldOut:
    return _span(
        WithheldOut,
        mention,
        offsets,
        technique=mention.technique,
        codes=list(mention.codes),
        assertion=mention.assertion,
        cue=None if mention.cue is None else _span(CueOut, mention.cue, offsets, rule=mention.cue.rule),
        section=mention.section,
        minutes=mention.minutes,
    )
