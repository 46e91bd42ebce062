"""How often a set of published cases was named rightly, with intervals.

The interval is the Wilson score interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from calcinosis.reasoning.consultation import Consultation
from calcinosis.reasoning.fitting import PublishedCase

Pair = tuple[PublishedCase, Consultation]
"""A published case and what the engine answered."""

_Z_95 = 1.959963984540054
LEAST_PROBABILITY = 1e-15
"""A probability below it counts as this, so that a log loss stays finite."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """``hits`` of ``n``, with the share and its Wilson 95 % interval, None where n is 0."""

    hits: int
    n: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson 95 % interval, within 0 and 1.

        >>> low, high = Proportion(81, 263).interval
        >>> round(low, 3), round(high, 3)
        (0.255, 0.366)
        """
        if not self.n:
            return None
        share, z2 = self.hits / self.n, _Z_95**2
        centre = share + z2 / (2 * self.n)
        half = _Z_95 * sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2))
        scale = 1 + z2 / self.n
        return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)

    def to_dict(self) -> dict[str, Any]:
        """hits, n, share and interval."""
        interval = list(self.interval) if self.interval else None
        return {"hits": self.hits, "n": self.n, "share": self.share, "interval": interval}


@dataclass(frozen=True, slots=True)
class Scores:
    """How often a set of cases was named rightly.

    ``type_accepted`` counts types that experts would also accept as right; the others are strict.
    Aetiology is scored where the authors' aetiology is known. ``log_loss`` is the mean of minus the
    natural log of the true type's probability; None for no case.
    """

    n: int
    type_top1: Proportion
    type_accepted: Proportion
    type_top2: Proportion
    aetiology_top1: Proportion
    aetiology_top3: Proportion
    aetiology_top5: Proportion
    log_loss: float | None

    RATES = (
        "type_top1",
        "type_accepted",
        "type_top2",
        "aetiology_top1",
        "aetiology_top3",
        "aetiology_top5",
    )

    def to_dict(self) -> dict[str, Any]:
        """Every rate with its interval."""
        rates = {name: getattr(self, name).to_dict() for name in self.RATES}
        return {"n": self.n, **rates, "log_loss": self.log_loss}


def score(pairs: Sequence[Pair]) -> Scores:
    """Rates and log loss of pairs of record and answer."""
    named = [(r.answer, a, _ranked(a.types)) for r, a in pairs]
    causes = [(r.answer, _ranked(a.aetiologies)) for r, a in pairs if r.answer.aetiology]

    def type_within(first: int) -> Proportion:
        return Proportion(sum(t.type in ranked[:first] for t, _, ranked in named), len(named))

    def aetiology_within(first: int) -> Proportion:
        return Proportion(sum(t.aetiology in ranked[:first] for t, ranked in causes), len(causes))

    return Scores(
        n=len(named),
        type_top1=type_within(1),
        type_accepted=Proportion(
            sum(ranked[0] in (t.type, *t.also_acceptable) for t, _, ranked in named), len(named)
        ),
        type_top2=type_within(2),
        aetiology_top1=aetiology_within(1),
        aetiology_top3=aetiology_within(3),
        aetiology_top5=aetiology_within(5),
        log_loss=_mean([-log(max(a.types[t.type], LEAST_PROBABILITY)) for t, a, _ in named]),
    )


def _ranked(probabilities: Mapping[str, float]) -> list[str]:
    return sorted(probabilities, key=lambda name: -probabilities[name])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
