"""What a case says about kidney function: dialysis, changing creatinine, and the GFR."""

from .case import Case
from .formulas import egfr_ckd_epi_2021, egfr_ckid_u25
from .lab_states import lab_state
from .labs import to_unit

REDUCED_BELOW = 60.0


def is_on_dialysis(case: Case) -> bool:
    """Whether the case says dialysis, or years on it without a transplant or a denial since."""
    on_dialysis = case.get("dialysis")
    if on_dialysis is None:
        years = case.get("dialysis_years")
        return bool(years) and case.get("kidney_transplant") is not True
    return on_dialysis


def value_in(case: Case, lab_id: str, unit: str) -> float | None:
    """The measured value of a lab in a unit; None where it is unknown or only a state."""
    result = case.get(lab_id)
    if result is None or result.value is None:
        return None
    return to_unit(lab_id, result.value, result.unit, unit)


def estimated_gfr(case: Case) -> float | None:
    """The GFR from creatinine, in mL/min/1.73m2.

    CKD-EPI 2021 from 18 years, CKiD U25 from 1 year where the height is known. None where an input
    is missing, under 1 year, on dialysis and in acute kidney injury.
    """
    if is_on_dialysis(case) or case.get("acute_kidney_injury"):
        return None
    age, sex = case.get("age_years"), case.get("sex")
    creatinine = value_in(case, "creatinine", "mg/dL")
    if creatinine is None or age is None or sex is None:
        return None
    if age >= 18:
        return egfr_ckd_epi_2021(creatinine, age, sex)
    height = case.get("height_cm")
    if age < 1 or height is None:
        return None
    return egfr_ckid_u25(creatinine, height, age, sex)


def known_gfr(case: Case) -> float | None:
    """The reported GFR, else the estimated one, in mL/min/1.73m2."""
    if "egfr" in case:
        return value_in(case, "egfr", "mL/min/1.73m2")
    return estimated_gfr(case)


def is_reduced(case: Case) -> bool | None:
    """Whether the GFR is below 60 or the patient on dialysis; None where nobody can tell."""
    if is_on_dialysis(case):
        return True
    gfr = known_gfr(case)
    if gfr is not None:
        return gfr < REDUCED_BELOW
    state = lab_state(case, "egfr")
    return None if state is None else state == "low"
