"""How uncertain a likelihood is: moments and quantiles of a share known from few patients.

A share p known from n patients has the posterior Beta(n p, n (1 - p)); no share lies beyond a floor
or its complement. With few patients the logarithm of such a share is far from normal, and lower on
average than log p, so its moments are integrated, not approximated by the delta method.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_FEWEST_POINTS = 64
_TERMS = 10
_LEAST_PATIENTS = 1e-6


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the logarithm of a drawn share lies, seen from the one in use; arrays of one shape.

    ``shift`` and ``variance`` hold for a cause that the patient does not have. Of the cause that
    the patient has, one patient more has shown the state: ``own_shift``, ``own_variance``.
    """

    shift: np.ndarray
    variance: np.ndarray
    own_shift: np.ndarray
    own_variance: np.ndarray

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> Spread:
        """That of a number which is certain."""
        return cls(*(np.zeros(shape) for _ in range(4)))

    def __getitem__(self, place) -> Spread:
        """The spread at some places of the arrays."""
        return Spread(*(part[place] for part in self.parts))

    @property
    def parts(self) -> tuple[np.ndarray, ...]:
        """shift, variance, own_shift, own_variance."""
        return self.shift, self.variance, self.own_shift, self.own_variance


def weighted_sum(terms: list[tuple[float | np.ndarray, Spread]], shape: tuple[int, ...]) -> Spread:
    """The spread of a sum of independent terms, each times its weight."""
    total = [np.zeros(shape) for _ in range(4)]
    for weight, spread in terms:
        factors = (weight, weight**2, weight, weight**2)
        for sum_, factor, part in zip(total, factors, spread.parts, strict=True):
            sum_ += factor * part
    return Spread(*total)


def spread_of_shares(shares: np.ndarray, patients: np.ndarray, floor: float) -> Spread:
    """The spread of the logarithm of each share.

    Args:
        shares: in use, strictly between 0 and 1; any shape.
        patients: equivalent patients behind each, above 0; the same shape.
        floor: least share, above 0 and at most the least of ``shares``.
    """
    shares, patients = np.broadcast_arrays(shares, patients)
    yes = np.maximum(shares * patients, _LEAST_PATIENTS)
    no = np.maximum((1 - shares) * patients, _LEAST_PATIENTS)
    grid = _grid(floor, float(patients.max()) + 1)
    at_grid = np.log(grid.shares)
    moments = []
    for positives in (yes, yes + 1):
        mass = _masses(positives, no, grid)
        mean = mass @ at_grid
        moments += [mean - np.log(shares), np.maximum(mass @ at_grid**2 - mean**2, 0.0)]
    return Spread(*moments)


def spread_of_mixture(
    varying: np.ndarray, even: float, mass: np.ndarray, patients: np.ndarray
) -> Spread:
    """The spread of the logarithm of a density of which only one part is uncertain.

    Args:
        varying: density of the uncertain part in use.
        even: density of the certain part, above 0.
        mass: share of the uncertain part's patients in the neighbourhood, between 0 and 1.
        patients: equivalent patients behind the uncertain part; of a shape that fits ``varying``.

    Returns:
        Spread of log(varying x q / mass + even), where q has the posterior of ``mass``.
    """
    varying, mass, patients = np.broadcast_arrays(varying, mass, patients)
    used = np.clip(mass, 1e-9, 1 - 1e-9)
    grid = _grid(1e-4, float(patients.max()) + 1)
    value = np.log(varying[..., None] * grid.shares / used[..., None] + even)
    in_use = np.log(varying + even)
    first, second = [], []
    for one_more in (0, 1):
        chance = _masses(
            np.maximum(used * patients, _LEAST_PATIENTS) + one_more,
            np.maximum((1 - used) * patients, _LEAST_PATIENTS),
            grid,
        )
        first.append((chance * value).sum(axis=-1))
        second.append((chance * value**2).sum(axis=-1))
    own = varying / (varying + even)
    first[1] = own * first[1] + (1 - own) * first[0]
    second[1] = own * second[1] + (1 - own) * second[0]
    return Spread(
        first[0] - in_use,
        np.maximum(second[0] - first[0] ** 2, 0.0),
        first[1] - in_use,
        np.maximum(second[1] - first[1] ** 2, 0.0),
    )


def central_range(
    shares: np.ndarray, patients: np.ndarray, floor: float
) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper end of the central 95 % of each share's posterior; arrays [share]."""
    shares, patients = np.broadcast_arrays(shares, patients)
    grid = _grid(floor, 4 * float(patients.max()) + 400)
    yes, no = shares * patients, (1 - shares) * patients
    below = np.cumsum(
        _masses(np.maximum(yes, _LEAST_PATIENTS), np.maximum(no, _LEAST_PATIENTS), grid), axis=-1
    )
    odds = np.log(grid.shares) - np.log1p(-grid.shares)
    middle = (0.025, 0.975)
    ends = np.array([np.interp(middle, one, odds + grid.step / 2, odds[0]) for one in below])
    low, high = np.clip(1 / (1 + np.exp(-ends.T)), grid.shares[0], grid.shares[-1])
    return np.minimum(low, shares), np.maximum(high, shares)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Shares from the floor to its complement, even in their log odds, with the step."""

    shares: np.ndarray
    step: float


@lru_cache(maxsize=64)
def _grid(floor: float, most_patients: float) -> _Grid:
    """Fine enough for the narrowest posterior, whose log odds have the deviation 2 / sqrt(n)."""
    end = np.log1p(-floor) - np.log(floor)
    points = max(_FEWEST_POINTS, int(end * np.sqrt(most_patients) / 1.2) + 1)
    odds = np.linspace(-end, end, points)
    return _Grid(1 / (1 + np.exp(-odds)), odds[1] - odds[0])


def _masses(yes: np.ndarray, no: np.ndarray, grid: _Grid) -> np.ndarray:
    """Chance of each grid share under Beta(yes, no), array [..., point].

    What lies beyond the grid is at its ends.
    """
    yes, no = yes[..., None], no[..., None]
    log, log_not = np.log(grid.shares), np.log1p(-grid.shares)
    density = yes * log + no * log_not
    top = density.max(axis=-1, keepdims=True)
    mass = np.exp(density - top) * grid.step
    mass[..., [0, -1]] /= 2
    ends = np.exp(density[..., [0, -1]] - top)
    mass[..., 0] += (ends[..., 0] * _tail(yes, no, grid.shares[0])[..., 0]) / yes[..., 0]
    mass[..., -1] += (ends[..., 1] * _tail(no, yes, 1 - grid.shares[-1])[..., 0]) / no[..., 0]
    return mass / mass.sum(axis=-1, keepdims=True)


def _tail(yes: np.ndarray, no: np.ndarray, floor: float) -> np.ndarray:
    """The incomplete Beta integral up to the floor, over floor^yes (1 - floor)^no / yes.

    Its hypergeometric series, which is short where the floor lies below the mean.
    """
    k = np.arange(_TERMS)
    terms = np.cumprod((yes + no + k) / (yes + 1 + k) * floor, axis=-1)
    return 1 + terms.sum(axis=-1, keepdims=True)
