"""The calculators: what each needs, and that it says what the case itself would say."""

import pytest

from calcinosis.case import CALCULATORS, VOCABULARY, Case, derive, estimated_gfr, interval_for

PHOSPHATE_LEAK = Case.from_dict(
    {
        "age_years": 40,
        "sex": "female",
        "phosphate": {"value": 0.70, "unit": "mmol/L"},
        "creatinine": {"value": 80, "unit": "umol/L"},
        "urine_phosphate": {"value": 4.0, "unit": "mmol/L"},
        "urine_creatinine": {"value": 8.0, "unit": "mmol/L"},
        "raynaud": True,
    }
)


def test_every_derived_value_has_a_calculator_and_every_input_is_a_finding():
    results = {one for calculator in CALCULATORS.values() for one in calculator.results}
    assert results == {
        "calcium_adjusted",
        "ca_p_product",
        "egfr",
        "kdigo_category",
        "trp",
        "tmp_gfr",
    }
    assert all(one in VOCABULARY for each in CALCULATORS.values() for one in each.inputs)


@pytest.mark.parametrize("name", CALCULATORS)
def test_without_any_input_it_says_what_it_needs_and_gives_nothing(name):
    calculator = CALCULATORS[name]
    assert calculator.missing(Case()) == calculator.needed
    assert calculator.results_for(Case()) == ()


def test_phosphate_threshold_is_that_of_the_case():
    calculator = CALCULATORS["phosphate_threshold"]
    assert calculator.missing(PHOSPHATE_LEAK) == ()
    values = {one.id: one for one in derive(PHOSPHATE_LEAK)}
    assert {one.id: one for one in calculator.results_for(PHOSPHATE_LEAK)} == {
        name: values[name] for name in ("trp", "tmp_gfr")
    }
    assert values["tmp_gfr"].value == pytest.approx(0.806, abs=5e-4)


def test_findings_that_have_nothing_to_do_with_it_are_left_out():
    assert "raynaud" not in CALCULATORS["phosphate_threshold"].part_of(PHOSPHATE_LEAK)


def test_lab_known_only_as_high_is_still_missing():
    case = Case.from_dict({"calcium_total": {"state": "high"}})
    assert "calcium_total" in CALCULATORS["product"].missing(case)


def test_reported_egfr_does_not_keep_the_calculator_from_estimating_it():
    case = PHOSPHATE_LEAK.with_finding("egfr", {"value": 20, "unit": "mL/min/1.73m2"})
    assert CALCULATORS["egfr"].results_for(case)[0].value == pytest.approx(estimated_gfr(case))


@pytest.mark.parametrize(("age", "missing"), [(0.5, ()), (9, ("height_cm",)), (18, ())])
def test_height_is_asked_for_in_children_of_an_age_at_which_it_is_used(age, missing):
    case = PHOSPHATE_LEAK.with_finding("age_years", age)
    assert CALCULATORS["egfr"].missing(case) == missing


def test_no_adjusted_calcium_on_dialysis_and_it_says_why():
    case = Case.from_dict(
        {
            "calcium_total": {"value": 2.1, "unit": "mmol/L"},
            "albumin": {"value": 28, "unit": "g/L"},
            "dialysis": True,
        }
    )
    (value,) = CALCULATORS["adjusted_calcium"].results_for(case)
    assert value.value is None
    assert "dialysis" in value.note


def test_result_is_read_against_the_interval_of_its_age_in_its_unit():
    child = PHOSPHATE_LEAK.with_finding("age_years", 4)
    intervals = []
    for case in (child, PHOSPHATE_LEAK):
        value = CALCULATORS["phosphate_threshold"].results_for(case)[-1]
        assert value.id == "tmp_gfr"
        intervals.append(interval_for(value, case))
    assert [one.unit for one in intervals] == ["mmol/L", "mmol/L"]
    assert intervals[0].low > intervals[1].low


def test_kdigo_category_has_no_interval():
    category = CALCULATORS["egfr"].results_for(PHOSPHATE_LEAK)[-1]
    assert category.id == "kdigo_category"
    assert interval_for(category, PHOSPHATE_LEAK) is None
