"""The answer over the whole plausible range of one laboratory value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.case import LABS, Case, to_unit
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.lab_range import LabRange, lab_range, with_value
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import ALIASES, log_prior, posterior
from calcinosis.reasoning.reweighing import Reweighing
from calcinosis.reasoning.uncertainty import credible_intervals

_VALUES = 97
_BANDS = 11


@dataclass(frozen=True, slots=True, eq=False)
class ResponseCurve:
    """Probability of every type over the values of a lab, in ``unit``.

    ``types`` is [value, type]; ``bands`` [band value, type, (low, high)] are 95 % credible, from
    the draws of ``credible_intervals``, at fewer values. ``interval`` are the limits that a value
    is read against, None for an open side; ``value`` is the patient's own, None where unknown.
    """

    lab: str
    unit: str
    type_ids: tuple[str, ...]
    values: np.ndarray
    types: np.ndarray
    band_values: np.ndarray
    bands: np.ndarray
    interval: tuple[float | None, float | None]
    value: float | None
    is_logarithmic: bool

    @property
    def leading(self) -> np.ndarray:
        """Index of the leading type at every value."""
        return self.types.argmax(axis=1)

    def turns(self) -> tuple[tuple[float, str, str], ...]:
        """Values at which the leading type changes, with the types below and above.

        Between two computed values the crossing of the two types is taken on a straight line.
        """
        found = []
        for i in np.flatnonzero(np.diff(self.leading)):
            below, above = self.leading[i], self.leading[i + 1]
            ahead = self.types[i : i + 2, below] - self.types[i : i + 2, above]
            value = np.interp(0.0, -ahead, self.values[i : i + 2])
            found.append((float(value), self.type_ids[below], self.type_ids[above]))
        return tuple(found)


def response_curve(
    case: Case,
    lab: str,
    clinic: str = "any",
    *,
    unit: str | None = None,
    prior_weights: Mapping[str, float] | None = None,
    draws: int = 1000,
    model: Model | None = None,
) -> ResponseCurve:
    """How the answer to a case would change with one laboratory value.

    Args:
        case: the patient; the lab may be unknown.
        lab: a lab of the vocabulary.
        clinic: whose mix of patients is the prior.
        unit: in which the values are wanted; that of the patient's result by default.
        prior_weights: positive factors by type on that prior.
        draws: number of draws behind the credible bands.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: the lab, its unit or the clinic is unknown.
    """
    model = model or default_model()
    range_ = lab_range(case, lab, model, unit)
    values = range_.values(_VALUES)
    reweighing = Reweighing(model)
    scores = lab_scores(case, lab, values, range_.unit, reweighing)
    prior = log_prior(model, clinic, prior_weights).ravel()
    result = case.get(lab)
    value = None
    if result is not None and result.value is not None:
        value = to_unit(lab, result.value, result.unit, range_.unit)
    band_values = _band_values(range_, value)
    bands = [
        credible_intervals(
            posterior(with_value(case, lab, one, range_.unit), model, clinic, prior_weights),
            ALIASES.get(clinic, clinic),
            draws,
        )[0]
        for one in band_values
    ]
    return ResponseCurve(
        lab,
        range_.unit,
        model.type_ids,
        values,
        reweighing.types(prior + scores),
        band_values,
        np.array(bands),
        range_.interval_limits,
        value,
        range_.is_logarithmic,
    )


def lab_scores(
    case: Case, lab: str, values: np.ndarray, unit: str, reweighing: Reweighing
) -> np.ndarray:
    """Score of a case at every value of a lab, array [value, profile x kidney]."""
    base = with_value(case, lab, float(values[0]), unit)
    whole = reweighing.score(base)
    cases = (with_value(case, lab, float(value), unit) for value in values)
    return np.array([whole + reweighing.change(base, one, (lab,)) for one in cases])


def _band_values(range_: LabRange, value: float | None) -> np.ndarray:
    """Few values that hold the ends, the limits and the patient's own."""
    marks = [limit for limit in range_.limits if range_.low < limit < range_.high]
    marks += [value] if value is not None else []
    return np.unique([*range_.even(max(_BANDS - len(marks), 4)), *marks])


def labs_that_tell(model: Model) -> tuple[str, ...]:
    """The labs whose value can move an answer."""
    return tuple(lab for lab in LABS if lab in model.tables or lab in ("egfr", "creatinine"))
