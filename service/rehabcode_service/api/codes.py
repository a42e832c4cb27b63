"""The codebook, to look things up in."""

from __future__ import annotations

from fastapi import APIRouter

from rehabcode.codebook import Codebook
from rehabcode_service.codebook_schemas import CodeDetailOut, CodesOut
from rehabcode_service.openapi import problems


def codes_router(codebook: Codebook) -> APIRouter:
    """Return the routes that list the codes and show one."""
    router = APIRouter(tags=["codes"])
    codes = CodesOut.of(codebook)

    @router.get("/v1/codes", summary="List the codes")
    def list_codes() -> CodesOut:
        """Answer with every code of the codebook, in our own words."""
        return codes

    @router.get("/v1/codes/{code}", responses=problems(404), summary="Show one code")
    def show_code(code: str) -> CodeDetailOut:
        """Answer with what one code asks of a note, and what it is mistaken for."""
        return CodeDetailOut.looked_up(codebook, code)

    return router
