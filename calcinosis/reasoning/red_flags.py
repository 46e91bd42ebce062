"""Red flags: rules on the case that hold whatever the probabilities say."""

from __future__ import annotations

from dataclasses import dataclass

from calcinosis.case import Case
from calcinosis.knowledge import Knowledge

MOST_SHOWN = 3
"""Each further reminder lowers the acceptance of all (doi 10.1186/s12911-017-0430-8)."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A rule that holds for the case. ``source`` is a reference key, empty for an estimate."""

    id: str
    message: str
    why: str
    urgency: str
    source: str
    findings: tuple[str, ...]


def red_flags(case: Case, knowledge: Knowledge) -> tuple[RedFlag, ...]:
    """At most three red flags of the case, worst first."""
    holding = [rule for rule in knowledge.red_flags if rule.when.holds(case)]
    return tuple(
        RedFlag(
            rule.id,
            rule.message,
            rule.why,
            rule.urgency,
            rule.source,
            tuple(finding for finding in rule.findings if finding in case),
        )
        for rule in holding[:MOST_SHOWN]
    )
