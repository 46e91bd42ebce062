"""Values derived from a case, and when they must not be."""

import pytest

from calcinosis.case import Case, derive, estimated_gfr, is_on_dialysis, known_gfr
from calcinosis.case.derived_value import DerivedValue


def lab(value, unit):
    return {"value": value, "unit": unit}


def derived(**entered) -> dict[str, DerivedValue]:
    return {value.id: value for value in derive(Case.from_dict(entered))}


CALCIUM = lab(8.0, "mg/dL")
ALBUMIN = lab(2.5, "g/dL")
MAN = {"age_years": 40, "sex": "male"}
URINE = {
    "phosphate": lab(0.70, "mmol/L"),
    "urine_phosphate": lab(4.0, "mmol/L"),
    "creatinine": lab(80, "umol/L"),
    "urine_creatinine": lab(8.0, "mmol/L"),
}


def test_nothing_follows_from_nothing():
    assert derive(Case()) == ()


def test_calcium_is_adjusted_for_albumin_with_its_numbers_put_in():
    value = derived(calcium_total=CALCIUM, albumin=ALBUMIN)["calcium_adjusted"]
    assert value.value == pytest.approx(9.2)
    assert value.formula == "8 + 0.8 x (4.0 - 2.5) = 9.20 mg/dL"
    assert value.unit == "mg/dL"
    assert value.inputs == ("calcium_total", "albumin")
    assert value.interpretable
    assert "kidney function unknown" in value.note
    assert "Payne 1973" in value.source


def test_adjusted_calcium_comes_in_the_unit_of_calcium_whatever_that_of_albumin():
    value = derived(calcium_total=lab(1.996, "mmol/L"), albumin=ALBUMIN)["calcium_adjusted"]
    assert (round(value.value, 3), value.unit) == (2.296, "mmol/L")
    assert value.formula == "1.996 + 0.02 x (40 - 25) = 2.30 mmol/L"


@pytest.mark.parametrize(
    "kidney",
    [
        {"dialysis": True},
        {"dialysis_years": 3},
        {"egfr": lab(45, "mL/min/1.73m2")},
        {"egfr": {"state": "low"}},
        {"creatinine": lab(2.5, "mg/dL"), "age_years": 64, "sex": "male"},
    ],
)
def test_calcium_is_not_adjusted_when_the_kidneys_fail(kidney):
    value = derived(calcium_total=CALCIUM, albumin=ALBUMIN, **kidney)["calcium_adjusted"]
    assert value.value is None
    assert not value.interpretable
    assert "the correction misleads" in value.note


def test_calcium_is_adjusted_without_a_doubt_when_the_kidneys_are_sound():
    value = derived(calcium_total=CALCIUM, albumin=ALBUMIN, egfr=lab(95, "mL/min/1.73m2"))
    assert value["calcium_adjusted"].note == "an estimate; ionised calcium settles it"


def test_ionised_calcium_wins_over_adjusting():
    value = derived(calcium_total=CALCIUM, albumin=ALBUMIN, calcium_ionised=lab(1.2, "mmol/L"))
    assert value["calcium_adjusted"].value is None
    assert "ionised calcium is given and wins" in value["calcium_adjusted"].note


def test_a_calcium_that_only_the_adjustment_makes_high_is_said_so():
    value = derived(calcium_total=lab(9.8, "mg/dL"), albumin=lab(2.0, "g/dL"))["calcium_adjusted"]
    assert value.value == pytest.approx(11.4)
    assert "only the adjustment moves it above the interval" in value.note


def test_an_own_lower_limit_above_the_tables_upper_one_leaves_the_adjustment_as_it_is():
    calcium = {**lab(12.0, "mg/dL"), "ref_low": 11.0}
    value = derived(calcium_total=calcium, albumin=lab(3.0, "g/dL"))["calcium_adjusted"]
    assert value.value == pytest.approx(12.8)
    assert "above the interval" not in value.note


@pytest.mark.parametrize(
    "entered",
    [
        {"calcium_total": CALCIUM},
        {"calcium_total": {"state": "low"}, "albumin": ALBUMIN},
        {"calcium_total": CALCIUM, "albumin": {"state": "low"}},
    ],
)
def test_a_missing_value_leaves_the_adjusted_calcium_away(entered):
    assert "calcium_adjusted" not in derived(**entered)


