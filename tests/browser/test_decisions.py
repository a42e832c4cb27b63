"""Accepting, dismissing and taking back: by pointer and by keyboard, told to the page, and refused by it."""

from __future__ import annotations

from typing import Any

import pytest

NOTE = "quad sets, manual therapy, gait training"
LISTEN = """() => {
  window.told = [];
  for (const name of ["rehab-suggestions", "rehab-accept", "rehab-dismiss", "rehab-undo"]) {
    document.addEventListener(name, (event) => {
      const { code, suggestions } = event.detail;
      window.told.push([name, event.composed, code ?? suggestions.map((one) => one.code), event.detail]);
      if (window.refuses === name) event.preventDefault();
    });
  }
}"""


@pytest.fixture
def editor(desk: Any) -> Any:
    """The page with three codes, and a record of what its elements told it since."""
    desk.write(NOTE)
    desk.page.evaluate(LISTEN)
    return desk


def told(editor: Any) -> list[list[Any]]:
    """Return what the page was told: [event, code]."""
    return [[name, code] for name, _, code, _ in editor.page.evaluate("window.told")]


def button(editor: Any, name: str) -> Any:
    return editor.assist.get_by_role("button", name=name, exact=True)


def test_codes_come_with_what_they_bill(editor: Any) -> None:
    assert editor.codes == ["97140", "97110", "97116"]
    chip = editor.chips.filter(has_text="97116").inner_text().split()
    assert {"1", "unit", "15", "min", "90%", "GP", "to", "check", "add"} <= {*chip}
    assert editor.assist.locator(".figures").inner_text().split() == [
        "3",
        "codes",
        "45",
        "timed",
        "min",
        "3",
        "timed",
        "units",
    ]


def test_findings_and_what_is_missing_stand_with_their_remedy(editor: Any) -> None:
    assert "say how much help was given" in editor.assist.locator("section.findings").inner_text().lower()
    assert editor.assist.locator("section.missing li").all_inner_texts() == ["Say how it was tolerated\n97110\n97116"]
    assert editor.assist.locator("details.present .count").inner_text() == "1"


def test_a_code_opens_to_its_reasons(editor: Any) -> None:
    editor.chips.first.locator(".open").click()
    words = editor.chips.first.locator(".details").inner_text()
    assert "Names manual therapy" in words
    assert "15 min: 1 x 15" in words
    assert "billed under a PT plan of care" in words


def test_accepting_tells_the_page(editor: Any) -> None:
    button(editor, "Accept 97110").click()
    [[name, composed, code, detail]] = editor.page.evaluate("window.told")
    assert (name, composed, code) == ("rehab-accept", True, "97110")
    assert (detail["suggestion"]["evidence"][0]["quote"], detail["billed"]["units"]) == ("quad sets", 1)
    assert detail["text_sha256"] == editor.assist.evaluate("(assist) => assist.answer.text_sha256")
    assert editor.page.locator("#accepted").inner_text() == "97110 × 1"


def test_accepting_is_taken_back(editor: Any) -> None:
    button(editor, "Accept 97110").click()
    button(editor, "Undo accepting 97110").click()
    assert told(editor) == [["rehab-accept", "97110"], ["rehab-undo", "97110"]]
    assert editor.page.locator("#claim").is_hidden()
    assert button(editor, "Accept 97110").is_visible()


def test_dismissing_takes_the_code_and_its_colour_away(editor: Any) -> None:
    button(editor, "Dismiss 97110").click()
    assert editor.codes == ["97140", "97116"]
    assert {*editor.words} == {"gait training", "manual therapy"}
    assert told(editor) == [["rehab-dismiss", "97110"]]


def test_what_was_dismissed_stays_so_while_one_types_and_can_be_brought_back(editor: Any) -> None:
    button(editor, "Dismiss 97110").click()
    editor.field.focus()
    editor.type(" x")
    assert editor.codes == ["97140", "97116"]
    editor.assist.locator("details.dismissed summary").click()
    button(editor, "Undo for 97110").click()
    assert editor.codes == ["97140", "97110", "97116"]


@pytest.mark.parametrize("event", ["rehab-accept", "rehab-dismiss"])
def test_a_page_may_refuse(editor: Any, event: str) -> None:
    editor.page.evaluate("(event) => { window.refuses = event; }", event)
    button(editor, f"{'Accept' if event == 'rehab-accept' else 'Dismiss'} 97110").click()
    assert told(editor) == [[event, "97110"]]
    assert button(editor, "Accept 97110").is_visible()


def test_an_accepted_code_that_loses_its_support_is_said(editor: Any) -> None:
    button(editor, "Accept 97110").click()
    editor.write("manual therapy")
    assert "97110\nwas accepted; the note no longer supports it" in editor.assist.locator("section.kept").inner_text()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["a"], [["rehab-accept", "97140"]]),
        (["d"], [["rehab-dismiss", "97140"]]),
        (["Delete"], [["rehab-dismiss", "97140"]]),
        (["ArrowDown", "a"], [["rehab-accept", "97110"]]),
        (["ArrowDown", "ArrowDown", "ArrowUp", "d"], [["rehab-dismiss", "97110"]]),
        (["Control+a"], []),
    ],
    ids=lambda value: "+".join(value) if value and isinstance(value[0], str) else "",
)
def test_keys_decide_within_a_chip(editor: Any, keys: list[str], expected: list[list[str]]) -> None:
    editor.chips.first.locator(".open").focus()
    _ = [editor.page.keyboard.press(key) for key in keys]
    assert told(editor) == expected


def test_tab_goes_from_the_note_to_the_codes_and_escape_back(editor: Any) -> None:
    editor.field.focus()
    reached = [editor.page.keyboard.press("Tab") or focus(editor) for _ in range(3)]
    assert reached[-1] == "97140"
    editor.page.keyboard.press("Escape")
    assert editor.field.evaluate("(field) => document.activeElement === field")


def test_a_dismissed_code_hands_the_focus_to_its_neighbour(editor: Any) -> None:
    editor.chips.nth(1).locator(".open").focus()
    editor.page.keyboard.press("d")
    assert focus(editor) == "97116"


def focus(editor: Any) -> Any:
    """Return the code of the chip that has the focus."""
    return editor.assist.evaluate("(assist) => assist.shadowRoot.activeElement?.closest('[data-code]')?.dataset.code")


def test_the_focus_stays_while_answers_come(editor: Any) -> None:
    editor.chips.nth(1).locator(".open").focus()
    editor.field.evaluate("(field) => { field.value += ', manual therapy'; }")
    editor.assist.evaluate("(assist) => assist.refresh()")
    editor.answered()
    assert focus(editor) == "97110"


def test_another_note_forgets(editor: Any) -> None:
    button(editor, "Accept 97110").click()
    editor.page.get_by_role("button", name="Narrative").click()
    editor.answered()
    assert editor.page.locator("#claim").is_hidden()
    assert editor.assist.locator("section.kept").is_hidden()


def test_every_answer_is_told(editor: Any) -> None:
    editor.write("manual therapy")
    editor.write("")
    assert told(editor) == [["rehab-suggestions", ["97140"]], ["rehab-suggestions", []]]


def test_what_is_withheld_is_listed_with_its_reason(desk: Any) -> None:
    desk.write("ultrasound held")
    assert desk.assist.locator("section.withheld li").all_inner_texts() == ["ultrasound\nnot done: held\n97035"]
    assert desk.codes == []
