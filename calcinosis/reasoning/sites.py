"""Where the deposits of a cause lie, as the model holds it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from calcinosis.knowledge import Knowledge
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.pooling import Pooling

_INFANCY_YEARS = 1.0


def site_shares(aetiology: str, model: Model, finding: str = "region") -> Mapping[str, float]:
    """Share of each region, or tissue, among the sites of a cause, the largest first.

    Args:
        aetiology: id of a cause, or "other".
        finding: "region" or "tissue".
        model: the compiled knowledge, in which estimates, counted rows and published cases are
            pooled. No share is 0: a region of which nothing is known keeps the model's floor.

    Returns:
        Choice of the finding to its share, between 0 and 1; they sum to 1.

    Raises:
        ValueError: for an unknown cause.
    """
    table = model.whole_table(finding)
    shares = np.exp(table.log_likelihood[:, model.index(aetiology), 0])
    order = np.argsort(-shares, kind="stable")
    return MappingProxyType({table.states[i]: float(shares[i]) for i in order})


def causes_by_tissue(
    knowledge: Knowledge, pooling: Pooling
) -> dict[tuple[str, str], dict[str, float]]:
    """The causes that belong to each (type, tissue), with the share of their patients who have it.

    A cause belongs to a tissue from the share ``belongs_to_tissue_from``; highest first.
    """
    least = knowledge.settings["belongs_to_tissue_from"]
    found: dict[tuple[str, str], dict[str, float]] = {}
    for tissue in knowledge.tissue_classes:
        shares = {
            one.id: pooling.share(one, "tissue", tissue) for one in knowledge.aetiologies.values()
        }
        for cause, share in sorted(shares.items(), key=lambda item: -item[1]):
            if share >= least:
                cell = knowledge.aetiologies[cause].type, tissue
                found.setdefault(cell, {})[cause] = share
    return found


def begins_in_infancy(aetiology: str, model: Model) -> bool:
    """Whether half of the patients with a cause or more have their first lesion before age 1.

    Raises ValueError for an unknown cause.
    """
    curve = model.whole_curve("onset_age_years")
    mass = np.exp(curve.log_density[:, model.index(aetiology)])
    below = np.cumsum(mass) / mass.sum()
    return bool(np.interp(np.log1p(_INFANCY_YEARS), curve.grid, below) >= 0.5)
