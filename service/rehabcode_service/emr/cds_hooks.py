"""CDS Hooks 2.0.1: which services there are, cards for a call, and what became of the cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from rehabcode_service.emr.hook_calls import answer_call, shown_cards
from rehabcode_service.emr.hook_schemas import (
    CardsOut,
    Feedback,
    FeedbackIn,
    HookRequest,
    HookServiceOut,
    HookServicesOut,
    SourceOut,
)
from rehabcode_service.emr.hook_services import HookService, hook_services
from rehabcode_service.emr.ledger import Ledger, Outcome
from rehabcode_service.emr.routes import FhirRoute, outcomes
from rehabcode_service.emr.tokens import TokenCheck

if TYPE_CHECKING:
    from rehabcode import Suggester

_Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, bearerFormat="JWT", description="Signed by an allowed issuer, once a call.")),
]
_REFUSED = outcomes(400, 401, 404, 413, 415, 422)


def cds_router(suggester: Suggester, check: TokenCheck, ledger: Ledger, base_url: str) -> APIRouter:
    """Return the CDS services at the public address `base_url`, to which every token must be addressed."""
    router = APIRouter(prefix="/cds-services", route_class=FhirRoute, tags=["cds hooks"])
    services = HookServicesOut(services=[HookServiceOut.of(one) for one in hook_services().values()])
    source = SourceOut(label="rehabcode", url=base_url)
    signed = Depends(_signed(check, f"{base_url}/cds-services"))
    named = Path(description="One of those that discovery lists.", json_schema_extra={"enum": [*hook_services()]})

    @router.get(
        "",
        responses=outcomes(401),
        dependencies=[signed],
        response_model_exclude_none=True,
        summary="List the services",
    )
    def discover() -> HookServicesOut:
        """Answer with every service: its hook, and what it asks to be sent along."""
        return services

    @router.post(
        "/{service_id}",
        responses={**_REFUSED, **outcomes(412)},
        response_model_exclude_none=True,
        summary="Call a service",
    )
    def call(body: HookRequest, service_id: str = named, issuer: str = signed) -> CardsOut:
        """Answer with cards for the notes of the call: drafts for a person to accept, or no card at all."""
        answered = answer_call(suggester, body, _service(service_id), source, datetime.now(UTC))
        ledger.show(shown_cards(answered, issuer, service_id, suggester.versions))
        return CardsOut(cards=[proven.card for _, proven in answered])

    @router.post(
        "/{service_id}/feedback",
        responses={200: {"description": "Kept", "content": {}}, **_REFUSED},
        response_class=Response,
        summary="Tell what became of cards",
    )
    def take_feedback(body: FeedbackIn, service_id: str = named, issuer: str = signed) -> Response:
        """Keep what became of cards. Told twice, it stands once."""
        _service(service_id)
        ledger.tell(outcome for one in body.feedback for outcome in _outcomes(one, issuer, service_id))
        return Response()

    return router


def _signed(check: TokenCheck, root: str) -> Callable[..., str]:
    """Return what checks the token of a call, and gives its issuer."""

    def issuer(request: Request, credentials: _Bearer) -> str:
        token = credentials.credentials if credentials is not None else None
        return check.issuer(token, _addresses(root, request))

    return issuer


def _addresses(root: str, request: Request) -> list[str]:
    """Return what a token may be addressed to: the address called, and for feedback also the service's own."""
    service = request.path_params.get("service_id")
    if service is None:
        return [root]
    own = f"{root}/{service}"
    return [f"{own}/feedback", own] if request.scope["route"].path.endswith("/feedback") else [own]


def _service(service_id: str) -> HookService:
    try:
        return hook_services()[service_id]
    except KeyError:
        raise HTTPException(404, f"no such service; there are {', '.join(hook_services())}") from None


def _outcomes(feedback: Feedback, issuer: str, service: str) -> Iterator[Outcome]:
    """Yield one outcome a suggestion that was accepted, or one for the card as a whole."""
    reason = feedback.override_reason.reason if feedback.override_reason is not None else None
    system, code = (None, None) if reason is None else (reason.system, reason.code)
    at = feedback.outcome_timestamp.astimezone(UTC).isoformat(timespec="microseconds")
    accepted = feedback.outcome == "accepted"
    for suggestion in [one.id for one in feedback.accepted_suggestions] if accepted else [""]:
        yield Outcome(issuer, service, feedback.card, suggestion, feedback.outcome, system, code, at)
