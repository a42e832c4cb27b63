"""The codebook as it goes over the wall. All is in our own words; official descriptors are the AMA's."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from rehabcode.codebook import Codebook
from rehabcode.codes import Code


class CodeOut(BaseModel):
    """A code, in short."""

    code: str
    name: str
    description: str
    timed: bool = Field(description="Whether minutes become units.")
    unit_minutes: int | None = Field(description="The minutes of one unit; null for an untimed code.")
    disciplines: list[str] = Field(description="Who may bill it.")
    add_on_to: str | None = Field(description="The code without which it is never billed; null where it stands alone.")
    valid_from: date | None = Field(description="Its first date of service; null where that is not known.")
    valid_until: date | None = Field(description="Its last date of service; null while it is in force.")

    @classmethod
    def of(cls, code: Code) -> CodeOut:
        """Return the code as it is sent."""
        return cls(
            code=code.code,
            name=code.name,
            description=code.description,
            timed=code.timing.timed,
            unit_minutes=code.timing.base_minutes,
            disciplines=list(code.who),
            add_on_to=code.add_on_to,
            valid_from=code.valid.first if code.valid else None,
            valid_until=code.valid.last if code.valid else None,
        )


class CodesOut(BaseModel):
    """The codebook: every code, in its order."""

    version: str
    codes: list[CodeOut]

    @classmethod
    def of(cls, codebook: Codebook) -> CodesOut:
        """Return the whole codebook as it is sent."""
        return cls(version=codebook.version, codes=[CodeOut.of(code) for code in codebook])


class DocumentationOut(BaseModel):
    """One thing that a note must or should say."""

    text: str
    level: str


class LookAlikeOut(BaseModel):
    """What the code is mistaken for, and the question that tells them apart."""

    other: str | None = Field(description="The other code, or a family of codes in words; null where there is none.")
    question: str
    choose_this_if: str
    choose_other_if: str


class CodeDetailOut(CodeOut):
    """A code, with what it asks of a note and what it is mistaken for."""

    labels: list[str] = Field(description="What notes call it.")
    documentation: list[DocumentationOut]
    look_alikes: list[LookAlikeOut]
    caveats: list[str]

    @classmethod
    def looked_up(cls, codebook: Codebook, code: str) -> CodeDetailOut:
        """Return all that the codebook says of one code. Raises UnknownCode."""
        row = codebook[code]
        return cls(
            **CodeOut.of(row).model_dump(),
            labels=list(row.common_labels),
            documentation=[DocumentationOut(text=one.text, level=one.level) for one in codebook.documentation(code)],
            look_alikes=[
                LookAlikeOut(
                    other=one.other or one.family,
                    question=one.question,
                    choose_this_if=one.choose_this_if,
                    choose_other_if=one.choose_other_if,
                )
                for one in codebook.look_alikes(code)
            ],
            caveats=[one.text for one in codebook.caveats(code)],
        )
