"""service/README.md tells of every route, setting, command and problem, and shows the answer as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import typer.main
from fastapi.routing import iter_route_contexts

from rehabcode_service.app import create_app
from rehabcode_service.cli import app as command_line
from rehabcode_service.examples import NOTE
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from click import Group
    from fastapi.testclient import TestClient

README = (Path(__file__).parents[2] / "service/README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```json\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = cast("Group", typer.main.get_command(command_line))
GROUPED = {
    f"{name} {under}": command
    for name, group in COMMANDS.commands.items()
    for under, command in getattr(group, "commands", {}).items()
    if under != "show"  # `codes 97140` is short for `codes show 97140`
}
OPTIONS = [
    (name, option)
    for name, command in [*COMMANDS.commands.items(), *GROUPED.items()]
    for parameter in command.params
    if parameter.param_type_name == "option"
    for option in parameter.opts
]


def test_every_route_is_documented(fake: Any, settings: Settings) -> None:
    routes = {getattr(context, "path", "") for context in iter_route_contexts(create_app(fake, settings).routes)}
    assert {"/", "/v1/suggestions", "/v1/codes/{code}", "/healthz", "/openapi.json"} <= routes
    assert not {path for path in routes if f" {path}`" not in README and f"`{path}`" not in README}


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented_as_it_is(settings: Settings, field: str) -> None:
    (row,) = re.findall(rf"^\| `REHABCODE_{field.upper()}` \| (.*?) ?\|", README, re.MULTILINE)
    value = getattr(settings, field)
    assert row == ("" if value in (None, ()) else str(value))


@pytest.mark.parametrize("name", [*COMMANDS.commands, *GROUPED])
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"^rehabcode {name}\b", README, re.MULTILINE)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_documented(name: str, option: str) -> None:
    assert re.search(rf"^rehabcode {name} .*{option}\b", README, re.MULTILINE)


def test_the_answer_is_shown_as_the_openapi_document_shows_it(client: TestClient) -> None:
    (shown,) = [block for block in SHOWN if '"considered"' in block]
    post = client.get("/openapi.json").json()["paths"]["/v1/suggestions"]["post"]
    assert json.loads(shown) == post["responses"]["200"]["content"]["application/json"]["example"]


def test_the_audit_is_shown_as_the_openapi_document_shows_it(client: TestClient) -> None:
    (shown,) = [block for block in SHOWN if '"over_coded"' in block]
    post = client.get("/openapi.json").json()["paths"]["/v1/audits"]["post"]
    assert json.loads(shown) == post["responses"]["200"]["content"]["application/json"]["example"]


def test_the_request_is_shown_as_the_openapi_document_shows_it(client: TestClient) -> None:
    (shown,) = re.findall(r"^  '(\{.+\})'$", README, re.MULTILINE)
    post = client.get("/openapi.json").json()["paths"]["/v1/suggestions"]["post"]
    assert [json.loads(shown)] == post["requestBody"]["content"]["application/json"]["schema"]["examples"]
    assert json.loads(shown)["text"] == NOTE


def test_every_declared_problem_is_documented(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"].values()
    statuses = {status for path in paths for operation in path.values() for status in operation["responses"]}
    assert not {status for status in statuses - {"200", "204"} if f"\n| {status} |" not in README}
