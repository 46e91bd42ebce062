"""What of a case the reasoning leaves out."""

from hypothesis import given

from calcinosis.case import (
    CONTRADICTIONS,
    REDUNDANCIES,
    Case,
    Coupling,
    contradictions,
    counted,
    redundant,
)
from tests.reasoning.strategies import cases


@given(cases(max_size=60))
def test_what_counts_is_what_contradictions_and_redundancies_leave(mapping):
    case = Case.from_dict(mapping)
    consistent, idle = counted(case)
    assert consistent == case.without(*(item for one in contradictions(case) for item in one.drop))
    assert idle == redundant(consistent)


def test_a_rule_that_leaves_something_out_names_it_and_what_it_asks_about():
    pain = frozenset({"severe_pain", "pain"})
    assert Coupling(pain, pain) in CONTRADICTIONS
    assert Coupling(frozenset({"dialysis"}), frozenset({"ckd"})) in REDUNDANCIES
