"""Exact Bayesian inference over aetiology, its form, and kidney function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.case import Case
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.weighing import Evidence, weigh

ALIASES = {"other": "any"}
"""Clinic names that are accepted for another one."""
_DEEPEST = 34.0
"""In natural logarithms; below it a double cannot tell 1 - p from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Probabilities after the findings.

    ``log_prior`` and ``joint`` are arrays [profile, kidney]; ``aetiologies`` sums ``joint`` over
    kidney function and the forms of an aetiology, ``types`` over the aetiologies of each type. Each
    sums to 1.
    """

    model: Model
    evidence: Evidence
    log_prior: np.ndarray
    joint: np.ndarray
    aetiologies: np.ndarray
    types: np.ndarray


def log_prior(model: Model, clinic: str, prior_weights: Mapping[str, float] | None = None):
    """Log prior of profile x kidney function, array [profile, kidney], not normalised.

    Args:
        model: the compiled knowledge.
        clinic: one of ``CLINICS``; "other" stands for "any".
        prior_weights: positive factors by type id that the user puts on the clinic's prior.

    Raises:
        ValueError: the clinic or a type is unknown, or a factor is not positive and finite.
    """
    name = ALIASES.get(clinic, clinic)
    if name not in model.log_prior:
        raise ValueError(f"clinic {clinic!r} is unknown, allowed: {', '.join(model.log_prior)}")
    log = model.log_prior[name][:, None] + model.log_kidney
    if not prior_weights:
        return log
    factors = np.ones(len(model.type_ids))
    for type_, factor in prior_weights.items():
        if type_ not in model.type_ids:
            raise ValueError(f"type {type_!r} is unknown, allowed: {', '.join(model.type_ids)}")
        if not (0 < factor < np.inf):
            raise ValueError(f"prior weight of {type_} is {factor}, allowed: a number above 0")
        factors[model.type_ids.index(type_)] = factor
    return log + np.log(factors[model.type_of[model.owner]])[:, None]


def posterior(
    case: Case,
    model: Model,
    clinic: str = "any",
    prior_weights: Mapping[str, float] | None = None,
) -> Posterior:
    """Probability of every aetiology and type given the case."""
    evidence = weigh(case, model)
    prior = log_prior(model, clinic, prior_weights)
    joint = normalise(prior + evidence.scaled().sum(axis=0))
    aetiologies = model.by_aetiology(joint.sum(axis=1))
    return Posterior(model, evidence, prior, joint, aetiologies, model.membership @ aetiologies)


def normalise(score: np.ndarray) -> np.ndarray:
    """Probabilities from log scores over the last two axes [profile, kidney].

    None is 0 or 1: a hypothesis lies at most ``_DEEPEST`` below the likeliest one.
    """
    weights = np.exp(np.maximum(score - score.max(axis=(-2, -1), keepdims=True), -_DEEPEST))
    return weights / weights.sum(axis=(-2, -1), keepdims=True)
