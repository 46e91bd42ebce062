"""What of a case the reasoning leaves out."""

import pytest
from hypothesis import given

from calcinosis.case import (
    CONTRADICTIONS,
    REDUNDANCIES,
    Case,
    Coupling,
    LeftOut,
    contradictions,
    counted,
    redundant,
    why_left_out,
)
from tests.reasoning.strategies import cases


@given(cases(max_size=60))
def test_what_counts_is_what_contradictions_and_redundancies_leave(mapping):
    case = Case.from_dict(mapping)
    consistent, idle = counted(case)
    assert consistent == case.without(*(item for one in contradictions(case) for item in one.drop))
    assert idle == redundant(consistent)
    why = why_left_out(case)
    assert why.keys() == (set(case) - set(consistent)) | idle
    assert all(one.others and set(one.others) <= set(case) | {"creatinine"} for one in why.values())


@pytest.mark.parametrize(
    ("entered", "finding", "contradicts", "others"),
    [
        ({"severe_pain": True, "pain": False}, "pain", True, ("severe_pain",)),
        ({"dialysis": True, "ckd": False}, "ckd", True, ("dialysis",)),
        ({"dialysis": True, "ckd": True}, "ckd", False, ("dialysis",)),
        ({"anti_scl70": True, "anticentromere": False, "ana": True}, "ana", False, ("anti_scl70",)),
        (
            {"dialysis": False, "egfr": {"state": "low"}, "creatinine": {"state": "high"}},
            "creatinine",
            False,
            ("egfr",),
        ),
        (
            {"age_years": 50, "onset_age_years": 48, "duration_months": 24},
            "duration_months",
            False,
            ("age_years", "onset_age_years"),
        ),
    ],
)
def test_it_is_said_why_a_finding_is_left_out(entered, finding, contradicts, others):
    assert why_left_out(Case.from_dict(entered))[finding] == LeftOut(contradicts, others)


def test_a_rule_that_leaves_something_out_names_it_and_what_it_asks_about():
    pain = frozenset({"severe_pain", "pain"})
    assert Coupling(pain, pain) in CONTRADICTIONS
    assert Coupling(frozenset({"dialysis"}), frozenset({"ckd"})) in REDUNDANCIES
