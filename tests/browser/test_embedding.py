"""In a page of somebody else's: another origin, a strict policy, fields that come late, go, and are replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Shell = Callable[..., Any]
POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'


def test_a_strict_policy_needs_two_entries(shell: Shell, address: str) -> None:
    policy = f"default-src 'none'; script-src {address}; connect-src {address}"
    editor = shell("textarea", POLICY.format(policy))
    editor.write("quad sets")
    assert editor.words == ["quad sets"]
    assert editor.chips.first.evaluate("(chip) => getComputedStyle(chip).borderRadius") == "12px"


def test_the_mirror_needs_no_more(shell: Shell, address: str) -> None:
    policy = f"default-src 'none'; script-src {address}; connect-src {address}"
    editor = shell("mirror", POLICY.format(policy))
    editor.write("quad sets")
    assert editor.page.locator(".rehab-mirror mark").bounding_box()["width"] > 20


def test_the_rules_of_the_page_stay_outside(shell: Shell) -> None:
    editor = shell("textarea", "<style>button { display: none } li { color: red !important }</style>")
    editor.write("quad sets")
    assert editor.assist.get_by_role("button", name="Accept 97110").is_visible()


def test_the_page_chooses_the_colours(shell: Shell) -> None:
    editor = shell("textarea", "<style>rehab-code-assist { --rehab-paper: rgb(1, 2, 3) }</style>")
    editor.write("quad sets")
    assert editor.chips.first.evaluate("(chip) => getComputedStyle(chip).backgroundColor") == "rgb(1, 2, 3)"


def test_a_field_may_come_late_and_be_replaced(shell: Shell) -> None:
    editor = shell("textarea")
    editor.field.evaluate("(field) => { window.old = field; field.remove(); }")
    editor.page.wait_for_timeout(50)
    assert editor.page.evaluate("old.hasAttribute('aria-controls')") is False
    next_one = "Object.assign(old.cloneNode(), { value: 'manual therapy' })"
    editor.page.evaluate(f"document.querySelector('main').prepend({next_one})")
    editor.answered()
    assert editor.codes == ["97140"]


def test_what_a_script_sets_is_read_on_refresh(shell: Shell) -> None:
    editor = shell("textarea")
    editor.field.evaluate("(field) => { field.value = 'manual therapy'; }")
    editor.assist.evaluate("(assist) => assist.refresh()")
    editor.answered()
    assert editor.words == ["manual therapy"]


def test_what_a_script_writes_into_an_editable_element_is_read_by_itself(shell: Shell) -> None:
    editor = shell("contenteditable")
    editor.field.evaluate("(field) => { field.textContent = 'manual therapy'; }")
    editor.chips.first.wait_for()
    editor.answered()
    assert editor.words == ["manual therapy"]


def test_an_element_that_is_taken_away_leaves_the_field_as_it_was(shell: Shell) -> None:
    editor = shell("mirror")
    before = '<textarea id="note" aria-label="Note" rows="6" cols="60"></textarea>'
    editor.write("quad sets")
    editor.assist.evaluate("(assist) => assist.remove()")
    assert editor.field.evaluate("(field) => field.outerHTML") == before
    assert editor.page.locator(".rehab-mirror, .rehab-completions").count() == 0
    assert editor.words == []


def test_an_element_may_be_moved(shell: Shell) -> None:
    editor = shell("textarea")
    editor.write("quad sets")
    editor.assist.evaluate("(assist) => document.querySelector('main').prepend(assist)")
    editor.answered()
    assert (editor.codes, editor.words) == (["97110"], ["quad sets"])


@pytest.mark.parametrize("target", ["nothing", "heading"])
def test_an_element_without_a_field_waits_in_silence(shell: Shell, target: str) -> None:
    editor = shell("textarea", '<h2 id="heading">no field</h2>')
    editor.assist.evaluate("(assist, target) => assist.setAttribute('for', target)", target)
    editor.field.focus()
    editor.page.keyboard.type("quad sets")
    editor.page.wait_for_timeout(300)
    assert editor.codes == []
    assert editor.assist.locator(".trouble").is_hidden()


def test_in_a_shadow_root_the_field_beside_it_is_found(shell: Shell) -> None:
    editor = shell("textarea")
    editor.page.evaluate(
        """() => {
          const outer = document.querySelector("main").appendChild(document.createElement("div"));
          const root = outer.attachShadow({ mode: "open" });
          root.append(Object.assign(document.createElement("textarea"), { id: "inner", value: "manual therapy" }));
          root.append(Object.assign(document.createElement("rehab-code-assist"), { id: "deep" }));
          root.querySelector("rehab-code-assist").setAttribute("for", "inner");
        }"""
    )
    editor.page.locator("#deep .chip").wait_for()
    assert editor.page.evaluate("[...CSS.highlights.values()].reduce((sum, one) => sum + one.size, 0)") == 1
