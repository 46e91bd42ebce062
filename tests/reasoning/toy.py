"""Small knowledge and posteriors whose numbers can be followed by hand."""

from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from calcinosis.case import Case
from calcinosis.knowledge import CLINICS, CaseCounts, EvidenceRow, load_knowledge
from calcinosis.reasoning import compile_model, default_model, posterior

NEVER = 1e-15


def reason(case, clinic="any", prior_weights=None, model=None):
    """The posterior of a case given as a mapping."""
    return posterior(Case.from_dict(case), model or default_model(), clinic, prior_weights)


def chance_of(result, name):
    """Probability of a type or an aetiology."""
    if name in result.model.type_ids:
        return float(result.types[result.model.type_ids.index(name)])
    return float(result.aetiologies[result.model.index(name)])


def mg_per_dl(value, **others):
    """A laboratory result in mg/dL."""
    return {"value": value, "unit": "mg/dL", **others}


def row(aetiology, finding, state, p, context="", ess=50.0):
    """An estimate of how often a finding takes a state in an aetiology."""
    return EvidenceRow(aetiology, finding, state, "estimate", context=context, p=p, ess=ess)


def lab_rows(aetiology, finding, shares, ess=50.0):
    """Estimates of low, normal and high, the same for every kidney function."""
    return [
        row(aetiology, finding, state, p, context, ess)
        for context in ("normal", "reduced", "dialysis")
        for state, p in zip(("low", "normal", "high"), shares, strict=True)
    ]


def knowledge_of(causes, kidney=None, **settings):
    """Knowledge of a few causes only: ``causes`` maps an id to (prior, evidence rows).

    Priors count as they are, "other" is all but impossible, and no likelihood is floored.
    ``kidney`` is the share of normal, reduced and dialysis in every cause.
    """
    whole = load_knowledge()
    plain = {
        "prior_exponent": 1.0,
        "other_share": NEVER,
        "probability_floor": 1e-9,
        "defining_floor": 1e-9,
        "estimate_strength": 1.0,
    }
    return replace(
        whole,
        aetiologies={
            id_: replace(
                whole.aetiologies[id_],
                prior=dict.fromkeys(CLINICS, prior),
                evidence=tuple(rows),
                curves={},
                forms=(),
                kidney=kidney or whole.aetiologies[id_].kidney,
            )
            for id_, (prior, rows) in causes.items()
        },
        groups=(),
        adjustments=(),
        interactions=(),
        settings={**whole.settings, **plain, **settings},
    )


def model_of(causes, kidney=None, **settings):
    """The compiled form of ``knowledge_of``, without counts of published cases."""
    return compile_model(knowledge_of(causes, kidney, **settings), CaseCounts())


def posterior_of_arrays(log_prior, log_likelihoods):
    """What ``shift`` reads of a posterior, as arrays [cause, kidney] and [piece, cause, kidney]."""
    stack = np.asarray(log_likelihoods, float)
    evidence = SimpleNamespace(scaled=lambda: stack)
    return SimpleNamespace(log_prior=np.asarray(log_prior, float), evidence=evidence)


@lru_cache(maxsize=1)
def three_causes():
    """Heel sticks, electrode paste and a scar, told apart by two findings and by phosphate."""
    return model_of(
        {
            "heel_stick": (
                0.2,
                [row("heel_stick", "pain", "present", 0.3),
                 row("heel_stick", "ulceration", "present", 0.1),
                 *lab_rows("heel_stick", "phosphate", (0.1, 0.8, 0.1))],
            ),
            "electrode_paste": (
                0.3,
                [row("electrode_paste", "pain", "present", 0.6),
                 row("electrode_paste", "ulceration", "present", 0.2),
                 *lab_rows("electrode_paste", "phosphate", (0.2, 0.6, 0.2))],
            ),
            "trauma_scar": (
                0.5,
                [row("trauma_scar", "pain", "present", 0.5),
                 row("trauma_scar", "ulceration", "present", 0.4),
                 *lab_rows("trauma_scar", "phosphate", (0.1, 0.3, 0.6))],
            ),
        }
    )  # fmt: skip
