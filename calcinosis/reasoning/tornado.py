"""How far each finding, known or unknown, could move the probability of the leading type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calcinosis.case import VOCABULARY, Case, state_text
from calcinosis.reasoning.alternatives import Change, alternatives, is_weighed, removal
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import log_prior
from calcinosis.reasoning.reweighing import Reweighing


@dataclass(frozen=True, slots=True)
class End:
    """A state that a finding could be in, and the probability of the leading type then."""

    state: str
    probability: float


@dataclass(frozen=True, slots=True)
class Swing:
    """A finding with the ends between which it could move the leading type.

    For an entered finding ``without`` is the probability where it is unknown and ``ends`` holds
    its worst other state; for an unknown one ``without`` is None and ``ends`` holds its lowest and
    its highest state. ``state`` is the present one.
    """

    finding: str
    state: str
    without: float | None
    ends: tuple[End, ...]

    def span(self, now: float) -> tuple[float, float]:
        """The lowest and the highest probability, the present one among them."""
        values = [now, *(end.probability for end in self.ends)]
        values += [] if self.without is None else [self.without]
        return min(values), max(values)


@dataclass(frozen=True, slots=True)
class Tornado:
    """Every finding's swing for one case, the widest first."""

    leader: str
    probability: float
    entered: tuple[Swing, ...]
    unknown: tuple[Swing, ...]


def tornado(
    case: Case,
    clinic: str = "any",
    *,
    prior_weights: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> Tornado:
    """What each finding alone does to the probability of the leading type.

    Every change is weighed as the changed case would be, so rules, derived values and groups count.

    Args:
        case: the patient.
        clinic: whose mix of patients is the prior.
        prior_weights: positive factors by type on that prior.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: the clinic is unknown.
    """
    model = model or default_model()
    reweighing = Reweighing(model)
    base = log_prior(model, clinic, prior_weights).ravel() + reweighing.score(case)
    now = reweighing.types(base)[0]
    leader = int(now.argmax())
    changes = [change for finding in VOCABULARY for change in _changes(case, finding, model)]
    scores = [reweighing.change(case, one.apply(case), (one.finding,)) for one in changes]
    after = reweighing.types(base + np.array(scores))[:, leader]
    found: dict[str, list[tuple[Change, float]]] = {}
    for change, probability in zip(changes, after, strict=True):
        found.setdefault(change.finding, []).append((change, float(probability)))
    swings = [_swing(case, finding, ends) for finding, ends in found.items()]
    p = float(now[leader])
    return Tornado(
        model.type_ids[leader],
        p,
        _widest_first((swing for swing in swings if swing.without is not None), p),
        _widest_first((swing for swing in swings if swing.without is None), p),
    )


def _changes(case: Case, finding: str, model: Model) -> tuple[Change, ...]:
    if finding in case:
        return (removal(case, finding), *alternatives(case, finding, model))
    return alternatives(case, finding, model) if is_weighed(finding, model) else ()


def _swing(case: Case, finding: str, ends: list[tuple[Change, float]]) -> Swing:
    state = state_text(case, finding)
    others = [End(one.after, p) for one, p in ends if one.value is not None]
    lowest = min(others, key=lambda end: end.probability, default=None)
    without = [p for one, p in ends if one.value is None]
    if without:
        return Swing(finding, state, without[0], () if lowest is None else (lowest,))
    highest = max(others, key=lambda end: end.probability)
    return Swing(finding, state, None, (lowest, highest))


def _widest_first(swings, now: float) -> tuple[Swing, ...]:
    """By the odds, so that a change from 99 to 99.9 % counts as much as one from 50 to 91 %."""

    def narrowness(swing: Swing) -> float:
        low, high = (np.clip(p, 1e-15, 1 - 1e-15) for p in swing.span(now))
        return np.log(low / (1 - low)) - np.log(high / (1 - high))

    return tuple(sorted(swings, key=narrowness))
