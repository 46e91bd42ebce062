"""Reads one entered value by the kind of its finding, and says what is wrong with it."""

from numbers import Real
from typing import Any

from .faults import Fault, choice_hint, finite_number, implausible, refuse
from .lab_result import LabResult, read_lab
from .limits import NUMBER_LIMITS
from .number_text import number_text
from .vocabulary import Finding

Value = float | str | bool | tuple[str, ...] | LabResult

_MOST_OF_EACH = 4
"""Times that a choice may be repeated, on average; a longer list is refused as a whole."""


def read_value(finding: Finding, entered: Any, faults: list[Fault]) -> Value | None:
    """The value of a finding as a case holds it; None where the entry says nothing or is faulty.

    Every fault is appended to ``faults``.
    """
    if entered is None:
        return None
    return _READERS[finding.kind](finding, entered, faults)


def _read_yesno(finding: Finding, entered: Any, faults: list[Fault]) -> bool | None:
    if entered is True or entered is False:
        return entered
    if isinstance(entered, str) and entered.strip().lower() in ("true", "false", "yes", "no"):
        meant = "true" if entered.strip().lower() in ("true", "yes") else "false"
        hint = f"that is text, was {meant} meant?"
    elif isinstance(entered, Real):
        hint = "a number is not a yes or no"
    else:
        hint = "leave it out when it is unknown"
    refuse(faults, finding.id, entered, "true or false", hint)
    return None


def _read_number(finding: Finding, entered: Any, faults: list[Fault]) -> float | None:
    limits = NUMBER_LIMITS[finding.id]
    allowed = f"{number_text(limits.low)} to {number_text(limits.high)} {finding.unit}"
    value = finite_number(finding.id, entered, allowed, faults)
    if value is None or limits.low <= value <= limits.high:
        return value
    slip = limits.slip_below if value < limits.low else limits.slip_above
    if value < 0:
        slip = "it cannot be negative"
    faults.append(implausible(finding.id, value, finding.unit, allowed, slip or "is it right?"))
    return None


def _read_choice(finding: Finding, entered: Any, faults: list[Fault]) -> str | None:
    if isinstance(entered, str) and entered in finding.choices:
        return None if finding.id == "sex" and entered == "unknown" else entered
    refuse(
        faults,
        finding.id,
        entered,
        " | ".join(finding.choices),
        choice_hint(entered, finding.choices),
    )
    return None


def _read_multi(finding: Finding, entered: Any, faults: list[Fault]) -> tuple[str, ...] | None:
    if not isinstance(entered, list | tuple | set | frozenset):
        hint = f'a list is needed, for example ["{finding.choices[0]}"]'
        if isinstance(entered, str) and entered in finding.choices:
            hint = f'was ["{entered}"] meant?'
        refuse(faults, finding.id, entered, "a list of " + " | ".join(finding.choices), hint)
        return None
    if len(entered) > _MOST_OF_EACH * len(finding.choices):
        allowed = f"at most {len(finding.choices)} different choices"
        refuse(faults, finding.id, entered, allowed, f"{len(entered)} are listed")
        return None
    known = set()
    for one in entered:
        if isinstance(one, str) and one in finding.choices:
            known.add(one)
        else:
            refuse(
                faults,
                finding.id,
                one,
                " | ".join(finding.choices),
                choice_hint(one, finding.choices),
            )
    return tuple(choice for choice in finding.choices if choice in known) or None


_READERS = {
    "number": _read_number,
    "choice": _read_choice,
    "multi": _read_multi,
    "yesno": _read_yesno,
    "lab": read_lab,
}
