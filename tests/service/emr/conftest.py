"""An EMR that calls: its signing keys, its documents, and a service around a suggester that is made of records."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi.testclient import TestClient
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from rehabcode.billing.visit import Visit
from rehabcode.codebook import Codebook
from rehabcode.errors import NoteTooLong
from rehabcode.payers import Payers
from rehabcode.records import (
    Bill,
    BilledCode,
    BilledModifier,
    Cue,
    DocumentedElement,
    Evidence,
    Finding,
    Later,
    Mention,
    NoteSuggestions,
    Suggestion,
    Versions,
)
from rehabcode_service.app import create_app
from rehabcode_service.emr.clients import CdsClient
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

GOLDEN = Path(__file__).parents[2] / "golden"
BASE = "https://codes.example/rehab"
ISSUER = "https://emr.example"
NOTE = "Manual therapy x 15 min to the R knee. Ultrasound held today. Gait training 5 min."
MANUAL = BilledCode(
    "97140", 1, 15, "pooled", "15 min: 15 for one unit", None, (BilledModifier("GP", "billed under a PT plan", "CMS"),)
)
GAIT = BilledCode("97116", 0, 5, "pooled", "5 min: 5 left over", None)
NAMES = {"97140": "Hands-on manual therapy", "97116": "Gait training"}
KNOWN = {"manual therapy": (MANUAL, 0.97123), "gait training": (GAIT, 0.9)}
FINDING = Finding("pair_edit", ("97140", "97530"), "the two are one service", "write their times apart", "NCCI")
MISSING = DocumentedElement("97140", "area", "the body region", False, "write which region was treated", "CMS", ())


class ScriptedSuggester:
    """Suggests and bills by two phrases, withholds one, and breaks at the word `crash` with the note in its message."""

    max_characters = 2_000

    def __init__(self) -> None:
        self.codebook = Codebook.load()
        self.payers = Payers.load()
        self.versions = Versions("0.1.0", "scripted", "2026")
        self.asked: list[tuple[date | None, str | None, Visit | None]] = []

    def suggest(
        self, note: str, *, date_of_service: date | None = None, payer: str | None = None, visit: Visit | None = None
    ) -> NoteSuggestions:
        self.asked.append((date_of_service, payer, visit))
        if len(note) > self.max_characters:
            raise NoteTooLong(len(note), self.max_characters)
        if payer is not None:
            self.payers[payer]
        if "crash" in note:
            raise KeyError(note)
        found = [
            (billed, score, place)
            for say, (billed, score) in KNOWN.items()
            for place in re.finditer(say, note, re.IGNORECASE)
        ]
        suggestions = tuple(
            Suggestion(
                billed.code,
                NAMES[billed.code],
                score,
                (Evidence(*place.span(), place[0], "technique", "interventions", "named, and performed today"),),
                billed.minutes,
            )
            for billed, score, place in found
        )
        bill = Bill(
            payer=payer or "medicare",
            codes=tuple(billed for billed, _, _ in found),
            findings=(FINDING,) if "knee" in note else (),
            documentation=(MISSING,) if "knee" in note else (),
        )
        return NoteSuggestions(suggestions, (), tuple(withheld(note)), self.versions, bill=Later(lambda: bill))


def withheld(note: str) -> Iterator[Mention]:
    """Yield an ultrasound that is written as held."""
    for found in re.finditer(r"(?P<what>ultrasound) (?P<cue>held)", note, re.IGNORECASE):
        cue = Cue(*found.span("cue"), found["cue"], "negated: held")
        yield Mention(*found.span("what"), found["what"], "ultrasound", ("97035",), "negated", cue, "interventions")


@pytest.fixture
def scripted() -> ScriptedSuggester:
    """The suggester behind `emr`."""
    return ScriptedSuggester()


@pytest.fixture(scope="session")
def keys() -> dict[str, Any]:
    """Private keys by the algorithm that they are for, and two that no trusted algorithm takes."""
    return {
        "ES384": ec.generate_private_key(ec.SECP384R1()),
        "RS384": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "stranger": ec.generate_private_key(ec.SECP384R1()),
    }


@pytest.fixture(scope="session")
def jwks(keys: dict[str, Any]) -> dict[str, Any]:
    """The public keys, as the EMR publishes them: their key ids are the names of the algorithms."""
    published = {
        "ES384": ECAlgorithm.to_jwk(keys["ES384"].public_key(), as_dict=True),
        "RS384": RSAAlgorithm.to_jwk(keys["RS384"].public_key(), as_dict=True),
        "ES256": ECAlgorithm.to_jwk(keys["ES256"].public_key(), as_dict=True),
    }
    return {"keys": [{**key, "kid": name} for name, key in published.items()]}


@pytest.fixture
def sign(keys: dict[str, Any]) -> Callable[..., str]:
    """A function that signs a token for a path, with whatever is changed in its claims and header; None takes away."""

    def signed(path: str, *, key: str = "ES384", header: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(time())
        told = {"iss": ISSUER, "aud": BASE + path, "iat": now, "exp": now + 300, "jti": str(uuid4()), **claims}
        kept = {name: value for name, value in told.items() if value is not None}
        headers = {"kid": key, "typ": "JWT", **(header or {})}
        named = {name: value for name, value in headers.items() if value is not None}
        algorithm = "ES384" if key == "stranger" else key
        return jwt.encode(kept, keys[key], algorithm=algorithm, headers=named)

    return signed


@pytest.fixture
def settings(jwks: dict[str, Any]) -> Settings:
    """The settings of a service that one EMR may call, and its pages from one origin."""
    return Settings.model_validate(
        {
            "public_base_url": BASE,
            "cors_origins": ISSUER,
            "cds_clients": (CdsClient(issuer=ISSUER, jwks=jwks),),
        }
    )


@pytest.fixture
def emr(scripted: ScriptedSuggester, settings: Settings) -> TestClient:
    """A client of the service; each answer is checked against the rule that no JSON element is null or empty."""
    return TestClient(create_app(cast("Suggester", scripted), settings), raise_server_exceptions=False)


@pytest.fixture
def post(emr: TestClient, sign: Callable[..., str]) -> Callable[..., Any]:
    """A function that posts to a path with a token of its own, and returns the response."""

    def posted(path: str, body: Any, token: str | None = None) -> Any:
        authorization = f"Bearer {token or sign(path)}"
        return emr.post(path, json=body, headers={"Authorization": authorization})

    return posted


@pytest.fixture
def golden() -> Callable[[str], Any]:
    """A function that returns a whole answer of tests/golden/."""

    def read(name: str) -> Any:
        return json.loads((GOLDEN / name).read_text(encoding="utf-8"))

    return read


@pytest.fixture
def note() -> str:
    """A note with a code that is billed, one that earns no unit, and a technique that was held."""
    return NOTE


@pytest.fixture
def document() -> Callable[..., dict[str, Any]]:
    """A function that returns the DocumentReference of a note, with elements changed; None takes one away."""

    def made(text: str = NOTE, **changes: Any) -> dict[str, Any]:
        data = base64.b64encode(text.encode("utf-8")).decode("ascii")
        whole = {
            "resourceType": "DocumentReference",
            "id": "note-1",
            "status": "current",
            "type": {"coding": [{"system": "http://loinc.org", "code": "11508-9"}]},
            "subject": {"reference": "Patient/p1"},
            "author": [{"reference": "Practitioner/ann"}],
            "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": data}}],
            "context": {"encounter": [{"reference": "Encounter/e1"}], "period": {"start": "2026-11-20T09:00:00-05:00"}},
            **changes,
        }
        return {name: value for name, value in whole.items() if value is not None}

    return made


@pytest.fixture
def hook_call() -> Callable[..., dict[str, Any]]:
    """A function that returns the body of a call of a hook, with whatever stands beside or in its context."""

    def made(hook: str, *, context: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
        told = {"userId": "Practitioner/ann", "patientId": "p1", "encounterId": "e1", **(context or {})}
        kept = {name: value for name, value in told.items() if value is not None}
        return {"hook": hook, "hookInstance": str(uuid4()), "context": kept, **beside}

    return made


@pytest.fixture
def searchset() -> Callable[..., dict[str, Any]]:
    """A function that returns what a search gives."""

    def made(*resources: dict[str, Any]) -> dict[str, Any]:
        return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}

    return made
