"""What every answer carries, and what is refused before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
from fastapi.testclient import TestClient

from rehabcode_service.app import create_app
from rehabcode_service.security import BodyLimit, BodyTooLarge
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

ANSWERS = ["/", "/static/app.js", "/v1/codes", "/v1/codes/none", "/nowhere", "/healthz", "/openapi.json"]


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_is_guarded(client: TestClient, path: str, header: str, value: str) -> None:
    assert client.get(path).headers[header] == value


@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_may_bring_a_script_from_elsewhere(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "caching"), [("/", "no-store"), ("/v1/codes", "no-store"), ("/static/app.js", "no-cache")]
)
def test_only_files_of_the_page_may_be_kept(client: TestClient, path: str, caching: str) -> None:
    assert client.get(path).headers["Cache-Control"] == caching


def test_an_answer_to_a_note_is_not_kept(client: TestClient) -> None:
    assert client.post("/v1/suggestions", json={"text": "quad sets"}).headers["Cache-Control"] == "no-store"


def test_each_request_has_an_id_of_its_own(client: TestClient) -> None:
    ids = {client.get("/healthz", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert "mine" not in ids


@pytest.mark.parametrize("told", [b"11", b"999999999999"])
def test_a_body_that_tells_its_length_is_refused_unread(told: bytes) -> None:
    with pytest.raises(BodyTooLarge, match="over the limit of 10 bytes"):
        read_through(BodyLimit, limit=10, headers=[(b"content-length", told)], chunks=[b"x"])


def test_a_body_in_chunks_is_refused_at_the_one_that_is_too_much() -> None:
    chunks = [b"12345"] * 100
    with pytest.raises(BodyTooLarge, match="over the limit of 10 bytes"):
        read_through(BodyLimit, limit=10, headers=[], chunks=chunks)
    assert len(chunks) == 97


@pytest.mark.parametrize("chunks", [[b"1234567890"], [b"12345", b"67890"], [b""]])
def test_a_body_within_the_limit_is_read(chunks: list[bytes]) -> None:
    assert read_through(BodyLimit, limit=10, headers=[], chunks=list(chunks)) == b"".join(chunks)


def read_through(
    layer: type[BodyLimit], *, limit: int, headers: list[tuple[bytes, bytes]], chunks: list[bytes]
) -> bytes:
    """Read a body through the layer as a framework would, taking its chunks off the list."""
    body = b""

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        nonlocal body
        more = True
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]

    async def receive() -> Message:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def send(message: Message) -> None:
        raise AssertionError(f"nothing is sent here: {message['type']}")

    async def run() -> None:
        await layer(app, limit=limit)({"type": "http", "headers": headers}, receive, send)

    anyio.run(run)
    return body


@pytest.mark.parametrize("chunked", [False, True])
def test_a_refused_body_is_answered_with_a_problem(client: TestClient, chunked: bool) -> None:
    body: Any = iter([b"x" * 10_000] * 4) if chunked else b"x" * 40_000
    response = client.post("/v1/suggestions", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.json()["limit"] == 28_096


@pytest.mark.parametrize(
    ("origins", "origin", "allowed"),
    [
        ("https://emr.example", "https://emr.example", "https://emr.example"),
        ("https://emr.example/, https://b.example", "https://b.example", "https://b.example"),
        ("https://emr.example", "https://evil.example", None),
        ("", "https://emr.example", None),
    ],
)
def test_only_named_sites_may_call(
    fake: Any, monkeypatch: pytest.MonkeyPatch, origins: str, origin: str, allowed: str | None
) -> None:
    monkeypatch.setenv("REHABCODE_CORS_ORIGINS", origins)
    client = TestClient(create_app(fake, Settings()))
    response = client.post("/v1/suggestions", json={"text": "crash"}, headers={"Origin": origin})
    assert response.headers.get("access-control-allow-origin") == allowed
