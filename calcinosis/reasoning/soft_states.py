"""Soft laboratory states: how likely a measured value is truly low, normal, high or very high."""

from __future__ import annotations

from math import erf, inf, sqrt

from calcinosis.case import LABS, LabResult, interval_in_effect, to_unit


def state_probabilities(
    lab_id: str,
    result: LabResult,
    age_years: float | None,
    sex: str | None,
    on_dialysis: bool,
    very_high_above: float | None = None,
) -> dict[str, float]:
    """Chance of each true state of a laboratory result.

    The true value is taken as normally distributed round the measured one, with the total
    coefficient of variation (within-subject and analytical) of ``labs.csv``.

    Args:
        lab_id: lab of the vocabulary.
        result: value with unit, or a bare state.
        age_years: for the reference interval; None means an adult.
        sex: for the reference interval; None means either.
        on_dialysis: uses the variation on haemodialysis, where it is known.
        very_high_above: threshold in the lab's conventional unit, if the lab has a fourth state.

    Returns:
        Probabilities by state that sum to 1. A bare "high" is certain of "high" and leaves open
        whether it is very high. An empty dict where the lab has no reference interval.
    """
    if result.value is None:
        return {result.state: 1.0}
    interval = interval_in_effect(lab_id, result, age_years, sex)
    if interval is None:
        return {}
    lab = LABS[lab_id]
    value = to_unit(lab_id, result.value, result.unit, lab.conventional_unit)
    spread = abs(value) * (lab.cv_total_dialysis if on_dialysis else lab.cv_total)
    low = -inf if interval.low is None else interval.low
    below_low = _share_below(low, value, spread) if spread else float(value < low)
    below_high = _share_below(inf if interval.high is None else interval.high, value, spread)
    states = {"low": below_low, "normal": max(below_high - below_low, 0.0)}
    if very_high_above is None:
        return states | {"high": 1.0 - below_high}
    below_very = max(_share_below(very_high_above, value, spread), below_high)
    return states | {"high": below_very - below_high, "very_high": 1.0 - below_very}


def _share_below(limit: float, value: float, spread: float) -> float:
    if limit in (inf, -inf) or spread == 0.0:
        return 1.0 if value <= limit else 0.0
    return 0.5 * (1.0 + erf((limit - value) / (spread * sqrt(2.0))))
