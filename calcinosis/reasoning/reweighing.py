"""A case weighed again after changes, exactly and fast: only what a change touches is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from calcinosis.case import Case, Coupling, counted, is_reduced
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
        self._facts: dict[tuple, bool | None] = {}
        self._weights: dict[tuple[str, ...], np.ndarray] = {}

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
            if len(found) == 1:
                total += logs[0]
            elif found:
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
        after = self.partial_score(changed, groups, instead)
        return after - self.partial_score(base, groups)

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

    def _piece(self, finding: str, case: Case) -> np.ndarray | None:
        if any(self._holds(*rule, case) for rule in self.dependence.repeated_by[finding]):
            return None
        read_with = self.dependence.counts_with(finding, _Measured(case))
        key = (finding, *map(case.get, read_with))
        formula = self.dependence.formula_of.get(finding)
        if formula and read_with is self.dependence.counted_with[finding][0]:
            rest = (case.get(one) for one in read_with if one not in formula.reduced)
            key = (finding, self._is_reduced(case), *rest)
        if key not in self._pieces:
            piece = piece_of(finding, _cut_down(case, read_with), self.model)
            self._pieces[key] = None if piece is None else piece.log_likelihood.ravel()
        return self._pieces[key]

    def _holds(self, redundancy: Coupling, asked: tuple[str, ...], case: Case) -> bool:
        """Whether a redundancy holds in a case; ``asked`` are the findings that decide it."""
        key = (redundancy.holds, *map(case.get, asked))
        if key not in self._facts:
            self._facts[key] = redundancy.holds(counted(_cut_down(case, asked))[0])
        return self._facts[key]

    def _is_reduced(self, case: Case) -> bool | None:
        """Whether kidney function is reduced, for the formulas that ask no more of it."""
        asked = self.dependence.read_with["creatinine"]
        key = (is_reduced, *map(case.get, asked))
        if key not in self._facts:
            self._facts[key] = is_reduced(counted(_cut_down(case, asked))[0])
        return self._facts[key]


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
