"""Fits how much each finding counts, on published cases that the model had not counted.

Findings are taken as independent given the cause. Some promise more than they keep (pain, an ulcer,
age: reported for many reasons), some keep more. One weight a finding, the same for every cause,
corrects that: a weighted naive Bayes model, as compared by Zaidi et al., J Mach Learn Res
2013;14:1947-1988, held to 1 by a prior so that a finding seen in few cases hardly moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calcinosis.reasoning.model import KIDNEY_FINDINGS
from calcinosis.reasoning.posterior import Posterior, normalise

Judged = tuple[Posterior, str, str]
"""What a model says of a case that it had not counted, and the true type and aetiology."""

_MOST_STEPS = 200
_CLOSE_ENOUGH = 1e-3
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Patient:
    """One judged case: arrays [profile, kidney], of the pieces [piece, profile, kidney]."""

    fixed: np.ndarray
    pieces: np.ndarray
    columns: np.ndarray
    truths: tuple[np.ndarray, ...]


def fit_finding_weights(judged: Sequence[Judged], spread: float) -> Mapping[str, float]:
    """The weights under which the true causes of the cases are likeliest.

    They maximise the mean of the log probabilities of the true type and the true aetiology, summed
    over the cases, with the logarithm of each weight normally distributed round 0. Findings that
    tell the kidney function keep 1. Solved by Newton steps with the outer products of the gradients
    for the curvature (Berndt, Hall, Hall and Hausman, Ann Econ Soc Meas 1974;3:653-665).

    Args:
        judged: posteriors of models without finding weights, with the true type and aetiology.
        spread: standard deviation of the logarithm of a weight before any case is seen, above 0.

    Returns:
        Weight by finding, above 0, to three decimals; what stays at 1 is left out.
    """
    found = {piece.finding for result, _, _ in judged for piece in result.evidence.pieces}
    findings = sorted(found - set(KIDNEY_FINDINGS))
    patients = [_patient(*one, findings) for one in judged]
    logs = np.zeros(len(findings))
    value, gradients = _likelihood(logs, patients, spread)
    for _ in range(_MOST_STEPS):
        gradient = gradients.sum(axis=0) - logs / spread**2
        if np.abs(gradient).max(initial=0.0) < _CLOSE_ENOUGH:
            break
        curvature = gradients.T @ gradients + np.eye(logs.size) / spread**2
        step = np.linalg.solve(curvature, gradient)
        better = _uphill(logs, step, value, patients, spread)
        if better is None:
            break
        logs, value, gradients = better
    rounded = {f: round(float(w), 3) for f, w in zip(findings, np.exp(logs), strict=True)}
    return {finding: weight for finding, weight in rounded.items() if weight != 1.0}


def _patient(result: Posterior, type_: str, aetiology: str, findings: list[str]) -> _Patient:
    model, evidence = result.model, result.evidence
    scaled = evidence.scaled()
    moves = np.array([piece.finding in findings for piece in evidence.pieces], dtype=bool)
    columns = [findings.index(p.finding) for p in evidence.pieces if p.finding in findings]
    truths = model.profiles_of_type(model.type_ids.index(type_)), model.profiles_of((aetiology,))
    return _Patient(
        result.log_prior + scaled[~moves].sum(axis=0),
        scaled[moves],
        np.array(columns, dtype=int),
        truths,
    )


def _likelihood(
    logs: np.ndarray, patients: Sequence[_Patient], spread: float
) -> tuple[float, np.ndarray]:
    """Log posterior of the weights up to a constant, and its gradient by case without the prior."""
    value = -0.5 * float(logs @ logs) / spread**2
    gradients = np.zeros((len(patients), logs.size))
    for row, patient in enumerate(patients):
        weights = np.exp(logs[patient.columns])
        joint = normalise(patient.fixed + np.tensordot(weights, patient.pieces, axes=1))
        for is_true in patient.truths:
            chance = max(float(joint[is_true].sum()), _LEAST)
            value += np.log(chance) / len(patient.truths)
            pull = np.where(is_true[:, None], joint / chance, 0.0) - joint
            slope = weights * np.tensordot(patient.pieces, pull, axes=2)
            np.add.at(gradients[row], patient.columns, slope / len(patient.truths))
    return value, gradients


def _uphill(logs, step, value, patients, spread):
    """The longest of the halved steps that rises, with its value; None at the top."""
    for halvings in range(30):
        there = logs + step / 2**halvings
        reached, gradients = _likelihood(there, patients, spread)
        if reached > value:
            return there, reached, gradients
    return None
