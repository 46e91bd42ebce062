"""The knowledge as arrays: the likelihood of every state of every finding.

Axis order throughout: profile (each aetiology, or each of its forms; "other" comes last), kidney
function (normal, reduced, dialysis). All likelihoods are natural logarithms; beside them stand the
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
VERY_HIGH = "very_high"
KIDNEY_FINDINGS = ("ckd", "dialysis", "egfr", "creatinine")
"""Findings that tell the kidney function and nothing else; the same for every aetiology."""
KIDNEY_COUNTED = ("dialysis", "ckd")
"""Under which of them patients are counted: on dialysis among all, reduced function among those who
are not."""


@dataclass(frozen=True, slots=True)
class StateTable:
    """Log-likelihoods and the patients behind them: arrays [state, profile, kidney].

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

    ``log_density`` is an array [point, profile], ``patients`` [profile]. Of each density
    ``even`` is certain; the rest is known from the patients within ``reach`` grid points.
    """

    grid: np.ndarray
    log_density: np.ndarray
    patients: np.ndarray
    even: float
    reach: float

    def at(self, x: float) -> tuple[np.ndarray, Spread]:
        """Log-density and its spread, each [profile], at the number x."""
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
    kidney_spread: Spread
    kidney_patients: np.ndarray
    tables: Mapping[str, StateTable]
    curves: Mapping[str, CurveTable]
    kidney_items: Mapping[str, np.ndarray]
    very_high: Mapping[str, float]
    group_of: Mapping[str, tuple[str, float]]
    finding_weights: Mapping[str, float]
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
        log = np.log(self._mixed(np.exp(table.log_likelihood), axis=1))
        patients = self._mixed(table.patients, axis=1)
        return StateTable(table.states, log, patients, table.floor, table.by_kidney)

    def whole_curve(self, finding: str) -> CurveTable:
        """The curve of a finding by aetiology, its forms mixed by their shares."""
        curve = self.curves[finding]
        log = np.log(self._mixed(np.exp(curve.log_density), axis=1))
        patients = self._mixed(curve.patients, axis=0)
        return CurveTable(curve.grid, log, patients, curve.even, curve.reach)

    def _mixed(self, by_profile: np.ndarray, axis: int) -> np.ndarray:
        """Mean over the forms of each aetiology, by their shares, along an axis of profiles."""
        prior = np.exp(self.log_prior["any"])
        share = prior / self.by_aetiology(prior)[self.owner]
        after = (1,) * (by_profile.ndim - 1 - axis)
        return self.by_aetiology(by_profile * share.reshape(-1, *after), axis)
