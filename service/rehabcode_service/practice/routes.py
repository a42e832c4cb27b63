"""Practice over HTTP: a case in, an answer out, and only then what was right."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from rehabcode.records import Later
from rehabcode_service.bodies import StrictRoute
from rehabcode_service.openapi import problems
from rehabcode_service.practice.desk import Desk
from rehabcode_service.practice.explained import explained, shown_progress
from rehabcode_service.practice.schemas import (
    AnswerIn,
    DealtOut,
    FeedbackOut,
    LearnerIn,
    LearnerOut,
    NextOut,
    ProgressOut,
    offsets_of,
)

if TYPE_CHECKING:
    from rehabcode import Suggester

_Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "The case is answered already."}}


def practice_router(desk: Later[Desk], suggester: Suggester) -> APIRouter:
    """Return the routes of practice. They run in the thread pool: each reads or writes the database."""
    router = APIRouter(route_class=StrictRoute, tags=["practice"])
    _add_learners(router, desk)
    _add_cases(router, desk, suggester)
    page = files("rehabcode_service").joinpath("web/practice.html").read_text(encoding="utf-8")

    @router.get("/practice", include_in_schema=False)
    async def show_page() -> HTMLResponse:
        """Answer with the page."""
        return HTMLResponse(page)

    return router


def _add_learners(router: APIRouter, desk: Later[Desk]) -> None:
    @router.post("/v1/practice/learners", responses=problems(400, 415, 422), summary="Enter as a learner")
    def enter(learner: LearnerIn) -> LearnerOut:
        """Answer with the learner of a name, made where there is none yet."""
        return LearnerOut(learner_id=desk.get().enter(learner.name), name=learner.name)

    @router.delete(
        "/v1/practice/learners/{learner_id}",
        status_code=204,
        responses=problems(404, 422),
        summary="Delete a learner with all that is theirs",
    )
    def forget(learner_id: _Id) -> None:
        """Delete what was dealt to, answered by and learned of a learner."""
        desk.get().learners.delete(learner_id)

    @router.get(
        "/v1/practice/learners/{learner_id}/progress",
        responses=problems(404, 422),
        summary="How far a learner has come",
    )
    def progress(learner_id: _Id) -> ProgressOut:
        """Answer with accuracy by code, confusions, streak and what is due."""
        return shown_progress(desk.get().progress(learner_id))


def _add_cases(router: APIRouter, desk: Later[Desk], suggester: Suggester) -> None:
    @router.post("/v1/practice/learners/{learner_id}/cases", responses=problems(404, 422), summary="Have a case dealt")
    def deal(learner_id: _Id) -> NextOut:
        """Deal what is due, else what is new; a case that waits for its answer is dealt again."""
        dealt = desk.get().deal(learner_id)
        due = desk.get().next_due(learner_id)
        return NextOut(case=None if dealt is None else DealtOut.of(dealt), next_due=due)

    @router.post(
        "/v1/practice/attempts/{attempt_id}",
        responses=problems(400, 404, 415, 422) | _CONFLICT,
        summary="Answer a case, and see what was right",
    )
    def answer(attempt_id: _Id, given: AnswerIn) -> FeedbackOut:
        """Grade an answer. It is taken once, for the gold is shown with it."""
        opened = desk.get()
        case = opened.case_of(attempt_id)
        feedback = opened.answer(attempt_id, given.received(offsets_of(case, given.offset_unit)))
        return explained(feedback, opened.codebook, suggester, given.offset_unit)
