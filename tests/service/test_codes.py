"""GET /v1/codes and /v1/codes/{code}: the codebook in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rehabcode.codebook import Codebook

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

CODES = [code.code for code in Codebook.load()]


def test_every_code_is_listed(client: TestClient, fake: Any) -> None:
    found = client.get("/v1/codes").json()
    assert found["version"] == fake.codebook.version
    assert [one["code"] for one in found["codes"]] == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_shown(client: TestClient, fake: Any, code: str) -> None:
    shown = client.get(f"/v1/codes/{code}").json()
    row = fake.codebook[code]
    assert (shown["code"], shown["name"], shown["timed"]) == (code, row.name, row.timing.timed)
    assert [one["text"] for one in shown["documentation"]] == [one.text for one in fake.codebook.documentation(code)]


def test_a_code_in_short_is_the_beginning_of_the_code_in_full(client: TestClient) -> None:
    short = client.get("/v1/codes").json()["codes"][0]
    full = client.get(f"/v1/codes/{short['code']}").json()
    assert short.items() <= full.items()
    assert {*full} - {*short} == {"labels", "documentation", "look_alikes", "caveats"}
