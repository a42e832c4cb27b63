"""A file of Medicare's edits is loaded as it was downloaded, or refused by name and row; the old tables stay."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

import rehabcode
from rehabcode.billing.claims import Claim
from rehabcode.billing.edit_rows import Limit, PairVersion, first_day
from rehabcode.billing.edit_store import edit_folder, held_tables, load_edit_file, load_edit_tables
from rehabcode.billing.edits import edit_findings
from rehabcode.errors import KnowledgeError, RequestError

# The heads as Medicare writes them, below invented lines in place of those of the copyright.
HEADS = {
    "pair": "Rights reserved by their owner®.\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n\t\t\t\t*=no data\t1=allowed\t\n\t\t\t\t\t9=not applicable\t\n",
    "quantity": '"Rights reserved by their owner®.\n\nNo advice is given.",,,\n'
    '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n',
}
NAMES = {"pair": "ccipra-v322r0-f4.TXT", "quantity": "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"}
PAIRS = [
    "97110\t97140\t\t20260701\t*\t1\tinvented",
    "97140\t97124\t*\t19960101\t20260630\t0\tinvented",
    "97124\t97140\t\t20260701\t*\t0\tinvented",
    "97116\t97112\t\t20260701\t20260701\t9\tinvented",
    "00100\t97110\t\t20260701\t*\t1\tinvented",
]
LIMITS = ["97110,4,3 Date of Service Edit: Clinical,invented", "J0120,1,1 Line Edit,invented"]


def content(kind: str, rows: list[str]) -> bytes:
    return (HEADS[kind] + "\n".join(rows)).replace("\n", "\r\n").encode("cp1252")


def zipped(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    with ZipFile(folder / name, "w", ZIP_DEFLATED) as archive:
        for member, written in members.items():
            archive.writestr(member, written)
    return folder / name


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def downloaded(case: dict[str, Any], folder: Path) -> Path:
    """Write the file of a case: zipped, but where it names no kind and no zip."""
    kind = case.get("kind")
    name = case.get("in") or NAMES[case["kind"]]
    written = content(kind, case["rows"]) if kind else case["text"].encode()
    around = case.get("zip") or (f"{Path(name).stem}.zip" if kind else None)
    if around is not None:
        return zipped(folder, around, {name: written})
    (folder / name).write_bytes(written)
    return folder / name


@pytest.mark.cases("bad_edit_files.yaml")
def test_a_bad_file_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load_edit_file(zipped(tmp_path, "first.zip", {NAMES["pair"]: content("pair", PAIRS)}), folder=kept)
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    with pytest.raises(KnowledgeError, match=re.escape(case["expect"])):
        load_edit_file(downloaded(case, tmp_path), folder=kept)
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^none\.zip: the file cannot be read; check its name"):
        load_edit_file(tmp_path / "none.zip", folder=tmp_path)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, "ccipra-v322r0-f4.zip", {NAMES["pair"]: content("pair", PAIRS)})
    broken = bytearray(path.read_bytes())
    broken[60:90] = bytes(30)
    path.write_bytes(broken)
    with pytest.raises(KnowledgeError, match=r"^ccipra-v322r0-f4\.zip: (it is no zip|the zip file cannot be unpacked)"):
        load_edit_file(path, folder=tmp_path / "kept")


def test_a_table_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rehabcode.billing.edit_files.LARGEST", 100)
    path = zipped(tmp_path, "pairs.zip", {NAMES["pair"]: content("pair", PAIRS)})
    with pytest.raises(KnowledgeError, match=r"^pairs\.zip/ccipra-v322r0-f4\.TXT: the table is too large"):
        load_edit_file(path, folder=tmp_path / "kept")


def test_a_quarter_that_is_none_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, "pairs.zip", {NAMES["pair"]: content("pair", PAIRS)})
    with pytest.raises(RequestError, match=r'^the quarter is none; write it as in "2026Q3"'):
        load_edit_file(path, folder=tmp_path / "kept", quarter="summer")


def test_what_is_told_of_a_loaded_file(tmp_path: Path) -> None:
    path = zipped(tmp_path, "ccipra-v322r0-f4.zip", {NAMES["pair"]: content("pair", PAIRS)})
    (loaded,) = load_edit_file(path, folder=tmp_path / "kept")
    assert loaded.file == "ccipra-v322r0-f4.zip/ccipra-v322r0-f4.TXT"
    assert (loaded.kind, loaded.setting, loaded.quarter) == ("pair", "practitioner", "2026Q3")
    assert (loaded.read, loaded.kept) == (5, 4)
    assert loaded.stored == tmp_path / "kept" / "pair-practitioner-2026Q3-f4.json"


def test_nothing_but_codes_days_and_numbers_is_stored(tmp_path: Path) -> None:
    load_edit_file(zipped(tmp_path, "a.zip", {NAMES["pair"]: content("pair", PAIRS)}), folder=tmp_path / "kept")
    load_edit_file(
        zipped(tmp_path, "b.zip", {NAMES["quantity"]: content("quantity", LIMITS)}), folder=tmp_path / "kept"
    )
    stored = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "kept").glob("*.json"))
    assert '"97110"' in stored
    assert not re.findall(r"invented|reserved|advice|Clinical|00100|J0120", stored)


@pytest.mark.parametrize(
    ("one", "other", "day", "expect"),
    [
        ("97110", "97140", date(2026, 6, 30), None),
        ("97110", "97140", date(2026, 7, 1), ("97110", "97140", 1, "NCCI-PTP-2026Q3")),
        ("97124", "97140", date(2026, 6, 30), ("97140", "97124", 0, "NCCI-PTP-2026Q3")),
        ("97124", "97140", date(2026, 7, 1), ("97124", "97140", 0, "NCCI-PTP-2026Q3")),
        ("97112", "97116", date(2026, 7, 1), None),
        ("97150", "97110", date(2026, 7, 1), ("97150", "97110", 1, "NCCI-PTP-2024Q3")),
    ],
)
def test_the_edit_of_a_day(one: str, other: str, day: date, expect: tuple[Any, ...] | None, tmp_path: Path) -> None:
    path = zipped(tmp_path, "ccipra-v322r0-f4.zip", {NAMES["pair"]: content("pair", PAIRS)})
    load_edit_file(path, folder=tmp_path / "kept")
    found = load_edit_tables(tmp_path / "kept").pair(one, other, day, "practitioner")
    edit = None if found is None else (found[0].column1, found[0].column2, found[0].indicator, found[1])
    assert edit == expect


@pytest.mark.parametrize(
    ("day", "expect"),
    [
        (date(2020, 1, 1), (6, "NCCI-MUE-2024Q3")),
        (date(2026, 6, 30), (6, "NCCI-MUE-2024Q3")),
        (date(2026, 7, 1), (4, "NCCI-MUE-2026Q3")),
        (date(2027, 1, 1), (4, "NCCI-MUE-2026Q3")),
    ],
)
def test_the_limit_of_a_day(day: date, expect: tuple[int, str], tmp_path: Path) -> None:
    path = zipped(tmp_path, "limits.zip", {NAMES["quantity"]: content("quantity", LIMITS)})
    load_edit_file(path, folder=tmp_path / "kept")
    tables = load_edit_tables(tmp_path / "kept")
    found = tables.limit("97110", day, "practitioner")
    assert found is not None
    assert (found[0].units, found[1]) == expect
    assert tables.limit("97110", day, "outpatient_hospital") == (Limit("97110", 8, 3), "NCCI-MUE-2024Q3")


def test_a_loaded_table_is_named_in_a_finding(tmp_path: Path) -> None:
    path = zipped(tmp_path, "ccipra-v322r0-f4.zip", {NAMES["pair"]: content("pair", PAIRS)})
    load_edit_file(path, folder=tmp_path / "kept")
    claim = Claim(date(2026, 11, 20), {"97140": 1, "97110": 1})
    (finding,) = edit_findings(claim, load_edit_tables(tmp_path / "kept"))
    assert (finding.codes, finding.source) == (("97110", "97140"), "NCCI-PTP-2026Q3 practitioner")


def test_a_loaded_table_comes_before_the_packaged_one_of_its_quarter(tmp_path: Path) -> None:
    rows = ["97140\t97124\t\t19960101\t20240630\t0\tinvented"]
    path = zipped(tmp_path, "ccipra-v302r0-f4.zip", {"ccipra-v302r0-f4.TXT": content("pair", rows)})
    load_edit_file(path, folder=tmp_path / "kept")
    tables = load_edit_tables(tmp_path / "kept")
    assert tables.pair("97140", "97124", date(2024, 7, 1), "practitioner") is None
    assert tables.pair("97140", "97124", date(2024, 7, 1), "outpatient_hospital") is not None


def test_a_later_load_takes_the_place_of_the_same_table(tmp_path: Path) -> None:
    first = zipped(tmp_path, "a.zip", {NAMES["quantity"]: content("quantity", LIMITS)})
    load_edit_file(first, folder=tmp_path / "kept")
    second = zipped(tmp_path, "b.zip", {NAMES["quantity"]: content("quantity", ["97110,5,3 Clinical,invented"])})
    load_edit_file(second, folder=tmp_path / "kept")
    assert load_edit_tables(tmp_path / "kept").limit("97110", date(2026, 8, 1), "practitioner") == (
        Limit("97110", 5, 3),
        "NCCI-MUE-2026Q3",
    )


def test_parts_of_one_quarter_stand_beside_each_other(tmp_path: Path) -> None:
    parts = {f"ccipra-v322r0-f{part}.TXT": content("pair", [row]) for part, row in enumerate(PAIRS[:2], start=3)}
    loaded = load_edit_file(zipped(tmp_path, "parts.zip", parts), folder=tmp_path / "kept")
    assert [table.stored.name for table in loaded if table.stored] == [
        "pair-practitioner-2026Q3-f3.json",
        "pair-practitioner-2026Q3-f4.json",
    ]


def test_a_bad_part_keeps_the_good_one_out(tmp_path: Path) -> None:
    parts = {"ccipra-v322r0-f3.TXT": content("pair", PAIRS), "ccipra-v322r0-f4.TXT": content("pair", ["97110"])}
    with pytest.raises(KnowledgeError, match=r"parts\.zip/ccipra-v322r0-f4\.TXT, row 7: the row ends before"):
        load_edit_file(zipped(tmp_path, "parts.zip", parts), folder=tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_part_without_therapy_codes_is_not_stored(tmp_path: Path) -> None:
    path = zipped(tmp_path, "ccipra-v322r0-f1.zip", {"ccipra-v322r0-f1.TXT": content("pair", PAIRS[-1:])})
    (loaded,) = load_edit_file(path, folder=tmp_path / "kept")
    assert (loaded.read, loaded.kept, loaded.stored) == (1, 0, None)


@pytest.mark.parametrize(
    ("name", "setting", "quarter"),
    [
        ("ccioph-v310r0-f4.TXT", "outpatient_hospital", "2025Q1"),
        ("ccipra-v313r0-f4.txt", "practitioner", "2025Q4"),
        ("medicare-ncci-2027q2-practitioner-ptp-edits.txt", "practitioner", "2027Q2"),
        ("outpatient hospital 2026 Q4.txt", "outpatient_hospital", "2026Q4"),
    ],
)
def test_a_name_tells_setting_and_quarter(name: str, setting: str, quarter: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content("pair", PAIRS))
    (loaded,) = load_edit_file(tmp_path / name, folder=tmp_path / "kept")
    assert (loaded.setting, loaded.quarter) == (setting, quarter)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ccipra-v322r0-f4.csv", content("pair", PAIRS).replace(b"\t", b",")),
        ("ccipra-v322r0-f4.txt", b"\xef\xbb\xbf" + content("pair", PAIRS).partition(b"Edits\t\t\t\t\t\t\r\n")[2]),
    ],
)
def test_a_table_in_another_notation(name: str, written: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(written)
    (loaded,) = load_edit_file(tmp_path / name, folder=tmp_path / "kept")
    assert (loaded.read, loaded.kept) == (5, 4)


def test_a_row_that_has_no_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ccipra-v322r0-f4.txt").write_bytes(content("pair", [*PAIRS, "x" * 200_000]))
    with pytest.raises(KnowledgeError, match=r"^ccipra-v322r0-f4\.txt, row 12: the row cannot be read"):
        load_edit_file(tmp_path / "ccipra-v322r0-f4.txt", folder=tmp_path / "kept")


def test_what_is_given_stands_for_a_name_that_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_bytes(content("pair", PAIRS))
    (loaded,) = load_edit_file(
        tmp_path / "pairs.txt", folder=tmp_path / "kept", setting="outpatient_hospital", quarter="2026Q4"
    )
    assert (loaded.setting, loaded.quarter) == ("outpatient_hospital", "2026Q4")


def test_a_workbook_of_pairs(tmp_path: Path) -> None:
    head = [line.split("\t") for line in HEADS["pair"].splitlines()]
    rows = [[97110, "97140", None, 20260701, "*", 1, "x"], [100, "00102", None, 20260701, "*", 0, "x"]]
    book = workbook(tmp_path / "ccipra-v322r0-f4.xlsx", [*head, *rows])
    load_edit_file(zipped(tmp_path, "ccipra.zip", {book.name: book.read_bytes()}), folder=tmp_path / "kept")
    found = load_edit_tables(tmp_path / "kept").pair("97110", "97140", date(2026, 8, 1), "practitioner")
    assert found == (PairVersion("97110", "97140", 1, date(2026, 7, 1)), "NCCI-PTP-2026Q3")


def test_a_workbook_of_quantities_with_a_bad_row(tmp_path: Path) -> None:
    head = [
        "HCPCS/\nCPT Code",
        "Outpatient Hospital Services MUE Values",
        "MUE Adjudication Indicator",
        "MUE Rationale",
    ]
    book = workbook(
        tmp_path / "MUE_2026Q3.xlsx", [["owner"], head, ["97110", 8, "3 x", "x"], ["97112", -1, "3 x", "x"]]
    )
    with pytest.raises(KnowledgeError, match=r"^MUE_2026Q3\.xlsx, row 4: the limit is negative"):
        load_edit_file(book, folder=tmp_path / "kept")


def test_the_text_is_read_where_a_workbook_stands_beside_it(tmp_path: Path) -> None:
    members = {NAMES["pair"]: content("pair", PAIRS), "ccipra-v322r0-f4.xlsx": b"no workbook"}
    (loaded,) = load_edit_file(zipped(tmp_path, "ccipra.zip", members), folder=tmp_path / "kept")
    assert loaded.file == "ccipra.zip/ccipra-v322r0-f4.TXT"


def test_a_workbook_without_its_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "ccipra-v322r0-f4.xlsx").touch()
    with pytest.raises(KnowledgeError, match="openpyxl, which is not installed; install openpyxl, or load the zip"):
        load_edit_file(tmp_path / "ccipra-v322r0-f4.xlsx", folder=tmp_path / "kept")


@pytest.mark.parametrize(
    "written", [b"", b"{}", b'{"setting": "practitioner", "quarter": "soon", "source": "x", "pairs": []}']
)
def test_a_stored_table_that_is_not_right_is_named(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "pair.json").write_bytes(written)
    with pytest.raises(KnowledgeError, match=r"^pair\.json: the stored table cannot be read; load the quarter's file"):
        load_edit_tables(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    path = zipped(tmp_path, "a.zip", {NAMES["quantity"]: content("quantity", LIMITS)})
    with pytest.raises(KnowledgeError, match=r"the table cannot be stored; name a folder that can be written"):
        load_edit_file(path, folder=tmp_path / "kept")


@pytest.mark.parametrize("given", ["", "relative/folder"])
def test_the_folder_of_loaded_tables_without_a_setting(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", given)
    assert edit_folder() == Path.home() / ".local" / "share" / "rehabcode" / "edits"


def test_tables_are_loaded_into_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    load_edit_file(zipped(tmp_path, "a.zip", {NAMES["quantity"]: content("quantity", LIMITS)}))
    assert edit_folder() == tmp_path / "data" / "rehabcode" / "edits"
    assert load_edit_tables().limit("97110", date(2026, 8, 1), "practitioner") is not None
    assert [path.name for path in edit_folder().iterdir()] == ["quantity-practitioner-2026Q3-all.json"]


def test_nothing_was_loaded_yet(tmp_path: Path) -> None:
    tables = load_edit_tables(tmp_path / "none")
    assert tables.limit("97110", date(2026, 8, 1), "practitioner") == (Limit("97110", 6, 3), "NCCI-MUE-2024Q3")


@pytest.mark.parametrize("quarter", ["", "2026", "2026Q5", "2026q1"])
def test_a_quarter_has_a_first_day(quarter: str) -> None:
    assert first_day("2026Q1") == date(2026, 1, 1)
    with pytest.raises(ValueError, match=r'^a quarter is written as in "2026Q3"'):
        first_day(quarter)


def test_the_tables_that_are_held_are_listed_newest_first(tmp_path: Path) -> None:
    load_edit_file(zipped(tmp_path, "a.zip", {NAMES["pair"]: content("pair", PAIRS)}), folder=tmp_path / "kept")
    held = held_tables(tmp_path / "kept")
    assert (held[0].quarter, held[0].kind, held[0].setting, held[0].rows) == ("2026Q3", "pair", "practitioner", 4)
    assert held[0].file == "pair-practitioner-2026Q3-f4.json"
    assert {(one.kind, one.setting) for one in held if one.file is None} == {
        ("pair", "practitioner"),
        ("pair", "outpatient_hospital"),
        ("quantity", "practitioner"),
        ("quantity", "outpatient_hospital"),
    }


def test_a_bill_goes_by_the_loaded_tables_of_its_day(tmp_path: Path) -> None:
    rows = ["97110\t97140\t\t20260701\t*\t0\tinvented"]
    load_edit_file(
        zipped(tmp_path, "a.zip", {NAMES["pair"]: content("pair", rows)}), folder=tmp_path / "data" / "edits"
    )
    suggester = rehabcode.load(data_folder=tmp_path / "data")
    note = "Manual therapy: grade III patellar mobilizations 15 min. Therapeutic exercise: squats 3x10, 15 min."
    told = {
        day: [one.source for one in suggester.suggest(note, date_of_service=day).billing.findings]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert told == {date(2026, 6, 30): [], date(2026, 7, 1): ["NCCI-PTP-2026Q3 practitioner"]}


def test_a_stored_table_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "pair-practitioner-2026Q3-f4.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="the stored table cannot be read; load the quarter's file again"):
        held_tables(tmp_path)
