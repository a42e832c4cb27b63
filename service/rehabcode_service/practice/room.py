"""Practice, put together: bank, store and desk. Nothing is opened before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.requests import Request

from rehabcode.codebook import Codebook
from rehabcode.errors import RehabcodeError
from rehabcode.records import Later
from rehabcode.shelf import data_folder
from rehabcode_service.practice.cases import CaseBank
from rehabcode_service.practice.desk import AlreadyAnswered, Desk
from rehabcode_service.practice.routes import practice_router
from rehabcode_service.problems import answer
from rehabcode_service.settings import Settings
from rehabcode_service.store.database import Database, StoreError
from rehabcode_service.store.learners import Learners, UnknownAttempt, UnknownLearner

if TYPE_CHECKING:
    from rehabcode import Suggester

_ANSWERS = {UnknownLearner: 404, UnknownAttempt: 404, AlreadyAnswered: 409, StoreError: 503}


def add_practice(app: FastAPI, suggester: Suggester, settings: Settings) -> None:
    """Add practice to the app. Its database is opened, and made, when the first learner comes."""
    desk = Later(lambda: open_desk(settings, suggester.codebook))
    for error in _ANSWERS:
        app.exception_handler(error)(_problem)
    app.include_router(practice_router(desk, suggester))


def open_desk(settings: Settings, codebook: Codebook) -> Desk:
    """Open the desk over the database of the settings. Raises StoreError and KnowledgeError."""
    url = settings.practice_database
    if url is None:
        url = f"sqlite:///{(settings.data_folder or data_folder()) / 'practice.sqlite'}"
    return Desk(CaseBank.load(), Learners(Database.open(url)), codebook)


def _problem(request: Request, error: RehabcodeError) -> JSONResponse:
    kind = {409: "already-answered", 503: "no-database"}.get(_ANSWERS[type(error)], "")
    return answer(request, _ANSWERS[type(error)], kind, str(error))
