"""`rehabcode audit`, `edits` and `codes load-descriptors`, and what a bill looks like on the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from rehabcode import Bill
from rehabcode.billing.audits import Audit, AuditLine
from rehabcode.billing.billed_items import BilledItem
from rehabcode.records import BilledCode, Finding, Span, Versions
from rehabcode_service.billing_tables import audit_tables, bill_tables
from rehabcode_service.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient
    from rich.console import RenderableType
    from typer.testing import Result

    Run = Callable[..., Result]

NOTE = "Quad sets 3x10, gait training 150 ft. Ultrasound held."
PAIRS = (
    "Invented lines in place of those of the copyright.\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
    "97110\t97140\t\t20260701\t*\t1\tinvented\n"
)
NAMES = "97116\tInvented words on walking\n97140\tInvented words on hands\n"


@pytest.fixture
def run(fake: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A function that runs `rehabcode` around the suggester of records, with a data folder of its own."""
    monkeypatch.setattr("rehabcode.load", lambda **_: fake, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def invoke(*arguments: str, given: bytes = b"", **beside: Any) -> Result:
        return CliRunner().invoke(app, arguments, input=given, **beside)

    return invoke


@pytest.fixture
def edits(tmp_path: Path) -> Path:
    """A pair file of one therapy pair."""
    path = tmp_path / "ccipra-v322r0-f4.txt"
    path.write_text(PAIRS, encoding="utf-8")
    return path


def shown(what: RenderableType) -> str:
    console = Console(width=200, _environ={})
    with console.capture() as capture:
        console.print(what)
    return capture.get()


# ── suggest ──


def test_a_suggestion_is_shown_with_its_units_and_modifiers(run: Run) -> None:
    result = run("suggest", given=NOTE.encode(), env={"COLUMNS": "200"})
    row, *_ = [line for line in result.stdout.splitlines() if line.startswith("97116 ")]
    assert "15      1  59/XU" in row
    assert "15 timed minutes, 1 units (medicare, cms rule), 3 minutes left over; as right: 97116 x2" in result.stdout
    assert "97116: look twice" in result.stdout


def test_findings_and_what_is_missing_are_shown(run: Run) -> None:
    result = run("suggest", given=NOTE.encode(), env={"COLUMNS": "200"})
    assert "the minutes do not agree  correct them  “gait training”" in result.stdout
    assert "its response      say its response" in result.stdout
    assert "its distance" not in result.stdout


def test_discipline_and_setting_reach_the_suggester(run: Run, fake: Any) -> None:
    run("suggest", "--discipline", "OT", "--setting", "outpatient_hospital", given=NOTE.encode())
    (visit,) = fake.visits
    assert (visit.discipline, visit.setting) == ("OT", "outpatient_hospital")


# ── audit ──


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("97110x2,97140-59", [BilledItem("97110", 2), BilledItem("97140", None, ("59",))]),
        ("97110x2-GP-59", [BilledItem("97110", 2, ("GP", "59"))]),
        ("97110-GP-59x2", [BilledItem("97110", 2, ("GP", "59"))]),
        (" 97110 , G0283 ", [BilledItem("97110"), BilledItem("G0283")]),
        ("zyzzyva", [BilledItem("zyzzyva")]),
        ("", []),
    ],
)
def test_what_was_billed_is_read(run: Run, fake: Any, written: str, expected: list[BilledItem]) -> None:
    assert run("audit", "--billed", written, given=NOTE.encode()).exit_code == 0
    assert fake.billed == expected


