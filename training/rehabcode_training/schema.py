"""The wall between the corpus files and the records: what a row must look like.

Messages name fields and sizes, never words of a note.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rehabcode.records import Assertion

Code = Annotated[str, Field(pattern=r"^[0-9A-Z]{5}$")]
Kind = Literal[
    "daily", "evaluation", "re-evaluation", "progress", "discharge", "group", "caregiver", "non-therapy", "other"
]
Certainty = Literal["stated", "clear", "arguable"]


class Row(BaseModel):
    """A strict row: an unknown field is a misspelt one."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SpanRow(Row):
    """Half-open offsets in code points, with the words that stand there."""

    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)


class TrapRow(SpanRow):
    """Words that name a technique and support no code."""

    code: Code
    assertion: Assertion

    @model_validator(mode="after")
    def _is_not_performed(self) -> Self:
        if self.assertion == "performed":
            raise ValueError("a trap is never 'performed'")
        return self


class CodeRow(Row):
    """A code that the note supports; `certainty` and `alt` are for notes that others wrote."""

    code: Code
    minutes: int | None = Field(default=None, ge=0)
    evidence: list[SpanRow] = Field(min_length=1)
    certainty: Certainty = "clear"
    alt: list[Code] = []
    why: str = ""


class NoteRow(Row):
    """One note of the corpus, with its labels."""

    id: str = Field(min_length=1)
    group: str = Field(min_length=1)
    author: str = ""
    discipline: Literal["PT", "OT", ""] = ""
    kind: Kind
    style: str = ""
    setting: str = ""
    text: str = Field(min_length=1)
    codes: list[CodeRow]
    traps: list[TrapRow]
    source: str = ""
    licence: str = ""

    @model_validator(mode="before")
    @classmethod
    def _say_evaluation_in_full(cls, row: object) -> object:
        """The notes that others wrote say `eval` where the corpus says `evaluation`."""
        if isinstance(row, dict) and row.get("kind") == "eval":
            return {**row, "kind": "evaluation"}
        return row

    @model_validator(mode="after")
    def _quotes_stand_where_they_say(self) -> Self:
        evidence = ((f"evidence of {code.code}", span) for code in self.codes for span in code.evidence)
        traps = ((f"trap of {trap.code}", trap) for trap in self.traps)
        for name, span in (*evidence, *traps):
            if self.text[span.start : span.end] != span.quote:
                raise ValueError(f"the {name} at {span.start}-{span.end} is not what stands there in the text")
        return self

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        codes = [code.code for code in self.codes]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"labelled twice: {', '.join(twice)}")
        return self
