"""The review queue in a browser: all of it by keyboard, and nothing that a screen reader would stumble over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine

from rehabcode.codebook import Codebook
from rehabcode_service.backcoding.review.app import create_review_app
from rehabcode_service.backcoding.review.decisions import Decision, ReviewStore

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TEXT = "💪 Gait training 15 min.\r\nQuad sets 3x10."
GAIT, QUADS = TEXT.index("Gait"), TEXT.index("Quad")


def suggestion(code: str, start: int, end: int) -> dict[str, Any]:
    evidence = [{"start": start, "end": end, "reason": "named"}]
    return {
        "code": code,
        "name": "plain words",
        "score": 0.9,
        "minutes": 15,
        "units": 1,
        "billed": False,
        "evidence": evidence,
    }


def queued(row: int) -> dict[str, Any]:
    both = [suggestion("97116", GAIT, GAIT + 13), suggestion("97110", QUADS, QUADS + 9)]
    billed = [{"code": "97140", "units": 1, "verdict": "unsupported"}]
    answer = {
        "day": "2026-01-02",
        "payer": None,
        "clinician": None,
        "suggestions": both,
        "billed": billed,
        "findings": [],
    }
    return {"run_id": "r", "source_row": row, "position": row, "drawn": "random", "note_id": f"n{row}", "text": TEXT,
            "answer": answer}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> ReviewStore:
    found = ReviewStore(create_engine(f"sqlite:///{tmp_path}/review.sqlite"), "r")
    found.fill([queued(0), queued(1)])
    return found


@pytest.fixture
def review(browser: Browser, store: ReviewStore) -> Iterator[Page]:
    """The page with its first note."""
    app = create_review_app(store, Codebook.load(), "secret")
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        context = browser.new_context(viewport={"width": 1200, "height": 800})
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{door.getsockname()[1]}/?key=secret")
        page.keyboard.type("ann")
        page.keyboard.press("Enter")
        expect(page.locator("#codes li")).to_have_count(2)
        yield page
        context.close()
        server.should_exit = True
        thread.join()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_note_is_decided_on_by_keyboard(review: Page, store: ReviewStore) -> None:
    press(review, "a", "c", *"97112", "Enter", "n", *"97035", "Enter", "Enter")
    expect(review.locator("#count")).to_have_text("1 of 2")
    expect(review.locator("#note-title")).to_have_text("Note n1")
    assert store.decisions("ann", 0) == [
        Decision("97116", "accept"), Decision("97110", "change", "97112"), Decision("97035", "add"),
    ]  # fmt: skip


def test_an_open_code_is_not_passed_over(review: Page, store: ReviewStore) -> None:
    press(review, "a", "Enter")
    expect(review.locator("#trouble")).to_have_text("A code is still open: accept, change or reject it.")
    assert store.done("ann") == 0


def test_undo_and_back(review: Page) -> None:
    press(review, "r", "ArrowUp", "u")
    expect(review.locator("#codes li").first).to_have_class("code card hue-0 current open")
    press(review, "Shift+A", "Enter")
    expect(review.locator("#note-title")).to_have_text("Note n1")
    press(review, "b")
    expect(review.locator("#note-title")).to_have_text("Note n0")
    expect(review.locator("#codes .verdict").first).to_have_text("accepted")


def test_the_words_of_the_code_at_hand_are_lit(review: Page) -> None:
    expect(review.locator("mark.lit")).to_have_text("Gait training")
    press(review, "ArrowDown")
    expect(review.locator("mark.lit")).to_have_text("Quad sets")


def test_keys_are_letters_where_a_code_is_typed(review: Page) -> None:
    press(review, "n", "a", "r")
    expect(review.locator("#code")).to_have_value("ar")
    press(review, "Enter")
    expect(review.locator("#trouble")).to_contain_text("not in the codebook")
    press(review, "Escape")
    expect(review.locator("#entry")).to_be_hidden()
    expect(review.locator("#codes .verdict:not(:empty)")).to_have_count(0)


def test_the_end_is_told(review: Page) -> None:
    press(review, "Shift+A", "Enter")
    expect(review.locator("#note-title")).to_have_text("Note n1")
    press(review, "Shift+A", "Enter")
    expect(review.locator("#end-title")).to_be_focused()
    review.locator("#measures-open").click()
    expect(review.locator("#measured")).to_contain_text("2 notes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(scheme: Any, review: Page) -> None:
    review.emulate_media(color_scheme=scheme)
    press(review, "a", "r")
    review.evaluate(AXE)
    assert review.evaluate("axe.run().then((result) => result.violations.map((one) => one.id))") == []


def test_it_fits_a_small_screen(review: Page) -> None:
    review.set_viewport_size({"width": 360, "height": 700})
    assert review.evaluate("document.documentElement.scrollWidth") == 360
