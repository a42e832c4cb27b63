"""Whether the process lives, and whether it can answer. For probes, so outside the OpenAPI document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from rehabcode.records import Versions


def health_router(versions: Versions) -> APIRouter:
    """Return the two probes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Answer as long as the event loop turns, however busy the threads are."""
        return {"status": "alive"}

    @router.get("/readyz")
    def readyz() -> dict[str, Any]:
        """Answer once a thread is free: the suggester was loaded before the app was made."""
        return {"status": "ready", "versions": asdict(versions)}

    return router
