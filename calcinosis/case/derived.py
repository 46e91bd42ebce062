"""Values that follow from the entered ones, each with its formula, its limits and its source."""

from collections.abc import Callable

from .case import Case
from .derived_kidney import egfr, kdigo_category, tmp_gfr, trp
from .derived_value import DerivedValue
from .formulas import (
    albumin_adjusted_calcium_mg_per_dl,
    albumin_adjusted_calcium_mmol_per_l,
    calcium_phosphate_product_mg2_per_dl2,
)
from .intervals import source_text
from .kidney import is_reduced, value_in
from .lab_states import interval_in_effect
from .labs import to_unit
from .number_text import number_text, rounded_text, unit_text


def derive(case: Case) -> tuple[DerivedValue, ...]:
    """Every value that follows from a case; one whose inputs are missing is not there.

    Of calcium_adjusted, ca_p_product, egfr, kdigo_category, trp and tmp_gfr, in this order. A value
    that the case reports itself is not computed again.

    >>> [value] = derive(Case.from_dict({"calcium_total": {"value": 9.6, "unit": "mg/dL"},
    ...                                  "phosphate": {"value": 8.0, "unit": "mg/dL"}}))
    >>> value.id, value.formula
    ('ca_p_product', '9.6 x 8 = 76.8 mg²/dL²')
    """
    computed = (derivation(case) for derivation in _DERIVATIONS)
    return tuple(value for value in computed if value is not None)


def _adjusted_calcium(case: Case) -> DerivedValue | None:
    inputs = ("calcium_total", "albumin")
    calcium, albumin = case.get("calcium_total"), case.get("albumin")
    if calcium is None or albumin is None or calcium.value is None or albumin.value is None:
        return None
    in_si = calcium.unit == "mmol/L"
    source = source_text("F1; F2a; F2b; F2c")
    unit = calcium.unit
    formula = "Ca + 0.02 x (40 - albumin)" if in_si else "Ca + 0.8 x (4.0 - albumin)"
    refusal = ""
    if "calcium_ionised" in case:
        refusal = "ionised calcium is given and wins; no adjustment"
    elif is_reduced(case):
        refusal = "not interpretable at eGFR < 60 or on dialysis: the correction misleads"
    if refusal:
        return DerivedValue("calcium_adjusted", None, unit, formula, refusal, source, inputs, False)
    if in_si:
        albumin_g_per_l = value_in(case, "albumin", "g/L")
        value = albumin_adjusted_calcium_mmol_per_l(calcium.value, albumin_g_per_l)
        numbers = f"{number_text(calcium.value)} + 0.02 x (40 - {rounded_text(albumin_g_per_l)})"
    else:
        albumin_g_per_dl = value_in(case, "albumin", "g/dL")
        value = albumin_adjusted_calcium_mg_per_dl(calcium.value, albumin_g_per_dl)
        numbers = f"{number_text(calcium.value)} + 0.8 x (4.0 - {rounded_text(albumin_g_per_dl)})"
    note = _adjustment_note(case, value)
    formula = f"{numbers} = {value:.2f} {unit_text(unit)}"
    return DerivedValue("calcium_adjusted", value, unit, formula, note, source, inputs, True)


def _adjustment_note(case: Case, adjusted: float) -> str:
    calcium = case.get("calcium_total")
    notes = ["an estimate; ionised calcium settles it"]
    interval = interval_in_effect("calcium_total", calcium, case.get("age_years"), case.get("sex"))
    if interval.high is not None:
        high = to_unit("calcium_total", interval.high, interval.unit, calcium.unit)
        if calcium.value <= high < adjusted:
            notes.append("only the adjustment moves it above the interval")
    if is_reduced(case) is None:
        notes.append("kidney function unknown: misleads at eGFR < 60 or on dialysis")
    return "; ".join(notes)


def _calcium_phosphate_product(case: Case) -> DerivedValue | None:
    calcium = value_in(case, "calcium_total", "mg/dL")
    phosphate = value_in(case, "phosphate", "mg/dL")
    if calcium is None or phosphate is None or "ca_p_product" in case:
        return None
    unit = "mg2/dL2"
    value = calcium_phosphate_product_mg2_per_dl2(calcium, phosphate)
    notes = []
    if "mmol/L" in (case.get("calcium_total").unit, case.get("phosphate").unit):
        notes.append(
            f"{to_unit('ca_p_product', value, unit, 'mmol2/L2'):.2f} {unit_text('mmol2/L2')}"
        )
    if case.get("age_years") is not None and case.get("age_years") < 18:
        notes.append("higher in a growing child and not comparable with adult limits")
    return DerivedValue(
        "ca_p_product",
        value,
        unit,
        f"{rounded_text(calcium)} x {rounded_text(phosphate)} = {value:.1f} {unit_text(unit)}",
        "; ".join(notes),
        source_text("F3a; F3b"),
        ("calcium_total", "phosphate"),
        True,
    )


_DERIVATIONS: tuple[Callable[[Case], DerivedValue | None], ...] = (
    _adjusted_calcium,
    _calcium_phosphate_product,
    egfr,
    kdigo_category,
    trp,
    tmp_gfr,
)
