"""The page ships with the package, is whole, and needs nothing from elsewhere."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

WEB = files("rehabcode_service").joinpath("web")
FILES = {one.name: one.read_text(encoding="utf-8") for one in WEB.iterdir()}
SCRIPTS = [name for name in FILES if name.endswith(".js")]
PAGES = [name for name in FILES if name.endswith(".html")]
TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "svg": "image/svg+xml",
}
EXAMPLES: list[dict[str, str]] = json.loads(FILES["examples.json"])


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_served_as_what_it_is(client: TestClient, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.text == FILES[name]
    assert response.headers["content-type"].split(";")[0] == TYPES[name.rpartition(".")[2]]


def test_the_page_is_at_the_root(client: TestClient) -> None:
    response = client.get("/")
    assert response.text == FILES["index.html"]
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", FILES)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    assert not re.findall(r"(?:https?:)?//[a-z]", FILES[name].replace("http://www.w3.org/2000/svg", ""))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("pattern", [r"<script(?![^>]*\bsrc=)", r"<style", r"\sstyle=", r"\son\w+="])
def test_nothing_is_written_inline_that_the_policy_forbids(name: str, pattern: str) -> None:
    assert not re.search(pattern, FILES[name])


@pytest.mark.parametrize(
    ("name", "base", "script"), [("index.html", "/", "static/app.js"), ("embed.html", "/static/", "embed.js")]
)
def test_what_a_page_asks_for_is_there(client: TestClient, name: str, base: str, script: str) -> None:
    asked = re.findall(r'(?:href|src)="([^"#]+)"', FILES[name])
    assert script in asked
    assert [client.get(base + path).status_code for path in asked] == [200] * len(asked)


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_a_script_imports_is_there(name: str) -> None:
    imported = re.findall(r'(?:from|import) "\./([\w.-]+)"', FILES[name])
    assert {*imported} <= {*FILES}


def test_no_script_is_left_over() -> None:
    asked = re.findall(r'(?:from|import|src=)\s*"(?:\./|static/)?([\w.-]+\.js)"', "".join(FILES.values()))
    assert {*SCRIPTS} == {*asked}


def test_the_colours_on_paper_are_those_on_the_screen() -> None:
    hues = re.findall(r'\[(\d+), "(\w+)"\]', FILES["hues.js"])
    printed = re.findall(r'\[data-hue="\d"\] \{ --hue: (\d+); --stroke: (\w+); \}', FILES["style.css"])
    assert printed == hues
    assert len(hues) == 8


def test_every_element_that_a_script_looks_for_is_on_the_page() -> None:
    wanted = set(re.findall(r'\bat\("([\w-]+)"\)', FILES["app.js"]))
    assert "note" in wanted
    assert wanted <= set(re.findall(r'\bid="([\w-]+)"', FILES["index.html"]))


@pytest.mark.parametrize(
    "word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "localStorage", "sessionStorage", "eval("]
)
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_note_is_neither_run_nor_stored(name: str, word: str) -> None:
    assert word not in FILES[name]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_an_example_is_a_note(example: dict[str, str], answer: Any) -> None:
    assert {*example} == {"title", "text"}
    assert len(example["text"]) > 100
    assert answer(example["text"], offset_unit="utf16")["offset_unit"] == "utf16"
