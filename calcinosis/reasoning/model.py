"""The knowledge as arrays: the likelihood of every state of every finding.

Axis order throughout: aetiology (the listed ones, then "other"), kidney function (normal, reduced,
dialysis). All likelihoods are natural logarithms; beside them stand the
equivalent numbers of patients behind them, from which their spread follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from calcinosis.knowledge import (
    Adjustment,
    CaseCounts,
    Interaction,
    Knowledge,
)
from calcinosis.reasoning.spread import Spread, spread_of_mixture, spread_of_shares

OTHER = "other"
LAB_STATES = ("low", "normal", "high")
VERY_HIGH = "very_high"
CURVES = ("age_years", "onset_age_years", "duration_months", "size_mm", "dialysis_years")
KIDNEY_FINDINGS = ("ckd", "dialysis", "egfr", "creatinine")
"""Findings that tell the kidney function and nothing else; the same for every aetiology."""


@dataclass(frozen=True, slots=True)
class StateTable:
    """Log-likelihoods and the patients behind them: arrays [state, aetiology, kidney].

    No likelihood of the table lies below ``floor``. Where ``by_kidney``, the likelihoods of the
    kidney functions are known apart; else they are one number, three times.
    """

    states: tuple[str, ...]
    log_likelihood: np.ndarray
    patients: np.ndarray
    floor: float
    by_kidney: bool
    _spread: list[Spread] = field(init=False, repr=False, compare=False, default_factory=list)

    def index(self, state: str) -> int:
        return self.states.index(state)

    @property
    def spread(self) -> Spread:
        """How uncertain each log-likelihood is; worked out when it is first asked for.

        How a high result divides into high and very high is taken as certain.
        """
        if not self._spread:
            shares, patients = np.exp(self.log_likelihood), self.patients
            rows = np.arange(len(self.states))
            if self.states[-1] == VERY_HIGH:
                shares = np.stack([*shares[:2], shares[2:].sum(axis=0)])
                rows = np.minimum(rows, 2)
            if not self.by_kidney:
                shares, patients = shares[:, :, :1], patients[:, :, :1]
            floor = min(self.floor, float(shares.min()))
            known = spread_of_shares(shares, patients[: len(shares)], floor)[rows]
            shape = self.log_likelihood.shape
            self._spread.append(Spread(*(np.broadcast_to(part, shape) for part in known.parts)))
        return self._spread[0]

    def redrawn(self, log_likelihood: np.ndarray) -> StateTable:
        """The table with other likelihoods, drawn from those of this one, and with its spread."""
        drawn = replace(self, log_likelihood=log_likelihood)
        drawn._spread.append(self.spread)
        return drawn


@dataclass(frozen=True, slots=True)
class CurveTable:
    """Log-density of a number on a grid of log(1 + x), relative to one that is even.

    ``log_density`` is an array [point, aetiology], ``patients`` [aetiology]. Of each density
    ``even`` is certain; the rest is known from the patients within ``reach`` grid points.
    """

    grid: np.ndarray
    log_density: np.ndarray
    patients: np.ndarray
    even: float
    reach: float

    def at(self, x: float) -> tuple[np.ndarray, Spread]:
        """Log-density and its spread, each [aetiology], at the number x."""
        place = np.interp(np.log1p(x), self.grid, np.arange(self.grid.size))
        low = int(place)
        high = min(low + 1, self.grid.size - 1)
        share = place - low
        density = (1 - share) * self.log_density[low] + share * self.log_density[high]
        varying = np.maximum(np.exp(density) - self.even, 0.0)
        near = varying / (1 - self.even) / self.grid.size * self.reach
        return density, spread_of_mixture(varying, self.even, np.minimum(near, 1.0), self.patients)


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
    kidney_spread: Spread
    kidney_patients: np.ndarray
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
