"""What a learner practises: a code, a pair that is taken one for the other, a rule, a status that makes a trap."""

from __future__ import annotations

from collections.abc import Iterator

from rehabcode_service.practice.cases import Case


def code_skill(code: str) -> str:
    """Return the skill of knowing when a code is earned."""
    return f"code:{code}"


def pair_skill(one: str, other: str) -> str:
    """Return the skill of telling two codes apart, the same whichever is named first.

    >>> pair_skill("97140", "97124")
    'pair:97124/97140'
    """
    return f"pair:{'/'.join(sorted((one, other)))}"


def rule_skill(rule: str) -> str:
    """Return the skill of applying a policy rule."""
    return f"rule:{rule}"


def status_skill(assertion: str) -> str:
    """Return the skill of passing over what is named and was not performed."""
    return f"status:{assertion}"


def skills_of(case: Case) -> tuple[str, ...]:
    """Return every skill that a case exercises, each once."""
    return tuple(dict.fromkeys(_skills(case)))


def _skills(case: Case) -> Iterator[str]:
    yield from (code_skill(code.code) for code in case.codes)
    yield from (pair_skill(*pair) for pair in case.look_alikes)
    yield from (rule_skill(rule) for rule in case.rules)
    yield from (status_skill(trap.assertion) for trap in case.traps)
