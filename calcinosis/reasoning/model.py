"""The knowledge as arrays: the likelihood of every state of every finding.

Axis order throughout: profile (each aetiology, or each of its forms; "other" comes last), kidney
function (normal, reduced, dialysis). All likelihoods are natural logarithms; beside each stands the
variance of that logarithm, from the equivalent number of patients behind it.
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
    """Log-likelihood and its variance for each state: arrays [state, profile, kidney]."""

    states: tuple[str, ...]
    log_likelihood: np.ndarray
    variance: np.ndarray

    def index(self, state: str) -> int:
        return self.states.index(state)


@dataclass(frozen=True, slots=True)
class CurveTable:
    """Log-density of a number on a grid of log(1 + x), relative to an even spread.

    ``log_density`` and ``variance`` are arrays [grid, profile].
    """

    grid: np.ndarray
    log_density: np.ndarray
    variance: np.ndarray

    def at(self, x: float) -> tuple[np.ndarray, np.ndarray]:
        """Log-density and variance, each [profile], at the number x."""
        place = np.interp(np.log1p(x), self.grid, np.arange(self.grid.size))
        low = int(place)
        high = min(low + 1, self.grid.size - 1)
        share = place - low
        density = (1 - share) * self.log_density[low] + share * self.log_density[high]
        return density, self.variance[low]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The knowledge as arrays, ready for any number of cases.

    ``owner`` is the row in ``aetiology_ids`` of each profile; ``type_of`` and ``membership``
    [type, aetiology] are by aetiology, ``log_prior`` by profile (its form's share included).
    """

    knowledge: Knowledge
    counts: CaseCounts
    aetiology_ids: tuple[str, ...]
    owner: np.ndarray
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
        """Row of the aetiology among ``aetiology_ids``."""
        return self.aetiology_ids.index(aetiology)

    def profiles_of_type(self, type_row: int) -> np.ndarray:
        """Boolean mask [profile] of one type."""
        return (self.type_of == type_row)[self.owner]

    def profiles_of(self, aetiologies: tuple[str, ...]) -> np.ndarray:
        """Boolean mask [profile] that is true for the named aetiologies."""
        return np.isin(self.aetiology_ids, aetiologies)[self.owner]

    @property
    def first_profile(self) -> np.ndarray:
        """Where the profiles of each aetiology begin; they stand together. Array [aetiology]."""
        return np.flatnonzero(np.diff(self.owner, prepend=-1))

    def by_aetiology(self, by_profile: np.ndarray, axis: int = -1) -> np.ndarray:
        """Sum over the forms of each aetiology along an axis of profiles."""
        return np.add.reduceat(by_profile, self.first_profile, axis)

    def whole_kidney(self) -> np.ndarray:
        """Share of each kidney function, array [aetiology, kidney]; forms do not differ in it."""
        return np.exp(self.log_kidney[self.first_profile])

    def whole_table(self, finding: str) -> StateTable:
        """The table of a finding by aetiology, its forms mixed by their shares."""
        table = self.tables[finding]
        log, variance = self._mixed(table.log_likelihood, table.variance, axis=1)
        return StateTable(table.states, log, variance)

    def whole_curve(self, finding: str) -> CurveTable:
        """The curve of a finding by aetiology, its forms mixed by their shares."""
        curve = self.curves[finding]
        log, variance = self._mixed(curve.log_density, curve.variance, axis=1)
        return CurveTable(curve.grid, log, variance)

    def _mixed(self, log: np.ndarray, variance: np.ndarray, axis: int):
        prior = np.exp(self.log_prior["any"])
        share = prior / self.by_aetiology(prior)[self.owner]
        parts = np.exp(log) * share.reshape(-1, *[1] * (log.ndim - 1 - axis))
        total = self.by_aetiology(parts, axis)
        spread = self.by_aetiology(parts**2 * variance, axis)
        return np.log(total), spread / total**2
