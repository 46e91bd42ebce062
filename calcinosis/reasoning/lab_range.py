"""The values a laboratory test may take: its plausible range, and a value in each state."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from calcinosis.case import (
    LAB_STATES,
    LABS,
    Case,
    LabResult,
    ReferenceInterval,
    derive,
    interval_in_effect,
    interval_in_unit,
    is_on_dialysis,
    lab_state,
    to_unit,
)
from calcinosis.reasoning.model import VERY_HIGH, Model

_SURE = 3.1
"""Standard deviations beyond a limit at which the state is certain to one in a thousand."""
_ROUND_LOG_RATIO = 8.0
"""A range that spans more than this factor is divided evenly on a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class LabRange:
    """The plausible range of a lab in a unit, with the limits that its states turn on.

    ``low`` to ``high`` are the limits beyond which a value is asked about, widened to hold the
    patient's own. ``limits`` are those of the interval in effect and of "very high", ascending.
    """

    lab: str
    unit: str
    low: float
    high: float
    limits: tuple[float, ...]
    interval: ReferenceInterval | None
    variation: float
    is_logarithmic: bool

    @property
    def interval_limits(self) -> tuple[float | None, float | None]:
        """The limits of the interval in effect, in the unit; None for an open side."""
        if self.interval is None:
            return None, None
        shown = interval_in_unit(self.lab, self.interval, self.unit)
        return shown.low, shown.high

    def values(self, count: int) -> np.ndarray:
        """About ``count`` values over the range, evenly spaced and denser round the limits."""
        spread = np.arange(-3.0, 3.01, 0.75) * self.variation
        near = [limit * (1 + step) for limit in self.limits for step in spread]
        inside = [value for value in near if self.low < value < self.high]
        return np.unique([*self.even(count), *inside])

    def even(self, count: int) -> np.ndarray:
        """``count`` values over the range, evenly spaced on its scale."""
        if self.is_logarithmic:
            values = np.geomspace(self.low, self.high, count)
        else:
            values = np.linspace(self.low, self.high, count)
        values[0], values[-1] = self.low, self.high
        return values


def lab_range(case: Case, lab: str, model: Model, unit: str | None = None) -> LabRange:
    """The plausible range of a lab for a patient.

    Args:
        case: for age, sex, dialysis, the laboratory's own interval and the patient's value.
        lab: a lab of the vocabulary.
        model: for the threshold of "very high".
        unit: one of the lab's units; the unit of the patient's result by default.

    Raises:
        ValueError: the lab or the unit is unknown.
    """
    if lab not in LABS:
        raise ValueError(f"{lab!r} is not a laboratory test, allowed: {', '.join(LABS)}")
    test, result = LABS[lab], case.get(lab)
    unit = unit or (result and result.unit) or test.conventional_unit
    low, high = max(test.warn_low, 0.0), test.warn_high
    if low == 0:
        low = high / 1000
    if result is not None and result.value is not None:
        value = to_unit(lab, result.value, result.unit, test.conventional_unit)
        low, high = min(low, value), max(high, value)
    low = max(low, test.error_low, high * 1e-6)
    interval = _interval(case, lab)
    limits = [] if interval is None else [interval.low, interval.high]
    limits.append(model.very_high.get(lab))
    return LabRange(
        lab,
        unit,
        to_unit(lab, low, test.conventional_unit, unit),
        to_unit(lab, high, test.conventional_unit, unit),
        tuple(to_unit(lab, one, test.conventional_unit, unit) for one in limits if one),
        interval,
        test.cv_total_dialysis if is_on_dialysis(case) else test.cv_total,
        bool(high / low > _ROUND_LOG_RATIO),
    )


def states_of_lab(case: Case, lab: str) -> tuple[str, ...]:
    """The states that a lab can be in: none below where its interval starts at nothing."""
    interval = _interval(case, lab)
    if interval is None:
        return LAB_STATES
    has = {"low": bool(interval.low), "normal": True, "high": interval.high is not None}
    return tuple(state for state in LAB_STATES if has[state])


def with_value(case: Case, lab: str, value: float, unit: str) -> Case:
    """The case with another value of a lab, in its own unit and interval where it has a result."""
    result = case.get(lab)
    if result is None or result.value is None:
        return case.with_finding(lab, LabResult(value, unit))
    moved = replace(result, value=to_unit(lab, value, unit, result.unit))
    return case.with_finding(lab, moved)


def value_in_state(case: Case, lab: str, state: str, model: Model) -> LabResult | None:
    """The measured result of a case moved just so far that it is surely in a state.

    In the unit and against the interval of the result; three standard deviations within the state
    where that is wide enough, else in its middle. None where the lab has no such state.
    """
    result, test = case.get(lab), LABS[lab]
    interval = _interval(case, lab)
    if interval is None:
        return None
    spread = _SURE * (test.cv_total_dialysis if is_on_dialysis(case) else test.cv_total)
    edges = {
        "low": (None, interval.low),
        "normal": (interval.low, interval.high),
        "high": (interval.high, model.very_high.get(lab)),
        VERY_HIGH: (model.very_high.get(lab), None),
    }
    low, high = edges[state]
    if (state == "low" and not high) or (state in ("high", VERY_HIGH) and low is None):
        return None
    shift = _adjustment(case) if lab == "calcium_total" else 0.0
    now = to_unit(lab, result.value, result.unit, test.conventional_unit) + shift
    value = _surely_between(low, high, spread, now) - shift
    value = min(max(value, test.error_low), test.error_high)
    moved = to_unit(lab, value, test.conventional_unit, result.unit)
    return replace(result, value=float(f"{moved:.3g}"))


def measured_state(case: Case, lab: str, model: Model) -> str | None:
    """The state of a lab, "very_high" among them."""
    state, result = lab_state(case, lab), case.get(lab)
    if state == "high" and result.value is not None and lab in model.very_high:
        value = to_unit(lab, result.value, result.unit, LABS[lab].conventional_unit)
        return VERY_HIGH if value > model.very_high[lab] else state
    return state


def _interval(case: Case, lab: str) -> ReferenceInterval | None:
    result = case.get(lab) or LabResult(1.0, LABS[lab].conventional_unit)
    return interval_in_effect(lab, result, case.get("age_years"), case.get("sex"))


def _adjustment(case: Case) -> float:
    """What the adjustment for albumin adds to total calcium, in mg/dL."""
    for value in derive(case):
        if value.id == "calcium_adjusted" and value.interpretable:
            added = value.value - case.get("calcium_total").value
            return to_unit("calcium_total", added, value.unit, "mg/dL")
    return 0.0


def _surely_between(low: float | None, high: float | None, spread: float, now: float) -> float:
    """The value nearest to the present one that lies so many spreads within two limits."""
    least = low / (1 - spread) if low and spread < 0.9 else (low or 0.0) * 10
    most = high / (1 + spread) if high else np.inf
    if least > most:
        return float(np.sqrt(low * high))
    return float(min(max(now, least), most))
