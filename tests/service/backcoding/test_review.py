"""The review queue: which notes, who may see them, what is kept of decisions and what they tell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from rehabcode.codebook import Codebook
from rehabcode_service.backcoding.refusals import RunRefused
from rehabcode_service.backcoding.review.app import create_review_app
from rehabcode_service.backcoding.review.decisions import ReviewStore
from rehabcode_service.backcoding.review.measures import Agreement, measured
from rehabcode_service.backcoding.review.serving import open_queue
from rehabcode_service.cli import app

ROWS = [
    {"id": f"n{number}", "note": f"{words} {number}", "cpt": "97116", "dos": "2024-01-03"}
    for number, words in enumerate(
        ["💪 gait 15 min", "quads", "rest", "crash", "mobs and gait", "mobs", "gait", "rest"]
    )
]
ACCEPT = {"code": "97116", "verdict": "accept", "changed_to": None}


@pytest.fixture
def folder(coded: Any) -> Path:
    return Path(coded(ROWS))


@pytest.fixture
def store(folder: Path) -> ReviewStore:
    return open_queue(folder, size=6, order="both")


@pytest.fixture
def client(store: ReviewStore) -> TestClient:
    """A client that has opened the address with the key."""
    found = TestClient(create_review_app(store, Codebook.load(), "secret", hosts=["testserver"]))
    found.get("/?key=secret")
    return found


def queue(store: ReviewStore, reviewer: str = "ann") -> list[dict[str, Any]]:
    """Return the queue in its order, deciding nothing on each note for this reviewer."""
    rows: list[dict[str, Any]] = []
    while (row := store.next(reviewer)) is not None:
        rows.append(row)
        store.decide(reviewer, row["source_row"], [], 1.0)
    return rows


def test_half_of_the_notes_are_random_and_half_uncertain(store: ReviewStore) -> None:
    rows = queue(store)
    assert [row["drawn"] for row in rows] == ["random", "uncertain"] * 3
    assert len({row["source_row"] for row in rows}) == 6
    assert "n3" not in {row["note_id"] for row in rows}, "a note that could not be read is not reviewed"


def test_the_least_certain_come_first(folder: Path) -> None:
    first, *_ = queue(open_queue(folder, size=3, order="uncertain"))
    assert first["note_id"] == "n1", "0.6 is nearest to a toss-up"


def test_the_queue_is_drawn_once(folder: Path, store: ReviewStore) -> None:
    again = open_queue(folder, size=2, order="random")
    assert again.size() == store.size() == 6


def test_the_same_notes_are_drawn_again(coded: Any) -> None:
    drawn = [
        [row["note_id"] for row in queue(open_queue(coded(ROWS, name), size=4, order="random"))] for name in ("a", "b")
    ]
    assert drawn[0] == drawn[1]


def test_a_source_that_is_gone_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").unlink()
    with pytest.raises(RunRefused, match="no such file"):
        open_queue(folder, size=2, order="both")


def test_a_source_with_other_texts_is_told(folder: Path, write_jsonl: Any) -> None:
    write_jsonl([row | {"note": "other"} for row in ROWS])
    with pytest.raises(RunRefused, match="no longer holds the texts"):
        open_queue(folder, size=2, order="both")


def test_a_note_is_shown_with_offsets_of_the_browser(folder: Path) -> None:
    store = open_queue(folder, size=8, order="random")
    client = TestClient(create_review_app(store, Codebook.load(), "k", hosts=["testserver"]))
    client.get("/?key=k")
    note = client.get("/review/next?reviewer=ann").json()["note"]
    while note["note_id"] != "n0":
        note = client.post(f"/review/notes/{note['row']}?reviewer=ann", json={"decisions": [], "seconds": 1}).json()[
            "note"
        ]
    (suggestion,) = note["suggestions"]
    (span,) = suggestion["evidence"]
    assert (span["start"], span["end"]) == (3, 7), "the arm takes two units"
    assert suggestion["billed"] is True


def test_what_is_decided_is_kept_and_given_back(client: TestClient) -> None:
    first = client.get("/review/next?reviewer=ann").json()
    row = first["note"]["row"]
    body = {"decisions": [ACCEPT, {"code": "97110", "verdict": "add"}], "seconds": 12.5}
    after = client.post(f"/review/notes/{row}?reviewer=ann", json=body).json()
    assert (after["done"], after["size"]) == (1, 6)
    assert after["note"]["row"] != row
    before = client.get(f"/review/before?reviewer=ann&row={after['note']['row']}").json()["note"]
    assert before["row"] == row
    assert [one["verdict"] for one in before["decided"]] == ["accept", "add"]


def test_deciding_again_takes_the_place_and_adds_the_time(client: TestClient) -> None:
    row = client.get("/review/next?reviewer=ann").json()["note"]["row"]
    client.post(f"/review/notes/{row}?reviewer=ann", json={"decisions": [ACCEPT], "seconds": 10})
    client.post(
        f"/review/notes/{row}?reviewer=ann", json={"decisions": [{**ACCEPT, "verdict": "reject"}], "seconds": 5}
    )
    (line,) = csv.DictReader(io.StringIO(client.get("/review/decisions.csv").text))
    assert (line["verdict"], line["seconds"], line["reviewer"]) == ("reject", "15.0", "ann")


def test_each_reviewer_has_the_queue_for_themselves(client: TestClient) -> None:
    row = client.get("/review/next?reviewer=ann").json()["note"]["row"]
    client.post(f"/review/notes/{row}?reviewer=ann", json={"decisions": [], "seconds": 1})
    assert client.get("/review/next?reviewer=bob").json()["note"]["row"] == row


@pytest.mark.parametrize(
    "body",
    [
        {"decisions": [{"code": "97116", "verdict": "change"}], "seconds": 1},
        {"decisions": [{**ACCEPT, "changed_to": "97110"}], "seconds": 1},
        {"decisions": [ACCEPT, ACCEPT], "seconds": 1},
        {"decisions": [{"code": "zyzzyva", "verdict": "accept"}], "seconds": 1},
        {"decisions": [], "seconds": -1},
        {"decisions": []},
    ],
)
def test_a_wrong_decision_is_refused(body: dict[str, Any], client: TestClient) -> None:
    row = client.get("/review/next?reviewer=ann").json()["note"]["row"]
    answer = client.post(f"/review/notes/{row}?reviewer=ann", json=body)
    assert answer.status_code == 422
    assert "zyzzyva" not in answer.text


def test_a_note_that_is_not_in_the_queue_is_refused(client: TestClient) -> None:
    assert client.post("/review/notes/999?reviewer=ann", json={"decisions": [], "seconds": 1}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/review/next?reviewer=x", "/review/decisions.csv", "/static/review.js", "/?key=x"]
)
def test_without_the_key_nothing_is_shown(path: str, store: ReviewStore) -> None:
    answer = TestClient(create_review_app(store, Codebook.load(), "secret", hosts=["testserver"])).get(path)
    assert answer.status_code == 403
    assert "gait" not in answer.text


def test_another_host_is_refused(store: ReviewStore) -> None:
    client = TestClient(create_review_app(store, Codebook.load(), "secret"), base_url="http://evil.example")
    assert client.get("/?key=secret").status_code == 400


def test_the_page_and_its_files_are_there(client: TestClient) -> None:
    page = client.get("/")
    assert "review.js" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert [
        client.get(f"/static/{name}").status_code for name in ("review.js", "note.js", "measures.js", "review.css")
    ] == [200] * 4


def test_measures_are_told(client: TestClient) -> None:
    row = client.get("/review/next?reviewer=ann").json()["note"]["row"]
    client.post(f"/review/notes/{row}?reviewer=ann", json={"decisions": [ACCEPT], "seconds": 8})
    found = client.get("/review/measures").json()
    assert (found["notes"], found["seconds"]) == (1, 8.0)
    assert found["at_random"]["share"] == 1.0
    assert found["by_code"]["97116"]["accepted"] == 1


def row(
    verdict: str | None, code: str | None = "97116", reviewer: str = "ann", note: int = 1, **beside: Any
) -> dict[str, Any]:
    return {
        "source_row": note, "reviewer": reviewer, "code": code, "verdict": verdict, "changed_to": None, "seconds": 4.0,
        "drawn": "random", **beside,
    }  # fmt: skip


def test_agreement_is_that_of_suggestions_alone() -> None:
    found = measured(
        [row("accept"), row("reject", "97110"), row("add", "97140"), row("accept", note=2, drawn="uncertain")]
    )
    assert (found.at_random.decided, found.at_random.share, found.at_random.added) == (2, 0.5, 1)
    assert (found.uncertain.decided, found.notes) == (1, 2)


def test_reviewers_are_compared_by_what_they_end_with() -> None:
    one = [row("accept"), row("change", "97110", changed_to="97112")]
    other = [row("accept", reviewer="bob"), row("add", "97112", reviewer="bob"), row("reject", "97110", reviewer="bob")]
    assert measured([*one, *other]).reviewers_agree == 1.0
    assert measured([*one, row("reject", reviewer="bob")]).reviewers_agree == 0.0
    assert measured(one).reviewers_agree is None


def test_nothing_decided_is_no_share() -> None:
    found = measured([row(None, None)])
    assert (found.notes, found.at_random.share, found.at_random.interval) == (1, None, None)


def test_the_interval_is_wilsons() -> None:
    low, high = Agreement(10, 9, 0, 1, 0).interval or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


@pytest.mark.parametrize("name", ["decisions.csv", "decisions.jsonl"])
def test_decisions_are_exported(name: str, folder: Path, store: ReviewStore, tmp_path: Path) -> None:
    queue(store)
    result = CliRunner().invoke(app, ["review", str(folder), "--export", str(tmp_path / name)])
    assert (result.exit_code, "wrote 6 decisions" in result.stdout) == (0, True)
    lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
    first = (
        json.loads(lines[0])
        if name.endswith("jsonl")
        else dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    )
    assert first["reviewer"] == "ann"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--export", "a.xlsx"], ".csv or .jsonl"),
        (["--order", "best"], "--order"),
        (["--database", "nonsense"], "database"),
    ],
)
def test_what_is_not_right_is_told(arguments: list[str], says: str, folder: Path) -> None:
    result = CliRunner().invoke(app, ["review", str(folder), *arguments])
    assert result.exit_code == 2
    assert says in result.stderr
