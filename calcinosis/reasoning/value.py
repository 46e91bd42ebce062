"""Which unknown findings would tell most: expected fall in entropy of the type."""

from __future__ import annotations

import numpy as np

from calcinosis.case import VOCABULARY, Case
from calcinosis.reasoning.posterior import Posterior

_INVASIVE_OR_SLOW = ("histology", "genetics")


def informative_findings(case: Case, result: Posterior, number: int) -> tuple[str, ...]:
    """Unknown findings by expected information about the type, best first.

    Only what can be asked, looked at, measured or imaged: a biopsy or a gene test is no first step.
    """
    gains = {
        finding: gain
        for finding, gain in information(case, result).items()
        if VOCABULARY[finding].group not in _INVASIVE_OR_SLOW
    }
    return tuple(sorted(gains, key=lambda finding: -gains[finding])[:number])


def information(case: Case, result: Posterior) -> dict[str, float]:
    """Expected fall in entropy of the type, in bits, for every unknown finding.

    Over the states that a finding may take, each weighted by its chance given what is known. A
    finding counts by the factor of its group where another member is already known. Regions,
    tissues, sex and plain numbers are not among them.
    """
    before = _entropy(result.types)
    known_groups = {result.model.group_of[f][0] for f in case if f in result.model.group_of}
    gains = {}
    for finding, table in result.model.tables.items():
        if finding in case or VOCABULARY[finding].kind == "multi" or finding == "sex":
            continue
        group, factor = result.model.group_of.get(finding, ("", 1.0))
        weight = factor if group in known_groups else 1.0
        likelihood = np.exp(weight * table.log_likelihood)
        likelihood /= likelihood.sum(axis=0)
        joint = result.model.by_aetiology((likelihood * result.joint).sum(axis=2))
        chance = joint.sum(axis=1)
        types = (joint / chance[:, None]) @ result.model.membership.T
        gains[finding] = before - float(chance @ _entropy(types))
    return gains


def _entropy(p: np.ndarray) -> np.ndarray:
    """Shannon entropy in bits over the last axis."""
    return -(p * np.log2(np.clip(p, 1e-300, None))).sum(axis=-1)
