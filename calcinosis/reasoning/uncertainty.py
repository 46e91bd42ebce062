"""Credible intervals: how far the answer would move if the likelihoods were redrawn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from calcinosis.reasoning.posterior import Posterior, normalise

_SEED = 20_240_601


def credible_intervals(result: Posterior, clinic: str, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """95 % credible intervals of every type and aetiology.

    Each draw moves every log-likelihood and log prior by a normal step with the variance of the
    logarithm of its Beta posterior (delta method), so the interval is wide where the answer rests
    on guesses or small series. The steps of a cause are independent across findings, so their sum
    is drawn at once.

    Args:
        result: the posterior of a case.
        clinic: whose prior was used.
        draws: number of draws, at least 2.

    Returns:
        Two arrays, [type, (low, high)] and [aetiology, (low, high)].
    """
    model = result.model
    variance = result.evidence.variance() + model.kidney_variance
    shared = variance.min(axis=1)
    shared_noise, own_noise = _noise(draws, *result.joint.shape)
    score = result.log_prior + result.evidence.scaled().sum(axis=0)
    step = shared_noise * np.sqrt(shared + model.prior_variance[clinic])
    own = own_noise * np.sqrt(variance - shared[:, None])
    aetiologies = model.by_aetiology(normalise(score + step[:, :, None] + own).sum(axis=2))
    types = aetiologies @ model.membership.T
    return _middle(types), _middle(aetiologies)


@lru_cache(maxsize=4)
def _noise(draws: int, causes: int, kidney: int) -> tuple[np.ndarray, np.ndarray]:
    """The same standard normal steps for every case, so that an answer never flickers."""
    random = np.random.default_rng(_SEED)
    return random.standard_normal((draws, causes)), random.standard_normal((draws, causes, kidney))


def _middle(samples: np.ndarray) -> np.ndarray:
    """The central 95 % of each column; array [column, 2]."""
    ordered = np.sort(samples, axis=0)
    low, high = int(0.025 * len(samples)), int(np.ceil(0.975 * len(samples))) - 1
    return np.stack([ordered[low], ordered[high]], axis=1)
