"""The bars of a waterfall: an explanation cut into steps that lead from prior to posterior odds."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from calcinosis.reasoning import Contribution, Explanation

NO_WEIGHT = log10(1.05)
"""Below this ``odds_in_words`` says "no weight", and a bar of its own would say nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: where it starts and how far it goes, in log10 odds; one or more findings."""

    start: float
    weight: float
    contributions: tuple[Contribution, ...]

    @property
    def end(self) -> float:
        return self.start + self.weight

    @property
    def label(self) -> str:
        """Name of the step where several findings share it."""
        return f"{len(self.contributions)} smaller findings"

    @property
    def is_folded(self) -> bool:
        return len(self.contributions) > 1


def steps(explanation: Explanation, most: int | None = 10) -> tuple[Step, ...]:
    """The findings from the heaviest to the lightest, then the light ones folded into one step.

    Args:
        explanation: of a type or an aetiology.
        most: how many findings get a step of their own, at least 1; None gives every finding one.

    Raises:
        ValueError: ``most`` is below 1.
    """
    if most is not None and most < 1:
        raise ValueError(f"most is {most}; at least one finding has to be shown")
    ordered = sorted(explanation.contributions, key=lambda c: -abs(c.log10_odds))
    alone = len(ordered)
    if most is not None:
        alone = sum(abs(c.log10_odds) >= NO_WEIGHT for c in ordered[:most])
    groups = [(c,) for c in ordered[:alone]]
    if ordered[alone:]:
        groups.append(tuple(ordered[alone:]))
    placed, start = [], float(explanation.prior_log10_odds)
    for group in groups:
        step = Step(start, sum(c.log10_odds for c in group), group)
        placed.append(step)
        start = step.end
    return tuple(placed)
