"""The knowledge as arrays: the likelihood of every state of every finding.

Axis order throughout: aetiology (the listed ones, then "other"), kidney function (normal, reduced,
dialysis). All likelihoods are natural logarithms; beside each stands the variance of that
logarithm, from the equivalent number of patients behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.knowledge import (
    Adjustment,
    CaseCounts,
    Interaction,
    Knowledge,
)

OTHER = "other"
LAB_STATES = ("low", "normal", "high")
VERY_HIGH = "very_high"
CURVES = ("age_years", "onset_age_years", "duration_months", "size_mm", "dialysis_years")
KIDNEY_FINDINGS = ("ckd", "dialysis", "egfr", "creatinine")
"""Findings that tell the kidney function and nothing else; the same for every aetiology."""


@dataclass(frozen=True, slots=True)
class StateTable:
    """Log-likelihood and its variance for each state: arrays [state, aetiology, kidney]."""

    states: tuple[str, ...]
    log_likelihood: np.ndarray
    variance: np.ndarray

    def index(self, state: str) -> int:
        return self.states.index(state)


@dataclass(frozen=True, slots=True)
class CurveTable:
    """Log-density of a number on a grid of log(1 + x), relative to an even spread."""

    grid: np.ndarray
    log_density: np.ndarray
    variance: np.ndarray

    def at(self, x: float) -> tuple[np.ndarray, np.ndarray]:
        """Log-density and variance, each [aetiology], at the number x."""
        place = np.interp(np.log1p(x), self.grid, np.arange(self.grid.size))
        low = int(place)
        high = min(low + 1, self.grid.size - 1)
        share = place - low
        density = (1 - share) * self.log_density[low] + share * self.log_density[high]
        return density, self.variance[low]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The knowledge as arrays, ready for any number of cases."""

    knowledge: Knowledge
    counts: CaseCounts
    aetiology_ids: tuple[str, ...]
    type_ids: tuple[str, ...]
    type_of: np.ndarray
    membership: np.ndarray
    log_prior: Mapping[str, np.ndarray]
    prior_variance: Mapping[str, np.ndarray]
    log_kidney: np.ndarray
    kidney_variance: np.ndarray
    tables: Mapping[str, StateTable]
    curves: Mapping[str, CurveTable]
    kidney_items: Mapping[str, np.ndarray]
    very_high: Mapping[str, float]
    group_of: Mapping[str, tuple[str, float]]
    adjustments: Mapping[str, tuple[Adjustment, ...]]
    interactions: Mapping[str, tuple[Interaction, ...]]
    telling: Mapping[str, float]

    def index(self, aetiology: str) -> int:
        """Row of the aetiology in every array."""
        return self.aetiology_ids.index(aetiology)

    def rows_of(self, aetiologies: tuple[str, ...]) -> np.ndarray:
        """Boolean column [aetiology, 1] that is true for the named ones."""
        return np.isin(self.aetiology_ids, aetiologies)[:, None]
