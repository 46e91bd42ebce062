"""Patients drawn from the model: its probabilities and intervals keep what they promise of them."""

import numpy as np
import pytest

from calcinosis.cases import load_cases
from calcinosis.reasoning import default_model
from calcinosis.reasoning.simulation import (
    draw_patient,
    draw_truth,
    simulated_calibration,
    simulated_coverage,
)

MODEL = default_model()
PATTERNS = [tuple(record.case) for record in load_cases()]


@pytest.fixture(scope="module")
def coverage():
    return simulated_coverage(MODEL, PATTERNS, 300, seed=7)


def test_a_95_percent_interval_holds_the_truth_in_about_95_of_100_patients(coverage):
    """Within sampling error of 0.93 to 0.97; without the step of the patient's own cause, 0.90."""
    low, high = coverage.leading.interval
    assert low <= 0.97
    assert high >= 0.93
    assert coverage.leading.share > 0.92
    assert coverage.likely.share > 0.92


def test_the_truth_lies_beyond_either_end_of_the_interval_alike(coverage):
    below, above = coverage.below.hits, coverage.above.hits
    assert below + above == coverage.leading.n - coverage.leading.hits
    assert abs(below - above) <= 3 * np.sqrt(max(below + above, 1))


def test_the_same_seed_gives_the_same_patients_and_another_seed_others():
    first, again, other = (simulated_coverage(MODEL, PATTERNS, 20, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize("clinic", ["any", "nephrology"])
def test_a_type_stated_at_so_much_is_right_so_often(clinic):
    """Each bin within four standard errors, of patients drawn from the model without groups."""
    bins = simulated_calibration(MODEL, PATTERNS, 700, seed=11, clinic=clinic)
    assert len(bins) >= 9
    for one in bins:
        error = np.sqrt(one.stated * (1 - one.stated) / one.right.n)
        assert abs(one.right.share - one.stated) <= 4 * error, one


def test_a_drawn_truth_has_the_likelihoods_of_the_model_on_average():
    random = np.random.default_rng(3)
    finding, cause = "raynaud", MODEL.index("systemic_sclerosis")
    drawn = [
        np.exp(draw_truth(MODEL, (finding,), random).tables[finding].log_likelihood[0, cause, 0])
        for _ in range(300)
    ]
    stated = np.exp(MODEL.tables[finding].log_likelihood[0, cause, 0])
    assert np.mean(drawn) == pytest.approx(stated, abs=4 * np.std(drawn) / np.sqrt(300))
    assert np.std(drawn) > 0.01


def test_a_drawn_truth_keeps_every_sum_of_shares():
    truth = draw_truth(MODEL, ("phosphate", "region", "pain"), np.random.default_rng(1))
    for finding in ("phosphate", "region", "pain"):
        total = np.exp(truth.tables[finding].log_likelihood).sum(axis=0)
        assert total == pytest.approx(1, abs=1e-9)
    assert np.exp(truth.log_kidney).sum(axis=1) == pytest.approx(1, abs=1e-9)


def test_a_drawn_patient_shows_the_findings_that_were_asked_for_and_no_others():
    random = np.random.default_rng(2)
    _, case = draw_patient(MODEL, ("sex", "age_years", "region", "phosphate", "ckd"), random)
    assert set(case) == {"sex", "age_years", "region", "phosphate", "ckd"}
