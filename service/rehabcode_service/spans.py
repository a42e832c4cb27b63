"""A stretch of the note as it goes over the wall, counted in the caller's unit."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from rehabcode_service.offsets import Offsets


def _sent(offset: int, info: ValidationInfo) -> int:
    return info.context.sent(offset) if isinstance(info.context, Offsets) else offset


Offset = Annotated[int, BeforeValidator(_sent)]
"""An offset; a record that is validated in the context of `Offsets` is brought into the caller's unit."""


class SpanOut(BaseModel):
    """A stretch of the note: from `start` up to, not with, `end`."""

    model_config = ConfigDict(from_attributes=True)

    start: Offset
    end: Offset
    quote: str
