"""How much each finding moved the odds: Aumann-Shapley values of the log odds.

When every log-likelihood is scaled by t, the log odds of a target run from the prior (t = 0) to the
posterior (t = 1). The contribution of a finding is the integral of the derivative of the log odds
with respect to that finding along the way. The contributions add up exactly, also for a type made
of many aetiologies, and are the weight of evidence where each side is one aetiology.

These are Aumann-Shapley values; the same path integral is known as integrated gradients
(Sundararajan, Taly and Yan 2017, Axiomatic Attribution for Deep Networks, arXiv 1703.01365).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calcinosis.reasoning.posterior import Posterior

_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(12)
_FIRST_PANELS, _MOST_PANELS = 8, 256
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Shift:
    """Prior and posterior log10 odds of a target, and what each piece of evidence added."""

    prior_log10_odds: float
    posterior_log10_odds: float
    contributions: np.ndarray


def shift(result: Posterior, target: np.ndarray, against: np.ndarray) -> Shift:
    """Contribution of every piece of evidence to the odds of target against another set.

    Args:
        result: the posterior of a case.
        target: boolean mask [profile] of the causes on one side.
        against: boolean mask [profile] of the other side; must not overlap.

    Returns:
        ``Shift`` whose contributions (array [piece], log10 odds) sum to posterior minus prior.

    Raises:
        ValueError: a side is empty, or the two overlap.
    """
    if not target.any() or not against.any() or (target & against).any():
        raise ValueError("the two sides must be different causes, and neither may be empty")
    scaled = result.evidence.scaled()
    start = _log_odds(result.log_prior, target, against)
    end = _log_odds(result.log_prior + scaled.sum(axis=0), target, against)
    panels = _FIRST_PANELS
    while True:
        parts = _path_integral(result.log_prior, scaled, target, against, panels)
        if abs(parts.sum() - (end - start)) < _TOLERANCE or panels >= _MOST_PANELS:
            break
        panels *= 4
    scale = 1 / np.log(10)
    return Shift(start * scale, end * scale, parts * scale)


def _path_integral(prior, scaled, target, against, panels: int) -> np.ndarray:
    edges = np.linspace(0.0, 1.0, panels + 1)
    half = 0.5 / panels
    t = ((edges[:-1] + half)[:, None] + half * _NODES).ravel()
    weights = np.tile(_NODE_WEIGHTS * half, panels)
    pieces = scaled.reshape(len(scaled), prior.size)
    scores = prior.reshape(1, -1) + t[:, None] * pieces.sum(axis=0)
    kidney = prior.shape[1]
    inside, outside = np.repeat(target, kidney), np.repeat(against, kidney)
    return weights @ (_shares(scores, inside) @ pieces.T - _shares(scores, outside) @ pieces.T)


def _shares(scores: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Probabilities within the masked hypotheses, zero elsewhere; array [node, hypothesis]."""
    chosen = np.where(mask, scores, -np.inf)
    weights = np.exp(chosen - chosen.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def _log_odds(score: np.ndarray, target: np.ndarray, against: np.ndarray) -> float:
    return float(
        np.logaddexp.reduce(score[target].ravel()) - np.logaddexp.reduce(score[against].ravel())
    )
