"""Practice over the wall, in pydantic: what is dealt says nothing of the answer; feedback says all of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from rehabcode.records import Assertion
from rehabcode_service.offsets import Offsets, OffsetUnit
from rehabcode_service.practice.answers import Answer, AnsweredCode, InvalidAnswer, Marked
from rehabcode_service.practice.cases import Asked, Case, Level
from rehabcode_service.practice.desk import Dealt
from rehabcode_service.practice.grading import PartName, Verdict
from rehabcode_service.spans import SpanOut


class LearnerIn(BaseModel):
    """Who practises."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(
        min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$", description="A name or a handle, unique here."
    )


class LearnerOut(BaseModel):
    """A learner; the id stands in the paths of their practice."""

    learner_id: str
    name: str


class DealtOut(BaseModel):
    """A case to answer. Neither its title nor its skills are told: they would give the answer away."""

    attempt_id: str
    level: Level
    discipline: Literal["PT", "OT"]
    payer: str = Field(description="Whose rules count units and edits.")
    asks: list[Asked] = Field(description="What is graded beside codes and evidence.")
    text: str

    @classmethod
    def of(cls, dealt: Dealt) -> DealtOut:
        """Show a case without its gold."""
        case = dealt.case
        return cls(
            attempt_id=dealt.attempt_id,
            level=case.level,
            discipline=case.discipline,
            payer=case.payer,
            asks=list(case.asks),
            text=case.text,
        )


class NextOut(BaseModel):
    """The next case; null where nothing is due and nothing is new."""

    case: DealtOut | None
    next_due: datetime | None = Field(description="When the first skill is due again, null before the first answer.")


class MarkedIn(BaseModel):
    """A stretch of the note that was marked."""

    model_config = ConfigDict(extra="forbid")

    start: StrictInt = Field(ge=0, le=10_000_000)
    end: StrictInt = Field(ge=0, le=10_000_000)


class AnsweredCodeIn(BaseModel):
    """A code with the words that prove it."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=5, max_length=5)
    evidence: list[MarkedIn] = Field(default_factory=list, max_length=50)
    units: StrictInt | None = Field(default=None, ge=0, le=99)
    modifiers: list[Annotated[str, Field(pattern="^[A-Z0-9]{2}$")]] = Field(default_factory=list, max_length=4)


class AnswerIn(BaseModel):
    """An answer; no codes is an answer too."""

    model_config = ConfigDict(extra="forbid")

    codes: list[AnsweredCodeIn] = Field(default_factory=list, max_length=50)
    offset_unit: OffsetUnit = Field(default="codepoint", description="What the offsets count, here and in feedback.")

    def received(self, offsets: Offsets) -> Answer:
        """Return the answer in code points. Raises InvalidAnswer for offsets that cut a character in two."""
        try:
            return Answer(
                tuple(
                    AnsweredCode(
                        one.code,
                        tuple(
                            Marked(offsets.received(each.start), offsets.received(each.end)) for each in one.evidence
                        ),
                        one.units,
                        tuple(one.modifiers),
                    )
                    for one in self.codes
                )
            )
        except ValueError as error:
            raise InvalidAnswer(f"evidence: {error}") from error


class _Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PartOut(_Shown):
    """A part of the grade: `earned` of 1, and its weight among the parts of this case."""

    name: PartName
    earned: float
    weight: float


class LineOut(_Shown):
    """One code: what became of it, and why. Of an over-coded one the reasons are those of its traps."""

    code: str
    name: str
    verdict: Verdict
    rationale: str | None
    source: str | None
    evidence: list[SpanOut]
    shared_words: int
    gold_words: int
    marked_words: int
    minutes: int | None
    units: int | None
    answered_units: int | None
    units_right: bool | None = Field(description="Null where the case does not ask.")
    modifiers: list[list[str]] = Field(description="One of each group belongs on the line.")
    answered_modifiers: list[str]
    modifiers_right: bool | None = Field(description="Null where the case does not ask.")


class TrapOut(SpanOut):
    """Words that name a technique and support no code; `fallen` where their code was chosen all the same."""

    code: str
    assertion: Assertion
    rationale: str
    source: str
    fallen: bool


class QuestionOut(_Shown):
    """The question that tells two look-alikes apart."""

    code: str
    other: str
    question: str
    choose_this_if: str
    choose_other_if: str


class ModelOut(_Shown):
    """What the suggester says of the note, and where it differs from the gold."""

    codes: list[str]
    missed: list[str]
    over_coded: list[str]


class FeedbackOut(_Shown):
    """What became of an answer, with every reason."""

    attempt_id: str
    title: str
    score: float
    pass_mark: float
    parts: list[PartOut]
    lines: list[LineOut]
    traps: list[TrapOut]
    questions: list[QuestionOut]
    model: ModelOut | None = Field(description="Null where the suggester cannot read the note.")
    seconds: int
    next_due: datetime | None
    offset_unit: OffsetUnit


class CodeAccuracyOut(_Shown):
    """How often a code came right, was missed, and was chosen without support."""

    code: str
    right: int
    missed: int
    over_coded: int


class ConfusionOut(BaseModel):
    """How often one code was answered where another was supported."""

    expected: str
    answered: str
    times: int


class ProgressOut(_Shown):
    """How far a learner has come; `score` and `seconds` are null before the first answer."""

    answered: int
    passed: int
    score: float | None
    seconds: int | None
    streak: int
    due: int
    next_due: datetime | None
    codes: list[CodeAccuracyOut]
    confusions: list[ConfusionOut]


def offsets_of(case: Case, unit: OffsetUnit) -> Offsets:
    """Return the offsets of a case's note in a unit."""
    return Offsets(case.text, unit)
