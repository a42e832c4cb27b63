"""What the page of the review sends and gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rehabcode_service.backcoding.review.decisions import Decision
from rehabcode_service.backcoding.review.measures import Agreement, Measures
from rehabcode_service.offsets import Offsets

Reviewer = Annotated[str, Field(min_length=1, max_length=100)]


class DecisionIn(BaseModel):
    """What is decided of one code; `changed_to` is the better code, for a change alone."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=r"^[0-9A-Z]{5}$")
    verdict: Literal["accept", "change", "reject", "add"]
    changed_to: str | None = Field(default=None, pattern=r"^[0-9A-Z]{5}$")

    @model_validator(mode="after")
    def _whole(self) -> DecisionIn:
        if (self.changed_to is None) == (self.verdict == "change"):
            raise ValueError("changed_to goes with the verdict change, and with no other")
        return self


class ReviewIn(BaseModel):
    """All decisions on a note, and for how many seconds it was looked at."""

    model_config = ConfigDict(extra="forbid")

    decisions: list[DecisionIn] = Field(max_length=50)
    seconds: float = Field(ge=0, le=86_400)

    @model_validator(mode="after")
    def _once(self) -> ReviewIn:
        codes = [one.code for one in self.decisions]
        if len(set(codes)) < len(codes):
            raise ValueError("a code is decided on twice")
        return self


def note_out(row: Mapping[str, Any], decided: list[Decision]) -> dict[str, Any]:
    """Return a note of the queue with its offsets as JavaScript counts them, and what was decided before."""
    offsets = Offsets(row["text"], "utf16")
    answer = row["answer"]
    suggestions = [
        {
            **one,
            "evidence": [
                {**span, "start": offsets.sent(span["start"]), "end": offsets.sent(span["end"])}
                for span in one["evidence"]
            ],
        }
        for one in answer["suggestions"]
    ]
    return {
        **answer, "suggestions": suggestions, "row": row["source_row"], "note_id": row["note_id"], "text": row["text"],
        "drawn": row["drawn"], "decided": [one._asdict() for one in decided],
    }  # fmt: skip


def measures_out(found: Measures) -> dict[str, Any]:
    """Return what the decisions tell."""
    return {
        "notes": found.notes, "seconds": found.seconds, "reviewers_agree": found.reviewers_agree,
        "at_random": _agreement(found.at_random), "uncertain": _agreement(found.uncertain),
        "by_code": {code: _agreement(one) for code, one in found.by_code.items()},
    }  # fmt: skip


def _agreement(one: Agreement) -> dict[str, Any]:
    return {**asdict(one), "share": one.share, "interval": one.interval}
