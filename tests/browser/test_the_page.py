"""The page as people meet it: by keyboard, on a telephone, in the dark, on paper, and with a screen reader."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
NOTE = "quad sets, manual therapy, gait training; ultrasound held"
STATES = {
    "empty": [],
    "answered": [],
    "opened": [".chip .open", "details.present summary"],
    "decided": [".chip .accept", ".chip:nth-child(2) .dismiss", "details.dismissed summary"],
    "away": [],
}


def violations(page: Page) -> list[str]:
    """Return what axe finds against the page, with the elements."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def bring_into(desk: Any, state: str) -> None:
    """Bring the page into a state."""
    if state != "empty":
        desk.write(NOTE)
    _ = [desk.assist.locator(one).first.click() for one in STATES[state]]
    if state == "away":
        desk.page.route("**/v1/suggestions", lambda route: route.abort())
        desk.page.keyboard.type("x")
        desk.assist.locator(".trouble").wait_for()
    desk.page.mouse.move(1, 1)
    desk.page.wait_for_timeout(200)  # colours take a moment to change


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(desk: Any, state: str, scheme: Any) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    bring_into(desk, state)
    assert violations(desk.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_page_that_shows_how_to_embed(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/static/embed.html")
    page.locator("rehab-code-assist .chip").nth(0).wait_for()
    assert violations(page) == []


def test_axe_would_find_something(desk: Any) -> None:
    desk.field.evaluate("(field) => { document.querySelector('label[for=note]').remove(); }")
    assert "label" in str(violations(desk.page))


@pytest.mark.parametrize("state", ["empty", "opened", "decided", "away"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1920])
def test_nothing_is_wider_than_the_screen(desk: Any, width: int, state: str) -> None:
    desk.page.set_viewport_size({"width": width, "height": 740})
    bring_into(desk, state)
    assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_an_example_is_a_note_like_any_other(desk: Any) -> None:
    desk.page.get_by_role("button", name="Checkboxes").click()
    desk.answered()
    assert "[x] Therapeutic exercise" in desk.text
    assert "97140" in desk.codes
    desk.page.keyboard.press("ControlOrMeta+z")
    assert desk.text == "", "an example is taken back like what is typed"


def test_undo_takes_back_what_was_typed_and_nothing_else_was_changed(desk: Any) -> None:
    desk.field.focus()
    desk.page.keyboard.insert_text("quad sets. ")
    desk.answered()
    desk.page.keyboard.insert_text("manual therapy")
    desk.answered()
    desk.chips.first.hover()
    desk.assist.get_by_role("button", name="Accept 97140").click()
    desk.field.focus()
    desk.page.keyboard.press("ControlOrMeta+z")
    assert desk.text == "quad sets. "
    desk.page.keyboard.press("ControlOrMeta+Shift+z")
    assert desk.text == "quad sets. manual therapy"


def test_a_paste_of_thirty_thousand_characters_is_read_and_marked(desk: Any) -> None:
    lines = "Visit {}: manual therapy 15 min to the right knee, tolerated well, quad sets, 💪.\n"
    text = "".join(lines.format(number) for number in range(370))
    assert len(text) > 30_000
    desk.field.focus()
    desk.page.keyboard.insert_text(text)
    desk.answered()
    assert desk.words == ["manual therapy"] * 370 + ["quad sets"] * 370
    desk.page.keyboard.type("x")
    taken = desk.page.evaluate("performance.now()")
    desk.page.keyboard.type("y" * 10)
    assert desk.page.evaluate("performance.now()") - taken < 5000
    assert desk.text == text + "x" + "y" * 10


def test_two_elements_on_a_page_keep_to_their_own_notes(page: Page) -> None:
    page.goto("/static/embed.html")
    chips = [page.locator(f"rehab-code-assist[for={name}-note] .chip") for name in ("daily", "progress")]
    page.locator("#daily-note").fill("quad sets and manual therapy")
    page.locator("#progress-note").fill("gait training")
    codes = [one.locator(".open .digits") for one in chips]
    page.wait_for_function("() => [...document.querySelectorAll('rehab-code-assist')].every((one) => one.answer)")
    page.wait_for_timeout(500)
    assert [one.all_inner_texts() for one in codes] == [["97140", "97110"], ["97116"]]
    painted = "() => [...CSS.highlights.values()].reduce((sum, ranges) => sum + ranges.size, 0)"
    assert page.evaluate(painted) == 3
    page.get_by_role("button", name="Accept 97116").click()
    assert page.locator("#charges").inner_text() == "97116 × 1: Walking-pattern training"
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur(); document.querySelector('rehab-code-assist').remove()")
    page.wait_for_function(f"({painted})() === 1")


def test_the_whole_note_is_printed_with_its_evidence(desk: Any) -> None:
    desk.write("x\n" * 200 + "quad sets, manual therapy")
    desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    desk.page.emulate_media(media="print")
    printed = desk.page.locator("#printed")
    assert printed.is_visible()
    assert desk.field.is_hidden()
    assert printed.inner_text() == "x\n" * 200 + "quad sets, manual therapy"
    assert printed.locator("mark").all_inner_texts() == ["quad sets", "manual therapy"]
    assert desk.assist.get_by_role("button", name="Accept 97110").is_hidden()


def test_the_answer_is_told_to_those_who_listen(desk: Any) -> None:
    desk.write("quad sets; ultrasound held")
    assert desk.assist.locator(".spoken[role=status]").inner_text() == "1 code, 1 timed unit, 1 named, not performed."


def test_a_note_is_never_markup(desk: Any) -> None:
    desk.write("<img src=x onerror=alert(1)> quad sets <b>manual therapy</b>")
    desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert desk.page.locator("img[src=x]").count() == 0
    assert desk.words == ["manual therapy", "quad sets"]
