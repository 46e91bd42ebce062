"""The laboratory tests: units, conversion, variation, and the limits of what is plausible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor, hypot, log10
from types import MappingProxyType

from .number_text import number_text, rounded_text, unit_text
from .tables import number_or_none, read_rows
from .vocabulary import VOCABULARY

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class LabTest:
    """One laboratory test.

    ``factor_to_si`` multiplies a value in the conventional unit into the SI unit. Coefficients of
    variation are fractions, not percents; ``cv_total`` is the root of the sum of the squares of the
    within-subject and the analytical one, and ``cv_total_dialysis`` the same in people on dialysis
    (equal to ``cv_total`` where dialysis was not studied). Limits are in the conventional unit:
    beyond an error limit a value is refused, beyond a warn limit it is asked about.
    """

    id: str
    label: str
    conventional_unit: str
    si_unit: str
    units: tuple[str, ...]
    factor_to_si: float
    cv_individual: float
    cv_analytical: float
    cv_total: float
    cv_total_dialysis: float
    cv_source: str
    error_low: float
    error_high: float
    warn_low: float
    warn_high: float
    limits_source: str
    own_high_at_least: float | None


@dataclass(frozen=True, slots=True)
class UnitSlip:
    """A size of value which, in this unit, was almost surely meant in another."""

    unit: str
    below: float | None
    above: float | None
    likely_unit: str


def _read_labs() -> tuple[dict[str, LabTest], dict[tuple[str, str], float]]:
    labs, per_conventional = {}, {}
    for row in read_rows("labs.csv"):
        lab_id, factor = row["id"], float(row["factor_to_si"])
        individual = float(row["cv_individual_pct"]) / 100
        analytical = float(row["cv_analytical_pct"]) / 100
        total = hypot(individual, analytical)
        on_dialysis = total
        if row["cv_individual_dialysis_pct"]:
            on_dialysis = hypot(
                float(row["cv_individual_dialysis_pct"]) / 100,
                float(row["cv_analytical_dialysis_pct"]) / 100,
            )
        labs[lab_id] = LabTest(
            id=lab_id,
            label=VOCABULARY[lab_id].label,
            conventional_unit=row["conventional_unit"],
            si_unit=row["si_unit"],
            units=VOCABULARY[lab_id].choices,
            factor_to_si=factor,
            cv_individual=individual,
            cv_analytical=analytical,
            cv_total=total,
            cv_total_dialysis=on_dialysis,
            cv_source=f"within-subject: {row['cv_individual_source']}; "
            f"analytical: {row['cv_analytical_source']}",
            error_low=float(row["error_low"]),
            error_high=float(row["error_high"]),
            warn_low=float(row["warn_low"]),
            warn_high=float(row["warn_high"]),
            limits_source=row["limits_source"],
            own_high_at_least=number_or_none(row["own_high_at_least"]),
        )
        per_conventional[lab_id, row["si_unit"]] = factor
        per_conventional[lab_id, row["conventional_unit"]] = 1.0
        if row["extra_unit"]:
            per_conventional[lab_id, row["extra_unit"]] = float(row["extra_unit_factor"])
    in_vocabulary = {
        (finding.id, unit)
        for finding in VOCABULARY.values()
        if finding.kind == "lab"
        for unit in finding.choices
    }
    if in_vocabulary != set(per_conventional):
        odd = sorted(in_vocabulary ^ set(per_conventional))
        raise ValueError(f"labs.csv and vocabulary.csv disagree about {odd}")
    return labs, per_conventional


def _read_slips() -> dict[str, tuple[UnitSlip, ...]]:
    slips: dict[str, list[UnitSlip]] = {}
    for row in read_rows("unit_slips.csv"):
        slip = UnitSlip(
            row["unit"],
            number_or_none(row["below"]),
            number_or_none(row["above"]),
            row["likely_unit"],
        )
        slips.setdefault(row["lab"], []).append(slip)
    return {lab_id: tuple(of_lab) for lab_id, of_lab in slips.items()}


_labs, _PER_CONVENTIONAL = _read_labs()
_SLIPS = _read_slips()

LABS: Mapping[str, LabTest] = MappingProxyType(_labs)
"""Every laboratory test by its id."""


def _spelling(unit: str) -> str:
    folded = "".join(unit.split()).lower()
    for variant, plain in (("µ", "u"), ("μ", "u"), ("²", "2")):
        folded = folded.replace(variant, plain)
    return folded


_UNIT_HINTS = {
    (row["lab"], _spelling(row["unit"])): row["hint"] for row in read_rows("unit_hints.csv")
}
_UNIT_OF_SPELLING = {
    (lab_id, _spelling(unit)): unit for lab_id, test in LABS.items() for unit in test.units
}


def canonical_unit(lab_id: str, unit: str) -> str | None:
    """The unit as the vocabulary spells it; None when the lab is not measured in it.

    >>> canonical_unit("creatinine", "µmol/l")
    'umol/L'
    """
    if (lab_id, unit) in _PER_CONVENTIONAL:
        return unit
    return _UNIT_OF_SPELLING.get((lab_id, _spelling(unit)))


def unit_hint(lab_id: str, unit: str) -> str | None:
    """How a unit that is used for a lab elsewhere is written here; None where it is not known.

    >>> unit_hint("pth", "ng/l")
    '1 ng/L is 1 pg/mL: write pg/mL'
    """
    return _UNIT_HINTS.get((lab_id, _spelling(unit)))


def to_unit(lab_id: str, value: float, from_unit: str, to_unit: str) -> float:
    """The value of a lab in another of its units.

    Raises KeyError for an unknown lab and ValueError for a unit in which it is not measured.

    >>> round(to_unit("calcium_total", 10.0, "mg/dL", "mmol/L"), 3)
    2.495
    """
    if from_unit == to_unit and (lab_id, from_unit) in _PER_CONVENTIONAL:
        return value
    return value / _factor(lab_id, from_unit) * _factor(lab_id, to_unit)


def _factor(lab_id: str, unit: str) -> float:
    canonical = canonical_unit(lab_id, unit)
    if canonical is None:
        allowed = ", ".join(LABS[lab_id].units)
        raise ValueError(f"{lab_id} is not measured in {unit!r}: use {allowed}")
    return _PER_CONVENTIONAL[lab_id, canonical]


def is_within_error_limits(lab_id: str, value: float, unit: str) -> bool:
    """Whether a value, in a unit of the lab, is one that a patient could have."""
    test = LABS[lab_id]
    return _is_between(value / _factor(lab_id, unit), test.error_low, test.error_high)


def is_within_warn_limits(lab_id: str, value: float, unit: str) -> bool:
    """Whether a value, in a unit of the lab, is one that need not be asked about."""
    test = LABS[lab_id]
    return _is_between(value / _factor(lab_id, unit), test.warn_low, test.warn_high)


def _is_between(value: float, low: float, high: float) -> bool:
    return low - abs(low) * _ROUNDING <= value <= high + abs(high) * _ROUNDING


def error_limits_text(lab_id: str, unit: str) -> str:
    """The plausible range in a unit, for a message, to two digits.

    The limits are round numbers in one unit and by convention; converted ones are no sharper. They
    are rounded inwards, so that no value within what is said is refused.
    """
    test, factor = LABS[lab_id], _factor(lab_id, unit)
    low, high = (
        rounded_text(_two_digits(limit * factor, towards))
        for limit, towards in ((test.error_low, ceil), (test.error_high, floor))
    )
    return f"{low} to {high} {unit_text(unit)}"


def _two_digits(value: float, towards: Callable[[float], int]) -> float:
    if value == 0:
        return value
    step = 10.0 ** (floor(log10(abs(value))) - 1)
    return towards(round(value / step, 6)) * step


def likely_unit(lab_id: str, value: float, unit: str) -> str | None:
    """The unit in which a value of this size was almost surely meant; None where it is this one."""
    for slip in _SLIPS.get(lab_id, ()):
        if slip.unit == unit and (
            (slip.below is not None and value < slip.below)
            or (slip.above is not None and value > slip.above)
        ):
            return slip.likely_unit
    return None


def slip_text(lab_id: str, value: float, unit: str) -> str:
    """A question that names the likely slip behind a value beyond the error limits."""
    meant = likely_unit(lab_id, value, unit)
    others = [other for other in LABS[lab_id].units if other != unit]
    for other in [meant] if meant else others:
        if is_within_warn_limits(lab_id, value, other):
            return f"was it {unit_text(other)}?"
    for shift in (10, 100):
        for shifted in (value / shift, value * shift):
            if is_within_warn_limits(lab_id, shifted, unit):
                return f"is the decimal point in place ({number_text(shifted)} {unit_text(unit)})?"
    return "was it typed into the right field?"
