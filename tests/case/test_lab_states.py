"""Which side of its interval a result lies on."""

import pytest

from calcinosis.case import Case, LabResult, interval_in_effect, interval_in_unit, lab_state


def case_with(lab_id, result, **others):
    return Case.from_dict({lab_id: result, **others})


@pytest.mark.parametrize(
    ("lab_id", "value", "unit", "age", "state"),
    [
        ("phosphate", 6.2, "mg/dL", 3, "normal"),
        ("phosphate", 6.2, "mg/dL", 40, "high"),
        ("phosphate", 2.0, "mmol/L", 3, "normal"),
        ("alp", 350, "U/L", 9, "normal"),
        ("alp", 350, "U/L", 40, "high"),
        ("vitd_25oh", 60, "ng/mL", 40, "normal"),
        ("vitd_25oh", 120, "ng/mL", 40, "high"),
        ("vitd_25oh", 30, "nmol/L", 40, "low"),
        ("egfr", 45, "mL/min/1.73m2", 40, "low"),
        ("egfr", 120, "mL/min/1.73m2", 40, "normal"),
        ("crp", 1.2, "mg/dL", 40, "high"),
        ("calcium_total", 10.2, "mg/dL", 40, "normal"),
    ],
)
def test_a_value_is_read_against_the_interval_of_its_age(lab_id, value, unit, age, state):
    assert (
        lab_state(case_with(lab_id, {"value": value, "unit": unit}, age_years=age), lab_id) == state
    )


def test_a_state_is_taken_as_it_was_entered():
    assert lab_state(case_with("pth", {"state": "high"}), "pth") == "high"


def test_an_unknown_lab_and_spot_urine_have_no_state():
    urine = case_with("urine_phosphate", {"value": 40, "unit": "mg/dL"})
    assert lab_state(Case(), "pth") is None
    assert lab_state(urine, "urine_phosphate") is None


def test_the_interval_that_the_laboratory_printed_wins():
    printed = {"value": 2.6, "unit": "mmol/L", "ref_low": 2.2, "ref_high": 2.65}
    assert lab_state(case_with("calcium_total", printed), "calcium_total") == "normal"
    without = {"value": 2.6, "unit": "mmol/L"}
    assert lab_state(case_with("calcium_total", without), "calcium_total") == "high"


def test_a_side_that_was_not_printed_comes_from_the_table():
    interval = interval_in_effect("phosphate", LabResult(4.6, "mg/dL", ref_high=4.8), 40, None)
    assert (interval.low, interval.high) == (2.5, 4.8)
    assert interval.source == "the laboratory's own interval"


def test_a_side_from_the_table_never_crosses_the_printed_one():
    interval = interval_in_effect("phosphate", LabResult(7.0, "mg/dL", ref_low=5.0), 40, None)
    assert (interval.low, interval.high) == (5.0, None)


def test_a_printed_optimum_of_vitamin_d_is_no_limit_of_toxicity():
    printed = LabResult(65, "ng/mL", ref_low=30, ref_high=60)
    assert interval_in_effect("vitd_25oh", printed).high == 80


def test_an_interval_is_shown_in_the_unit_of_the_result():
    interval = interval_in_effect("calcium_total", LabResult(2.3, "mmol/L"), 40, None)
    in_si = interval_in_unit("calcium_total", interval, "mmol/L")
    assert (round(in_si.low, 2), round(in_si.high, 2), in_si.unit) == (2.10, 2.54, "mmol/L")
