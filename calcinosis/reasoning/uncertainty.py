"""Credible intervals: how far the answer would move if the likelihoods were redrawn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from calcinosis.reasoning.posterior import Posterior, normalise
from calcinosis.reasoning.spread import Spread, weighted_sum

FEWEST_DRAWS = 2
"""Enough where no credible interval is asked for, as for scores."""
_SEED = 20_240_601


def credible_intervals(result: Posterior, clinic: str, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """95 % credible intervals of every type and aetiology.

    Each draw takes one cause as that of the patient, by its probability, and moves every
    log-likelihood and log prior by a normal step with the mean and variance of the logarithm of its
    Beta posterior. Of the cause taken the patient counts as one more who showed these findings: how
    often it does is more likely too low than too high in the knowledge. So the interval is wide
    where the answer rests on guesses or small series. The steps of a cause are independent across
    findings, so their sum is drawn at once.

    Args:
        result: the posterior of a case.
        clinic: whose prior was used.
        draws: number of draws, at least ``FEWEST_DRAWS``.

    Returns:
        Two arrays, [type, (low, high)] and [aetiology, (low, high)].
    """
    model = result.model
    noise = _noise(draws, *result.joint.shape)
    score = result.log_prior + result.evidence.scaled().sum(axis=0)
    shared = result.evidence.spread(by_kidney=False)[:, 0]
    own = weighted_sum(
        [(1.0, result.evidence.spread(by_kidney=True)), (1.0, model.kidney_spread)], score.shape
    )
    drawn = score + _steps(shared, own, model.prior_variance[clinic], *noise[:2])
    profile, kidney = np.divmod(_chosen(result.joint, noise[2]), score.shape[1])
    every = np.arange(draws)
    drawn[every, profile] = score[profile] + _own_steps(
        shared[profile],
        own[profile],
        kidney,
        model.prior_variance[clinic][profile],
        noise[0][every, profile],
        noise[1][every, profile],
    )
    aetiologies = model.by_aetiology(normalise(drawn).sum(axis=2))
    types = aetiologies @ model.membership.T
    return _middle(types, result.types), _middle(aetiologies, result.aetiologies)


def _steps(shared: Spread, own: Spread, prior_variance, shared_noise, own_noise) -> np.ndarray:
    """Steps of profiles that the patient does not have, array [draw, profile, kidney]."""
    of_all = shared.shift + shared_noise * np.sqrt(shared.variance + prior_variance)
    return of_all[:, :, None] + own.shift + own_noise * np.sqrt(own.variance)


def _own_steps(
    shared: Spread, own: Spread, kidney, prior_variance, shared_noise, own_noise
) -> np.ndarray:
    """Steps of the profile and kidney function that the patient has, array [draw, kidney]."""
    is_own = np.arange(own.shift.shape[1]) == kidney[:, None]
    shift = np.where(is_own, own.own_shift, own.shift)
    variance = np.where(is_own, own.own_variance, own.variance)
    of_all = shared.own_shift + shared_noise * np.sqrt(shared.own_variance + prior_variance)
    return of_all[:, None] + shift + own_noise * np.sqrt(variance)


def _chosen(joint: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Place of a profile and kidney function for each draw, by their probabilities."""
    reached = np.cumsum(joint.ravel())
    return np.minimum(np.searchsorted(reached, uniform * reached[-1]), reached.size - 1)


@lru_cache(maxsize=4)
def _noise(draws: int, profiles: int, kidney: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same random numbers for every case, so that an answer never flickers.

    Standard normal [draw, profile] and [draw, profile, kidney], and uniform [draw].
    """
    random = np.random.default_rng(_SEED)
    return (
        random.standard_normal((draws, profiles)),
        random.standard_normal((draws, profiles, kidney)),
        random.random(draws),
    )


def _middle(samples: np.ndarray, stated: np.ndarray) -> np.ndarray:
    """The central 95 % of each column, array [column, 2].

    It is widened to what is stated, the mean, which can lie outside where it is all but certain.
    """
    ordered = np.sort(samples, axis=0)
    low, high = int(0.025 * len(samples)), int(np.ceil(0.975 * len(samples))) - 1
    ends = np.minimum(ordered[low], stated), np.maximum(ordered[high], stated)
    return np.stack(ends, axis=1)
