"""The CDS clients that may call: a file of issuers, each with its public keys or with where they are published."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

log = logging.getLogger(__name__)

STALE = 3600
"""Keys that were fetched so many seconds ago are fetched again."""

PAUSE = 60
"""So many seconds lie between two fetches at least: a stranger's key id must not make us knock without end."""

_MOST_BYTES = 100_000
_TIMEOUT = 2

Jwk = Mapping[str, Any]


class Keys(Protocol):
    """Public keys by their key id."""

    def find(self, key_id: str) -> Jwk | None:
        """Return the key, or None where it is not known."""


class CdsClient(BaseModel):
    """One issuer, with either its keys or the one address that they are fetched from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str = Field(min_length=1)
    jwks: dict[str, Any] | None = None
    jwks_url: str | None = None

    @field_validator("jwks_url")
    @classmethod
    def _safe(cls, url: str | None) -> str | None:
        if url is not None:
            parts = urlsplit(url)
            local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
            if parts.scheme != "https" and not local:
                raise ValueError("keys are fetched over https alone")
        return url

    @model_validator(mode="after")
    def _one_source(self) -> CdsClient:
        if (self.jwks is None) == (self.jwks_url is None):
            raise ValueError("give jwks or jwks_url, and not both")
        if self.jwks is not None:
            by_key_id(self.jwks)
        return self


class GivenKeys:
    """Keys that stand in the file itself."""

    def __init__(self, jwks: Mapping[str, Any]) -> None:
        self._keys = by_key_id(jwks)

    def find(self, key_id: str) -> Jwk | None:
        return self._keys.get(key_id)


class FetchedKeys:
    """Keys that are fetched when first asked for, and anew when they are old or one is missing."""

    def __init__(self, url: str, fetch: Callable[[str], Any], clock: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._keys: dict[str, Jwk] = {}
        self._fetched: float | None = None

    def find(self, key_id: str) -> Jwk | None:
        with self._lock:
            age = None if self._fetched is None else self._clock() - self._fetched
            if age is None or age > STALE or (key_id not in self._keys and age > PAUSE):
                self._fetched = self._clock()
                self._refresh()
            return self._keys.get(key_id)

    def _refresh(self) -> None:
        try:
            self._keys = by_key_id(self._fetch(self._url))
        except (OSError, ValueError) as error:
            # The keys that are known go on to count: a client's server may be down for a while.
            log.warning("keys not fetched error=%s", type(error).__name__)


def by_key_id(jwks: Any) -> dict[str, Jwk]:
    """Return the keys of a JWK Set by key id; those without one are left out. Raises ValueError for anything else."""
    keys = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not keys or not isinstance(keys, list):
        raise ValueError("a JWK Set is an object with the list 'keys'")
    return {key["kid"]: key for key in keys if isinstance(key, Mapping) and isinstance(key.get("kid"), str)}


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        """Refuse: the address that was allowed is the one that is asked, and no other."""


def fetch_keys(url: str) -> Any:
    """Return the JSON at an address that the operator allowed. Raises OSError and ValueError."""
    with build_opener(_NoRedirects).open(url, timeout=_TIMEOUT) as response:
        return json.loads(response.read(_MOST_BYTES))


def read_clients(file: Path) -> tuple[CdsClient, ...]:
    """Return the clients of a file. Raises ValueError, which names what is not right in it."""
    try:
        found = TypeAdapter(tuple[CdsClient, ...]).validate_json(file.read_bytes())
    except OSError as error:
        raise ValueError(f"{file.name} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the file"
        problem = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise ValueError(f"{file.name}: {place} is not right: {problem}") from error
    if len({one.issuer for one in found}) < len(found):
        raise ValueError(f"{file.name}: an issuer stands twice; give each one entry")
    return found


def keys_of(client: CdsClient, fetch: Callable[[str], Any] = fetch_keys) -> Keys:
    """Return the keys of a client, which are fetched only when a token asks for one."""
    if client.jwks_url is not None:
        return FetchedKeys(client.jwks_url, fetch)
    return GivenKeys(client.jwks or {})
