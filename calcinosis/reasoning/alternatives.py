"""What else could be known of a patient: every finding in its other states, or unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calcinosis.case import LAB_STATES, NUMBER_LIMITS, VOCABULARY, Case, LabResult, state_text
from calcinosis.case.reading import Value
from calcinosis.reasoning.lab_range import measured_state, states_of_lab, value_in_state
from calcinosis.reasoning.model import VERY_HIGH, Model

_NUMBERS = 9
_PLACE = {finding: place for place, finding in enumerate(VOCABULARY)}


@dataclass(frozen=True, slots=True)
class Change:
    """One finding made different; ``value`` is None where it becomes unknown.

    ``before`` and ``after`` are its states in words.
    """

    finding: str
    value: Value | None
    before: str
    after: str

    def apply(self, case: Case) -> Case:
        """The case with this change; the value is known to be a legal one."""
        place = _PLACE[self.finding]
        before = [item for item in case.findings if _PLACE[item[0]] < place]
        after = case.findings[len(before) + (self.finding in case) :]
        changed = () if self.value is None else ((self.finding, self.value),)
        return Case((*before, *changed, *after))


def is_weighed(finding: str, model: Model) -> bool:
    """Whether a finding can tell something by itself."""
    return (
        finding in model.tables
        or finding in model.curves
        or finding in model.kidney_items
        or finding in ("egfr", "creatinine")
    )


def removal(case: Case, finding: str) -> Change:
    """An entered finding made unknown."""
    return Change(finding, None, state_text(case, finding), "unknown")


def lesser_lists(case: Case, finding: str) -> tuple[Change, ...]:
    """A list of several regions or tissues with one of them taken away."""
    now = case.get(finding)
    if VOCABULARY[finding].kind != "multi" or len(now) < 2:
        return ()
    return tuple(
        _change(case, finding, tuple(other for other in now if other != one)) for one in now
    )


def alternatives(case: Case, finding: str, model: Model) -> tuple[Change, ...]:
    """A finding in every other state.

    Yes/no: the other answer. Choice and list: each other single choice. Number: some round values
    over its plausible range. Lab: a measured one just so far that it is surely in each other state,
    one known by a word or not at all in each other state by its word.
    """
    now = case.get(finding)
    values = [value for value in _values(case, finding, model) if value != now]
    return tuple(_change(case, finding, value) for value in values)


def _values(case: Case, finding: str, model: Model) -> list[Value]:
    item, now = VOCABULARY[finding], case.get(finding)
    if item.kind == "yesno":
        return [True, False]
    if item.kind == "choice":
        return [choice for choice in item.choices if choice != "unknown"]
    if item.kind == "multi":
        return [(choice,) for choice in item.choices]
    if item.kind == "number":
        return _numbers(finding, now)
    if now is None or now.value is None:
        return [LabResult(state=state) for state in states_of_lab(case, finding)]
    present = measured_state(case, finding, model)
    states = (*LAB_STATES, VERY_HIGH) if finding in model.very_high else LAB_STATES
    moved = [value_in_state(case, finding, state, model) for state in states if state != present]
    return [value for value in moved if value is not None]


def _numbers(finding: str, now: float | None) -> list[float]:
    """Round values over the plausible range of a number, those nearest to the present one first."""
    limits = NUMBER_LIMITS[finding]
    low = limits.low if limits.warn_low is None else limits.warn_low
    high = limits.high if limits.warn_high is None else limits.warn_high
    even = np.expm1(np.linspace(np.log1p(low), np.log1p(high), _NUMBERS))
    values = {float(f"{value:.{1 if value < 9.5 else 2}g}") for value in even} - {0.0}
    return sorted(values, key=lambda value: abs(np.log1p(value) - np.log1p(now or 0.0)))


def _change(case: Case, finding: str, value: Value) -> Change:
    changed = case.with_finding(finding, value)
    before, after = state_text(case, finding), state_text(changed, finding)
    return Change(finding, changed.get(finding), before, after)
