"""What goes over the wall in CDS Hooks 2.0.1. Nothing that is sent is null or empty, but for no cards at all."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from rehabcode_service.emr.hook_services import HookService

_Text = Annotated[str, Field(min_length=1)]
_Id = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[A-Za-z0-9\-.]+$")]
_Url = Annotated[str, Field(min_length=1, max_length=1024, pattern=r"^[!-~]+$")]


class _Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class HookContext(_Shape):
    """What every hook served here tells; some tell more."""

    user_id: str = Field(pattern=r"^[A-Za-z]+/[A-Za-z0-9\-.]{1,255}$", description="Such as Practitioner/abc.")
    patient_id: _Id
    encounter_id: _Id | None = None
    note: dict[str, Any] | None = Field(default=None, description="Of org.rehabcode.note-sign: a DocumentReference.")


class HookRequest(_Shape):
    """A call of a service. What is not named here is left unread: the access token of a client among it."""

    hook: _Text
    hook_instance: str = Field(min_length=1, max_length=255)
    context: HookContext
    prefetch: dict[str, Any] | None = None
    extension: dict[str, Any] | None = Field(default=None, description="`org.rehabcode.payer` names whose rules apply.")


class HookServiceOut(_Shape):
    """A service, as discovery lists it."""

    hook: _Text
    title: _Text
    description: _Text
    id: _Text
    prefetch: dict[str, str] | None = None

    @classmethod
    def of(cls, service: HookService) -> HookServiceOut:
        """Return the service as it is sent."""
        prefetch = dict(service.prefetch) or None
        return cls(
            hook=service.hook, title=service.title, description=service.description, id=service.id, prefetch=prefetch
        )


class HookServicesOut(_Shape):
    """Every service."""

    services: list[HookServiceOut]


class ActionOut(_Shape):
    """A draft that is created when a person accepts."""

    type: Literal["create"] = "create"
    description: _Text
    resource: dict[str, Any]


class CardSuggestionOut(_Shape):
    """What a person may accept. None is marked as recommended: a client might select it unasked."""

    label: _Text
    uuid: _Text
    actions: list[ActionOut] = Field(min_length=1)


class CodingOut(_Shape):
    """A reason for which a person may dismiss a card."""

    code: _Text
    system: _Text
    display: _Text


class SourceOut(_Shape):
    """Who says it."""

    label: _Text
    url: _Text | None = None


class CardOut(_Shape):
    """One card."""

    uuid: _Text
    summary: str = Field(min_length=1, max_length=139)
    detail: _Text
    indicator: Literal["info", "warning"]
    source: SourceOut
    suggestions: list[CardSuggestionOut] | None = Field(default=None, min_length=1)
    selection_behavior: Literal["any", "at-most-one"] | None = None
    override_reasons: list[CodingOut] | None = Field(default=None, min_length=1)


class CardsOut(_Shape):
    """The answer to a call. It never has systemActions: nothing is charged without a person."""

    cards: list[CardOut]


class AcceptedSuggestion(_Shape):
    """A suggestion that a person accepted, by its uuid."""

    id: _Id


class ReasonCoding(_Shape):
    """The reason that a person chose."""

    code: _Url
    system: _Url


class OverrideReason(_Shape):
    """Why a card was dismissed. What a person wrote beside it is left unread: it may tell of a patient."""

    reason: ReasonCoding | None = None


class Feedback(_Shape):
    """What became of one card."""

    card: _Id
    outcome: Literal["accepted", "overridden"]
    accepted_suggestions: list[AcceptedSuggestion] = Field(default=[], max_length=100)
    override_reason: OverrideReason | None = None
    outcome_timestamp: AwareDatetime

    @model_validator(mode="after")
    def _names_what_was_accepted(self) -> Feedback:
        if self.outcome == "accepted" and not self.accepted_suggestions:
            raise ValueError("an accepted outcome needs acceptedSuggestions")
        return self


class FeedbackIn(_Shape):
    """What became of cards."""

    feedback: list[Feedback] = Field(min_length=1, max_length=1000)
