"""Findings about the minutes that a note states of the visit: they do not agree with its codes, or with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rehabcode.billing.findings import Finding
from rehabcode.billing.reconciliation import TOTALS, compare_totals
from rehabcode.billing.stated import Stated, Supported
from rehabcode.billing.stated_minutes import StatedMinutes
from rehabcode.codebook import Codebook
from rehabcode.payers import Payers


def check_minutes_stated(
    stated: Stated, supported: Sequence[Supported], payers: Payers, codebook: Codebook
) -> tuple[Finding, ...]:
    """Return where the minutes of the supported codes and those stated of the visit cannot all be right.

    What is longer than the services is right for the time from coming to going, and for a total beside a timed one:
    rest and writing lie between. Raises UnknownCode and InvalidMinutes.
    """
    minutes = {one.code: one.minutes for one in supported}
    by_time = {code: own for code, own in minutes.items() if codebook[code].timing.timed}
    timed = _of_visit(stated.of("timed"), by_time)
    total = _of_visit([one for one in stated.of("total") if not _is_part(one, stated, supported)], minutes)
    visit, untimed = stated.of("visit"), stated.of("untimed")
    found = [*compare_totals({}, timed, total, payers, codebook)]
    if minutes:
        least = sum(own or 0 for code, own in minutes.items() if codebook[code].category != "modality_supervised")
        found += _new(compare_totals(minutes, timed, (), payers, codebook), found)
        bound = total if not timed else [one for one in total if one.minutes < least]
        found += _new(compare_totals(minutes, (), bound, payers, codebook), found)
        short = [one for one in visit if one.minutes < least]
        found += _new(compare_totals(minutes, (), short, payers, codebook), found)
    found += _parts(timed, untimed, total)
    found += _within(total or timed, visit)
    return tuple(found)


def _of_visit(stated: Sequence[StatedMinutes], minutes: Mapping[str, int | None]) -> list[StatedMinutes]:
    """Leave out what is the time of one of several services, though it is called a total."""
    known = [own for own in minutes.values() if own]
    if len(minutes) < 2:
        return list(stated)
    whole = [one for one in stated if one.minutes not in known]
    return whole or ([] if len(known) > 1 else list(stated))


def _is_part(one: StatedMinutes, stated: Stated, supported: Sequence[Supported]) -> bool:
    """Whether the sentence of a total is about some of the services alone."""
    start, end = stated.words.sentence_at(one.start)
    beside = [any(start <= span.start < end for span in each.evidence) for each in supported]
    return any(beside) and not all(beside)


def _new(more: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    return [one for one in more if one.spans not in [other.spans for other in found]]


def _parts(
    timed: Sequence[StatedMinutes], untimed: Sequence[StatedMinutes], total: Sequence[StatedMinutes]
) -> Iterator[Finding]:
    """Give a finding where timed and untimed minutes do not make the total."""
    if not (len(timed) == len(untimed) == len(total) == 1):
        return
    parts = timed[0].minutes + untimed[0].minutes
    if parts != total[0].minutes:
        message = f"{timed[0].minutes} timed and {untimed[0].minutes} untimed minutes make {parts}"
        message += f", and {total[0].minutes} are stated in total"
        yield Finding("minutes", (), message, "correct one of the three", TOTALS, (timed[0], untimed[0], total[0]))


def _within(stated: Sequence[StatedMinutes], visit: Sequence[StatedMinutes]) -> Iterator[Finding]:
    """Give a finding where more minutes are stated than lie between coming and going."""
    for one in stated:
        for whole in visit:
            if one.minutes > whole.minutes:
                message = f"{one.minutes} minutes are stated as {one.kind}, and the visit lasted {whole.minutes}"
                yield Finding("minutes", (), message, "correct one of the two", TOTALS, (one, whole))
