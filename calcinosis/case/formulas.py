"""The formulas of the field, each a pure function with its units in the names of its arguments."""

from math import isfinite


def albumin_adjusted_calcium_mg_per_dl(calcium_mg_per_dl: float, albumin_g_per_dl: float) -> float:
    """Total calcium adjusted for albumin, in mg/dL: Ca + 0.8 x (4.0 - albumin).

    Misleads at eGFR < 60 and on dialysis. Payne 1973.

    >>> round(albumin_adjusted_calcium_mg_per_dl(8.0, 2.5), 2)
    9.2
    """
    return calcium_mg_per_dl + 0.8 * (4.0 - albumin_g_per_dl)


def albumin_adjusted_calcium_mmol_per_l(calcium_mmol_per_l: float, albumin_g_per_l: float) -> float:
    """Total calcium adjusted for albumin, in mmol/L: Ca + 0.02 x (40 - albumin).

    Misleads at eGFR < 60 and on dialysis. Payne 1973.
    """
    return calcium_mmol_per_l + 0.02 * (40.0 - albumin_g_per_l)


def calcium_phosphate_product_mg2_per_dl2(
    calcium_mg_per_dl: float, phosphate_mg_per_dl: float
) -> float:
    """Total calcium times phosphate, in mg2/dL2."""
    return calcium_mg_per_dl * phosphate_mg_per_dl


def egfr_ckd_epi_2021(creatinine_mg_per_dl: float, age_years: float, sex: str) -> float:
    """Estimated GFR of an adult, in mL/min/1.73m2.

    ``age_years`` 18 or more, ``sex`` female or male. Not valid while creatinine is changing, nor on
    dialysis. Raises ValueError outside that. CKD-EPI 2021: Inker 2021, N Engl J Med 385:1737.

    >>> round(egfr_ckd_epi_2021(1.2, 55, "male"), 1)
    71.4
    """
    _require(age_years >= 18, f"CKD-EPI 2021 holds from 18 years, not at {age_years}")
    _require_positive(creatinine_mg_per_dl=creatinine_mg_per_dl)
    kappa, alpha, factor = {"female": (0.7, -0.241, 1.012), "male": (0.9, -0.302, 1.0)}[_sex(sex)]
    ratio = creatinine_mg_per_dl / kappa
    return 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age_years * factor


def ckid_u25_k(age_years: float, sex: str) -> float:
    """The factor k of CKiD U25; ``age_years`` 1 to 25. Pierce 2021."""
    _require(1 <= age_years <= 25, f"CKiD U25 holds from 1 to 25 years, not at {age_years}")
    if _sex(sex) == "male":
        if age_years >= 18:
            return 50.8
        return 39.0 * (1.008 if age_years < 12 else 1.045) ** (age_years - 12)
    if age_years >= 18:
        return 41.4
    return 36.1 * (1.008 if age_years < 12 else 1.023) ** (age_years - 12)


def egfr_ckid_u25(
    creatinine_mg_per_dl: float, height_cm: float, age_years: float, sex: str
) -> float:
    """Estimated GFR of a child or young adult, in mL/min/1.73m2; ``age_years`` 1 to 25.

    Raises ValueError outside that age or for another sex. CKiD U25: Pierce 2021.

    >>> round(egfr_ckid_u25(0.4, 110, 5, "male"), 1)
    101.4
    """
    _require_positive(creatinine_mg_per_dl=creatinine_mg_per_dl, height_cm=height_cm)
    return ckid_u25_k(age_years, sex) * height_cm / 100 / creatinine_mg_per_dl


def kdigo_gfr_category(egfr_ml_per_min_per_1_73m2: float) -> str:
    """The KDIGO GFR category, G1 to G5; G1 and G2 are no kidney disease without another marker.

    >>> kdigo_gfr_category(44.9)
    'G3b'
    """
    for lowest, category in ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4")):
        if egfr_ml_per_min_per_1_73m2 >= lowest:
            return category
    return "G5"


def phosphate_reabsorption_fraction(
    serum_phosphate_mmol_per_l: float,
    urine_phosphate_mmol_per_l: float,
    serum_creatinine_umol_per_l: float,
    urine_creatinine_mmol_per_l: float,
) -> float:
    """Tubular reabsorption of phosphate as a fraction: 1 - (Up x Scr) / (Sp x Ucr), at most 1.

    >>> round(phosphate_reabsorption_fraction(0.70, 4.0, 80, 8.0), 4)
    0.9429
    """
    _require_positive(
        serum_phosphate_mmol_per_l=serum_phosphate_mmol_per_l,
        urine_creatinine_mmol_per_l=urine_creatinine_mmol_per_l,
    )
    serum_creatinine_mmol_per_l = serum_creatinine_umol_per_l / 1000
    excreted = urine_phosphate_mmol_per_l * serum_creatinine_mmol_per_l
    return 1 - excreted / (serum_phosphate_mmol_per_l * urine_creatinine_mmol_per_l)


def tmp_gfr_adult(reabsorption_fraction: float, serum_phosphate: float) -> float:
    """TmP/GFR at 19 years and over, in the unit of serum phosphate; fasting second morning urine.

    TRP x Sp up to a TRP of 0.86, beyond it 0.3 x TRP / (1 - 0.8 x TRP) x Sp. The published formula
    has a step at 0.86. Payne 1998, Ann Clin Biochem 35:201-6.

    >>> round(tmp_gfr_adult(0.9429, 0.70), 3)
    0.806
    """
    if reabsorption_fraction <= 0.86:
        return reabsorption_fraction * serum_phosphate
    return 0.3 * reabsorption_fraction / (1 - 0.8 * reabsorption_fraction) * serum_phosphate


def tmp_gfr_child(reabsorption_fraction: float, serum_phosphate: float) -> float:
    """TmP/GFR under 19 years, in the unit of serum phosphate: TRP x Sp, without a branch.

    Brodehl; Dubourg 2022, Nephrol Dial Transplant 37:2150-6.
    """
    return reabsorption_fraction * serum_phosphate


def _require_positive(**quantities: float) -> None:
    for name, value in quantities.items():
        _require(isfinite(value) and value > 0, f"{name} must be above 0, not {value}")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def _sex(sex: str) -> str:
    _require(sex in ("female", "male"), f"sex must be female or male, not {sex!r}")
    return sex
