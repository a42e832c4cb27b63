"""Whether a call comes from a client that may call: the signed token of CDS Hooks 2.0.1, "Trusting CDS Clients"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from time import time
from typing import Any

import jwt
from starlette.exceptions import HTTPException

from rehabcode_service.emr.clients import CdsClient, Jwk, Keys
from rehabcode_service.emr.ledger import Ledger

KEY_OF = {"ES384": {"kty": "EC", "crv": "P-384"}, "RS384": {"kty": "RSA"}}
"""The algorithms that are trusted, and what a key for one must be."""

LEEWAY = 30
"""Seconds that two clocks may differ."""

LONGEST = 3600
"""Seconds that a token may be valid for: it is remembered so long, against a second use."""

_MOST_CHARACTERS = 8_192
_MOST_OF_AN_ID = 256
_REQUIRED = ("iss", "aud", "exp", "iat", "jti")


class NotAllowed(HTTPException):
    """The call is refused. The detail says which rule failed, and repeats nothing of the token."""

    def __init__(self, detail: str) -> None:
        super().__init__(401, detail, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


class TokenCheck:
    """Checks the tokens of the clients that are allowed; without any, every call is refused."""

    def __init__(
        self, clients: Mapping[str, tuple[CdsClient, Keys]], ledger: Ledger, clock: Callable[[], float] = time
    ) -> None:
        self._clients = clients
        self._ledger = ledger
        self._clock = clock

    def issuer(self, token: str | None, audiences: Collection[str]) -> str:
        """Return the issuer of a good token for one of the addresses `audiences`, and note the token as used.

        Raises NotAllowed; a token of None is one that was not sent.
        """
        if not token or len(token) > _MOST_CHARACTERS:
            raise NotAllowed("send the header Authorization: Bearer, with a token signed by an allowed issuer")
        header, issuer = _opened(token)
        key = self._key(header, issuer)
        claims = self._verified(token, key, str(header["alg"]), issuer, audiences)
        expires = int(claims["exp"])
        now = int(self._clock())
        if expires - now > LONGEST + LEEWAY:
            raise NotAllowed(f"the token is valid for too long; let it expire within {LONGEST} seconds")
        if not self._ledger.use_token(issuer, claims["jti"], expires=expires + LEEWAY, now=now):
            raise NotAllowed("the token was used before; sign each call with a jti of its own")
        return issuer

    def _key(self, header: Mapping[str, Any], issuer: str) -> Jwk:
        if header.get("alg") not in KEY_OF:
            raise NotAllowed(f"the token's alg is not one of {', '.join(KEY_OF)}")
        if header.get("typ") != "JWT" or not isinstance(header.get("kid"), str):
            raise NotAllowed("the token's header needs typ JWT and the kid of its key")
        if issuer not in self._clients:
            raise NotAllowed("the token's iss is not among the issuers that are allowed here")
        client, keys = self._clients[issuer]
        if header.get("jku") is not None and header["jku"] != client.jwks_url:
            raise NotAllowed("the token's jku is not the address of keys that is allowed for its iss")
        key = keys.find(header["kid"])
        if key is None:
            raise NotAllowed("the token's kid is no key that its issuer publishes")
        return key

    def _verified(
        self, token: str, key: Jwk, algorithm: str, issuer: str, audiences: Collection[str]
    ) -> dict[str, Any]:
        if any(key.get(name) != value for name, value in KEY_OF[algorithm].items()):
            raise NotAllowed("the token's alg is not one that its key is for")
        try:
            claims = jwt.decode(
                token,
                jwt.PyJWK(dict(key), algorithm).key,
                algorithms=[algorithm],
                audience=audiences,
                issuer=issuer,
                leeway=LEEWAY,
                options={"require": list(_REQUIRED), "enforce_minimum_key_length": True},
            )
        except (jwt.PyJWTError, OverflowError) as error:
            raise NotAllowed(_said(error)) from None
        token_id = claims["jti"]
        if not isinstance(token_id, str) or not token_id.isprintable() or not 0 < len(token_id) <= _MOST_OF_AN_ID:
            raise NotAllowed(f"the token's jti is a string of 1 to {_MOST_OF_AN_ID} printable characters")
        return claims


def _opened(token: str) -> tuple[dict[str, Any], str]:
    """Return the header and the issuer of a token, of which nothing is trusted yet."""
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, RecursionError):
        raise NotAllowed("what follows Bearer is no JSON Web Token (RFC 7519)") from None
    return header, str(claims.get("iss"))


_SAID: tuple[tuple[type[Exception], str], ...] = (
    (jwt.ExpiredSignatureError, "the token has expired"),
    (jwt.ImmatureSignatureError, "the token is not valid yet; its clock and ours differ"),
    (jwt.InvalidAudienceError, "the token's aud is not the address that was called, as the public base URL has it"),
    (jwt.MissingRequiredClaimError, f"the token needs the claims {', '.join(_REQUIRED)}"),
    (jwt.InvalidSignatureError, "the token's signature does not belong to its key"),
)


def _said(error: Exception) -> str:
    return next((said for kind, said in _SAID if isinstance(error, kind)), "the token or its key is not right")
