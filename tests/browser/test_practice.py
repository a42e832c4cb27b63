"""A whole practice session in the browser: by pointer, by keyboard, on a phone, and for a screen reader."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from rehabcode.codebook import Codebook
from rehabcode.records import NoteSuggestions, Versions
from rehabcode_service.app import create_app
from rehabcode_service.practice.cases import CaseBank
from rehabcode_service.settings import Settings

if TYPE_CHECKING:
    from rehabcode import Suggester

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class SilentSuggester:
    """Suggests nothing for any note."""

    max_characters = 200_000

    def __init__(self) -> None:
        self.codebook = Codebook.load()
        self.versions = Versions("0.1.0", "silent", self.codebook.version)

    def suggest(self, _note: str, **_beside: Any) -> NoteSuggestions:
        return NoteSuggestions((), (), (), self.versions)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    app = create_app(cast("Suggester", SilentSuggester()), Settings(data_folder=tmp_path))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/practice"
        server.should_exit = True
        thread.join()


@pytest.fixture(params=[1280, 380], ids=["desk", "phone"])
def practice(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """The page with its first case, which is `belt-a`. The test fails where a script of the page does."""
    context = browser.new_context(viewport={"width": request.param, "height": 860})
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(served)
    page.locator("#name").fill("ann")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_contain_text("Visit 6, R total knee")
    yield page
    context.close()
    assert broken == []


def add(page: Page, code: str) -> None:
    page.locator("#code").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(f'#lines [data-code="{code}"]')).to_be_visible()


def drag(page: Page, first: str, last: str) -> None:
    words = page.locator("#note [role=option]")
    words.filter(has_text=first).first.hover()
    page.mouse.down()
    words.filter(has_text=last).first.hover()
    page.mouse.up()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_case_is_answered_by_dragging(practice: Page) -> None:
    add(practice, "97110")
    drag(practice, "Treadmill", "holding")
    expect(practice.locator("#lines .words")).to_have_text("Treadmill 2.4 mph, 12 minutes without holding")
    practice.locator("#commit").click()
    expect(practice.locator("#feedback-label")).to_be_focused()
    expect(practice.locator("#feedback .verdict")).to_have_text("✓ right")
    expect(practice.locator("#feedback .given")).to_contain_text("of 25 words")
    expect(practice.locator("#progress dd").first).to_have_text("1")
    practice.locator("#next").click()
    expect(practice.locator("#feedback")).to_be_hidden()
    expect(practice.locator("#lines li")).to_have_count(0)


def test_a_case_is_answered_by_keyboard_alone(practice: Page) -> None:
    add(practice, "97110")
    practice.locator("#note [role=option]").first.focus()
    press(practice, "ArrowRight", "ArrowRight", "ArrowRight", "Space")
    practice.keyboard.press("Shift+ArrowRight")
    expect(practice.locator("#lines .words")).to_have_text("total knee,")
    practice.keyboard.press("Space")
    expect(practice.locator("#lines .words")).to_have_text("total")
    practice.locator("#commit").press("Enter")
    expect(practice.locator("#feedback .given")).to_contain_text("0 of 25 words, 1 beyond")


def test_nothing_of_the_answer_is_on_the_page_before_commit(practice: Page) -> None:
    case = CaseBank.load()["belt-a"]
    shown = practice.content()
    assert case.title not in shown
    assert case.codes[0].rationale not in shown
    expect(practice.locator("#note .proof")).to_have_count(0)
    practice.locator("#commit").click()
    expect(practice.locator("#feedback .verdict")).to_have_text("– missed")
    assert practice.locator("#note .proof").count() > 20


def test_words_want_a_code_first(practice: Page) -> None:
    practice.locator("#note [role=option]").first.click()
    expect(practice.locator("#wrong")).to_have_text("Add a code first: the words you mark are its proof.")
    expect(practice.locator("#code")).to_be_focused()


def test_a_code_that_is_none_is_refused(practice: Page) -> None:
    practice.locator("#code").fill("00000")
    practice.keyboard.press("Enter")
    expect(practice.locator("#wrong")).to_have_text("00000 is no code of the codebook")


def test_a_service_that_is_away_keeps_the_answer_on_the_page(practice: Page) -> None:
    add(practice, "97110")
    practice.context.set_offline(True)
    practice.locator("#commit").click()
    expect(practice.locator("#wrong")).to_contain_text("Your answer is still here; try again.")
    practice.context.set_offline(False)
    practice.locator("#commit").click()
    expect(practice.locator("#feedback .verdict")).to_have_text("✓ right")


def test_nothing_runs_over_the_side(practice: Page) -> None:
    add(practice, "97110")
    practice.locator("#commit").click()
    expect(practice.locator("#next")).to_be_visible()
    assert practice.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(scheme: Any, practice: Page) -> None:
    practice.emulate_media(color_scheme=scheme)
    add(practice, "97110")
    drag(practice, "Treadmill", "holding")
    before = violations(practice)
    practice.locator("#commit").click()
    expect(practice.locator("#next")).to_be_visible()
    assert [*before, *violations(practice)] == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        "async () => (await axe.run()).violations.flatMap((one) => one.nodes.map((node) => one.id + ' ' + node.html))"
    )
    return found
