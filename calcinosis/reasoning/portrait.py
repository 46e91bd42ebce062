"""What is typical of a cause, read off the model: findings for and against it, ages, labs, sites.

A finding is looked at alone. In a case, findings that say partly the same count less together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from calcinosis.case import LAB_STATES, VOCABULARY
from calcinosis.knowledge import CONTEXTS
from calcinosis.reasoning.model import VERY_HIGH, CurveTable, Model, StateTable
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.profile import profiles_of

_KIDNEY_TOLD = ("ckd", "dialysis")
_LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Speaks:
    """A finding in one state: how often in a cause, how often elsewhere, and what it weighs.

    ``here`` and ``elsewhere`` are probabilities, ``log10_ratio`` the weight of evidence of the
    state for the cause, ``expected`` that weight times the chance of seeing the state: in the cause
    itself where it speaks for it, in the others where it speaks against it.
    """

    finding: str
    state: str
    here: float
    elsewhere: float
    log10_ratio: float
    expected: float


@dataclass(frozen=True, slots=True)
class Separating:
    """A finding in one state in several causes, and the weight for the one against the other.

    ``shares`` are probabilities in the order of the causes; ``most`` and ``least`` name the causes
    with the highest and the lowest, ``log10_ratio`` (above 0) is the weight between these two.
    """

    finding: str
    state: str
    shares: tuple[float, ...]
    most: str
    least: str
    log10_ratio: float


@dataclass(frozen=True, slots=True)
class AgeCurve:
    """Density of age in years, per unit of log(1 + age), with quartiles and median."""

    years: tuple[float, ...]
    density: tuple[float, ...]
    quartiles: tuple[float, float, float]

    def share_between(self, low: float, high: float) -> float:
        """Share of patients whose age lies between two ages, 0 to 1."""
        grid = np.log1p(self.years)
        mass = np.asarray(self.density) / np.sum(self.density)
        inside = (grid >= np.log1p(low)) & (grid < np.log1p(high))
        return float(mass[inside].sum())


def usual_kidney(aetiology: str, model: Model) -> str:
    """The kidney function that most patients of a cause have: normal, reduced or dialysis."""
    return CONTEXTS[int(model.whole_kidney()[model.index(aetiology)].argmax())]


def speaks_for(aetiology: str, kidney: str, model: Model, most: int = 8) -> tuple[Speaks, ...]:
    """The states that are expected to tell most for a cause against all others together.

    The others are weighed by their prior in any setting. Labs are compared at one kidney function,
    so that they tell what is left to tell once it is known.

    Args:
        aetiology: an id of the model.
        kidney: ``normal``, ``reduced`` or ``dialysis``, for the labs.
        model: the compiled knowledge.
        most: how many states; at most one a finding.
    """
    return _best(
        (one for one in _weights(aetiology, kidney, model) if one.log10_ratio > 0), most
    )  # fmt: skip


def speaks_against(aetiology: str, kidney: str, model: Model, most: int = 8) -> tuple[Speaks, ...]:
    """The states that are expected to tell most against a cause in patients who have another."""
    return _best(
        (one for one in _weights(aetiology, kidney, model) if one.log10_ratio < 0), most
    )  # fmt: skip


def separating(
    aetiologies: tuple[str, ...], kidney: str, model: Model, most: int = 15
) -> tuple[Separating, ...]:
    """The states that separate causes most, the largest log10 likelihood ratio first.

    A state counts that at least one patient in twenty of one of the causes has. At most one state a
    finding; labs at one kidney function.
    """
    rows = [model.index(one) for one in aetiologies]
    found: dict[str, Separating] = {}
    for finding, state, log in _states(kidney, model):
        shares = np.exp(log[rows])
        if shares.max() < _LEAST_SHARE:
            continue
        ratio = float(np.log10(shares.max() / shares.min()))
        if finding not in found or ratio > found[finding].log10_ratio:
            found[finding] = Separating(
                finding,
                state,
                tuple(float(one) for one in shares),
                aetiologies[int(shares.argmax())],
                aetiologies[int(shares.argmin())],
                ratio,
            )
    ranked = sorted(found.values(), key=lambda one: -one.log10_ratio)
    return tuple(one for one in ranked if one.log10_ratio > 0)[:most]


def age_curve(aetiology: str, model: Model) -> AgeCurve:
    """The distribution of age at presentation that the engine uses for a cause."""
    return age_curve_in_row(model.whole_curve("age_years"), model.index(aetiology))


def age_curve_in_row(table: CurveTable, row: int) -> AgeCurve:
    """The distribution of age in one row of a table of ages."""
    density = np.exp(table.log_density[:, row])
    mass = density / density.sum()
    years = np.expm1(table.grid)
    below = np.cumsum(mass)
    quartiles = tuple(float(np.interp(q, below, years)) for q in (0.25, 0.5, 0.75))
    step = table.grid[1] - table.grid[0]
    return AgeCurve(tuple(float(x) for x in years), tuple(float(x) for x in mass / step), quartiles)


def lab_shares(aetiology: str, lab: str, kidney: str, model: Model) -> tuple[float, float, float]:
    """Shares of patients with the lab low, normal and high; they sum to 1."""
    table = model.whole_table(lab)
    column = model.index(aetiology), CONTEXTS.index(kidney)
    shares = [float(np.exp(table.log_likelihood[table.index(s), *column])) for s in LAB_STATES]
    if VERY_HIGH in table.states:
        shares[2] += float(np.exp(table.log_likelihood[table.index(VERY_HIGH), *column]))
    return tuple(one / sum(shares) for one in shares)


def lab_backing(
    aetiology: str, lab: str, kidney: str, model: Model, pooling: Pooling
) -> dict[str, float]:
    """What ``lab_shares`` rests on: grades, "counts" (published cases), "estimate"; sum 1."""
    patients: Counter[str] = Counter()
    for profile in profiles_of(model.knowledge.aetiologies[aetiology]):
        for state in LAB_STATES:
            for backing, number in pooling.cell(profile, lab, state, kidney).backing:
                patients[backing] += profile.share * number / len(LAB_STATES)
        counted = pooling.counted(profile, lab, LAB_STATES, kidney)
        patients["counts"] += profile.share * sum(counted)
    total = sum(patients.values())
    return {backing: number / total for backing, number in patients.items() if number}


def _best(found: Iterator[Speaks], most: int) -> tuple[Speaks, ...]:
    best: dict[str, Speaks] = {}
    for one in found:
        if one.finding not in best or one.expected > best[one.finding].expected:
            best[one.finding] = one
    return tuple(sorted(best.values(), key=lambda one: -one.expected)[:most])


def _weights(aetiology: str, kidney: str, model: Model) -> Iterator[Speaks]:
    row = model.index(aetiology)
    prior = model.by_aetiology(np.exp(model.log_prior["any"]))
    prior[row] = 0.0
    at_kidney = prior * model.whole_kidney()[:, CONTEXTS.index(kidney)]
    for finding, state, log in _states(kidney, model):
        others = at_kidney if VOCABULARY[finding].kind == "lab" else prior
        here = float(np.exp(log[row]))
        elsewhere = float(np.exp(log) @ others / others.sum())
        weight = float(np.log10(here / elsewhere))
        chance = here if weight > 0 else elsewhere
        yield Speaks(finding, state, here, elsewhere, weight, chance * abs(weight))


def _states(kidney: str, model: Model) -> Iterator[tuple[str, str, np.ndarray]]:
    """Every finding in every state with its log-likelihood [aetiology]; labs at a kidney function.

    Very high counts as high. A finding that tells the kidney function has the share of patients of
    each cause in whom it is present.
    """
    column = CONTEXTS.index(kidney)
    for finding in _KIDNEY_TOLD:
        present = model.whole_kidney() @ model.kidney_items[finding]
        yield finding, "present", np.log(present)
        yield finding, "absent", np.log1p(-present)
    for finding in model.tables:
        table = model.whole_table(finding)
        for state in table.states:
            if state != VERY_HIGH:
                yield finding, state, _log(table, state, column)


def _log(table: StateTable, state: str, column: int) -> np.ndarray:
    log = table.log_likelihood[table.index(state), :, column]
    if state == "high" and VERY_HIGH in table.states:
        log = np.logaddexp(log, table.log_likelihood[table.index(VERY_HIGH), :, column])
    return log
