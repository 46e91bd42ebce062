"""A case weighed again after changes, exactly and fast: only what a change touches is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from calcinosis.case import Case, LabResult, Question
from calcinosis.case.consistency import dropped
from calcinosis.reasoning.dependence import COMPUTED, dependence
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import normalise
from calcinosis.reasoning.weighing import counting_weights, piece_of


class Reweighing:
    """Remembers what findings say in their states, so that a changed case costs little.

    ``score(case)`` equals ``weigh(case, model).scaled().sum(axis=0)`` for every case. A piece of
    evidence is made by ``piece_of``, as ``weigh`` makes it, on the case cut down to the findings it
    is read with, once for each state of these.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.dependence = dependence(model)
        self._pieces: dict[tuple, np.ndarray | None] = {}
        self._alone, self._weights = _kept(model)
        self._answers: dict[tuple, bool | None] = {}
        self._before: tuple[Case, frozenset[int], np.ndarray] | None = None

    def score(self, case: Case) -> np.ndarray:
        """The summed weighted log-likelihood of a case, array [profile x kidney]."""
        group_of = self.dependence.group_of
        return self.partial_score(case, {group_of[finding] for finding in (*case, *COMPUTED)})

    def types(self, scores: np.ndarray) -> np.ndarray:
        """Probability of every type from prior and findings together.

        Args:
            scores: log prior plus score, array [case, profile x kidney].

        Returns:
            Array [case, type], each row as ``posterior`` gives it.
        """
        joint = normalise(scores.reshape(-1, *self.model.log_kidney.shape))
        return self.model.by_aetiology(joint.sum(axis=2)) @ self.model.membership.T

    def partial_score(
        self, case: Case, groups: Iterable[int], instead: Mapping[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """What some groups add to the score of a case, array [profile x kidney].

        ``instead`` has log-likelihoods, of that shape, that stand in for those of some findings.
        """
        total = np.zeros(self.model.log_kidney.size)
        for number in groups:
            found, logs = [], []
            for finding in self.dependence.groups[number]:
                if finding in case or finding in COMPUTED:
                    log = self._piece(finding, case)
                    if log is not None:
                        found.append(finding)
                        logs.append(instead.get(finding, log) if instead else log)
            if found:
                total += self.weights_of(tuple(found)) @ np.array(logs)
        return total

    def change(
        self,
        base: Case,
        changed: Case,
        findings: Iterable[str],
        instead: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Score of a case less that of the base it differs from in these findings only.

        ``instead``, as in ``partial_score``, is for the changed case.
        """
        groups = self.dependence.touched_groups(findings, {*base, *changed})
        if self._before is None or self._before[0] is not base or self._before[1] != groups:
            self._before = base, groups, self.partial_score(base, groups)
        return self.partial_score(changed, groups, instead) - self._before[2]

    def likelihood(self, finding: str, case: Case) -> np.ndarray | None:
        """How likely a finding of a case is in every hypothesis, unweighted, as a logarithm.

        Array [profile x kidney]; None where it is not weighed by itself.
        """
        return self._piece(finding, case)

    def weights_of(self, findings: tuple[str, ...]) -> np.ndarray:
        """How much each of the findings counts where these of a group are known."""
        if findings not in self._weights:
            self._weights[findings] = counting_weights(findings, self.model)
        return self._weights[findings]

    def answer(self, question: Question, asked: tuple[str, ...], case: Case) -> bool | None:
        """The answer to a question that these findings decide, in a case without contradictions."""
        key = (question, *map(case.get, asked))
        if key not in self._answers:
            few = _cut_down(case, asked)
            contradicted = dropped(few)
            self._answers[key] = question(few.without(*contradicted) if contradicted else few)
        return self._answers[key]

    def _piece(self, finding: str, case: Case) -> np.ndarray | None:
        for redundancy, asked in self.dependence.repeated_by[finding]:
            if self.answer(redundancy.holds, asked, case):
                return None
        reading = self.dependence.reading(finding, _Measured(case))
        values = tuple(map(case.get, reading.plain))
        answers = (self.answer(question, asked, case) for question, asked in reading.questions)
        key = (finding, *answers, *values)
        pieces = self._alone if _is_alone(values) else self._pieces
        if key not in pieces:
            piece = piece_of(finding, _cut_down(case, reading.findings), self.model)
            pieces[key] = None if piece is None else piece.log_likelihood.ravel()
        return pieces[key]


@lru_cache(maxsize=4)
def _kept(model: Model) -> tuple[dict[tuple, np.ndarray | None], dict[tuple[str, ...], np.ndarray]]:
    """What is kept from one case to the next, as it tells nothing of a patient.

    What single findings say, by the answers to the questions that they are read with, in a state
    that is no number; and how much findings of a group count that are known together.
    """
    return {}, {}


def _is_alone(values: tuple) -> bool:
    """Whether the first of some values is the only one, and one of few that it can have."""
    first = values[0]
    if isinstance(first, LabResult):
        few = first == LabResult(state=first.state)
    elif isinstance(first, tuple):
        few = len(first) == 1
    else:
        few = isinstance(first, (bool, str))
    return few and all(value is None for value in values[1:])


def _cut_down(case: Case, findings: tuple[str, ...]) -> Case:
    """The case with these findings only."""
    return Case(tuple(item for item in case.items() if item[0] in findings))


class _Measured:
    """The labs of a case that have values."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __contains__(self, lab: str) -> bool:
        result = self._case.get(lab)
        return result is not None and result.value is not None
