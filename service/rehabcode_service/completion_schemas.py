"""What completing takes and gives over the wall, in pydantic."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

from rehabcode.completer import Completion, InvalidCursor
from rehabcode_service.offsets import Offsets, OffsetUnit
from rehabcode_service.schemas import Revision, encodable


class CompletionsIn(BaseModel):
    """A note that is being written, and where."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, BeforeValidator(encodable)] = Field(
        description="The note as it stands in the editor; it is neither kept nor changed."
    )
    cursor: Annotated[StrictInt, Field(ge=0)] = Field(description="The offset of the cursor.")
    offset_unit: OffsetUnit = Field(
        default="codepoint", description="What offsets count; `utf16` for JavaScript, Java and C#."
    )
    revision: Annotated[Revision | None, BeforeValidator(encodable)] = Field(
        default=None, description="Sent back as it came, so that a stale answer can be dropped."
    )

    def position(self) -> int:
        """Return the cursor in code points. Raises InvalidCursor where it cuts a character in two."""
        try:
            return Offsets(self.text, self.offset_unit).received(self.cursor)
        except ValueError:
            raise InvalidCursor(
                "the cursor stands between the two units of one character; set it before or after"
            ) from None


class CompletionOut(BaseModel):
    """An offer: `insert` takes the place of the text from `start` to `end`. It adds no fact but what it says."""

    start: int
    end: int
    insert: str
    label: str = Field(description="The whole phrase, for a list.")
    technique: str = Field(description="The technique that it names; `described` where it names none.")
    codes: list[str] = Field(description="The codes that it would support here, were it done; likeliest first.")
    add: str = Field(description="What its first code asks for beside, to be shown and not inserted; may be empty.")
    score: float = Field(ge=0, le=1, description="Its share of all that could follow.")


class CompletionsOut(BaseModel):
    """The offers at the cursor, best first; none inside a word."""

    completions: list[CompletionOut]
    version: str = Field(description="What made the offers.")
    offset_unit: OffsetUnit
    revision: Revision | None

    @classmethod
    def of(cls, found: tuple[Completion, ...], asked: CompletionsIn, version: str) -> CompletionsOut:
        """Return the answer as it is sent, in the caller's unit."""
        offsets = Offsets(asked.text, asked.offset_unit)
        return cls(
            completions=[_completion(one, offsets) for one in found],
            version=version,
            offset_unit=asked.offset_unit,
            revision=asked.revision,
        )


def _completion(one: Completion, offsets: Offsets) -> CompletionOut:
    return CompletionOut(
        start=offsets.sent(one.start),
        end=offsets.sent(one.end),
        insert=one.insert,
        label=one.label,
        technique=one.technique,
        codes=list(one.codes),
        add=one.add,
        score=one.score,
    )
