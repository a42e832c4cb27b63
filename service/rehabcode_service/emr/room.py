"""The EMR's routes, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from rehabcode_service.emr.cds_hooks import cds_router
from rehabcode_service.emr.clients import keys_of
from rehabcode_service.emr.fhir import fhir_router
from rehabcode_service.emr.ledger import Ledger
from rehabcode_service.emr.routes import add_document_problems
from rehabcode_service.emr.tokens import TokenCheck
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester


def add_emr(app: FastAPI, suggester: Suggester, settings: Settings) -> None:
    """Add CDS Hooks and FHIR to the app. Without clients in the settings, the CDS services refuse every call."""
    ledger = Ledger(settings.cds_ledger)
    clients = {one.issuer: (one, keys_of(one)) for one in settings.cds_clients}
    add_document_problems(app)
    app.include_router(cds_router(suggester, TokenCheck(clients, ledger), ledger, settings.base_url))
    app.include_router(fhir_router(suggester, settings.base_url))
