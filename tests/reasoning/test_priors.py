"""The prior: by clinic, and by what the user puts on it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis import CLINICS, consult
from calcinosis.reasoning import default_model
from tests.reasoning.strategies import cases
from tests.reasoning.toy import chance_of, reason


@pytest.mark.parametrize("clinic", CLINICS)
def test_without_findings_the_answer_is_the_prior_of_the_clinic(clinic):
    model = default_model()
    prior = model.by_aetiology(np.exp(model.log_prior[clinic]))
    assert prior.sum() == pytest.approx(1)
    assert reason({}, clinic).aetiologies == pytest.approx(prior, abs=2e-3)
    assert reason({}, clinic).types == pytest.approx(model.membership @ prior, abs=2e-3)


def test_the_clinic_changes_the_prior():
    shares = {clinic: reason({}, clinic).types for clinic in CLINICS}
    for one in CLINICS:
        for other in CLINICS:
            assert (one == other) == np.allclose(shares[one], shares[other])


def test_calciphylaxis_is_likelier_in_nephrology_than_in_paediatrics():
    nephrology = chance_of(reason({}, "nephrology"), "calciphylaxis")
    assert nephrology > 3 * chance_of(reason({}, "paediatrics"), "calciphylaxis")


def test_another_clinic_is_read_as_any():
    assert np.array_equal(reason({"raynaud": True}, "other").types, reason({"raynaud": True}).types)
    assert consult({"raynaud": True}, "other").intervals == consult({"raynaud": True}).intervals


def test_an_unknown_clinic_is_refused_by_name():
    with pytest.raises(ValueError, match="clinic 'cardiology' is unknown, allowed: any, derm"):
        consult({}, "cardiology")


@given(cases(max_size=12), st.sampled_from(default_model().type_ids), st.floats(0.05, 20))
def test_a_prior_weight_multiplies_the_odds_of_its_type(case, type_, factor):
    before, after = reason(case), reason(case, prior_weights={type_: factor})
    inside = before.model.type_of == before.model.type_ids.index(type_)
    odds = before.aetiologies[inside].sum() / before.aetiologies[~inside].sum()
    moved = after.aetiologies[inside].sum() / after.aetiologies[~inside].sum()
    assert moved == pytest.approx(odds * factor, rel=1e-9)


def test_prior_weights_that_are_all_one_change_nothing():
    even = dict.fromkeys(default_model().type_ids, 1.0)
    result = reason({"dialysis": True}, prior_weights=even)
    assert result.types == pytest.approx(reason({"dialysis": True}).types, abs=1e-15)


@pytest.mark.parametrize("factor", [0, -1, -0.5, math.nan, math.inf])
def test_a_prior_weight_that_is_no_positive_number_is_refused(factor):
    with pytest.raises(ValueError, match=r"prior weight of tumoral is .*allowed: a number above 0"):
        consult({}, prior_weights={"tumoral": factor})


def test_a_prior_weight_of_an_unknown_type_is_refused():
    with pytest.raises(ValueError, match="type 'tumorous' is unknown, allowed: dystrophic"):
        consult({}, prior_weights={"tumorous": 2.0})


def test_an_aetiology_is_no_type_to_be_weighted():
    with pytest.raises(ValueError, match="type 'hftc' is unknown"):
        consult({}, prior_weights={"hftc": 2.0})
