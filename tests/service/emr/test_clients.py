"""Which clients may call, and where their keys come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import ValidationError

from rehabcode_service.emr.clients import PAUSE, STALE, CdsClient, FetchedKeys, fetch_keys, keys_of, read_clients
from rehabcode_service.settings import Settings

KEY = {"kty": "EC", "kid": "one"}
PUBLISHED = {"keys": [KEY, {"kty": "EC"}, "no key"]}


class Publisher(BaseHTTPRequestHandler):
    """Publishes keys at /keys, points elsewhere at /moved, and has nothing else."""

    def do_GET(self) -> None:
        """Answer."""
        status = {"/keys": 200, "/moved": 302, "/broken": 200}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/keys")
        self.end_headers()
        if status == 200:
            self.wfile.write(b"{" if self.path == "/broken" else json.dumps(PUBLISHED).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[str]:
    """The address of a server that publishes keys."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Source:
    """A source of keys that counts how often it is asked, and a clock that stands where it is put."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0.0
        self.answer: Any = PUBLISHED

    def fetch(self, _url: str) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def keys(self) -> FetchedKeys:
        """Return keys from here."""
        return FetchedKeys("https://emr.example/keys", self.fetch, lambda: self.now)


@pytest.fixture
def source() -> Source:
    """A source that publishes one key."""
    return Source()


def test_keys_are_fetched_from_the_address_that_is_allowed(publisher: str) -> None:
    assert keys_of(CdsClient(issuer="x", jwks_url=f"{publisher}/keys")).find("one") == KEY


@pytest.mark.parametrize("path", ["/moved", "/broken", "/nowhere"])
def test_keys_are_fetched_from_nowhere_else(publisher: str, path: str) -> None:
    assert keys_of(CdsClient(issuer="x", jwks_url=publisher + path)).find("one") is None


def test_a_redirect_is_not_followed(publisher: str) -> None:
    with pytest.raises(OSError, match="302"):
        fetch_keys(f"{publisher}/moved")


def test_keys_are_kept(source: Source) -> None:
    keys = source.keys()
    assert [keys.find("one") for _ in range(3)] == [KEY] * 3
    assert source.asked == 1


def test_a_strange_key_does_not_make_us_ask_without_end(source: Source) -> None:
    keys = source.keys()
    assert [keys.find(f"strange {number}") for number in range(50)] == [None] * 50
    assert source.asked == 1


def test_a_new_key_is_found_after_a_pause(source: Source) -> None:
    keys = source.keys()
    assert keys.find("two") is None
    source.answer, source.now = {"keys": [{"kid": "two"}]}, PAUSE + 1.0
    assert keys.find("two") == {"kid": "two"}
    assert keys.find("one") is None


def test_a_withdrawn_key_is_forgotten(source: Source) -> None:
    keys = source.keys()
    assert keys.find("one") == KEY
    source.answer, source.now = {"keys": [{"kid": "two"}]}, STALE + 1.0
    assert keys.find("one") is None


@pytest.mark.parametrize("failure", [OSError("down"), ValueError("no JSON"), {"keys": []}, {"keys": "x"}, []])
def test_known_keys_count_while_their_source_is_away(source: Source, failure: Any) -> None:
    keys = source.keys()
    assert keys.find("one") == KEY
    source.answer, source.now = failure, STALE + 1.0
    assert keys.find("one") == KEY


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ({"issuer": "x"}, "give jwks or jwks_url"),
        ({"issuer": "x", "jwks": PUBLISHED, "jwks_url": "https://x.example"}, "and not both"),
        ({"issuer": "", "jwks": PUBLISHED}, "0.issuer is not right"),
        ({"issuer": "x", "jwks_url": "http://x.example/keys"}, "over https alone"),
        ({"issuer": "x", "jwks_url": "file:///etc/keys"}, "over https alone"),
        ({"issuer": "x", "jwks": {}}, "a JWK Set is an object"),
        ({"issuer": "x", "jwks": PUBLISHED, "jku": "y"}, "0.jku is not right"),
    ],
)
def test_a_wrong_client_is_refused(tmp_path: Path, row: dict[str, Any], match: str) -> None:
    (tmp_path / "clients.json").write_text(json.dumps([row]), encoding="utf-8")
    with pytest.raises(ValueError, match=match):
        read_clients(tmp_path / "clients.json")


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("", "the file is not right"),
        ("{}", "the file is not right"),
        (json.dumps([{"issuer": "x", "jwks": PUBLISHED}] * 2), "stands twice"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, written: str, match: str) -> None:
    (tmp_path / "clients.json").write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=match):
        read_clients(tmp_path / "clients.json")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that sets the service by its environment, with a file of one client beside what is given."""
    file = tmp_path / "clients.json"
    file.write_text(json.dumps([{"issuer": "x", "jwks": PUBLISHED}]), encoding="utf-8")

    def set_to(**environment: str) -> None:
        monkeypatch.setenv("REHABCODE_CDS_CLIENTS", str(file))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

    return set_to


def test_the_environment_names_the_file(told: Callable[..., None]) -> None:
    told(REHABCODE_PUBLIC_BASE_URL="https://codes.example/rehab/")
    settings = Settings()
    assert [one.issuer for one in settings.cds_clients] == ["x"]
    assert settings.base_url == "https://codes.example/rehab"


def test_clients_need_the_address_that_they_sign_for(told: Callable[..., None]) -> None:
    told()
    with pytest.raises(ValidationError, match="set public_base_url too"):
        Settings()


def test_a_file_that_is_missing_is_told(told: Callable[..., None]) -> None:
    told(REHABCODE_CDS_CLIENTS="nowhere.json", REHABCODE_PUBLIC_BASE_URL="https://codes.example")
    with pytest.raises(ValidationError, match=r"nowhere\.json cannot be read"):
        Settings()


def test_without_a_proxy_the_address_is_the_one_listened_on() -> None:
    assert Settings().base_url == "http://127.0.0.1:8000"
