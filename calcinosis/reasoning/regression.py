"""Multinomial logistic regression on the coded findings, to compare the engine with.

It learns from cases alone and knows no medicine. It needs scikit-learn, a package for development
that is imported only when a regression is fitted: the app and the engine do without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from calcinosis.case import LAB_STATES, VOCABULARY, Case, lab_state
from calcinosis.knowledge import CLINICS
from calcinosis.reasoning.fitting import PublishedCase, folds_by_source

INVERSE_PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""What the inner cross-validation chooses from: scikit-learn's C, small is a strong penalty."""
_INNER_PARTS = 5
_LEAST_PROBABILITY = 1e-15
_NUMBERS = tuple(item.id for item in VOCABULARY.values() if item.kind == "number")


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted regression: the chosen inverse penalty, and the probabilities it gave.

    ``probabilities`` holds, for each tested case in order, the probability of each type.
    """

    inverse_penalty: float
    probabilities: tuple[dict[str, float], ...]


def regress(
    train: Sequence[PublishedCase], tested: Sequence[PublishedCase], seed: int
) -> Regression:
    """Probabilities of the tested cases by a regression fitted on the others.

    The L2 penalty is the one with the least log loss in a cross-validation by source among the
    training cases.

    Args:
        train: cases with their answer, from at least five sources.
        tested: the cases to answer; their answers are not looked at.
        seed: seed of the inner parts.
    """
    best = min(INVERSE_PENALTIES, key=lambda c: _inner_log_loss(train, c, seed))
    return Regression(best, _probabilities(train, tested, best))


def states(case: Case, clinic: str) -> dict[str, float]:
    """The findings of a case as features: 1 for each known state, and numbers as log(1 + x).

    >>> states(Case.from_dict({"sex": "male", "raynaud": False}), "any")
    {'clinic=any': 1.0, 'sex=male': 1.0, 'raynaud=no': 1.0}
    """
    features = {f"clinic={clinic}": 1.0}
    for finding, value in case.items():
        kind = VOCABULARY[finding].kind
        if kind == "number":
            features[f"{finding} known"] = 1.0
            features[finding] = float(np.log1p(value))
        elif kind == "yesno":
            features[f"{finding}={'yes' if value else 'no'}"] = 1.0
        elif kind == "multi":
            features |= {f"{finding}={choice}": 1.0 for choice in value}
        elif kind == "choice":
            features[f"{finding}={value}"] = 1.0
        elif (state := lab_state(case, finding)) is not None:
            features[f"{finding}={state}"] = 1.0
    return features


def _names() -> tuple[str, ...]:
    names = [f"clinic={clinic}" for clinic in CLINICS]
    for item in VOCABULARY.values():
        if item.kind == "number":
            names += [f"{item.id} known", item.id]
        else:
            of_kind = {"yesno": ("yes", "no"), "lab": LAB_STATES}.get(item.kind, item.choices)
            names += [f"{item.id}={state}" for state in of_kind]
    return tuple(names)


_PLACE = {name: place for place, name in enumerate(_names())}


def _matrix(records: Sequence[PublishedCase]) -> np.ndarray:
    matrix = np.zeros((len(records), len(_PLACE)))
    for row, record in enumerate(records):
        clinic = record.clinic if record.clinic in CLINICS else "any"
        for name, value in states(record.case, clinic).items():
            matrix[row, _PLACE[name]] = value
    return matrix


def _probabilities(train, tested, inverse_penalty: float) -> tuple[dict[str, float], ...]:
    from sklearn.linear_model import LogisticRegression

    known, asked = _matrix(train), _matrix(tested)
    _standardise_numbers(known, asked)
    fitted = LogisticRegression(C=inverse_penalty, max_iter=2000)
    fitted.fit(known, [record.answer.type for record in train])
    return tuple(
        dict(zip(fitted.classes_.tolist(), row, strict=True))
        for row in fitted.predict_proba(asked).tolist()
    )


def _standardise_numbers(known: np.ndarray, asked: np.ndarray) -> None:
    """Numbers to mean 0 and spread 1 of the training cases that state them; 0 where unknown."""
    for finding in _NUMBERS:
        column, stated = _PLACE[finding], _PLACE[f"{finding} known"]
        values = known[known[:, stated] == 1.0, column]
        if not values.size:
            known[:, column] = asked[:, column] = 0.0
            continue
        centre, spread = values.mean(), values.std() or 1.0
        for matrix in (known, asked):
            there = matrix[:, stated] == 1.0
            matrix[there, column] = (matrix[there, column] - centre) / spread


def _inner_log_loss(train, inverse_penalty: float, seed: int) -> float:
    total = 0.0
    for held_out in folds_by_source(train, _INNER_PARTS, seed):
        apart = set(held_out)
        others = [record for place, record in enumerate(train) if place not in apart]
        inside = [train[place] for place in held_out]
        given = _probabilities(others, inside, inverse_penalty)
        total -= sum(
            log(max(types.get(record.answer.type, 0.0), _LEAST_PROBABILITY))
            for record, types in zip(inside, given, strict=True)
        )
    return total / len(train)
