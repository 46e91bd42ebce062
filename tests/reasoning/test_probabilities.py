"""What holds of the probabilities of every case, whatever was found."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import VOCABULARY
from tests.reasoning.strategies import IDS, cases, extreme_cases, in_units
from tests.reasoning.toy import reason

ANY_CASE = st.one_of(cases(), extreme_cases())


@given(ANY_CASE)
def test_types_and_aetiologies_each_sum_to_one(case):
    result = reason(case)
    assert result.types.sum() == pytest.approx(1, abs=1e-12)
    assert result.aetiologies.sum() == pytest.approx(1, abs=1e-12)


@given(cases())
def test_a_type_is_the_sum_of_its_aetiologies(case):
    result = reason(case)
    for t, p in enumerate(result.types):
        assert p == pytest.approx(result.aetiologies[result.model.type_of == t].sum(), abs=1e-12)


@given(ANY_CASE)
def test_nothing_is_ever_impossible_or_certain(case):
    result = reason(case)
    for chances in (result.types, result.aetiologies):
        assert (chances > 0).all()
        assert (chances < 1).all()


@given(cases(min_size=2), st.randoms(use_true_random=False))
def test_the_order_in_which_findings_are_entered_is_irrelevant(case, random):
    shuffled = list(case.items())
    random.shuffle(shuffled)
    first, second = reason(case), reason(dict(shuffled))
    assert np.array_equal(first.joint, second.joint)


@given(cases(max_size=15), st.lists(st.sampled_from(IDS), max_size=10))
def test_what_is_unknown_weighs_nothing(case, others):
    unknown = {finding: None for finding in others if finding not in case}
    assert np.array_equal(reason(case).joint, reason({**case, **unknown}).joint)


@given(cases(max_size=15, ids=tuple(i for i in IDS if i != "sex")))
def test_sex_unknown_weighs_nothing(case):
    assert np.array_equal(reason(case).joint, reason({**case, "sex": "unknown"}).joint)


def test_an_absent_finding_does_weigh():
    assert not np.allclose(reason({"raynaud": False}).types, reason({}).types)


@given(
    cases().filter(lambda case: not {"calcium_total", "albumin"} <= set(case)),
)
@example({"egfr": {"value": 59.99, "unit": "mL/min/1.73m2"}, "pth": {"value": 66, "unit": "pg/mL"}})
def test_si_and_conventional_units_give_the_same_answer(case):
    conventional, si = reason(in_units(case, "conventional")), reason(in_units(case, "si"))
    assert np.abs(conventional.types - si.types).max() < 1e-9
    assert np.abs(conventional.aetiologies - si.aetiologies).max() < 1e-9


def test_albumin_adjusted_calcium_gives_the_same_answer_in_si_and_conventional_units():
    case = {
        "age_years": 40,
        "calcium_total": {"value": 8.9, "unit": "mg/dL"},
        "albumin": {"value": 2.0, "unit": "g/dL"},
    }
    conventional, si = reason(case), reason(in_units(case, "si"))
    assert np.abs(conventional.types - si.types).max() < 1e-9


def test_the_same_case_gives_the_very_same_numbers_every_time():
    case = {"age_years": 61, "sex": "male", "dialysis": True, "necrosis_eschar": True}
    state = np.random.get_state()[1].copy()
    first = consult(case).to_dict()
    np.random.default_rng().random(3)
    second = consult(dict(reversed(case.items()))).to_dict()
    assert first == second
    assert np.array_equal(state, np.random.get_state()[1])


@given(cases(max_size=12))
def test_a_whole_consultation_can_be_had_of_every_case(case):
    answer = consult(case, draws=20)
    assert set(answer.unused) <= set(case)
    assert list(answer.aetiologies.values()) == sorted(answer.aetiologies.values(), reverse=True)
    assert answer.types[answer.leading_type] == max(answer.types.values())
    assert answer.conclusive == (answer.reason == "")


@given(cases(max_size=12))
def test_every_finding_is_a_piece_of_evidence_once_or_is_named_as_unused(case):
    answer = consult(case, draws=2)
    inputs = [item for piece in answer.posterior.evidence.pieces for item in piece.inputs]
    main = [piece.finding for piece in answer.posterior.evidence.pieces]
    assert len(main) == len(set(main))
    assert set(inputs) | set(answer.unused) == set(answer.case)
    assert not set(inputs) & set(answer.unused)


def test_an_implausible_tmp_gfr_computed_from_the_values_entered_is_no_error():
    """Phosphate of 0.9 mg/dL with 20 % reabsorbed: 0.18 mg/dL, below what may be entered."""
    case = {
        "age_years": 12,
        "phosphate": {"value": 0.9, "unit": "mg/dL"},
        "trp": {"value": 20, "unit": "%"},
    }
    assert reason(case).types.sum() == pytest.approx(1)


def test_every_kind_of_finding_is_generated():
    kinds = {VOCABULARY[finding].kind for finding in IDS}
    assert kinds == {"number", "choice", "multi", "yesno", "lab"}
