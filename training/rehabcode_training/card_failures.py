"""What is known to fail, told from the figures of one trial: the worst of each table, in words."""

from __future__ import annotations

from collections.abc import Iterable

from rehabcode_training.markdown import number, percent
from rehabcode_training.results import CauseLine, TrialLines

ENOUGH, FEW = 20, 5
"""Labels from which a code is judged, and under which nothing can be said of it."""
WORST = 5
"""So many of the worst are named."""
SIDES = {"missed": "missed", "wrong": "wrongly suggested"}


def known_failures(trial: TrialLines) -> str:
    """Return a list, a line a kind of failure."""
    lines = (_weak_codes(trial), _rare_codes(trial), _weak_kinds(trial), _traps(trial), _confused(trial), *_why(trial))
    return "".join(f"- {line}\n" for line in lines if line)


def _weak_codes(trial: TrialLines) -> str:
    judged = [line for line in trial.codes if line.gold >= ENOUGH and line.f1 is not None]
    worst = sorted(judged, key=lambda line: (line.f1 or 0.0, line.code))[:WORST]
    return _told(f"Weakest of the codes with {ENOUGH} labels", (f"{one.code} (F1 {number(one.f1)})" for one in worst))


def _rare_codes(trial: TrialLines) -> str:
    rare = sorted(line.code for line in trial.codes if line.gold < FEW)
    return _told(f"Too seldom labelled to be judged (under {FEW} times)", rare)


def _weak_kinds(trial: TrialLines) -> str:
    kinds = sorted(trial.slices.get("kind", []), key=lambda line: (-(line.trap_billed or 0.0), line.name))[:WORST]
    named = (
        f"{one.name} (micro-F1 {number(one.micro_f1)}, a trap billed in {percent(one.trap_billed)})" for one in kinds
    )
    return _told("Kinds of note in which a trap is billed most often", named)


def _traps(trial: TrialLines) -> str:
    shares = sorted(((line.billed / line.traps, line.assertion) for line in trial.traps if line.traps), reverse=True)
    return _told(
        "Words that were not performed and are shown as evidence all the same",
        (f"{assertion} {percent(share)}" for share, assertion in shares[:WORST] if share),
    )


def _confused(trial: TrialLines) -> str:
    named = (f"{line.suggested} for {line.missed} ({line.notes})" for line in trial.confusions[:WORST])
    return _told("Look-alikes taken for each other most often, in notes", named)


def _why(trial: TrialLines) -> Iterable[str]:
    causes = trial.error_causes or trial.causes
    return [_cause(side, [line for line in causes if line.side == side]) for side in SIDES]


def _cause(side: str, lines: list[CauseLine]) -> str:
    named = (f"{line.cause} {line.codes}" for line in sorted(lines, key=lambda line: -line.codes)[:WORST])
    return _told(f"Codes {SIDES[side]}, by cause", named)


def _told(what: str, named: Iterable[str]) -> str:
    names = ", ".join(named)
    return f"{what}: {names}." if names else ""
