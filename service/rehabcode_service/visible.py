"""Words of a note as a terminal may show them."""

from __future__ import annotations

# A note may hold escape sequences. Each control character becomes one visible sign, so offsets stay right.
_VISIBLE = {sign: 0x2400 + sign for sign in range(0x20) if chr(sign) not in "\t\n\r"}
_VISIBLE |= dict.fromkeys(range(0x7F, 0xA0), 0xFFFD) | {ord("\r"): ord(" ")}


def visible(words: str) -> str:
    """Return the words with every control character but tab and line feed made visible, of the same length."""
    return words.translate(_VISIBLE)


def one_line(quote: str) -> str:
    """Return the quote on one line, as a table shows it."""
    return " ".join(visible(quote).split())
