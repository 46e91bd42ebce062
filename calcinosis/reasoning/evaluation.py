"""How well answers agree with what the authors of published cases concluded.

The Brier score is the multi-class one; the expected calibration error is that of Naeini, Cooper and
Hauskrecht, Proc Conf AAAI Artif Intell 2015:2901-2907.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calcinosis.reasoning.consultation import Consultation, Contribution
from calcinosis.reasoning.fitting import PublishedCase
from calcinosis.reasoning.scores import Pair, Proportion, Scores, score

_BINS = 10
_MISLEADING_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """A case whose type was not named as its authors did, and the findings that misled most.

    ``true_type_place`` is the place of the true type among all, 2 or more. ``accepted`` says that
    experts would accept the named type too. ``misled_by`` are the largest contributions towards the
    named type against the true one.
    """

    id: str
    stated: str
    true_type: str
    true_type_probability: float
    true_type_place: int
    true_aetiology: str
    true_aetiology_probability: float
    named_type: str
    named_type_probability: float
    named_aetiology: str
    named_aetiology_probability: float
    accepted: bool
    conclusive: bool
    misled_by: tuple[Contribution, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, numbers not rounded."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "misled_by"}
        plain["misled_by"] = [
            {"finding": c.finding, "state": c.state, "log10_odds": c.log10_odds}
            for c in self.misled_by
        ]
        return plain


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose leading probability lies in one tenth: how many, how sure, how many right."""

    low: float
    high: float
    right: Proportion
    mean_probability: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, numbers not rounded."""
        return {
            "low": self.low,
            "high": self.high,
            "mean_probability": self.mean_probability,
            "right": self.right.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of a set of answers.

    ``clinic`` names the prior that was used ("as recorded", or one clinic for all) and ``fitted``
    what the model had learnt from. ``brier`` is the multi-class score (0 to 2) and
    ``calibration_error`` the expected calibration error of the leading probability in ten equal
    bins (0 to 1). ``confusion`` counts cases by true type and leading type. ``with_any`` holds the
    scores of the same cases by the prior "any", None where not computed.
    """

    clinic: str
    fitted: str
    overall: Scores
    brier: float
    calibration_error: float
    reliability: tuple[Bin, ...]
    conclusive: Proportion
    right_when_conclusive: Proportion
    confusion: Mapping[str, Mapping[str, int]]
    by_type: Mapping[str, Scores]
    by_quality: Mapping[str, Scores]
    by_disease_known: Mapping[str, Scores]
    misses: tuple[Miss, ...]
    with_any: Scores | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, numbers not rounded."""
        return {
            "clinic": self.clinic,
            "fitted": self.fitted,
            **self.overall.to_dict(),
            "brier": self.brier,
            "calibration_error": self.calibration_error,
            "reliability": [one.to_dict() for one in self.reliability],
            "conclusive": self.conclusive.to_dict(),
            "right_when_conclusive": self.right_when_conclusive.to_dict(),
            "with_clinic_any": self.with_any.to_dict() if self.with_any else None,
            "confusion": {true: dict(named) for true, named in self.confusion.items()},
            "by_type": {key: scores.to_dict() for key, scores in self.by_type.items()},
            "by_quality": {key: scores.to_dict() for key, scores in self.by_quality.items()},
            "by_disease_known": {
                key: scores.to_dict() for key, scores in self.by_disease_known.items()
            },
            "misses": [miss.to_dict() for miss in self.misses],
        }


def evaluate(
    records: Sequence[PublishedCase],
    answers: Sequence[Consultation],
    *,
    clinic: str = "as recorded",
    fitted: str = "",
    answers_any: Sequence[Consultation] | None = None,
) -> Evaluation:
    """Score answers against what the authors concluded.

    Args:
        records: cases with the authors' answer; at least one.
        answers: one consultation a record, in the same order.
        clinic: which prior was used, for the report.
        fitted: what the model had learnt from, for the report.
        answers_any: the answers by the prior "any", for comparison.

    Raises:
        ValueError: there is no record, a record has no answer, or its type or aetiology is not
            among those of the answers.
    """
    pairs = list(zip(records, answers, strict=True))
    if not pairs:
        raise ValueError("no case to evaluate, allowed: at least one with its answer")
    for record, answer in pairs:
        _check_answer(record, answer)
    types = tuple(answers[0].types)
    conclusive = [pair for pair in pairs if pair[1].conclusive]
    bins = reliability_of(pairs)
    with_any = None
    if answers_any is not None:
        with_any = score(list(zip(records, answers_any, strict=True)))
    return Evaluation(
        clinic=clinic,
        fitted=fitted,
        overall=score(pairs),
        brier=sum(_brier(record, answer) for record, answer in pairs) / len(pairs),
        calibration_error=calibration_error(bins),
        reliability=bins,
        conclusive=Proportion(len(conclusive), len(pairs)),
        right_when_conclusive=Proportion(sum(map(_is_right, conclusive)), len(conclusive)),
        confusion=_confusion(pairs, types),
        by_type={
            type_: score(chosen)
            for type_ in types
            if (chosen := [pair for pair in pairs if pair[0].answer.type == type_])
        },
        by_quality=_broken_down(pairs, lambda record: record.quality or "not said"),
        by_disease_known=_broken_down(
            pairs,
            lambda record: {True: "known", False: "not known"}.get(
                record.disease_known, "not said"
            ),
        ),
        misses=tuple(_miss(*pair) for pair in pairs if not _is_right(pair)),
        with_any=with_any,
    )


def _check_answer(record: PublishedCase, answer: Consultation) -> None:
    known = record.answer
    if known is None:
        raise ValueError(f"{record.id} has no answer, allowed: a case with its type")
    for type_ in (known.type, *known.also_acceptable):
        if type_ not in answer.types:
            allowed = ", ".join(answer.types)
            raise ValueError(f"{record.id}: type {type_!r} is unknown, allowed: {allowed}")
    if known.aetiology and known.aetiology not in answer.aetiologies:
        allowed = ", ".join(sorted(answer.aetiologies))
        raise ValueError(
            f"{record.id}: aetiology {known.aetiology!r} is unknown, allowed: {allowed}"
        )


def _is_right(pair: Pair) -> bool:
    record, answer = pair
    return answer.leading_type == record.answer.type


def _brier(record: PublishedCase, answer: Consultation) -> float:
    true = record.answer.type
    return sum((p - (type_ == true)) ** 2 for type_, p in answer.types.items())


def reliability_of(pairs: Sequence[Pair]) -> tuple[Bin, ...]:
    """Reliability of the leading types of some answers."""
    return reliability((a.types[a.leading_type], _is_right((r, a))) for r, a in pairs)


def reliability(named: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Ten equal bins of the probability given to what was named, and how often it was right.

    Args:
        named: pairs of that probability (0 to 1) and whether it was right.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for sure, is_right in named:
        bins[min(int(sure * _BINS), _BINS - 1)].append((sure, is_right))
    return tuple(
        Bin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            right=Proportion(sum(right for _, right in members), len(members)),
            mean_probability=sum(p for p, _ in members) / len(members) if members else None,
        )
        for number, members in enumerate(bins)
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Mean over the cases of |share right - mean leading probability| within the bin of each."""
    filled = [one for one in bins if one.right.n]
    gaps = (abs(one.right.hits - one.mean_probability * one.right.n) for one in filled)
    return sum(gaps) / sum(one.right.n for one in filled)


