"""Simpler ways of naming the type, judged on the same cases and parts as the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from calcinosis.knowledge import CaseCounts, Knowledge
from calcinosis.reasoning.compiling import compile_model
from calcinosis.reasoning.evaluation import calibration_error, reliability_of
from calcinosis.reasoning.fitting import PublishedCase, answer_all, folds_by_source
from calcinosis.reasoning.flow_chart import follow
from calcinosis.reasoning.regression import regress
from calcinosis.reasoning.scores import score
from calcinosis.reasoning.validation import FIRST_CASES, KNOWN_CASES

Records = Sequence[PublishedCase]
Answering = Callable[[Records, Records], "Sequence[TypeAnswer]"]
"""Training cases and cases to answer, to one answer a case."""
NAMES = MappingProxyType(
    {
        "estimates": "Engine without the cases",
        "regression": "Logistic regression",
        "flow_chart": "Textbook flow chart",
        "prior": "Most frequent type",
    }
)
"""The comparators in words, in the order in which they are shown."""
_WITHOUT_PROBABILITY = ("flow_chart",)


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """The probability of each type, from something that knows no aetiologies."""

    types: Mapping[str, float]
    aetiologies: Mapping[str, float] = field(default_factory=dict)

    @property
    def leading_type(self) -> str:
        """The most probable type; the first of those alike."""
        return max(self.types, key=self.types.__getitem__)


def comparison_report(
    records: Records, knowledge: Knowledge, parts: int = 10, seed: int = 0
) -> dict[str, Any]:
    """Every figure of the comparators, as plain data.

    Args:
        records: published cases with source and answer.
        knowledge: the knowledge files.
        parts: number of parts of the cross-validation by source.
        seed: seed of the parts, of the inner ones too.

    Returns:
        A dict with the knowledge version and, for each comparator, the scores on all cases and on
        the first of them (cross-validated by source), and on the latest ones (learnt from those
        before only), with the ids of all cases whose type it did not name. The regression says
        with which inverse penalties it answered.
    """
    penalties: list[float] = []
    answering = answerers(knowledge, seed, penalties)
    return {
        "knowledge_version": knowledge.version,
        "cases": len(records),
        "parts": parts,
        "seed": seed,
        "comparators": {
            name: judged(name, answer, records, parts, seed) for name, answer in answering.items()
        },
        "inverse_penalties": {f"{c:g}": n for c, n in sorted(Counter(penalties).items())},
    }


def answerers(
    knowledge: Knowledge, seed: int, penalties: list[float] | None = None
) -> dict[str, Answering]:
    """Every comparator by its id; the regression adds its inverse penalties to ``penalties``."""
    types = tuple(knowledge.types)
    bare = compile_model(knowledge, CaseCounts())

    def by_regression(train: Records, tested: Records) -> list[TypeAnswer]:
        fitted = regress(train, tested, seed)
        if penalties is not None:
            penalties.append(fitted.inverse_penalty)
        return [TypeAnswer(dict.fromkeys(types, 0.0) | given) for given in fitted.probabilities]

    def by_flow_chart(train: Records, tested: Records) -> list[TypeAnswer]:
        del train
        return [
            TypeAnswer(dict.fromkeys(types, 0.0) | {follow(record.case): 1.0}) for record in tested
        ]

    return {
        "estimates": lambda train, tested: answer_all(tested, bare),
        "regression": by_regression,
        "flow_chart": by_flow_chart,
        "prior": lambda train, tested: [_shares(train, types)] * len(tested),
    }


def judged(name: str, answer: Answering, records: Records, parts: int, seed: int) -> dict[str, Any]:
    """The scores of one comparator on all, the first and the latest cases."""
    known, latest = records[:KNOWN_CASES], records[KNOWN_CASES:]
    of_all = _cross_validated(answer, records, parts, seed)
    sets = {
        "all": (records, of_all),
        "first": (records[:FIRST_CASES], of_all[:FIRST_CASES]),
        "latest": (latest, answer(known, latest)),
    }
    return {
        **{key: _scores(*pair, name not in _WITHOUT_PROBABILITY) for key, pair in sets.items()},
        "missed": [
            record.id
            for record, one in zip(records, of_all, strict=True)
            if one.leading_type != record.answer.type
        ],
    }


def _cross_validated(answer: Answering, records: Records, parts: int, seed: int):
    answers: dict[int, TypeAnswer] = {}
    for held_out in folds_by_source(records, parts, seed):
        apart = set(held_out)
        train = [record for place, record in enumerate(records) if place not in apart]
        given = answer(train, [records[place] for place in held_out])
        answers.update(zip(held_out, given, strict=True))
    return [answers[place] for place in range(len(records))]


def _scores(records: Records, answers, with_probability: bool) -> dict[str, Any]:
    pairs = list(zip(records, answers, strict=True))
    scores = score(pairs)
    return {
        "type_top1": scores.type_top1.to_dict(),
        "type_accepted": scores.type_accepted.to_dict(),
        "log_loss": scores.log_loss if with_probability else None,
        "calibration_error": calibration_error(reliability_of(pairs)) if with_probability else None,
    }


def _shares(train: Records, types: Sequence[str]) -> TypeAnswer:
    """The share of each type among the training cases, one case added to each."""
    seen = Counter(record.answer.type for record in train)
    total = len(train) + len(types)
    return TypeAnswer({type_: (seen[type_] + 1) / total for type_ in types})
