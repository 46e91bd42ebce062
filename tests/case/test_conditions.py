"""The conditions in which rules are written."""

import pytest

from calcinosis.case import Case
from calcinosis.case.conditions import ConditionError, compile_condition

UREMIC = Case.from_dict(
    {
        "age_years": 54,
        "sex": "female",
        "onset_age_years": 50,
        "duration_months": 48,
        "region": ["hand", "finger"],
        "tissue": ["artery"],
        "dialysis": True,
        "ulceration": False,
        "phosphate": {"value": 7.1, "unit": "mg/dL"},
        "pth": {"state": "high"},
        "creatinine": {"value": 442, "unit": "umol/L"},
        "egfr": {"value": 9, "unit": "mL/min/1.73m2"},
    }
)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("dialysis=true", True),
        ("ulceration=false", True),
        ("ckd=true", False),
        ("ckd=false", False),
        ("ckd!=true", True),
        ("dialysis!=true", False),
        ("sex=female", True),
        ("phosphate=high", True),
        ("phosphate=low", False),
        ("pth=high", True),
        ("pth!=low", True),
        ("calcium_total=low", False),
        ("calcium_total!=low", True),
        ("age_years >= 54", True),
        ("age_years > 54", False),
        ("age_years<54", False),
        ("onset_age_years > age_years", False),
        ("duration_months/12 > age_years", False),
        ("duration_months / 12 + onset_age_years <= age_years", True),
        ("age_years - onset_age_years - duration_months/12 outside -1..1", False),
        ("age_years - onset_age_years outside -1..1", True),
        ("size_mm > 1", False),
        ("size_mm <= 1", False),
        ("egfr < 60", True),
        ("creatinine > 4.9", True),
        ("creatinine > 5.1", False),
        ("region has hand", True),
        ("region has knee, finger", True),
        ("region has knee", False),
        ("region lacks knee, foot", True),
        ("region lacks hand", False),
        ("tissue only artery", True),
        ("region only hand", False),
        ("region count > 1", True),
        ("region count > 2", False),
        ("extent known", False),
        ("extent unknown", True),
        ("ulceration known", True),
        ("dialysis=true and (ulceration=true or phosphate=high)", True),
        ("dialysis=true and ulceration=true or sex=female", True),
        ("dialysis=true and (ulceration=true or sex=male)", False),
        ("dialysis=true and sex=female and phosphate=high and pain unknown", True),
    ],
)
def test_a_condition_holds_or_not(condition, holds):
    assert compile_condition(condition).holds(UREMIC) is holds


@pytest.mark.parametrize(
    "condition",
    ["region lacks hand", "region has hand", "region count < 2", "tissue only artery",
     "pain=false", "phosphate=normal", "age_years < 18", "egfr < 60"],
)  # fmt: skip
def test_nothing_holds_for_what_is_unknown(condition):
    assert compile_condition(condition).holds(Case()) is False


def test_the_gfr_of_a_condition_is_estimated_where_it_is_not_reported():
    case = Case.from_dict(
        {"age_years": 40, "sex": "male", "creatinine": {"value": 442, "unit": "umol/L"}}
    )
    assert compile_condition("egfr < 15").holds(case)


def test_a_condition_knows_the_findings_it_asks_about():
    condition = compile_condition("dialysis=true and (ckd=false or dialysis_years > age_years)")
    assert condition.items == ("dialysis", "ckd", "dialysis_years", "age_years")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("dialisis=true", "dialisis is not a finding: dialysis?"),
        ("qqqqzzzz=true", "qqqqzzzz is not a finding"),
        ("dialysis=maybe", "dialysis cannot be 'maybe': true, false"),
        ("phosphate=raised", "phosphate cannot be 'raised': low, normal, high"),
        ("age_years=5", "age_years cannot be '5'"),
        ("region=hand", "region cannot be 'hand'"),
        ("region has paw", "region has no 'paw'"),
        ("pain has hand", "pain is not a list: has does not apply"),
        ("region count = 2", "count needs"),
        ("pain > 3", "pain is not a number"),
        ("age_years ~ 3", "cannot read '~ 3'"),
        ("age_years", "ends too early"),
        ("age_years known known", "unexpected 'known'"),
        ("age_years outside 1", "outside needs two limits"),
        ("age_years + 1", "ends too early"),
        ("age_years has", "age_years is not a list"),
        ("region count > x", "a number is needed, not 'x'"),
        ("(pain=true", "a bracket is not closed"),
        ("age_years ) 3", r"cannot compare by '\)'"),
        ("", "ends too early"),
    ],
)
def test_a_faulty_condition_is_refused_with_its_text(condition, message):
    with pytest.raises(ConditionError, match=message):
        compile_condition(condition)