def test_the_product_is_given_in_conventional_units_with_si_in_the_note():
    value = derived(calcium_total=lab(2.4, "mmol/L"), phosphate=lab(2.6, "mmol/L"))["ca_p_product"]
    assert value.unit == "mg2/dL2"
    assert value.value == pytest.approx(2.4 / 0.2495 * 2.6 / 0.3229)
    assert value.note == "6.24 mmol²/L²"


def test_the_product_of_a_child_is_marked_as_not_comparable():
    entered = {"calcium_total": lab(9.6, "mg/dL"), "phosphate": lab(5.5, "mg/dL"), "age_years": 6}
    assert "growing child" in derived(**entered)["ca_p_product"].note


@pytest.mark.parametrize(
    ("reported", "result"),
    [
        ("ca_p_product", lab(60, "mg2/dL2")),
        ("egfr", lab(70, "mL/min/1.73m2")),
        ("trp", lab(88, "%")),
        ("tmp_gfr", {"state": "high"}),
    ],
)
def test_what_the_laboratory_reported_is_not_computed_again(reported, result):
    entered = {**MAN, **URINE, "calcium_total": lab(2.3, "mmol/L")}
    assert reported in derived(**entered)
    assert reported not in derived(**entered, **{reported: result})


@pytest.mark.parametrize(
    ("creatinine", "unit", "age", "sex", "egfr", "category"),
    [
        (1.2, "mg/dL", 55, "male", 71.4, "G2"),
        (0.6, "mg/dL", 30, "female", 123.8, "G1"),
        (2.5, "mg/dL", 64, "male", 28.0, "G4"),
        (442, "umol/L", 40, "male", 14.1, "G5"),
    ],
)
def test_the_gfr_of_an_adult_follows_from_creatinine(creatinine, unit, age, sex, egfr, category):
    values = derived(age_years=age, sex=sex, creatinine=lab(creatinine, unit))
    assert round(values["egfr"].value, 1) == egfr
    assert values["egfr"].formula.startswith("CKD-EPI 2021: 142 x min(")
    assert values["egfr"].formula.endswith(f"= {egfr} mL/min/1.73m2")
    assert values["kdigo_category"].value == category


def test_the_gfr_of_a_child_needs_the_height():
    child = {"age_years": 5, "sex": "male", "creatinine": lab(0.4, "mg/dL")}
    assert "egfr" not in derived(**child)
    value = derived(**child, height_cm=110)["egfr"]
    assert round(value.value, 1) == 101.4
    assert value.formula == "CKiD U25: 36.884 x 1.10 m / 0.4 mg/dL = 101.4 mL/min/1.73m2"
    assert "height_cm" in value.inputs


def test_no_gfr_is_computed_in_the_first_year_of_life():
    value = derived(age_years=0.5, sex="male", height_cm=65, creatinine=lab(0.3, "mg/dL"))["egfr"]
    assert value.value is None
    assert "under 1 year" in value.note


@pytest.mark.parametrize(
    ("entered", "note"),
    [
        ({"dialysis": True}, "means nothing on dialysis"),
        ({"acute_kidney_injury": True}, "not valid while creatinine is changing"),
    ],
)
def test_no_gfr_is_computed_on_dialysis_or_while_creatinine_changes(entered, note):
    value = derived(**MAN, creatinine=lab(5, "mg/dL"), **entered)["egfr"]
    assert value.value is None
    assert not value.interpretable
    assert note in value.note


@pytest.mark.parametrize("missing", ["age_years", "sex", "creatinine"])
def test_a_gfr_needs_age_sex_and_creatinine(missing):
    entered = {**MAN, "creatinine": lab(1.0, "mg/dL")}
    del entered[missing]
    assert not {"egfr", "kdigo_category"} & set(derived(**entered))


def test_dialysis_is_g5d_whatever_else_is_known():
    value = derived(dialysis=True, egfr=lab(70, "mL/min/1.73m2"))["kdigo_category"]
    assert (value.value, value.inputs) == ("G5D", ("dialysis",))


