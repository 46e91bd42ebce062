"""What a case says without saying it, and what in it says nothing new."""

from dataclasses import dataclass

from .case import Case
from .conditions import Condition, compile_condition
from .reading import Value
from .tables import read_rows
from .vocabulary import VOCABULARY


@dataclass(frozen=True, slots=True)
class _Implication:
    condition: Condition
    finding_id: str
    value: bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Redundancy:
    condition: Condition
    leave_out: tuple[str, ...]


def _read_implication(row: dict[str, str]) -> _Implication:
    condition, (then, has, choice) = compile_condition(row["when"]), row["then"].partition(" has ")
    if has:
        if choice not in VOCABULARY[then].choices:
            raise ValueError(f"implications.csv: {then} has no {choice!r}")
        return _Implication(condition, then, (choice,))
    finding_id, _, state = then.partition("=")
    if VOCABULARY[finding_id].kind != "yesno" or state not in ("true", "false"):
        raise ValueError(f"implications.csv: cannot read {then!r}")
    return _Implication(condition, finding_id, state == "true")


def _read_redundancy(row: dict[str, str]) -> _Redundancy:
    leave_out = tuple(row["leave_out"].split("|"))
    unknown = [finding_id for finding_id in leave_out if finding_id not in VOCABULARY]
    if unknown:
        raise ValueError(f"redundancies.csv: {', '.join(unknown)} is not a finding")
    return _Redundancy(compile_condition(row["when"]), leave_out)


_IMPLICATIONS = tuple(_read_implication(row) for row in read_rows("implications.csv"))
_REDUNDANCIES = tuple(_read_redundancy(row) for row in read_rows("redundancies.csv"))
REPEATING = tuple(
    (frozenset(r.condition.items), frozenset(r.leave_out), r.condition.holds) for r in _REDUNDANCIES
)
"""For each redundancy, the findings that it asks about, those that then say nothing new, and
whether it holds in a case."""


def implied(case: Case) -> tuple[tuple[str, Value], ...]:
    """The facts that follow from a case and are not in it, by finding in vocabulary order.

    A finding that the case has, in whatever state, is not implied; of a list only the choices that
    it lacks are given.

    >>> implied(Case.from_dict({"dialysis": True, "tissue": ["lung"], "region": ["hand"]}))
    (('region', ('internal',)), ('ckd', True))
    """
    grown, news = case, True
    while news:
        news = False
        for rule in _IMPLICATIONS:
            if not rule.condition.holds(grown):
                continue
            stated = grown.get(rule.finding_id)
            if stated is None:
                grown, news = grown.with_finding(rule.finding_id, rule.value), True
            elif isinstance(rule.value, tuple) and not set(rule.value) <= set(stated):
                grown = grown.with_finding(rule.finding_id, stated + rule.value)
                news = True
    return tuple(
        (finding_id, _new_part(case.get(finding_id), value))
        for finding_id, value in grown.items()
        if case.get(finding_id) != value
    )


def _new_part(stated: Value | None, value: Value) -> Value:
    if stated is None or not isinstance(value, tuple):
        return value
    return tuple(choice for choice in value if choice not in stated)


def redundant(case: Case) -> frozenset[str]:
    """The ids of a case that say nothing new given its other findings.

    >>> sorted(redundant(Case.from_dict({"anticentromere": True, "ana": True})))
    ['ana']
    """
    return frozenset(
        finding_id
        for rule in _REDUNDANCIES
        for finding_id in rule.leave_out
        if finding_id in case and rule.condition.holds(case)
    )
