"""Findings about typed codes: the words of the note do not support one, or support another beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from rehabcode.billing.billing_words import billing_words
from rehabcode.billing.findings import Finding
from rehabcode.billing.note_words import LINE_END, NoteWords
from rehabcode.billing.stated import Stated, Supported
from rehabcode.billing.typed_codes import TypedCode
from rehabcode.codebook import Codebook
from rehabcode.records import Span

SUPPORT = "CMS-CH15-NOTE"
"""Demands that a note say what was done under each code."""
FEW = 3
"""So many words beside a code and its number are its name alone: what was done is said below."""
BELOW = 3
"""So many lines below a line that is a name alone are read for what was done."""


def check_codes_typed(
    stated: Stated, supported: Sequence[Supported], codebook: Codebook
) -> tuple[tuple[TypedCode, Finding], ...]:
    """Return the typed codes that the words do not bear out, each with its finding.

    A code that the note supports elsewhere is a finding too where the words beside it support another alone. A note
    whose words support nothing has no finding: it may tell of another visit. Nor has a code without minutes or units
    beside an evaluation: it may be planned.
    """
    if not supported:
        return ()
    evaluated = any(codebook[each.code].category == "evaluation" for each in supported)
    said = [_without_names(each, stated) for each in supported]
    bases = {code.code: code.add_on_to for code in codebook if code.add_on_to}
    found: list[tuple[TypedCode, Finding]] = []
    for one in stated.charged:
        others = [each for each in said if one.code != bases.get(each.code) and each.code != bases.get(one.code)]
        finding = _judge(one, _scope(stated.words, stated.codes, one), others, codebook)
        if finding is None or any(_same_line(stated.words, one, other) for other, _ in found[-1:]):
            continue
        may_be_planned = evaluated and codebook[one.code].category != "evaluation" and len(finding.codes) == 1
        if not may_be_planned or _has_number(stated, one):
            found.append((one, finding))
    return tuple(found)


def _has_number(stated: Stated, one: TypedCode) -> bool:
    """Whether minutes or units stand in the line of a code."""
    note = stated.words
    first, last = note.line(one.first)
    start, end = note.starts[first], note.end(last - 1)
    numbers = [*stated.units, *note.reading.durations]
    return any(start <= number.start < end for number in numbers)


def _same_line(note: NoteWords, one: TypedCode, other: TypedCode) -> bool:
    """Whether a line types one code twice."""
    return one.code == other.code and note.line(one.first) == note.line(other.first)


def _without_names(one: Supported, stated: Stated) -> Supported:
    """Leave out evidence that is a code as typed, or a mere name beside one: it does not say what was done."""
    codes = [typed for typed in stated.codes if typed.code == one.code]
    names = [span for span in one.evidence if any(_names(span, typed, stated.words) for typed in codes)]
    return replace(one, evidence=tuple(span for span in one.evidence if span not in names))


def _names(span: Span, typed: TypedCode, note: NoteWords) -> bool:
    """Whether a span opens the line of a typed code, and holds it, or leads up to it, or fills a cell before it."""
    text = note.reading.text
    begin = text.rfind("\n", 0, span.start) + 1
    if any(map(str.isalnum, text[begin : span.start])) or "\n" in text[span.start : typed.start]:
        return False
    between = text[span.end : typed.start].strip()
    return not any(map(str.isalnum, between)) or between.startswith("|")


def _judge(
    one: TypedCode, scope: tuple[int, int], supported: Sequence[Supported], codebook: Codebook
) -> Finding | None:
    beside = [each for each in supported if _stands(each, scope)]
    own = [each for each in supported if _is(one.code, each)]
    others = [each.code for each in beside if not _is(one.code, each)]
    if own and (not others or any(each in beside for each in own)):
        return None
    if own and (len(others) > 1 or codebook[one.code].category == "evaluation"):
        return None
    if others:
        message = f"{one.code} is typed, and the words beside it support {' and '.join(others)}"
        remedy = f"bill {' or '.join(others)} for them, or write what was done under {one.code}"
    else:
        message = f"{one.code} is typed, and no words of the note support it"
        remedy = f"write what was done under {one.code}, or do not bill it"
    return Finding("support", (one.code, *others), message, remedy, SUPPORT, (one,))


def _is(code: str, supported: Supported) -> bool:
    same = billing_words().same
    return same(code) in {same(each) for each in (supported.code, *supported.also)}


def _stands(supported: Supported, scope: tuple[int, int]) -> bool:
    """Whether evidence stands in a scope; a typed code with its minutes, without other words, is none."""
    return any(scope[0] <= span.start < scope[1] for span in supported.evidence if not _is_code(span.quote))


def _is_code(quote: str) -> bool:
    return quote[:5].isalnum() and quote[:5].isdecimal() and len(quote) < 2 * 5


def _scope(note: NoteWords, codes: Sequence[TypedCode], one: TypedCode) -> tuple[int, int]:
    """Return the characters that a typed code stands for: its part of the line, or what stands below its line."""
    first, last = note.line(one.first)
    begin = bisect_left(codes, first, key=lambda other: other.first)
    line = codes[begin : bisect_left(codes, last, key=lambda other: other.first)]
    before = [other.last for other in line if other.first < one.first and other.code != one.code]
    after = [other.first for other in line if one.last < other.first and other.code != one.code]
    if before and one.last + 1 >= last and not after:
        first = max(before)
    elif before:
        first = one.first
    end = min(after, default=last)
    named = [word for word in note.words[first:end] if word[0].isalpha() and len(word) > 2]
    if len(named) <= FEW and not before and not after:
        end = _below(note, codes, end)
    return note.starts[first], note.end(end - 1)


def _below(note: NoteWords, codes: Sequence[TypedCode], end: int) -> int:
    for _ in range(BELOW):
        if end + 1 >= len(note.words) or note.words[end + 1] == LINE_END:
            break
        first, last = note.line(end + 1)
        if bisect_left(codes, first, key=lambda other: other.first) < bisect_left(
            codes, last, key=lambda other: other.first
        ):
            break
        end = last
    return end
