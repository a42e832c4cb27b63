"""The locks pin everything by hash, name no machine and no registry, and are made from pyproject.toml as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What each lock is made from, beside the core: as in the Makefile's `lock`. spark has none on purpose.
LOCKS = {"dev.txt": ("dev", "service", "training"), "service.txt": ("service",)}
ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|(?<!\S)/|file:|@")
PIN = re.compile(r"([\w.-]+)==([\w.!+]+)( ; [^\\]+?)?(?: --hash=sha256:[0-9a-f]{64})+")
VERSION = re.compile(r"^([\w.-]+)==([\w.!+]+)", re.MULTILINE)
HASH = f"--hash=sha256:{64 * '0'}"


def requirements(lock: str) -> list[str]:
    """Return the requirements of a lock, each in one line, without comments."""
    joined = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^\s*#.*$", "", lock, flags=re.MULTILINE))
    return [line for line in joined.split("\n") if line.strip()]


def faults(lock: str) -> list[str]:
    """Return the lines that name an address or a path, and the requirements without version or hash."""
    addresses = [line for line in lock.split("\n") if ADDRESS.search(line)]
    return addresses + [line for line in requirements(lock) if not PIN.fullmatch(line)]


def wanted(pyproject: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Requirement]:
    """Return what pyproject.toml asks for by name: the core, and `parts`, each an extra or a dependency group."""
    project = pyproject["project"]
    tables = project["optional-dependencies"] | pyproject["dependency-groups"]
    asked = [Requirement(text) for text in sum((tables[part] for part in parts), project["dependencies"])]
    return {canonicalize_name(each.name): each for each in asked}


@pytest.fixture(params=LOCKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lock(root: Path, name: str) -> str:
    return (root / "locks" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        f"--index-url https://registry.example/simple\nnumpy==2.4.6 {HASH}",
        f"--find-links wheels\nnumpy==2.4.6 {HASH}",
        f"# made in /srv/build\nnumpy==2.4.6 {HASH}",
        f"numpy @ file:///srv/numpy.whl {HASH}",
        "numpy==2.4.6",
        f"numpy>=2 {HASH}",
        "numpy==2.4.6 --hash=md5:00",
    ],
)
def test_a_fault_is_found(text: str) -> None:
    assert faults(text)


def test_a_sound_lock_has_none() -> None:
    assert not faults(f"numpy==2.4.6 ; python_version < '4' \\\n    {HASH} \\\n    {HASH}\n    # via scipy\n")


def test_no_fault(lock: str) -> None:
    assert requirements(lock)
    assert not faults(lock)


def test_versions_are_those_that_pyproject_allows(name: str, lock: str, pyproject: dict[str, Any]) -> None:
    pinned = dict(VERSION.findall(lock))
    asked = wanted(pyproject, LOCKS[name])
    assert asked.keys() <= pinned.keys(), "run: make lock"
    assert not [str(each) for key, each in asked.items() if not each.specifier.contains(pinned[key])], "run: make lock"


def test_nothing_is_pinned_that_pyproject_no_longer_asks_for(name: str, lock: str, pyproject: dict[str, Any]) -> None:
    blocks = re.split(r"\n(?=[\w.-]+==)", lock)
    direct = {block.partition("==")[0] for block in blocks if "rehabcode (pyproject.toml" in block}
    assert direct == set(wanted(pyproject, LOCKS[name])), "run: make lock"


def test_what_both_locks_pin_is_the_same(root: Path) -> None:
    pins = {name: set(VERSION.findall((root / "locks" / name).read_text(encoding="utf-8"))) for name in LOCKS}
    assert pins["service.txt"] <= pins["dev.txt"], "run: make lock"
