"""A quiz on published cases: what a learner commits to at each stage, and how well that did.

A learner names one type and how sure he or she is of it. So the scores are those of one stated
probability: Brier, Mon Weather Rev 1950;78:1-3, and the log score of Good, J R Stat Soc B
1952;14:107-114. The engine is scored alike, by its leading type and the probability of that.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning.consultation import Consultation
from calcinosis.reasoning.evaluation import Bin, reliability
from calcinosis.reasoning.fitting import KnownAnswer, PublishedCase
from calcinosis.reasoning.scores import LEAST_PROBABILITY, Proportion

CONFIDENCES = (0.2, 0.4, 0.6, 0.8, 0.95)
"""How sure a learner can say to be, from possible to very likely."""
DIFFICULTIES = ("easy", "medium", "hard")
EASY_FROM = 0.9


@dataclass(frozen=True, slots=True)
class Judgement:
    """A type, and how sure one is of it (0 to 1)."""

    type: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One case in the hands of a learner: a judgement for each stage seen so far.

    ``stages`` is how many stages the case has.
    """

    id: str
    stages: int
    judgements: tuple[Judgement, ...] = ()
    is_ended: bool = False

    @property
    def stage(self) -> int:
        """The place of the latest stage that is shown, from 0."""
        return len(self.judgements) - self.is_ended

    @property
    def is_last_stage(self) -> bool:
        """Whether nothing more becomes known after the stage that is shown."""
        return self.stage == self.stages - 1

    def commit(self, judgement: Judgement, go_on: bool) -> Attempt:
        """The judgement at the stage shown; then the next stage, or the end.

        There is no going on after the last stage. Raises ValueError where the case has ended.
        """
        if self.is_ended:
            raise ValueError(f"{self.id} has ended, allowed: no further judgement")
        ends = self.is_last_stage or not go_on
        return replace(self, judgements=(*self.judgements, judgement), is_ended=ends)


@dataclass(frozen=True, slots=True)
class QuizScore:
    """How well final judgements did on a set of cases.

    ``accepted`` counts types that experts would accept too. ``brier`` (0 to 1) and ``log_loss``
    (0 and above) are means over the cases, lower is better, None for no case; always saying 50 %
    would give 0.25 and 0.69. ``bins`` holds how often each confidence was right.
    """

    right: Proportion
    accepted: Proportion
    brier: float | None
    log_loss: float | None
    bins: tuple[Bin, ...]


def quiz_score(judged: Sequence[tuple[Judgement, KnownAnswer]]) -> QuizScore:
    """Score judgements against what the authors concluded."""
    named = [(one.confidence, one.type == answer.type) for one, answer in judged]
    accepted = sum(one.type in (a.type, *a.also_acceptable) for one, a in judged)
    given = [p if is_right else 1 - p for p, is_right in named]
    n = len(named)
    return QuizScore(
        right=Proportion(sum(is_right for _, is_right in named), n),
        accepted=Proportion(accepted, n),
        brier=sum((1 - p) ** 2 for p in given) / n if n else None,
        log_loss=sum(-log(max(p, LEAST_PROBABILITY)) for p in given) / n if n else None,
        bins=reliability(named),
    )


def judgement_of(answer: Consultation) -> Judgement:
    """What the engine names first, and how likely it takes that to be."""
    return Judgement(answer.leading_type, answer.types[answer.leading_type])


def difficulty(right_type_probability: float) -> str:
    """How hard a case is, by the probability the engine gives the type its authors named.

    The engine must not have learnt from the case. From 0.9 it is easy; below the setting
    ``abstain_below``, where the engine would not answer or would name another type, hard. What is
    hard for people may differ.

    >>> difficulty(0.97), difficulty(0.7), difficulty(0.1)
    ('easy', 'medium', 'hard')
    """
    if right_type_probability >= EASY_FROM:
        return "easy"
    bar = load_knowledge().settings["abstain_below"]
    return "hard" if right_type_probability < bar else "medium"


def quiz_order(
    records: Iterable[PublishedCase],
    seed: int,
    types: Collection[str] = (),
    difficulties: Collection[str] = (),
    probabilities: Mapping[str, float] | None = None,
) -> tuple[str, ...]:
    """Ids of the cases to ask, in an order that depends on the seed alone.

    Args:
        records: published cases; one without an answer is not asked.
        seed: of the order. Filters leave cases out and do not change the order of the others.
        types: only cases whose authors named one of these; empty for all.
        difficulties: only cases as hard as one of these; empty for all.
        probabilities: that of the right type by case id, for the difficulty.
    """
    chosen = [record for record in records if record.answer is not None]
    random.Random(seed).shuffle(chosen)
    return tuple(
        record.id
        for record in chosen
        if (not types or record.answer.type in types)
        and (not difficulties or difficulty((probabilities or {})[record.id]) in difficulties)
    )