def test_an_audit_is_a_table(run: Run) -> None:
    result = run("audit", "--billed", "97110x2,97140", given=NOTE.encode(), env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "97110  unsupported       2     0  not said" in result.stdout
    assert "97116  missed            –     1  not billed  “gait training”" in result.stdout
    assert "97110: 2 billed, 0 in the note  97116: – billed, 1 in the note" in result.stdout
    assert "the minutes do not agree" in result.stdout


def test_an_audit_in_json_is_what_the_http_api_sends(run: Run, client: TestClient) -> None:
    printed = json.loads(run("audit", "--billed", "97110x2", "--json", given=NOTE.encode()).stdout)
    sent = client.post("/v1/audits", json={"text": NOTE, "billed": [{"code": "97110", "units": 2}]}).json()
    assert printed == sent


def test_a_note_in_an_audit_cannot_steer_the_terminal() -> None:
    span = Span(0, 4, "\x1b[31m")
    line = AuditLine("97110", "unsupported", "not said", "leave it out", 1, 0, (), (span,))
    audit = Audit(
        "medicare", "cms", "s", (line,), (Finding("minutes", (), "m", "r", "s", (span,)),), Versions("", "", "")
    )
    assert "\x1b" not in shown(audit_tables(audit))
    assert shown(audit_tables(audit)).count("␛[31m") == 2


def test_an_empty_audit_says_so() -> None:
    audit = Audit("medicare", "cms", "s", (), (), Versions("", "", ""))
    assert shown(audit_tables(audit)).strip() == "Nothing is billed, and the note supports nothing."


def test_units_that_are_not_known_are_a_dash() -> None:
    bill = Bill("medicare", "cms", codes=(BilledCode("97110", None, None, "pooled", "the minutes are not documented"),))
    assert shown(bill_tables(bill)).strip() == "0 timed minutes, 0 units (medicare, cms rule)"


def test_untimed_codes_alone_have_no_minutes_to_sum() -> None:
    bill = Bill("medicare", "cms", codes=(BilledCode("97150", 1, 20, "session", "once a session, however long"),))
    assert shown(bill_tables(bill)).strip() == ""


# ── edits ──


def test_an_edit_file_is_loaded_and_listed(run: Run, edits: Path, tmp_path: Path) -> None:
    loaded = run("edits", "load", str(edits), "--setting", "practitioner", "--quarter", "2026Q3")
    assert loaded.exit_code == 0, loaded.stderr
    assert f"{edits.name}: pair edits, practitioner, 2026Q3: 1 rows read, 1 of therapy codes kept" in loaded.stdout
    assert [*(tmp_path / "home" / "rehabcode" / "edits").glob("pair-practitioner-2026Q3-*.json")]
    first = run("edits", "list", env={"COLUMNS": "200"}).stdout.splitlines()[1]
    assert first.split()[:4] == ["2026Q3", "pair", "practitioner", "1"]


@pytest.mark.parametrize("named", ["option", "setting"])
def test_the_folder_is_the_callers(run: Run, edits: Path, tmp_path: Path, named: str) -> None:
    kept = tmp_path / "kept"
    arguments = ["--folder", str(kept)] if named == "option" else []
    env = {"REHABCODE_DATA_FOLDER": str(kept)} if named == "setting" else {}
    assert run("edits", "load", str(edits), "--quarter", "2026Q3", *arguments, env=env).exit_code == 0
    assert [path.name for path in (kept / "edits").iterdir()]
    assert not (tmp_path / "home").exists()


def test_at_a_bad_row_the_tables_in_force_stay(run: Run, edits: Path) -> None:
    run("edits", "load", str(edits), "--quarter", "2026Q3")
    before = run("edits", "list").stdout
    edits.write_text(f"{PAIRS}97110\t97110\t\t20260701\t*\t1\tzyzzyva\n", encoding="utf-8")
    result = run("edits", "load", str(edits), "--quarter", "2026Q3")
    assert result.exit_code == 2
    assert f"{edits.name}, row 5: both columns hold the same code" in result.stderr
    assert "zyzzyva" not in result.stderr
    assert run("edits", "list").stdout == before


# ── codes ──


def test_descriptors_are_loaded_and_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "LONGULT.txt"
    file.write_text(NAMES, encoding="utf-8")
    loaded = run("codes", "load-descriptors", str(file))
    assert loaded.exit_code == 0
    assert "LONGULT.txt: 2 rows read, 2 names of codes kept" in loaded.stdout
    assert "Invented words on walking" in run("codes", "97116").stdout
    assert "Invented words on hands" in run("codes").stdout
    assert json.loads(run("codes", "97116", "--json").stdout)["name"] == "Invented words on walking"


def test_without_a_file_the_names_are_our_own(run: Run, fake: Any) -> None:
    assert json.loads(run("codes", "97116", "--json").stdout)["name"] == fake.codebook["97116"].name


@pytest.mark.parametrize("arguments", [["97116"], ["show", "97116"]], ids=["short", "long"])
def test_a_code_is_shown_by_either_command(run: Run, arguments: list[str]) -> None:
    assert run("codes", *arguments).stdout == run("codes", "97116").stdout


def test_help_lists_the_commands_of_codes(run: Run) -> None:
    assert "load-descriptors" in run("codes", "--help").stdout
