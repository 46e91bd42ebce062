"""How much the answer hangs on the prior: across clinics, and across a factor on the leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.case import Case
from calcinosis.knowledge import CLINICS
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import normalise, posterior

_FACTORS = 81


@dataclass(frozen=True, slots=True, eq=False)
class PriorSensitivity:
    """The answer to one case under other priors.

    ``clinics`` gives the probability of every type, array [type], by clinic. ``factors`` multiply
    the prior of the leader against all others, ``by_factor`` is [factor, type]. ``break_even`` is
    the factor, below 1, at which the runner-up draws level.
    """

    type_ids: tuple[str, ...]
    leader: str
    runner_up: str
    clinics: Mapping[str, np.ndarray]
    factors: np.ndarray
    by_factor: np.ndarray
    break_even: float


def prior_sensitivity(
    case: Case,
    clinic: str = "any",
    *,
    prior_weights: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> PriorSensitivity:
    """The answer in every clinic, and with the leader's prior multiplied by a factor.

    A factor f on the prior of the leader multiplies its odds against every other type by f, since
    log odds are the log prior plus the log-likelihood. So the runner-up draws level exactly at
    f = P(runner-up) / P(leader), and it is the first to do so.

    Args:
        case: the patient.
        clinic: whose mix of patients is the prior that is multiplied.
        prior_weights: positive factors by type that hold besides, in every clinic.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: the clinic is unknown.
    """
    model = model or default_model()
    now = posterior(case, model, clinic, prior_weights)
    findings = now.evidence.scaled().sum(axis=0)
    shift = now.log_prior - posterior(Case(), model, clinic).log_prior
    clinics = {
        one: model.membership
        @ model.by_aetiology(
            normalise(posterior(Case(), model, one).log_prior + shift + findings).sum(axis=1)
        )
        for one in CLINICS
    }
    first, second = np.argsort(-now.types, kind="stable")[:2]
    break_even = float(now.types[second] / now.types[first])
    reach = max(100.0, min(10 / break_even, 1e6))
    factors = np.geomspace(1 / reach, reach, _FACTORS)
    weighted = np.tile(now.types, (_FACTORS, 1))
    weighted[:, first] *= factors
    return PriorSensitivity(
        model.type_ids,
        model.type_ids[first],
        model.type_ids[second],
        clinics,
        factors,
        weighted / weighted.sum(axis=1, keepdims=True),
        break_even,
    )
