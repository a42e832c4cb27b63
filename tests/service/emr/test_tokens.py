"""Who may call the CDS services: every rule of "Trusting CDS Clients", and that a refusal repeats nothing."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, cast

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient
from jwt.algorithms import RSAAlgorithm

from rehabcode_service.app import create_app
from rehabcode_service.emr.clients import CdsClient, keys_of
from rehabcode_service.emr.ledger import Ledger
from rehabcode_service.emr.tokens import LEEWAY, LONGEST, NotAllowed, TokenCheck
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

SERVICES = "/cds-services"
SENTINEL = "zyzzyva"


def discover(emr: TestClient, token: str | None) -> Any:
    """Ask for the services with a token."""
    return emr.get(SERVICES, headers={} if token is None else {"Authorization": f"Bearer {token}"})


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    """Return a token that is signed by nothing."""
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, ""])


@pytest.mark.parametrize("key", ["ES384", "RS384"])
def test_a_signed_call_is_answered(emr: TestClient, sign: Callable[..., str], key: str) -> None:
    assert discover(emr, sign(SERVICES, key=key)).status_code == 200


def test_an_audience_may_stand_in_a_list(emr: TestClient, sign: Callable[..., str], settings: Settings) -> None:
    token = sign(SERVICES, aud=["https://other.example", f"{settings.base_url}{SERVICES}"])
    assert discover(emr, token).status_code == 200


@pytest.mark.cases("tokens_refused.yaml")
def test_a_token_is_refused(
    emr: TestClient, sign: Callable[..., str], case: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    times = {name: int(time()) + seconds for name, seconds in case.get("seconds", {}).items()}
    token = sign(
        SERVICES, key=case.get("key", "ES384"), header=case.get("header"), **{**case.get("claims", {}), **times}
    )
    response = discover(emr, token)
    (issue,) = response.json()["issue"]
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert issue["code"] == "login"
    assert case["says"] in issue["diagnostics"]
    assert SENTINEL in json.dumps([case, token]), "the row sends no word to look for"
    assert SENTINEL not in response.text + " ".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS384", "ES256K", "PS384", ""])
def test_no_other_algorithm_is_taken(emr: TestClient, sign: Callable[..., str], algorithm: str) -> None:
    claims = jwt.decode(sign(SERVICES), options={"verify_signature": False})
    response = discover(emr, unsigned(claims, {"alg": algorithm, "typ": "JWT", "kid": "ES384"}))
    assert response.status_code == 401


def test_a_public_key_is_no_shared_secret(emr: TestClient, sign: Callable[..., str], jwks: dict[str, Any]) -> None:
    claims = jwt.decode(sign(SERVICES), options={"verify_signature": False})
    published = jwks["keys"][0]
    secret = f"{published['x']}{published['y']}".encode()
    token = jwt.encode(claims, secret, algorithm="HS384", headers={"kid": "ES384"})
    assert discover(emr, token).status_code == 401


@pytest.mark.parametrize("token", [None, "", SENTINEL, "a.b.c", "..", "x" * 10_000, f"{'W' * 4000}.e30.x"])
def test_what_is_no_token_is_refused(emr: TestClient, token: str | None) -> None:
    response = discover(emr, token)
    assert response.status_code == 401
    assert SENTINEL not in response.text


def test_another_scheme_is_refused(emr: TestClient, sign: Callable[..., str]) -> None:
    response = emr.get(SERVICES, headers={"Authorization": f"Basic {sign(SERVICES)}"})
    assert response.status_code == 401


def test_a_token_is_good_for_one_call(emr: TestClient, sign: Callable[..., str]) -> None:
    token = sign(SERVICES)
    assert discover(emr, token).status_code == 200
    again = discover(emr, token)
    assert again.status_code == 401
    assert "used before" in again.text


def test_a_nonce_belongs_to_its_issuer() -> None:
    ledger = Ledger()
    assert ledger.use_token("a", "1", expires=10, now=0)
    assert ledger.use_token("b", "1", expires=10, now=0)
    assert not ledger.use_token("a", "1", expires=10, now=0)


def test_a_token_is_good_once_for_all_processes(tmp_path: Path) -> None:
    first, second = Ledger(tmp_path / "ledger.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    assert first.use_token("a", "1", expires=10, now=0)
    assert not second.use_token("a", "1", expires=10, now=0)
    first.close()
    second.close()


def test_a_refused_token_is_not_used_up(jwks: dict[str, Any], sign: Callable[..., str]) -> None:
    client = CdsClient(issuer="https://emr.example", jwks=jwks)
    check = TokenCheck({client.issuer: (client, keys_of(client))}, Ledger())
    token = sign(SERVICES)
    with pytest.raises(NotAllowed, match="aud is not the address"):
        check.issuer(token, ["https://other.example"])
    assert check.issuer(token, [f"https://codes.example/rehab{SERVICES}"]) == client.issuer


def test_a_token_is_remembered_as_long_as_it_could_be_taken() -> None:
    ledger = Ledger()
    assert ledger.use_token("a", "1", expires=100, now=0)
    assert not ledger.use_token("a", "1", expires=100, now=100)
    assert ledger.use_token("a", "1", expires=300, now=101)


@pytest.mark.parametrize(("seconds", "status"), [(LONGEST, 200), (LONGEST + LEEWAY + 60, 401)])
def test_a_token_may_live_an_hour(emr: TestClient, sign: Callable[..., str], seconds: int, status: int) -> None:
    assert discover(emr, sign(SERVICES, exp=int(time()) + seconds)).status_code == status


def test_without_clients_every_call_is_refused(scripted: Any, sign: Callable[..., str]) -> None:
    settings = Settings.model_validate({"public_base_url": "https://codes.example/rehab"})
    closed = TestClient(create_app(cast("Suggester", scripted), settings))
    response = discover(closed, sign(SERVICES))
    assert response.status_code == 401
    assert "not among the issuers" in response.text


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")  # signing with it is told too
def test_a_short_key_is_refused(sign: Callable[..., str]) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    public = {**RSAAlgorithm.to_jwk(weak.public_key(), as_dict=True), "kid": "weak"}
    client = CdsClient(issuer="https://emr.example", jwks={"keys": [public]})
    check = TokenCheck({client.issuer: (client, keys_of(client))}, Ledger())
    claims = jwt.decode(sign(SERVICES), options={"verify_signature": False})
    token = jwt.encode(claims, weak, algorithm="RS384", headers={"kid": "weak"})
    with pytest.raises(NotAllowed, match="its key is not right"):
        check.issuer(token, [claims["aud"]])
