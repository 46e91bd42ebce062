"""Kidney values derived from a case: the GFR and how the tubules handle phosphate."""

from .case import Case
from .derived_value import DerivedValue
from .formulas import (
    ckid_u25_k,
    kdigo_gfr_category,
    phosphate_reabsorption_fraction,
    tmp_gfr_adult,
    tmp_gfr_child,
)
from .intervals import source_text
from .kidney import estimated_gfr, is_on_dialysis, is_reduced, known_gfr, value_in
from .number_text import number_text, rounded_text, unit_text

_GFR_UNIT = "mL/min/1.73m2"
_NO_TUBULAR_VALUE = "not interpretable at eGFR < 60 or on dialysis"
_TUBULAR_INPUTS = ("phosphate", "creatinine", "urine_phosphate", "urine_creatinine")


def egfr(case: Case) -> DerivedValue | None:
    """The GFR estimated from creatinine: CKD-EPI 2021 from 18 years, CKiD U25 below."""
    creatinine = value_in(case, "creatinine", "mg/dL")
    if creatinine is None or "egfr" in case:
        return None
    age, sex, height = (case.get(name) for name in ("age_years", "sex", "height_cm"))
    is_child = age is not None and age < 18
    source = source_text("F6" if is_child else "F4")
    inputs = ("age_years", "sex", *(("height_cm",) if is_child else ()), "creatinine")
    method = "CKiD U25" if is_child else "CKD-EPI 2021"
    refusal = ""
    if is_on_dialysis(case):
        refusal = "means nothing on dialysis: read as G5D"
    elif case.get("acute_kidney_injury"):
        refusal = "not valid while creatinine is changing (acute kidney injury)"
    elif age is not None and age < 1:
        refusal = "no formula holds under 1 year: read creatinine against its age band"
    if refusal:
        known = tuple(name for name in inputs if name in case)
        return DerivedValue("egfr", None, _GFR_UNIT, method, refusal, source, known, False)
    value = estimated_gfr(case)
    if value is None:
        return None
    if is_child:
        numbers = (
            f"{ckid_u25_k(age, sex):.3f} x {height / 100:.2f} m / {rounded_text(creatinine)} mg/dL"
        )
    else:
        numbers = _ckd_epi_text(creatinine, age, sex)
    formula = f"{method}: {numbers} = {value:.1f} {_GFR_UNIT}"
    note = "valid for a stable creatinine"
    return DerivedValue("egfr", value, _GFR_UNIT, formula, note, source, inputs, True)


def _ckd_epi_text(creatinine: float, age: float, sex: str) -> str:
    kappa, alpha = ("0.7", "-0.241") if sex == "female" else ("0.9", "-0.302")
    ratio = f"{rounded_text(creatinine)}/{kappa}"
    factor = " x 1.012" if sex == "female" else ""
    return (
        f"142 x min({ratio}, 1)^{alpha} x max({ratio}, 1)^-1.200 "
        f"x 0.9938^{number_text(age)}{factor}"
    )


def kdigo_category(case: Case) -> DerivedValue | None:
    """The KDIGO GFR category, G1 to G5, or G5D on dialysis."""
    source = source_text("F4")
    if is_on_dialysis(case):
        basis = "dialysis" if "dialysis" in case else "dialysis_years"
        return DerivedValue("kdigo_category", "G5D", "", "on dialysis", "", source, (basis,), True)
    gfr = known_gfr(case)
    if gfr is None:
        return None
    if "egfr" in case:
        inputs: tuple[str, ...] = ("egfr",)
    else:
        inputs = tuple(n for n in ("age_years", "sex", "height_cm", "creatinine") if n in case)
    age = case.get("age_years")
    refusal = ""
    if case.get("acute_kidney_injury"):
        refusal = "not valid while creatinine is changing (acute kidney injury)"
    elif age is not None and age < 2:
        refusal = "GFR categories do not hold under 2 years"
    if refusal:
        return DerivedValue("kdigo_category", None, "", "", refusal, source, inputs, False)
    category = kdigo_gfr_category(gfr)
    note = "no kidney disease without another marker" if category in ("G1", "G2") else ""
    formula = f"eGFR {gfr:.1f} {_GFR_UNIT}: {category}"
    return DerivedValue("kdigo_category", category, "", formula, note, source, inputs, True)


