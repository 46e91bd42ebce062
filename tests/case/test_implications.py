"""What a case says without saying it, and what says nothing new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import VOCABULARY, Case, implied, redundant


def case(**entered):
    return Case.from_dict(entered)


@pytest.mark.parametrize(
    ("entered", "facts"),
    [
        ({"severe_pain": True}, {"pain": True}),
        ({"dialysis": True}, {"ckd": True}),
        ({"dialysis_years": 4}, {"dialysis": True, "ckd": True}),
        ({"dialysis_years": 4, "kidney_transplant": True}, {}),
        ({"bx_arteriolar_calcification": True}, {"tissue": ("artery",)}),
        ({"bx_subepidermal_globules": True, "tissue": ["subcutis"]}, {"tissue": ("skin",)}),
        ({"tissue": ["lung"], "region": ["hand"]}, {"region": ("internal",)}),
        ({"tissue": ["breast_parenchyma"]}, {"region": ("breast",)}),
        ({"img_visceral_calcification": True}, {"region": ("internal",)}),
        ({"anticentromere": True}, {"ana": True}),
        ({"anticentromere": True, "ana": False}, {}),
        ({"severe_pain": True, "pain": False}, {}),
        ({"severe_pain": False}, {}),
        ({"dialysis": False}, {}),
        ({}, {}),
    ],
)
def test_facts_follow_from_facts(entered, facts):
    assert dict(implied(case(**entered))) == facts


def test_implied_facts_imply_nothing_more():
    known = case(dialysis_years=4, tissue=["heart"], severe_pain=True)
    facts = dict(implied(known))
    for finding_id, value in facts.items():
        stated = known.get(finding_id) or ()
        whole = (*stated, *value) if isinstance(value, tuple) else value
        known = known.with_finding(finding_id, whole)
    assert facts
    assert implied(known) == ()


@pytest.mark.parametrize(
    ("entered", "left_out"),
    [
        ({"severe_pain": True, "pain": True}, {"pain"}),
        ({"pain": False, "severe_pain": False}, {"severe_pain"}),
        ({"dialysis": True, "ckd": True}, {"ckd"}),
        ({"ckd": False, "dialysis": False}, {"dialysis"}),
        ({"dialysis": True, "ckd": False}, {"ckd"}),
        ({"dialysis": False, "dialysis_years": 2}, {"dialysis_years"}),
        ({"anti_scl70": True, "ana": True}, {"ana"}),
        ({"ana": False, "anticentromere": False, "anti_scl70": False},
         {"anticentromere", "anti_scl70"}),
        ({"calcium_ionised": {"state": "high"}, "calcium_total": {"state": "normal"}},
         {"calcium_total"}),
        ({"calcium_total": {"state": "high"}, "phosphate": {"state": "high"},
          "ca_p_product": {"state": "high"}}, {"ca_p_product"}),
        ({"egfr": {"state": "low"}, "creatinine": {"state": "high"}}, {"creatinine"}),
        ({"tmp_gfr": {"state": "high"}, "trp": {"state": "high"}}, {"trp"}),
        ({"age_years": 50, "onset_age_years": 40, "duration_months": 120}, {"duration_months"}),
        ({"age_years": 50, "onset_age_years": 60, "duration_months": 120}, set()),
        ({"img_vascular": True, "img_calcification": True}, {"img_calcification"}),
        ({"bx_lamellar_bone": True, "bx_calcium_deposits": True}, {"bx_calcium_deposits"}),
        ({"pain": True, "ulceration": True}, set()),
    ],
)  # fmt: skip
def test_what_follows_from_another_finding_is_redundant(entered, left_out):
    assert redundant(case(**entered)) == left_out


YESNO = [finding.id for finding in VOCABULARY.values() if finding.kind == "yesno"]


@given(st.dictionaries(st.sampled_from(YESNO), st.booleans(), max_size=40))
def test_only_findings_of_the_case_are_redundant_and_never_all_of_them(entered):
    left_out = redundant(case(**entered))
    assert left_out <= set(entered)
    assert not entered or left_out < set(entered)


@given(st.dictionaries(st.sampled_from(YESNO), st.booleans(), max_size=40))
def test_no_implied_fact_contradicts_what_was_entered(entered):
    assert not {finding_id for finding_id, _ in implied(case(**entered))} & set(entered)
