"""Red flags: rules on the case that hold whatever the probabilities say."""

from __future__ import annotations

from dataclasses import dataclass

from calcinosis.case import Case, LabResult, derive
from calcinosis.knowledge import Knowledge

MOST_SHOWN = 3
"""Each further reminder lowers the acceptance of all (doi 10.1186/s12911-017-0430-8)."""
_PRODUCT = "ca_p_product"


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
    """At most three red flags of the case, worst first.

    The product of calcium and phosphate is that of the measured pair where there is one.
    """
    judged, pair = _with_measured_product(case)
    holding = [rule for rule in knowledge.red_flags if rule.when.holds(judged)]
    return tuple(
        RedFlag(
            rule.id,
            rule.message,
            rule.why,
            rule.urgency,
            rule.source,
            tuple(
                one
                for finding in rule.findings
                if finding in judged
                for one in (pair if finding == _PRODUCT and pair else (finding,))
            ),
        )
        for rule in holding[:MOST_SHOWN]
    )


def _with_measured_product(case: Case) -> tuple[Case, tuple[str, ...]]:
    """The case with the product as calcium and phosphate give it, and these two; () without them.

    A product that was reported beside them may contradict them.
    """
    others = case.without(_PRODUCT)
    for value in derive(others):
        if value.id == _PRODUCT:
            product = LabResult(value.value, value.unit)
            return Case((*others.findings, (_PRODUCT, product))), value.inputs
    return case, ()
