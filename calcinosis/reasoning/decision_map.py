"""The leading type over two laboratory values at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.case import LABS, Case, to_unit
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.lab_range import LabRange, lab_range, with_value
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import log_prior
from calcinosis.reasoning.response_curve import lab_scores
from calcinosis.reasoning.reweighing import Reweighing

STEPS = 61
COUPLED_STEPS = 21
"""Steps along each lab where the two are read together, so that every pair is weighed by itself."""


@dataclass(frozen=True, slots=True)
class MapAxis:
    """One lab of a map: its values in ``unit``, and the patient's own where known.

    ``interval`` are the limits that a value is read against, None for an open side.
    """

    lab: str
    unit: str
    values: np.ndarray
    value: float | None
    interval: tuple[float | None, float | None]
    is_logarithmic: bool


@dataclass(frozen=True, slots=True, eq=False)
class DecisionMap:
    """Probability of every type on a grid of two labs, array ``types`` [y, x, type]."""

    x: MapAxis
    y: MapAxis
    type_ids: tuple[str, ...]
    types: np.ndarray

    @property
    def leading(self) -> np.ndarray:
        """Index of the leading type, array [y, x]."""
        return self.types.argmax(axis=2)

    @property
    def probability(self) -> np.ndarray:
        """Its probability, array [y, x]."""
        return self.types.max(axis=2)


def decision_map(
    case: Case,
    lab_x: str = "calcium_total",
    lab_y: str = "phosphate",
    clinic: str = "any",
    *,
    units: Mapping[str, str] | None = None,
    prior_weights: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> DecisionMap:
    """Which type would lead at every pair of values of two labs.

    A piece of evidence depends on the value of one of the two labs, except where both are read
    together (calcium with albumin, creatinine with eGFR, what TmP/GFR is made of); which pieces
    there are, and so their weights, is the same at every value. So the score is the sum of what
    each lab gives, and each needs to be weighed only once for each of its values. Labs that are
    read together are weighed pair by pair, on ``COUPLED_STEPS`` values each.

    Args:
        case: the patient; each lab may be unknown.
        lab_x, lab_y: two different labs.
        clinic: whose mix of patients is the prior.
        units: in which a lab is wanted; that of the patient's result by default.
        prior_weights: positive factors by type on that prior.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: a lab, a unit or the clinic is unknown, or the labs are the same.
    """
    if lab_x == lab_y:
        raise ValueError(f"a map needs two labs, not {lab_x} twice")
    model = model or default_model()
    units, reweighing = units or {}, Reweighing(model)
    ranges = [lab_range(case, lab, model, units.get(lab)) for lab in (lab_x, lab_y)]
    together = _read_together(case, lab_x, lab_y, reweighing)
    steps = COUPLED_STEPS if together else STEPS
    x, y = (_axis(case, range_, steps) for range_ in ranges)
    scores = _pair_by_pair(case, x, y, reweighing) if together else _added(case, x, y, reweighing)
    prior = log_prior(model, clinic, prior_weights).ravel()
    types = reweighing.types((prior + scores).reshape(-1, prior.size))
    shape = y.values.size, x.values.size, len(model.type_ids)
    return DecisionMap(x, y, model.type_ids, types.reshape(shape))


def _axis(case: Case, range_: LabRange, steps: int) -> MapAxis:
    """The values of one lab, to three digits, so that a point of the map can be entered.

    Rounding must not carry the end of a range beyond the limit of what can be entered at all.
    """
    rounded = [float(f"{value:.3g}") for value in range_.even(steps)]
    test = LABS[range_.lab]
    limits = (
        to_unit(range_.lab, limit, test.conventional_unit, range_.unit)
        for limit in (test.error_low, test.error_high)
    )
    values = np.unique(np.clip(rounded, *limits))
    result = case.get(range_.lab)
    known = result is not None and result.value is not None
    own = to_unit(range_.lab, result.value, result.unit, range_.unit) if known else None
    return MapAxis(
        range_.lab, range_.unit, values, own, range_.interval_limits, range_.is_logarithmic
    )


def _read_together(case: Case, lab_x: str, lab_y: str, reweighing: Reweighing) -> bool:
    """Whether a piece of evidence would depend on the values of both labs."""
    known, labs = {*case, lab_x, lab_y}, (lab_x, lab_y)
    of_x, of_y = (set(reweighing.dependence.touched(lab, known)) for lab in labs)
    return not of_x.isdisjoint(of_y)


def _added(case: Case, x: MapAxis, y: MapAxis, reweighing: Reweighing) -> np.ndarray:
    start = with_value(case, x.lab, float(x.values[0]), x.unit)
    along_y = lab_scores(start, y.lab, y.values, y.unit, reweighing)
    start = with_value(case, y.lab, float(y.values[0]), y.unit)
    along_x = lab_scores(start, x.lab, x.values, x.unit, reweighing)
    return along_y[:, None] + along_x[None] - along_y[0]


def _pair_by_pair(case: Case, x: MapAxis, y: MapAxis, reweighing: Reweighing) -> np.ndarray:
    rows = [with_value(case, y.lab, float(value), y.unit) for value in y.values]
    return np.array([lab_scores(row, x.lab, x.values, x.unit, reweighing) for row in rows])
