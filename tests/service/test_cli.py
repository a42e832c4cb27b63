"""The command line, through its own runner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from rehabcode_service.cli import app
from rehabcode_service.terminal import marked, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient
    from typer.testing import Result

    Run = Callable[..., Result]

NOTE = "💪 Quad sets 3x10,\r\ngait training 🚶 150 ft. Ultrasound held."


@pytest.fixture
def run(fake: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `rehabcode` with these arguments and this input around the suggester of records."""
    monkeypatch.setattr("rehabcode.load", lambda **_: fake, raising=False)

    def invoke(*arguments: str, given: bytes = b"", **beside: Any) -> Result:
        return CliRunner().invoke(app, arguments, input=given, **beside)

    return invoke


def test_a_note_is_read_from_standard_input(run: Run) -> None:
    result = run("suggest", given=NOTE.encode())
    assert result.exit_code == 0
    assert "97116" in result.stdout
    assert "“gait training”" in result.stdout
    assert "0.90" in result.stdout
    assert "negated: “held”" in result.stdout


def test_a_note_is_read_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(NOTE.encode())
    assert run("suggest", str(file)).stdout == run("suggest", "-", given=NOTE.encode()).stdout


def test_json_is_what_the_http_api_sends(run: Run, client: TestClient) -> None:
    printed = json.loads(run("suggest", "--json", given=NOTE.encode()).stdout)
    sent = client.post("/v1/suggestions", json={"text": NOTE}).json()
    assert printed == sent


def test_what_stands_beside_the_note_reaches_the_suggester(run: Run, fake: Any) -> None:
    run("suggest", "--date-of-service", "2026-11-20", "--payer", "medicare", given=NOTE.encode())
    ((day, payer),) = fake.asked
    assert (day.isoformat(), payer) == ("2026-11-20", "medicare")


@pytest.mark.parametrize("given", [b"", b" \n\t"])
def test_a_blank_note_is_no_error(run: Run, given: bytes) -> None:
    result = run("suggest", given=given)
    assert result.exit_code == 0
    assert result.stdout.strip() == "No code: the note names nothing as performed that supports one."


@pytest.mark.cases("cli_bad_input.yaml")
def test_bad_input_ends_with_one_line(run: Run, case: dict[str, Any], tmp_path: Path) -> None:
    given = case.get("raw", "zyzzyva").encode("latin-1") * case.get("times", 1)
    arguments = [part.replace("FOLDER", str(tmp_path)) for part in case["arguments"]]
    result = run(*arguments, given=given, env=case.get("env"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("rehabcode: ")
    assert case["says"] in result.stderr
    assert "zyzzyva" not in result.stderr


def test_a_note_is_coloured_for_a_terminal_alone(run: Run, fake: Any) -> None:
    terminal = Console(force_terminal=True, color_system="standard", width=100, _environ={})
    with terminal.capture() as capture:
        show(terminal, NOTE, fake.suggest(NOTE))
    assert "\x1b[" in capture.get()
    assert "\x1b[" not in run("suggest", given=NOTE.encode()).stdout


def test_without_colour_the_code_stands_behind_its_words(run: Run) -> None:
    assert "gait training [97116] 🚶" in run("suggest", given=NOTE.encode()).stdout


def test_evidence_is_marked_where_it_stands(fake: Any) -> None:
    text = marked(NOTE, fake.suggest(NOTE), {"97116": "bold"}, label=False)
    words = [(text.plain[span.start : span.end], span.style) for span in text.spans]
    assert words == [("Ultrasound", "dim"), ("gait training", "bold underline")]


def test_a_note_cannot_steer_the_terminal(run: Run) -> None:
    result = run("suggest", given=b"\x1b]0;title\x07 \x1b[31m\xc2\x9b2J gait training")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "␛]0;title␇ ␛[31m�2J gait training [97116]" in result.stdout


def test_the_codes_are_listed(run: Run) -> None:
    result = run("codes")
    assert result.exit_code == 0
    assert "97140" in result.stdout
    assert "15 min" in result.stdout
    assert "untimed" in result.stdout


def test_a_code_is_shown(run: Run, fake: Any) -> None:
    result = run("codes", "97140")
    assert result.exit_code == 0
    assert fake.codebook["97140"].name in result.stdout
    assert "note must say" in result.stdout


@pytest.mark.parametrize(("arguments", "path"), [([], "/v1/codes"), (["97140"], "/v1/codes/97140")])
def test_codes_in_json_are_what_the_http_api_sends(
    run: Run, client: TestClient, arguments: list[str], path: str
) -> None:
    assert json.loads(run("codes", "--json", *arguments).stdout) == client.get(path).json()


@pytest.mark.parametrize(
    ("arguments", "host", "port"),
    [
        ([], "127.0.0.1", 9000),
        (["--port", "8001"], "127.0.0.1", 8001),
        (["--host", "0.0.0.0", "--port", "0"], "0.0.0.0", 0),
    ],
)
def test_serve_listens_where_it_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], host: str, port: int
) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda _, **beside: served.update(beside))
    result = run("serve", *arguments, env={"REHABCODE_PORT": "9000"})
    assert result.exit_code == 0
    assert (served["host"], served["port"], served["access_log"]) == (host, port, False)
