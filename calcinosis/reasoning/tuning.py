"""What other values of the method's choices would do, on published cases by cross-validation.

Every choice that could be fitted on cases is moved away from the value in use, one at a time: how
much the evidence counts as a whole (temperature), how far correlated findings are discounted, the
flatness of the prior, the strength of estimates, the curves, and what is done about reporting bias.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from calcinosis.knowledge import CaseCounts, Knowledge
from calcinosis.reasoning.compiling import compile_model
from calcinosis.reasoning.fitting import (
    SPREADS,
    PartModel,
    PublishedCase,
    counts_without,
    model_without,
    models_by_part,
)
from calcinosis.reasoning.learning import FormJudge
from calcinosis.reasoning.posterior import normalise, posterior
from calcinosis.reasoning.scores import LEAST_PROBABILITY

SETTINGS_TRIED = {
    "prior_exponent": (0.25, 0.5, 0.75, 1.0),
    "estimate_strength": (0.5, 1.0, 2.0),
    "curve_background": (0.03, 0.1, 0.3),
    "curve_smoothing": (0.1, 0.2, 0.4),
    "several_sites_exponent": (0.25, 0.5, 1.0),
    "silence_weight": (0.0, 0.2, 0.4, 1.0),
    "form_elsewhere": (0.15, 0.5, 1.0),
    "probability_floor": (0.0005, 0.002, 0.008),
    "finding_weight_spread": (0.0, 0.2, 0.4, 0.8),
    "cause_factor_spread": (0.0, 0.25, 0.5, 1.0),
}
TEMPERATURES = (0.8, 0.9, 1.0, 1.1, 1.25)
GROUP_SCALES = (0.3, 0.6, 1.0, 1.5)
CASE_WEIGHTS = (0.0, 0.5, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of one choice; ``in_use`` marks the value that the engine has."""

    name: str
    value: float
    in_use: bool
    knowledge: Knowledge
    temperature: float = 1.0
    counts: Callable[[CaseCounts], CaseCounts] = field(default=lambda counts: counts)


@dataclass(frozen=True, slots=True)
class Tried:
    """How a choice does on held-out cases: share of types named rightly, 0 to 1, and log loss."""

    choice: Choice
    right: float
    log_loss: float


def tried(
    records: Sequence[PublishedCase],
    knowledge: Knowledge,
    among: Iterable[Choice],
    parts: int = 10,
    seed: int = 0,
) -> Iterator[Tried]:
    """Each choice in turn, judged on held-out cases.

    The fitted weights are those of the knowledge in use, fitted without the held-out cases; only
    for other values of their spreads they are fitted anew.

    Args:
        records: published cases with source and answer.
        knowledge: the knowledge in use.
        among: what to try, such as ``choices(knowledge)``.
        parts: number of parts for cross-validation by source.
        seed: seed of the division into parts.
    """
    folds = models_by_part(records, parts, seed, knowledge)
    for choice in among:
        yield _judged(choice, records, folds)


def choices(knowledge: Knowledge) -> Iterator[Choice]:
    """Every value of every choice."""
    for name, values in SETTINGS_TRIED.items():
        used = knowledge.settings[name]
        for value in values:
            changed = replace(knowledge, settings={**knowledge.settings, name: value})
            yield Choice(name, value, value == used, changed)
    for value in TEMPERATURES:
        yield Choice("temperature of the evidence", value, value == 1.0, knowledge, value)
    for value in GROUP_SCALES:
        groups = tuple(
            replace(group, factor=min(1.0, group.factor * value)) for group in knowledge.groups
        )
        changed = replace(knowledge, groups=groups)
        yield Choice("group factors, times", value, value == 1.0, changed)
    for aetiology in knowledge.aetiologies.values():
        if aetiology.forms:
            plain = _without_forms(knowledge, aetiology.id)
            yield Choice(f"forms of {aetiology.id}", 0, False, plain)
    yield Choice("forms of any aetiology", 0, False, _without_forms(knowledge))
    yield Choice("forms of any aetiology", 1, True, knowledge)
    for state in ("present", "absent"):
        for value in CASE_WEIGHTS:
            yield Choice(
                f"weight of what cases report as {state}",
                value,
                value == 1.0,
                knowledge,
                counts=_weighted(state, value),
            )


def _without_forms(knowledge: Knowledge, *names: str) -> Knowledge:
    """The knowledge with some aetiologies, or all of them, taken as one picture each."""
    plain = {
        a.id: replace(a, forms=(), evidence=tuple(row for row in a.evidence if not row.form))
        for a in knowledge.aetiologies.values()
        if not names or a.id in names
    }
    return replace(knowledge, aetiologies={**knowledge.aetiologies, **plain})


def _weighted(state: str, weight: float) -> Callable[[CaseCounts], CaseCounts]:
    def weigh(counts: CaseCounts) -> CaseCounts:
        weights = {
            key: number * (weight if key[2] == state else 1.0)
            for key, number in counts.weights.items()
        }
        return replace(counts, weights=weights)

    return weigh


def _judged(choice: Choice, records: Sequence[PublishedCase], folds: Sequence[PartModel]) -> Tried:
    right, losses = 0, []
    judge = FormJudge(choice.knowledge)
    for fold, used in folds:
        if choice.name in SPREADS:
            model = model_without(records, fold, choice.knowledge, judge)
        else:
            counts = counts_without(records, fold, judge)
            counts = replace(
                choice.counts(counts),
                finding_weights=used.counts.finding_weights,
                cause_factors=used.counts.cause_factors,
            )
            model = compile_model(choice.knowledge, counts)
        for place in fold:
            record = records[place]
            result = posterior(record.case, model, record.clinic)
            score = choice.temperature * result.evidence.scaled().sum(axis=0)
            joint = normalise(result.log_prior + score)
            types = model.membership @ model.by_aetiology(joint.sum(axis=1))
            true = model.type_ids.index(record.answer.type)
            right += int(types.argmax() == true)
            losses.append(-np.log(max(float(types[true]), LEAST_PROBABILITY)))
    return Tried(choice, right / len(losses), float(np.mean(losses)))
