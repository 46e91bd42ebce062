"""Answers one case: reads it, reasons, and gathers everything that the answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from calcinosis import __version__
from calcinosis.case import VOCABULARY, Case, contradictions, derive
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.consultation import Consultation, contributions_of
from calcinosis.reasoning.explanation import shift
from calcinosis.reasoning.model import OTHER, Model
from calcinosis.reasoning.posterior import ALIASES, Posterior, posterior
from calcinosis.reasoning.red_flags import red_flags
from calcinosis.reasoning.tissue import tissue_class
from calcinosis.reasoning.uncertainty import credible_intervals

_AGAINST_SHOWN = 3
_BACKDROP = ("patient", "lab")
"""Groups of findings that name no type by themselves."""
_BY_EXPOSURE = "iatrogenic"


def consult(
    case: Case | Mapping[str, Any],
    clinic: str = "any",
    *,
    prior_weights: Mapping[str, float] | None = None,
    draws: int = 1000,
    model: Model | None = None,
) -> Consultation:
    """The likely types and causes of a calcinosis, with intervals, reasons and red flags.

    Args:
        case: a Case, or a mapping of the case-file form.
        clinic: whose mix of patients is the prior, one of ``CLINICS``; "other" stands for "any".
        prior_weights: positive factors by type id on that prior.
        draws: number of draws behind the credible intervals.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        CaseError: the case is at fault; every fault is named.
        ValueError: the clinic or a prior weight is outside what is allowed.

    >>> answer = consult({"age_years": 52, "sex": "female", "region": ["finger"],
    ...                   "sclerodactyly": True, "anticentromere": True})
    >>> answer.leading_type, next(iter(answer.aetiologies))
    ('dystrophic', 'systemic_sclerosis')
    """
    if not isinstance(case, Case):
        case = Case.from_dict(case)
    model = model or default_model()
    result = posterior(case, model, clinic, prior_weights)
    intervals, aetiology_intervals = credible_intervals(result, ALIASES.get(clinic, clinic), draws)
    order = np.argsort(-result.aetiologies, kind="stable")
    leading = int(result.types.argmax())
    leading_type = model.type_ids[leading]
    conclusive, reason = _conclusion(result, model)
    inside = model.profiles_of_type(leading)
    answer = Consultation(
        case=case,
        clinic=clinic,
        prior_weights={name: float(factor) for name, factor in (prior_weights or {}).items()},
        draws=draws,
        app_version=__version__,
        knowledge_version=model.knowledge.version,
        conclusive=conclusive,
        reason=reason,
        leading_type=leading_type,
        types={t: float(p) for t, p in zip(model.type_ids, result.types, strict=True)},
        intervals=_pairs(model.type_ids, intervals),
        aetiologies={model.aetiology_ids[i]: float(result.aetiologies[i]) for i in order},
        aetiology_intervals=_pairs(model.aetiology_ids, aetiology_intervals),
        tissue_class=tissue_class(case, model.knowledge),
        contributions=(),
        strongest_against=(),
        unexplained=_unexplained(result),
        unused=result.evidence.unused,
        derived=derive(case),
        red_flags=red_flags(case, model.knowledge),
        warnings=(
            *(c.message for c in contradictions(case)),
            *_unasked_exposure(case, model.aetiology_ids[order[0]], model),
        ),
        posterior=result,
    )
    moved = shift(result, inside, ~inside)
    contributions = contributions_of(result, moved, leading_type)
    shown_from = np.log10(model.knowledge.settings["shown_against_from"])
    against = tuple(c for c in contributions if c.log10_odds < -shown_from)[:_AGAINST_SHOWN]
    return replace(answer, contributions=contributions, strongest_against=against)


def _conclusion(result: Posterior, model: Model) -> tuple[bool, str]:
    """Whether the answer is likely enough to be named, and why not."""
    settings = model.knowledge.settings
    leader = int(result.types.argmax())
    if not result.evidence.pieces:
        return False, "Nothing has been entered that tells the causes apart."
    if all(VOCABULARY[piece.finding].group in _BACKDROP for piece in result.evidence.pieces):
        return False, "Nothing is known yet of the lesion, the history, imaging or a biopsy."
    if model.type_ids[leader] == OTHER:
        return False, "The findings fit none of the listed causes well."
    if result.types[leader] < settings["abstain_below"]:
        return False, "No type is likely enough to be named."
    return True, ""


def _unasked_exposure(case: Case, leader: str, model: Model) -> tuple[str, ...]:
    """That nothing is entered on the exposure that an iatrogenic leader comes of, where so."""
    if leader == OTHER or model.knowledge.aetiologies[leader].type != _BY_EXPOSURE:
        return ()
    exposures = [
        one.id
        for one in VOCABULARY.values()
        if one.group == "exposure" and _is_the_rule(one.id, leader, model)
    ]
    if not exposures or any(one in case for one in exposures):
        return ()
    asked = " or ".join(VOCABULARY[one].label for one in exposures)
    name = model.knowledge.aetiologies[leader].short_label
    return (f"{name} leads, but nothing is entered on what brings it about. Ask: {asked}.",)


def _is_the_rule(exposure: str, aetiology: str, model: Model) -> bool:
    table = model.whole_table(exposure)
    share = np.exp(table.log_likelihood[table.index("present"), model.index(aetiology), 0])
    return bool(share >= model.knowledge.settings["exposure_above"])


def _unexplained(result: Posterior) -> tuple[str, ...]:
    """Findings that would be unexpected in every cause that is still likely."""
    unexpected = []
    expected_from = result.model.knowledge.settings["unexpected_below"]
    for piece in result.evidence.pieces:
        if piece.finding in result.model.curves or piece.finding in ("region", "tissue", "extent"):
            continue
        if float((result.joint * np.exp(piece.log_likelihood)).sum()) < expected_from:
            unexpected.append(piece.finding)
    return tuple(unexpected)


def _pairs(names: tuple[str, ...], values: np.ndarray) -> dict[str, tuple[float, float]]:
    return {n: (float(low), float(high)) for n, (low, high) in zip(names, values, strict=True)}