def test_a_reported_gfr_gives_the_category():
    value = derived(egfr=lab(52, "mL/min/1.73m2"))["kdigo_category"]
    assert (value.value, value.inputs) == ("G3a", ("egfr",))


def test_a_good_category_is_said_to_be_no_disease_by_itself():
    note = derived(egfr=lab(95, "mL/min/1.73m2"))["kdigo_category"].note
    assert note == "no kidney disease without another marker"


@pytest.mark.parametrize("doubt", [{"acute_kidney_injury": True}, {"age_years": 1.5}])
def test_a_category_is_withheld_in_acute_injury_and_under_two_years(doubt):
    value = derived(egfr=lab(52, "mL/min/1.73m2"), **doubt)["kdigo_category"]
    assert value.value is None
    assert not value.interpretable


@pytest.mark.parametrize(
    ("age", "trp", "tmp"), [(40, 94.29, 0.806), (19, 94.29, 0.806), (18.9, 94.29, 0.660)]
)
def test_tmp_gfr_takes_the_formula_of_the_age(age, trp, tmp):
    values = derived(**URINE, age_years=age)
    assert round(values["trp"].value, 2) == trp
    assert (round(values["tmp_gfr"].value, 3), values["tmp_gfr"].unit) == (tmp, "mmol/L")
    assert ("fasting" in values["tmp_gfr"].note) is (age >= 19)


def test_tmp_gfr_is_the_same_in_conventional_units():
    conventional = {
        "phosphate": lab(0.70 / 0.3229, "mg/dL"),
        "urine_phosphate": lab(4.0 / 0.3229, "mg/dL"),
        "creatinine": lab(80 / 88.4, "mg/dL"),
        "urine_creatinine": lab(8.0 / 0.0884, "mg/dL"),
    }
    value = derived(**conventional, **MAN)["tmp_gfr"]
    assert value.unit == "mg/dL"
    assert round(value.value * 0.3229, 3) == 0.806


def test_the_formula_of_trp_shows_serum_and_urine_in_one_unit():
    formula = derived(**URINE)["trp"].formula
    assert formula == "1 - (4 x 0.08) / (0.7 x 8) in mmol/L = 94.3 %"


def test_tmp_gfr_needs_the_age_but_trp_does_not():
    assert "trp" in derived(**URINE)
    assert "tmp_gfr" not in derived(**URINE)


@pytest.mark.parametrize("kidney", [{"dialysis": True}, {"egfr": lab(40, "mL/min/1.73m2")}])
def test_the_tubules_are_not_interpreted_when_the_kidneys_fail(kidney):
    values = derived(**URINE, **MAN, **kidney)
    for name in ("trp", "tmp_gfr"):
        assert values[name].value is None
        assert values[name].note == "not interpretable at eGFR < 60 or on dialysis"


def test_a_reported_trp_gives_tmp_gfr():
    value = derived(**MAN, phosphate=lab(1.1, "mmol/L"), trp=lab(80, "%"))["tmp_gfr"]
    assert value.value == pytest.approx(0.88)
    assert value.inputs == ("age_years", "phosphate", "trp")


def test_more_phosphate_out_than_filtered_is_shown_as_a_likely_slip_of_units():
    values = derived(**{**URINE, "urine_phosphate": lab(150, "mmol/L")}, **MAN)
    assert values["trp"].value < 0
    assert not values["trp"].interpretable
    assert "check the units" in values["tmp_gfr"].note


def test_years_on_dialysis_mean_dialysis_unless_transplanted_or_denied():
    assert is_on_dialysis(Case.from_dict({"dialysis_years": 3}))
    assert not is_on_dialysis(Case.from_dict({"dialysis_years": 3, "kidney_transplant": True}))
    assert not is_on_dialysis(Case.from_dict({"dialysis_years": 3, "dialysis": False}))


def test_a_reported_gfr_wins_over_an_estimated_one():
    case = Case.from_dict(
        {**MAN, "creatinine": lab(1.0, "mg/dL"), "egfr": lab(55, "mL/min/1.73m2")}
    )
    assert known_gfr(case) == 55
    assert estimated_gfr(case) > 90
