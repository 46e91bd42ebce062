"""Fits on published cases how much each finding counts, and what each cause is short of.

Findings are taken as independent given the cause. Some promise more than they keep (pain, an ulcer,
age: reported for many reasons), some keep more; one weight a finding, the same for every cause,
corrects that. Causes known by what is absent come off badly, since reports seldom say what is
absent and their silence counts in part only; one factor a cause on its prior corrects that. The
weights make it a weighted naive Bayes model (Zaidi et al., J Mach Learn Res 2013;14:1947-1988).
Both are held to 1 by a prior, so that what is seen in few cases hardly moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calcinosis.reasoning.model import KIDNEY_FINDINGS, OTHER, Model
from calcinosis.reasoning.posterior import Posterior, normalise

Judged = tuple[Posterior, str, str]
"""What a model says of a case that it had not counted, and the true type and aetiology."""
Weights = Mapping[str, float]

_MOST_STEPS = 200
_CLOSE_ENOUGH = 1e-3
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Patient:
    """One judged case: arrays [profile, kidney], of the pieces [piece, profile, kidney].

    ``columns`` are the places of the pieces among the fitted logarithms, ``owners`` those of the
    profiles (-1, beyond the last, where the cause keeps its prior). ``worth`` is how much the case
    counts.
    """

    fixed: np.ndarray
    pieces: np.ndarray
    columns: np.ndarray
    owners: np.ndarray
    truths: tuple[np.ndarray, ...]
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """What is maximised: the cases, and the spread of each logarithm before any case is seen."""

    patients: Sequence[_Patient]
    spreads: np.ndarray

    def value(self, logs: np.ndarray) -> tuple[float, np.ndarray]:
        """Log posterior up to a constant, and its gradient by case, without worth and prior."""
        value = -0.5 * float(((logs / self.spreads) ** 2).sum())
        moved = np.append(logs, 0.0)
        gradients = np.zeros((len(self.patients), moved.size))
        for gradient, patient in zip(gradients, self.patients, strict=True):
            weights = np.exp(logs[patient.columns])
            score = patient.fixed + moved[patient.owners, None]
            joint = normalise(score + np.tensordot(weights, patient.pieces, axes=1))
            pull = -joint
            for is_true in patient.truths:
                chance = max(float(joint[is_true].sum()), _LEAST)
                value += patient.worth * np.log(chance) / len(patient.truths)
                pull[is_true] += joint[is_true] / chance / len(patient.truths)
            slope = weights * np.tensordot(patient.pieces, pull, axes=2)
            np.add.at(gradient, patient.columns, slope)
            np.add.at(gradient, patient.owners, pull.sum(axis=1))
        return value, gradients[:, :-1]

    def top(self) -> np.ndarray:
        """The logarithms at which the value is highest."""
        logs = np.zeros(self.spreads.size)
        worth = np.array([patient.worth for patient in self.patients])
        value, gradients = self.value(logs)
        for _ in range(_MOST_STEPS):
            gradient = worth @ gradients - logs / self.spreads**2
            if np.abs(gradient).max(initial=0.0) < _CLOSE_ENOUGH:
                break
            curvature = (worth * gradients.T) @ gradients + np.diag(self.spreads**-2)
            better = self._uphill(logs, np.linalg.solve(curvature, gradient), value)
            if better is None:
                break
            logs, value, gradients = better
        return logs

    def _uphill(self, logs, step, value):
        """The longest of the halved steps that rises, with its value; None at the top."""
        for halvings in range(30):
            there = logs + step / 2**halvings
            reached, gradients = self.value(there)
            if reached > value:
                return there, reached, gradients
        return None


def fit_case_weights(
    judged: Sequence[Judged], finding_spread: float, cause_spread: float
) -> tuple[Weights, Weights]:
    """The weights of findings and factors of causes under which the true causes are likeliest.

    They maximise the mean of the log probabilities of the true type and the true aetiology, summed
    over the cases, with the logarithm of each normally distributed round 0. The cases of a cause
    count together as much as its prior (each at most ``case_worth_cap`` times more or less than
    one), so that the factors do not repeat the mix of what gets published. Findings that tell the
    kidney function keep 1, and so does the cause that is not listed. Solved by Newton steps with
    the outer products of the gradients for the curvature (the algorithm of Berndt, Hall, Hall and
    Hausman).

    Args:
        judged: posteriors of models without fitted weights, with the true type and aetiology.
        finding_spread: standard deviation of the logarithm of the weight of a finding before any
            case is seen; 0 keeps every one at 1.
        cause_spread: the same for the factor of a cause.

    Returns:
        Weight by finding and factor by aetiology, above 0, to three decimals; 1 is left out.
    """
    found = {piece.finding for result, _, _ in judged for piece in result.evidence.pieces}
    findings = sorted(found - set(KIDNEY_FINDINGS)) if finding_spread else []
    model = judged[0][0].model
    causes = [one for one in model.aetiology_ids if one != OTHER] if cause_spread else []
    worth = _worth([aetiology for _, _, aetiology in judged], model)
    patients = [_patient(one, worth[one[2]], findings, causes) for one in judged]
    spreads = np.repeat([finding_spread, cause_spread], [len(findings), len(causes)])
    fitted = np.exp(_Fit(patients, spreads).top())
    return (
        _rounded(findings, fitted[: len(findings)]),
        _rounded(causes, fitted[len(findings) :]),
    )


def _worth(aetiologies: Sequence[str], model: Model) -> dict[str, float]:
    """How much a case of each aetiology counts, 1 on average over the cases."""
    prior = model.by_aetiology(np.exp(model.log_prior["any"]))
    cases, most = Counter(aetiologies), model.knowledge.settings["case_worth_cap"]
    uneven = {
        one: np.clip(prior[model.index(one)] * len(aetiologies) / n, 1 / most, most)
        for one, n in cases.items()
    }
    mean = sum(uneven[one] for one in aetiologies) / len(aetiologies)
    return {one: float(value / mean) for one, value in uneven.items()}


def _patient(one: Judged, worth: float, findings: list[str], causes: list[str]) -> _Patient:
    result, type_, aetiology = one
    model, evidence = result.model, result.evidence
    scaled = evidence.scaled()
    moves = np.array([piece.finding in findings for piece in evidence.pieces], dtype=bool)
    columns = [findings.index(p.finding) for p in evidence.pieces if p.finding in findings]
    place = {one: len(findings) + i for i, one in enumerate(causes)}
    owners = np.array([place.get(one, -1) for one in model.aetiology_ids])[model.owner]
    truths = model.profiles_of_type(model.type_ids.index(type_)), model.profiles_of((aetiology,))
    return _Patient(
        result.log_prior + scaled[~moves].sum(axis=0),
        scaled[moves],
        np.array(columns, dtype=int),
        owners,
        truths,
        worth,
    )


def _rounded(names: Sequence[str], values: np.ndarray) -> Weights:
    rounded = {one: round(float(value), 3) for one, value in zip(names, values, strict=True)}
    return {one: value for one, value in rounded.items() if value != 1.0}
