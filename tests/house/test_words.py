"""What may stand in no file: the address of a registry, a path of somebody's machine, a chore left for later."""

from __future__ import annotations

import re

import pytest

# Each is written so that it does not match itself: this file is searched too.
FORBIDDEN = {
    "registry": re.compile(r"pypi\.org|python[h]osted|registry\.npm|deb\.debian|conda\.anaconda", re.IGNORECASE),
    "machine path": re.compile(r"(?<![\w.~/])/(?:work|farm|root|tmp|home/\w+|Users/\w+)/(?=[\w.])"),
    "chore": re.compile(r"\b(?:TO[D]O|FIX[M]E)\b"),
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("registry", "https://" + "pypi." + "org/simple"),
        ("registry", "files.python" + "hosted.org"),
        ("machine path", "see /" + "work/notes.txt"),
        ("machine path", "'/" + "home/ann/rehabcode'"),
        ("chore", "# TO" + "DO: later"),
    ],
)
def test_a_forbidden_word_is_found(kind: str, text: str) -> None:
    assert FORBIDDEN[kind].search(text)


@pytest.mark.parametrize("text", ["home/" + "work/school", "returns to do ADLs", "https://example.org/home/page/x"])
def test_words_of_a_note_are_no_machine_path(text: str) -> None:
    assert not any(pattern.search(text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_holds(kind: str, texts: dict[str, str]) -> None:
    lines = ((name, number, line) for name, text in texts.items() for number, line in enumerate(text.split("\n"), 1))
    assert not [f"{name}:{number}" for name, number, line in lines if FORBIDDEN[kind].search(line)]