def _reabsorption(case: Case) -> float | None:
    serum_phosphate = value_in(case, "phosphate", "mmol/L")
    urine_phosphate = value_in(case, "urine_phosphate", "mmol/L")
    serum_creatinine = value_in(case, "creatinine", "umol/L")
    urine_creatinine = value_in(case, "urine_creatinine", "mmol/L")
    if None in (serum_phosphate, urine_phosphate, serum_creatinine, urine_creatinine):
        return None
    return phosphate_reabsorption_fraction(
        serum_phosphate, urine_phosphate, serum_creatinine, urine_creatinine
    )


def _tubular_note(case: Case, fraction: float) -> str:
    notes = []
    if fraction <= 0:
        notes.append("more phosphate leaves than is filtered: check the units of urine and serum")
    if is_reduced(case) is None:
        notes.append("kidney function unknown: " + _NO_TUBULAR_VALUE)
    return "; ".join(notes)


def trp(case: Case) -> DerivedValue | None:
    """The tubular reabsorption of phosphate, in percent."""
    fraction = _reabsorption(case)
    if fraction is None or "trp" in case or "tmp_gfr" in case:
        return None
    source = source_text("Payne1998; F5a")
    if is_reduced(case):
        formula = "1 - (Up x Scr) / (Sp x Ucr)"
        note = _NO_TUBULAR_VALUE
        return DerivedValue("trp", None, "%", formula, note, source, _TUBULAR_INPUTS, False)
    up, sp, ucr = (
        rounded_text(value_in(case, lab_id, "mmol/L"))
        for lab_id in ("urine_phosphate", "phosphate", "urine_creatinine")
    )
    scr = rounded_text(value_in(case, "creatinine", "umol/L") / 1000)
    value = 100 * fraction
    formula = f"1 - ({up} x {scr}) / ({sp} x {ucr}) in mmol/L = {value:.1f} %"
    note = _tubular_note(case, fraction)
    return DerivedValue("trp", value, "%", formula, note, source, _TUBULAR_INPUTS, fraction > 0)


def tmp_gfr(case: Case) -> DerivedValue | None:
    """The renal phosphate threshold TmP/GFR, in the unit of serum phosphate."""
    age, phosphate = case.get("age_years"), case.get("phosphate")
    reported = value_in(case, "trp", "%")
    fraction = _reabsorption(case) if reported is None else reported / 100
    if (
        fraction is None
        or age is None
        or phosphate is None
        or phosphate.value is None
        or "tmp_gfr" in case
    ):
        return None
    inputs = ("age_years", *(_TUBULAR_INPUTS if reported is None else ("phosphate", "trp")))
    is_adult = age >= 19
    source = source_text("Payne1998; F5a" if is_adult else "F5c; F5d")
    unit = phosphate.unit
    if is_reduced(case):
        note = _NO_TUBULAR_VALUE
        return DerivedValue("tmp_gfr", None, unit, "TRP x Sp", note, source, inputs, False)
    value = (tmp_gfr_adult if is_adult else tmp_gfr_child)(fraction, phosphate.value)
    ratio, serum = f"{fraction:.4f}", number_text(phosphate.value)
    if is_adult and fraction > 0.86:
        numbers = f"0.3 x {ratio} / (1 - 0.8 x {ratio}) x {serum}"
    else:
        numbers = f"{ratio} x {serum}"
    notes = [_tubular_note(case, fraction)]
    if is_adult:
        notes.append("from a fasting second morning urine")
    note = "; ".join(filter(None, notes))
    formula = f"{numbers} = {value:.3f} {unit_text(unit)}"
    return DerivedValue("tmp_gfr", value, unit, formula, note, source, inputs, fraction > 0)
