"""How much a finding counts is learnt from cases that the model had not counted."""

import numpy as np
import pytest

from calcinosis.case import Case
from calcinosis.cases import load_cases
from calcinosis.knowledge import load_case_counts, load_knowledge
from calcinosis.reasoning import default_model
from calcinosis.reasoning.finding_weights import _likelihood, _patient, fit_finding_weights
from calcinosis.reasoning.fitting import count_published
from calcinosis.reasoning.model import KIDNEY_FINDINGS
from calcinosis.reasoning.posterior import posterior
from tests.reasoning.toy import three_causes

TOY = three_causes()
RIGHT = ("iatrogenic", "heel_stick")


def judged(truth, **case):
    return posterior(Case.from_dict(case), TOY), *truth


def test_a_finding_that_points_to_the_true_cause_counts_more_and_one_that_misleads_less():
    result = posterior(Case.from_dict({"pain": True}), TOY)
    by_cause = dict(zip(TOY.aetiology_ids, result.aetiologies, strict=True))
    prior = posterior(Case(()), TOY).aetiologies
    gains = {a: by_cause[a] / p for a, p in zip(TOY.aetiology_ids, prior, strict=True)}
    types = {a: TOY.type_ids[t] for a, t in zip(TOY.aetiology_ids, TOY.type_of, strict=True)}
    listed = [a for a in TOY.aetiology_ids if a != "other"]
    gaining, losing = max(listed, key=gains.get), min(listed, key=gains.get)
    assert fit_finding_weights([(result, types[gaining], gaining)] * 20, 0.4)["pain"] > 1.05
    assert fit_finding_weights([(result, types[losing], losing)] * 20, 0.4)["pain"] < 0.95


def test_the_more_cases_say_so_the_further_a_weight_moves_and_one_case_hardly_moves_it():
    moved = []
    for number in (1, 10, 100):
        weights = fit_finding_weights([judged(RIGHT, pain=True)] * number, 0.4)
        moved.append(abs(np.log(weights.get("pain", 1.0))))
    assert moved[0] < moved[1] < moved[2]
    assert moved[0] < 0.15


def test_a_narrower_spread_holds_a_weight_nearer_to_one():
    cases = [judged(RIGHT, pain=True)] * 20
    near, far = (fit_finding_weights(cases, spread)["pain"] for spread in (0.1, 0.8))
    assert abs(np.log(near)) < abs(np.log(far))


def test_the_weights_are_the_top_of_what_is_maximised():
    """The slope that the solver follows is that of the value: central differences."""
    results = [judged(RIGHT, pain=True, ulceration=False), judged(RIGHT, pain=False)]
    findings = ["pain", "ulceration"]
    patients = [_patient(*one, findings) for one in results]
    logs = np.array([0.2, -0.1])
    _, gradients = _likelihood(logs, patients, 0.4)
    slope = gradients.sum(axis=0) - logs / 0.4**2
    for i in range(2):
        step = np.eye(2)[i] * 1e-5
        above, below = (_likelihood(logs + s, patients, 0.4)[0] for s in (step, -step))
        assert slope[i] == pytest.approx((above - below) / 2e-5, abs=1e-6)
    best = fit_finding_weights(results, 0.4)
    top = np.log([best.get(finding, 1.0) for finding in findings])
    value = _likelihood(top, patients, 0.4)[0]
    for step in (*np.eye(2) * 0.02, *np.eye(2) * -0.02):
        assert _likelihood(top + step, patients, 0.4)[0] < value


def test_what_tells_the_kidney_function_keeps_its_weight():
    weights = load_case_counts().finding_weights
    assert weights
    assert not set(KIDNEY_FINDINGS) & set(weights)


def test_cases_of_one_source_alone_move_no_weight():
    (record, *_) = load_cases()
    assert not count_published([record] * 3, load_knowledge()).finding_weights


def test_the_packaged_weights_are_those_fitted_on_the_packaged_cases():
    fitted = count_published(load_cases(), load_knowledge())
    assert dict(fitted.finding_weights) == pytest.approx(
        dict(load_case_counts().finding_weights), abs=0.002
    )
    assert default_model().finding_weights == load_case_counts().finding_weights


def test_pain_an_ulcer_and_a_fast_start_count_less_than_they_seem_to():
    """Each is reported in every kind of calcinosis; none may pull to one of them by itself."""
    weights = load_case_counts().finding_weights
    assert all(weights[f] < 0.9 for f in ("pain", "ulceration", "rapid_onset"))
