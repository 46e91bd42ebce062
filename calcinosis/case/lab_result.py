"""One laboratory result as a case holds it, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real
from typing import Any, Literal

from .faults import Fault, choice_hint, finite_number, implausible, refuse
from .labs import (
    LABS,
    canonical_unit,
    error_limits_text,
    is_within_error_limits,
    slip_text,
    unit_hint,
)
from .number_text import number_text
from .vocabulary import LAB_STATES, Finding

_LAB_KEYS = ("value", "unit", "state", "ref_low", "ref_high")
_LAB_FORM = '{"value": ..., "unit": ...} or {"state": "low|normal|high"}'


@dataclass(frozen=True, slots=True)
class LabResult:
    """One laboratory result: a value with its unit, or a bare state.

    ``ref_low`` and ``ref_high`` are the interval that the laboratory printed, in the same unit.
    """

    value: float | None = None
    unit: str | None = None
    state: Literal["low", "normal", "high"] | None = None
    ref_low: float | None = None
    ref_high: float | None = None


def read_lab(finding: Finding, entered: Any, faults: list[Fault]) -> LabResult | None:
    """The result in an entry; None, with every fault appended, where there is something wrong."""
    if isinstance(entered, LabResult):
        entered = {key: getattr(entered, key) for key in _LAB_KEYS}
    if not isinstance(entered, Mapping):
        hint = "a laboratory value needs a unit, and units are never guessed"
        if isinstance(entered, str) and entered.strip().lower() in LAB_STATES:
            hint = f'was {{"state": "{entered.strip().lower()}"}} meant?'
        elif isinstance(entered, bool):
            hint = "a yes or no is not a result"
        elif isinstance(entered, Real) and finding.choices:
            units = " or ".join(finding.choices)
            hint += f': write {{"value": {entered}, "unit": ...}} with {units}'
        refuse(faults, finding.id, entered, _LAB_FORM, hint)
        return None
    found_before = len(faults)
    for key in entered:
        if key not in _LAB_KEYS:
            close = get_close_matches(str(key), _LAB_KEYS, n=1)
            hint = f"did you mean {close[0]}?" if close else "leave it out"
            refuse(faults, f"{finding.id}.{key}", entered[key], ", ".join(_LAB_KEYS), hint)
    given = {key: entered[key] for key in _LAB_KEYS if entered.get(key) is not None}
    if "state" in given:
        result = _read_state(finding, given, faults)
    else:
        result = _read_measurement(finding, given, faults)
    return result if len(faults) == found_before else None


def _read_state(finding: Finding, given: dict[str, Any], faults: list[Fault]) -> LabResult | None:
    state = given["state"]
    if not (isinstance(state, str) and state in LAB_STATES):
        refuse(
            faults,
            f"{finding.id}.state",
            state,
            " | ".join(LAB_STATES),
            choice_hint(state, LAB_STATES),
        )
    if len(given) > 1:
        refuse(
            faults,
            finding.id,
            given,
            _LAB_FORM,
            "a value gives the state by itself: leave the state or the value out",
        )
    return LabResult(state=state)


def _read_measurement(
    finding: Finding, given: dict[str, Any], faults: list[Fault]
) -> LabResult | None:
    lab_id = finding.id
    if "value" not in given:
        refuse(faults, lab_id, given, _LAB_FORM, "a value or a state is missing")
        return None
    unit = None
    if "unit" not in given:
        refuse(
            faults,
            lab_id,
            given,
            "a unit: " + " | ".join(finding.choices),
            "the unit is missing, and units are never guessed",
        )
    else:
        unit = _read_unit(finding, given["unit"], faults)
    allowed = error_limits_text(lab_id, unit) if unit else "a number with its unit"
    value = finite_number(lab_id, given["value"], allowed, faults)
    low, high = (
        finite_number(f"{lab_id}.{key}", given[key], allowed, faults) if key in given else None
        for key in ("ref_low", "ref_high")
    )
    if unit is None or value is None:
        return None
    if not is_within_error_limits(lab_id, value, unit):
        slip = slip_text(lab_id, value, unit)
        if value < 0 <= LABS[lab_id].error_low:
            slip = "it cannot be negative"
        faults.append(implausible(lab_id, value, unit, allowed, slip))
    _check_own_interval(lab_id, low, high, unit, faults)
    return LabResult(value=value, unit=unit, ref_low=low, ref_high=high)


def _read_unit(finding: Finding, entered: Any, faults: list[Fault]) -> str | None:
    unit = canonical_unit(finding.id, entered) if isinstance(entered, str) else None
    if unit is None:
        refuse(
            faults,
            f"{finding.id}.unit",
            entered,
            " | ".join(finding.choices),
            (isinstance(entered, str) and unit_hint(finding.id, entered))
            or choice_hint(entered, finding.choices),
        )
    return unit


def _check_own_interval(
    lab_id: str, low: float | None, high: float | None, unit: str, faults: list[Fault]
) -> None:
    allowed = error_limits_text(lab_id, unit)
    if low is not None and high is not None and low >= high:
        refuse(
            faults,
            f"{lab_id}.ref_low",
            low,
            f"below ref_high {number_text(high)}",
            "were they swapped?",
        )
        return
    for key, limit in (("ref_low", low), ("ref_high", high)):
        if limit is None or (key == "ref_low" and limit == 0):
            continue
        if key == "ref_high" and limit == 0:
            refuse(faults, f"{lab_id}.ref_high", limit, allowed, "an upper limit is above 0")
        elif not is_within_error_limits(lab_id, limit, unit):
            slip = slip_text(lab_id, limit, unit)
            faults.append(implausible(f"{lab_id}.{key}", limit, unit, allowed, slip))
