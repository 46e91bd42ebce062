"""How much a finding counts, and what a cause is short of, is learnt from cases not counted."""

import numpy as np
import pytest

from calcinosis.case import Case
from calcinosis.cases import load_cases
from calcinosis.knowledge import load_case_counts, load_knowledge
from calcinosis.reasoning import default_model
from calcinosis.reasoning.case_weights import _Fit, _patient, _worth, fit_case_weights
from calcinosis.reasoning.fitting import count_published
from calcinosis.reasoning.model import KIDNEY_FINDINGS, OTHER
from calcinosis.reasoning.posterior import posterior
from tests.reasoning.toy import model_of, three_causes

TOY = three_causes()
LISTED = [one for one in TOY.aetiology_ids if one != OTHER]
TYPES = {a: TOY.type_ids[t] for a, t in zip(TOY.aetiology_ids, TOY.type_of, strict=True)}


def judged(aetiology, **case):
    return posterior(Case.from_dict(case), TOY), TYPES[aetiology], aetiology


def by_gain(**case):
    """The listed causes by what the findings do to them, the one that loses most first."""
    before = posterior(Case(()), TOY).aetiologies
    after = posterior(Case.from_dict(case), TOY).aetiologies
    return sorted(LISTED, key=lambda one: (after / before)[TOY.index(one)])


def finding_weight(cases, spread=0.4, finding="pain"):
    return fit_case_weights(cases, spread, 0.0)[0].get(finding, 1.0)


def test_a_finding_that_points_to_the_true_cause_counts_more_and_one_that_misleads_less():
    losing, *_, gaining = by_gain(pain=True)
    assert finding_weight([judged(gaining, pain=True)] * 20) > 1.05
    assert finding_weight([judged(losing, pain=True)] * 20) < 0.95


def test_how_unevenly_cases_may_count_is_a_setting():
    causes = {"lupus": (0.9, []), "gout": (0.1, [])}
    published = ["lupus"] + ["gout"] * 9
    for most in (1.0, 3.0):
        worth = _worth(published, model_of(causes, case_worth_cap=most))
        assert worth["lupus"] / worth["gout"] == pytest.approx(most**2)


def test_the_more_cases_say_so_the_further_a_weight_moves_and_one_case_hardly_moves_it():
    gaining = by_gain(pain=True)[-1]
    moved = [np.log(finding_weight([judged(gaining, pain=True)] * n)) for n in (1, 10, 100)]
    assert 0 < moved[0] < moved[1] < moved[2]
    assert moved[0] < 0.15


def test_a_narrower_spread_holds_a_weight_nearer_to_one_and_none_holds_it_there():
    cases = [judged(by_gain(pain=True)[-1], pain=True)] * 20
    none, near, far = (finding_weight(cases, spread) for spread in (0.0, 0.1, 0.8))
    assert 1 == none < near < far


def test_a_cause_that_is_right_more_often_than_it_is_given_gains_and_the_others_lose():
    """Half of the silent cases are each of two causes; one of them gets far less than half."""
    shares = posterior(Case(()), TOY).aetiologies
    rare, common = sorted(LISTED, key=lambda one: shares[TOY.index(one)])[::2]
    cases = [judged(rare, pain=False)] * 30 + [judged(common, pain=False)] * 30
    weights, factors = fit_case_weights(cases, 0.0, 0.5)
    assert not weights
    assert set(factors) <= set(LISTED)
    given = cases[0][0].aetiologies
    short = min((rare, common), key=lambda one: given[TOY.index(one)])
    assert factors[short] > 1


def test_the_mix_of_what_gets_published_does_not_become_the_prior():
    """Cases of a cause count together as much as its prior, within four times either way."""
    shares = posterior(Case(()), TOY).aetiologies
    cases = [judged(one) for one in LISTED for _ in range(round(200 * shares[TOY.index(one)]))]
    doubled = cases + [case for case in cases if case[2] == LISTED[0]]
    once, twice = (fit_case_weights(some, 0.0, 0.5)[1] for some in (cases, doubled))
    for one in LISTED:
        assert once.get(one, 1.0) == pytest.approx(1.0, abs=0.05)
        assert twice.get(one, 1.0) == pytest.approx(once.get(one, 1.0), abs=0.03)


def test_the_slope_is_that_of_the_value_and_the_fitted_logarithms_are_its_top():
    """By central differences."""
    cases = [
        judged(LISTED[0], pain=True, ulceration=False),
        judged(LISTED[1], pain=False),
        judged(LISTED[2], ulceration=True),
    ]
    findings = ["pain", "ulceration"]
    patients = [_patient(one, 1.0 + i, findings, LISTED) for i, one in enumerate(cases)]
    fit = _Fit(patients, np.array([0.4, 0.4, 0.5, 0.5, 0.5]))
    logs = np.array([0.2, -0.1, 0.3, -0.2, 0.1])
    worth = np.array([patient.worth for patient in patients])
    slope = worth @ fit.value(logs)[1] - logs / fit.spreads**2
    for i, step in enumerate(np.eye(logs.size) * 1e-5):
        above, below = fit.value(logs + step)[0], fit.value(logs - step)[0]
        assert slope[i] == pytest.approx((above - below) / 2e-5, abs=1e-6)
    top = fit.top()
    for step in (*np.eye(top.size) * 0.02, *np.eye(top.size) * -0.02):
        assert fit.value(top + step)[0] < fit.value(top)[0]


def test_what_tells_the_kidney_function_and_the_unlisted_cause_keep_their_weight():
    counts = load_case_counts()
    assert counts.finding_weights
    assert not set(KIDNEY_FINDINGS) & set(counts.finding_weights)
    assert OTHER not in counts.cause_factors


def test_a_factor_multiplies_the_prior_of_its_cause_in_every_clinic():
    model = default_model()
    for clinic in ("any", "nephrology"):
        prior = model.by_aetiology(np.exp(model.log_prior[clinic]))
        share = {a.id: a.prior[clinic] for a in model.knowledge.aetiologies.values()}
        one, other = "idiopathic_cutis", "systemic_sclerosis"
        power = model.knowledge.settings["prior_exponent"]
        factors = model.counts.cause_factors
        expected = (share[one] / share[other]) ** power * factors[one] / factors.get(other, 1.0)
        assert prior[model.index(one)] / prior[model.index(other)] == pytest.approx(expected)


def test_cases_of_one_source_alone_move_no_weight():
    (record, *_) = load_cases()
    counts = count_published([record] * 3, load_knowledge())
    assert not counts.finding_weights
    assert not counts.cause_factors


def test_the_packaged_weights_are_those_fitted_on_the_packaged_cases():
    fitted, packaged = count_published(load_cases(), load_knowledge()), load_case_counts()
    for kind in ("finding_weights", "cause_factors"):
        found = dict(getattr(fitted, kind))
        assert found == pytest.approx(dict(getattr(packaged, kind)), abs=0.002)
    assert default_model().finding_weights == packaged.finding_weights


def test_pain_an_ulcer_and_a_fast_start_count_less_than_they_seem_to():
    """Each is reported in every kind of calcinosis; none may pull to one of them by itself."""
    weights = load_case_counts().finding_weights
    assert all(weights[f] < 0.9 for f in ("pain", "ulceration", "rapid_onset"))


def test_causes_known_by_what_is_absent_are_called_more_readily():
    factors = load_case_counts().cause_factors
    assert factors["idiopathic_cutis"] > 1.2
    assert factors["primary_normophosphataemic_tumoral"] > 1.2
