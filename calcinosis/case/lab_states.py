"""Which side of its interval a laboratory result lies on."""

from dataclasses import replace
from typing import Literal

from .case import Case
from .intervals import ReferenceInterval, reference_interval
from .lab_result import LabResult
from .labs import LABS, to_unit


def interval_in_effect(
    lab_id: str, result: LabResult, age_years: float | None = None, sex: str | None = None
) -> ReferenceInterval | None:
    """The interval a result is read against, in the conventional unit of the lab.

    The interval that the laboratory printed wins over the table for age and sex; a side that it did
    not print comes from the table where that fits. For 25-OH vitamin D a printed upper limit below
    80 ng/mL is no limit of toxicity, and 80 stays. None where there is neither.

    >>> printed = LabResult(2.6, "mmol/L", ref_low=2.2, ref_high=2.65)
    >>> round(interval_in_effect("calcium_total", printed, 40, "female").high, 2)
    10.62
    """
    table = reference_interval(lab_id, age_years, sex)
    if result.ref_low is None and result.ref_high is None:
        return table
    test = LABS[lab_id]
    low, high = (
        None if limit is None else to_unit(lab_id, limit, result.unit, test.conventional_unit)
        for limit in (result.ref_low, result.ref_high)
    )
    if high is not None and test.own_high_at_least is not None:
        high = max(high, test.own_high_at_least)
    if table is not None:
        if low is None and (high is None or table.low is None or table.low < high):
            low = table.low
        if high is None and (low is None or table.high is None or table.high > low):
            high = table.high
    return ReferenceInterval(
        low, high, test.conventional_unit, "the laboratory's own interval", False, "as printed"
    )


def interval_in_unit(lab_id: str, interval: ReferenceInterval, unit: str) -> ReferenceInterval:
    """The same interval in another unit of the lab."""
    low, high = (
        None if limit is None else to_unit(lab_id, limit, interval.unit, unit)
        for limit in (interval.low, interval.high)
    )
    return replace(interval, low=low, high=high, unit=unit)


def lab_state(case: Case, lab_id: str) -> Literal["low", "normal", "high"] | None:
    """The state of a lab in a case: as entered, or its value against the interval in effect.

    None where the lab is unknown or has no interval.

    >>> case = Case.from_dict({"age_years": 6, "phosphate": {"value": 5.6, "unit": "mg/dL"}})
    >>> lab_state(case, "phosphate")
    'normal'
    """
    result = case.get(lab_id)
    if result is None:
        return None
    return result_state(lab_id, result, case.get("age_years"), case.get("sex"))


def result_state(
    lab_id: str, result: LabResult, age_years: float | None = None, sex: str | None = None
) -> Literal["low", "normal", "high"] | None:
    """The state of one result at an age and sex; None where the lab has no interval.

    >>> result_state("calcium_total", LabResult(9.2, "mg/dL"), 50)
    'normal'
    """
    if result.state is not None:
        return result.state
    interval = interval_in_effect(lab_id, result, age_years, sex)
    if interval is None or (interval.low is None and interval.high is None):
        return None
    value = to_unit(lab_id, result.value, result.unit, interval.unit)
    slack = 1e-9 * abs(value)
    if interval.low is not None and value < interval.low - slack:
        return "low"
    if interval.high is not None and value > interval.high + slack:
        return "high"
    return "normal"
