"""Answers that were given before: the same text on the same day for the same payer is read once."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol

Row = dict[str, Any]

REMEMBERED = 4096
"""So many answers are kept in memory."""


class Remembers(Protocol):
    """Keeps answers by what they follow from."""

    def get(self, key: str) -> Row | None: ...

    def put(self, key: str, answer: Row) -> None: ...


class Recent:
    """The last answers, in memory."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._answers: OrderedDict[str, Row] = OrderedDict()

    def get(self, key: str) -> Row | None:
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def put(self, key: str, answer: Row) -> None:
        self._answers[key] = answer
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)
