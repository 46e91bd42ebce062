"""Patients drawn from the model: does the arithmetic keep what it promises?

Two promises are put to the test. A probability of 0.7 is right seven times in ten
(``simulated_calibration``), and a 95 % interval holds the probability that would be stated if every
likelihood were known (``simulated_coverage``). Neither says anything of real patients: what the
model leaves out is left out here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calcinosis.case import VOCABULARY, Case, CaseError
from calcinosis.reasoning.model import VERY_HIGH, CurveTable, Model, StateTable
from calcinosis.reasoning.posterior import posterior
from calcinosis.reasoning.scores import Proportion
from calcinosis.reasoning.uncertainty import credible_intervals

Pattern = Sequence[str]
"""The findings that are known of one patient."""

_DRAWS = 1000
_MOST_OF_FEW = 10
_LIKELY_FROM = 0.01
_BINS = 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often 95 % intervals held the probability under the drawn truth.

    ``leading`` counts the leading type of each patient, ``few`` and ``many`` the same by the number
    of findings known (up to ten, more), ``likely`` every type stated at 0.01 or more. ``below`` and
    ``above`` count leading types whose truth lay outside on that side; ``mean_width`` is that of
    their intervals.
    """

    leading: Proportion
    few: Proportion
    many: Proportion
    likely: Proportion
    below: Proportion
    above: Proportion
    mean_width: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data, each share with its Wilson interval."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: part.to_dict() if isinstance(part, Proportion) else part
            for name, part in parts.items()
        }


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Types stated between two probabilities: the mean that was stated, and how many were right."""

    low: float
    high: float
    stated: float
    right: Proportion


def simulated_coverage(
    model: Model, patterns: Sequence[Pattern], patients: int, seed: int = 0, clinic: str = "any"
) -> Coverage:
    """Coverage of the credible interval of a type.

    For each patient every prior and likelihood is drawn from its posterior, and cause, kidney
    function and findings from these. The model answers without knowing the draw; its interval is
    compared with the probability under the draw.

    Args:
        model: the compiled knowledge.
        patterns: which findings may be known together; each patient gets one of them at random.
        patients: number of patients, at least 1.
        seed: seed of every draw.
        clinic: whose prior.
    """
    random = np.random.default_rng(seed)
    rows = []
    while len(rows) < patients:
        findings = _drawable(patterns[random.integers(len(patterns))], model)
        truth = draw_truth(model, findings, random, clinic)
        _, case = draw_patient(truth, findings, random, clinic)
        answer = case and posterior(case, model, clinic)
        if not answer or answer.evidence.unused:
            continue
        low, high = credible_intervals(answer, clinic, _DRAWS)[0].T
        true = posterior(case, truth, clinic).types
        rows.append((answer.types, true, low, high, len(findings)))
    stated, true, low, high, known = (np.array(column) for column in zip(*rows, strict=True))
    leading = (np.arange(patients), stated.argmax(axis=1))
    held = (low <= true) & (true <= high)
    is_few = known <= _MOST_OF_FEW
    return Coverage(
        leading=_share(held[leading]),
        few=_share(held[leading][is_few]),
        many=_share(held[leading][~is_few]),
        likely=_share(held[stated >= _LIKELY_FROM]),
        below=_share((true < low)[leading]),
        above=_share((true > high)[leading]),
        mean_width=float((high - low)[leading].mean()),
    )


def simulated_calibration(
    model: Model, patterns: Sequence[Pattern], patients: int, seed: int = 0, clinic: str = "any"
) -> tuple[CalibrationBin, ...]:
    """How often a type was right by the probability stated, on patients drawn from the model.

    Findings are drawn independently given cause and kidney function, so groups of correlated
    findings, weights of findings and rules between findings are taken out of the model first.
    Arguments are those of ``simulated_coverage``; there are ten bins, and empty ones are left out.
    """
    plain = replace(model, group_of={}, finding_weights={}, adjustments={}, interactions={})
    random = np.random.default_rng(seed)
    stated, right = [], []
    while len(stated) < patients:
        findings = _drawable(patterns[random.integers(len(patterns))], plain)
        profile, case = draw_patient(plain, findings, random, clinic)
        answer = case and posterior(case, plain, clinic)
        if not answer or answer.evidence.unused or (answer.evidence.weights != 1).any():
            continue
        stated.append(answer.types)
        right.append(np.arange(len(plain.type_ids)) == plain.type_of[plain.owner[profile]])
    p, is_right = np.concatenate(stated), np.concatenate(right)
    place = np.minimum((p * _BINS).astype(int), _BINS - 1)
    return tuple(
        CalibrationBin(
            i / _BINS, (i + 1) / _BINS, float(p[place == i].mean()), _share(is_right[place == i])
        )
        for i in range(_BINS)
        if (place == i).any()
    )


def draw_truth(
    model: Model, findings: Pattern, random: np.random.Generator, clinic: str = "any"
) -> Model:
    """The model with priors and the likelihoods of these findings drawn from their posteriors."""
    patients = np.array([a.prior_ess for a in model.knowledge.aetiologies.values()])
    patients = np.append(patients, patients.min())
    step = _log_gamma(patients, random) - np.log(patients)
    step = model.knowledge.settings["prior_exponent"] * step[model.owner]
    prior = model.log_prior[clinic] + step + _form_steps(model, random)
    kidney = np.exp(model.log_kidney)
    drawn_kidney = _log_shares(kidney.T, model.kidney_patients, kidney.min(), random).T
    tables = {f: _drawn_table(model.tables[f], random) for f in findings if f in model.tables}
    curves = {f: _drawn_curve(model.curves[f], random) for f in findings if f in model.curves}
    return replace(
        model,
        tables={**model.tables, **tables},
        curves={**model.curves, **curves},
        log_kidney=drawn_kidney,
        log_prior={**model.log_prior, clinic: prior - np.logaddexp.reduce(prior)},
    )


def draw_patient(
    model: Model, findings: Pattern, random: np.random.Generator, clinic: str = "any"
) -> tuple[int, Case | None]:
    """A row of profiles, and what a patient with it shows; None where no case can hold that."""
    weight = np.exp(model.log_prior[clinic][:, None] + model.log_kidney)
    place = _one_of(weight.ravel(), random)
    profile, kidney = divmod(place, weight.shape[1])
    shown = {f: _drawn_finding(f, model, profile, kidney, random) for f in findings}
    try:
        return profile, Case.from_dict(shown)
    except CaseError:
        return profile, None


def _form_steps(model: Model, random: np.random.Generator) -> np.ndarray:
    """By how much the log share of each form in its aetiology moves in a draw; array [profile]."""
    steps = []
    for aetiology in model.knowledge.aetiologies.values():
        shares = np.array([form.share for form in aetiology.forms] or [1.0])
        patients = aetiology.forms[0].ess if aetiology.forms else 1.0
        steps.append(_log_shares(shares, patients, 0.0, random) - np.log(shares))
    return np.append(np.concatenate(steps), 0.0)


def _drawable(pattern: Pattern, model: Model) -> tuple[str, ...]:
    kinds = (model.tables, model.curves, ("ckd", "dialysis"))
    return tuple(finding for finding in pattern if any(finding in kind for kind in kinds))


def _drawn_finding(
    finding: str, model: Model, profile: int, kidney: int, random: np.random.Generator
) -> Any:
    if finding in model.kidney_items:
        return bool(random.random() < model.kidney_items[finding][kidney])
    if finding in model.curves:
        curve = model.curves[finding]
        place = _one_of(np.exp(curve.log_density[:, profile]), random)
        return float(np.expm1(curve.grid[place]))
    table = model.tables[finding]
    state = table.states[_one_of(np.exp(table.log_likelihood[:, profile, kidney]), random)]
    kind = VOCABULARY[finding].kind
    if kind == "yesno":
        return state == "present"
    if kind == "lab":
        return {"state": "high" if state == VERY_HIGH else state}
    return [state] if kind == "multi" else state


def _drawn_table(table: StateTable, random: np.random.Generator) -> StateTable:
    shares, patients = np.exp(table.log_likelihood), table.patients
    if table.states[-1] == VERY_HIGH:
        high = shares[2:].sum(axis=0)
        log = _log_shares(np.stack([*shares[:2], high]), patients[:3], table.floor, random)
        parts = np.log(shares[2:] / high)
        return table.redrawn(np.stack([*log[:2], *(log[2] + parts)]))
    if table.by_kidney:
        return table.redrawn(_log_shares(shares, patients, table.floor, random))
    log = _log_shares(shares[:, :, 0], patients[:, :, 0], table.floor, random)
    return table.redrawn(np.repeat(log[:, :, None], shares.shape[2], axis=2))


def _drawn_curve(curve: CurveTable, random: np.random.Generator) -> CurveTable:
    """The density with the patients of each neighbourhood drawn anew.

    A neighbourhood is as wide as the smoothing to both sides, and where it begins is drawn too.
    """
    even, points = curve.even, curve.grid.size
    usual = np.maximum((np.exp(curve.log_density) - even) / (1 - even) / points, 0.0)
    usual /= usual.sum(axis=0)
    width = max(1, round(curve.reach))
    place = (np.arange(points) + random.integers(width)) // width
    edges = np.unique(place, return_index=True)[1]
    mass = np.maximum(np.add.reduceat(usual, edges, axis=0), 1e-12)
    drawn = np.exp(_log_shares(mass, curve.patients, 0.0, random))
    density = (1 - even) * usual * (drawn / mass)[place] * points + even
    return replace(curve, log_density=np.log(density))


def _log_shares(
    shares: np.ndarray, patients: np.ndarray, floor: float, random: np.random.Generator
) -> np.ndarray:
    """Logarithms of shares over the first axis, drawn from the Dirichlet posterior."""
    log = _log_gamma(shares * patients, random)
    drawn = np.exp(log - np.logaddexp.reduce(log, axis=0))
    drawn = np.maximum(drawn, max(floor, 1e-300))
    return np.log(drawn / drawn.sum(axis=0))


def _log_gamma(shape: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Logarithm of Gamma draws, right for shapes far below 1 too.

    Gamma(a) is Gamma(a + 1) x U^(1/a) (Marsaglia and Tsang 2000, doi 10.1145/358407.358414).
    """
    return np.log(random.standard_gamma(shape + 1)) + np.log(random.random(shape.shape)) / shape


def _one_of(weights: np.ndarray, random: np.random.Generator) -> int:
    return int(random.choice(weights.size, p=weights / weights.sum()))


def _share(holds: np.ndarray) -> Proportion:
    return Proportion(int(holds.sum()), int(holds.size))
