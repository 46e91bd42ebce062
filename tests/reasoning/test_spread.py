"""How uncertain a share is: against exact integrals of the Beta distribution."""

from math import lgamma, log

import numpy as np
import pytest

from calcinosis.reasoning.spread import (
    Spread,
    central_range,
    spread_of_mixture,
    spread_of_shares,
    weighted_sum,
)


def digamma(x, h=1e-5):
    return (lgamma(x + h) - lgamma(x - h)) / (2 * h)


def trigamma(x, h=1e-3):
    return (lgamma(x + h) - 2 * lgamma(x) + lgamma(x - h)) / h**2


def spread(share, patients, floor=1e-6):
    found = spread_of_shares(np.array([share]), np.array([float(patients)]), floor)
    return tuple(float(part[0]) for part in found.parts)


@pytest.mark.parametrize(("share", "patients"), [(0.3, 20), (0.5, 8), (0.1, 60), (0.97, 214)])
def test_moments_are_those_of_the_logarithm_of_a_beta_variable(share, patients):
    """Mean digamma(a) - digamma(n), variance trigamma(a) - trigamma(n); a + 1 and n + 1 for one
    more patient who showed it."""
    a, n = share * patients, patients
    shift, variance, own_shift, own_variance = spread(share, patients)
    assert shift == pytest.approx(digamma(a) - digamma(n) - log(share), abs=1e-4)
    assert variance == pytest.approx(trigamma(a) - trigamma(n), abs=1e-3)
    assert own_shift == pytest.approx(digamma(a + 1) - digamma(n + 1) - log(share), abs=1e-4)
    assert own_variance == pytest.approx(trigamma(a + 1) - trigamma(n + 1), abs=1e-3)


@pytest.mark.parametrize(
    ("share", "patients", "floor"), [(0.02, 4, 0.002), (0.002, 8, 0.002), (0.9, 3, 0.01)]
)
def test_a_rare_finding_known_from_few_patients_is_cut_at_the_floor(share, patients, floor):
    random = np.random.default_rng(1)
    drawn = random.beta(share * patients, (1 - share) * patients, 200_000)
    logs = np.log(np.clip(drawn, floor, 1 - floor)) - np.log(share)
    shift, variance, *_ = spread(share, patients, floor)
    assert shift == pytest.approx(logs.mean(), abs=0.02)
    assert variance == pytest.approx(logs.var(), rel=0.03, abs=0.002)


def test_more_patients_make_a_share_surer():
    assert spread(0.3, 200)[1] < spread(0.3, 20)[1] < spread(0.3, 4)[1]


def test_the_central_range_holds_the_share_and_95_of_100_draws():
    shares, patients = np.array([0.02, 0.3, 0.5]), np.array([4.0, 20.0, 200.0])
    low, high = central_range(shares, patients, 0.002)
    random = np.random.default_rng(1)
    for share, n, one, other in zip(shares, patients, low, high, strict=True):
        drawn = random.beta(share * n, (1 - share) * n, 50_000)
        assert one <= share <= other
        assert np.mean(drawn <= other) == pytest.approx(0.975, abs=0.01)
        assert np.mean(drawn < one) <= 0.035 or one == pytest.approx(0.002)


def test_the_certain_part_of_a_density_bounds_what_few_patients_can_do():
    args = np.array([2.0]), 0.1, np.array([0.2])
    few = spread_of_mixture(*args, np.array([2.0]))
    many = spread_of_mixture(*args, np.array([200.0]))
    assert few.variance[0] > 10 * many.variance[0]
    assert few.shift[0] > log(0.1 / 2.1)
    assert few.own_shift[0] > 0 > few.shift[0]


def test_a_weight_scales_the_shift_once_and_the_variance_twice():
    one = Spread(*(np.array([x]) for x in (1.0, 2.0, 3.0, 4.0)))
    total = weighted_sum([(0.5, one), (1.0, one)], (1,))
    assert [float(part[0]) for part in total.parts] == [1.5, 2.5, 4.5, 5.0]