def _confusion(pairs: Sequence[Pair], types: tuple[str, ...]) -> dict[str, dict[str, int]]:
    table = {true: dict.fromkeys(types, 0) for true in types}
    for record, answer in pairs:
        table[record.answer.type][answer.leading_type] += 1
    return table


def _broken_down(pairs: Sequence[Pair], key) -> dict[str, Scores]:
    values = sorted({key(record) for record, _ in pairs})
    return {value: score([p for p in pairs if key(p[0]) == value]) for value in values}


def _miss(record: PublishedCase, answer: Consultation) -> Miss:
    true, named = record.answer, answer.leading_type
    cause = next(iter(answer.aetiologies))
    towards_named = answer.explain(named, true.type).contributions
    misleading = sorted((c for c in towards_named if c.log10_odds > 0), key=lambda c: -c.log10_odds)
    return Miss(
        id=record.id,
        stated=true.stated,
        true_type=true.type,
        true_type_probability=answer.types[true.type],
        true_type_place=1 + sum(p > answer.types[true.type] for p in answer.types.values()),
        true_aetiology=true.aetiology,
        true_aetiology_probability=answer.aetiologies.get(true.aetiology, 0.0),
        named_type=named,
        named_type_probability=answer.types[named],
        named_aetiology=cause,
        named_aetiology_probability=answer.aetiologies[cause],
        accepted=named in true.also_acceptable,
        conclusive=answer.conclusive,
        misled_by=tuple(misleading[:_MISLEADING_SHOWN]),
    )
