"""What changes of a case add to its score, alone and together, group by group of findings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np

from calcinosis.case import LABS, VOCABULARY, Case
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.change_sets import Options, codes
from calcinosis.reasoning.dependence import COMPUTED
from calcinosis.reasoning.reweighing import Reweighing

_NOTHING = 1e-12
_NO_CHANGE = -1
_PLACE = {finding: place for place, finding in enumerate(VOCABULARY)}


class Ledger:
    """The changes that are allowed to a case, and what they add to the score of its groups.

    What changes add together is what a group says after all of them, less what it says after fewer.
    A case that differs from another by findings of the backdrop takes from its ledger what these
    do not touch.
    """

    def __init__(
        self,
        reweighing: Reweighing,
        case: Case,
        changes: list[Change],
        other: Ledger | None = None,
        differing: Iterable[str] = (),
    ) -> None:
        self.reweighing, self.case, self.changes = reweighing, case, changes
        self._score = reweighing.score(case)
        self._cases: dict[tuple[int, ...], Case] = {(): case}
        self._parts: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
        self._other = other
        if other is not None:
            self._known, self._measured = other._known, other._measured
            self._finding, self._touching = other._finding, other._touching
            self._members = other._members
            self._own_groups = frozenset().union(*map(self._touched_groups, differing))
            return
        self._finding = np.array([_PLACE[one.finding] for one in changes], dtype=int)
        self._known = {*case, *(one.finding for one in changes)}
        self._measured = {lab for lab in LABS if _is_measured(case, lab)}
        self._touching: dict[str, list[int]] = {}
        members: dict[int, set[int]] = {}
        for i, change in enumerate(changes):
            for piece in self._touched(change.finding):
                self._touching.setdefault(piece, []).append(i)
                members.setdefault(reweighing.dependence.group_of[piece], set()).add(i)
        self._members = {group: np.array(sorted(some)) for group, some in members.items()}

    def options(self, prior: np.ndarray, size: int) -> Options:
        """The changes as arrays, with their interplay for sets of up to so many."""
        count, hypotheses = len(self.changes), self.reweighing.model.log_kidney.size
        added = np.zeros((count, hypotheses))
        if size:
            for group in self._members:
                sets, beyond = self._beyond(group, 1)
                added[sets[:, 0]] += beyond
        together = []
        for number in (2, 3):
            parts = [self._beyond(group, number) for group in self._members if number <= size]
            together += _summed(parts, number, count, hypotheses)
        return Options(prior + self._score, added, *together)

    def _touched(self, finding: str) -> tuple[str, ...]:
        """The findings whose pieces a change of one may alter."""
        return self.reweighing.dependence.touched(finding, self._known, self._measured)

    def _touched_groups(self, finding: str) -> frozenset[int]:
        group_of = self.reweighing.dependence.group_of
        return frozenset(group_of[piece] for piece in self._touched(finding))

    def _beyond(self, group: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """What sets of changes add in a group beyond what fewer of them add.

        Returns:
            Sets of changes of different findings that touch the group, array [set, size], and what
            they add, array [set, hypothesis]; what nearly nothing is added by is left out.
        """
        if self._other and group not in self._own_groups:
            return self._other._beyond(group, size)
        if (group, size) not in self._parts:
            self._parts[group, size] = self._worked_out(group, size)
        return self._parts[group, size]

    def _worked_out(self, group: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        members = self._members[group]
        chosen = self._combinations(members, size)
        if not len(chosen):
            return chosen, np.zeros((0, self._score.size))
        nothing = np.full((1, size), _NO_CHANGE)
        scores = self._group_scores(group, np.concatenate([nothing, members[chosen]]))
        total = scores[1:] - scores[0]
        for fewer in range(1, size):
            place, added = self._places(group, fewer)
            for some in combinations(range(size), fewer):
                total -= added[place[tuple(chosen[:, i] for i in some)]]
        telling = np.abs(total).max(axis=1) > _NOTHING
        return members[chosen[telling]], total[telling]

    def _places(self, group: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Where what a set adds stands, array [member] or [member, member], and what; 0: nothing."""
        sets, added = self._beyond(group, size)
        members = self._members[group]
        place = np.zeros((len(members),) * size, dtype=int)
        place[tuple(np.searchsorted(members, sets).T)] = np.arange(len(sets)) + 1
        return place, np.concatenate([np.zeros((1, added.shape[1])), added])

    def _combinations(self, members: np.ndarray, size: int) -> np.ndarray:
        """Places among the members of every set of changes of different findings, [set, size]."""
        finding = self._finding[members]
        if size == 1:
            return np.arange(len(members))[:, None]
        after = np.triu(finding[:, None] != finding, 1)
        if size == 2:
            return np.argwhere(after)
        return np.argwhere(after[:, :, None] & after[:, None, :] & after)

    def _group_scores(self, group: int, sets: np.ndarray) -> np.ndarray:
        """What a group says after each set of changes, array [set, hypothesis]."""
        findings = [one for one in self.reweighing.dependence.groups[group] if self._may_tell(one)]
        readings = [self._readings(finding, sets) for finding in findings]
        patterns = sum(exist.astype(int) << i for i, (_, exist) in enumerate(readings))
        kinds, which = np.unique(patterns, return_inverse=True)
        weights = np.zeros((len(kinds), len(findings)))
        for row, kind in enumerate(kinds.tolist()):
            found = [i for i in range(len(findings)) if kind >> i & 1]
            weights[row, found] = self.reweighing.weights_of(tuple(findings[i] for i in found))
        weights = weights[which]
        return sum(weights[:, i, None] * log for i, (log, _) in enumerate(readings))

    def _may_tell(self, finding: str) -> bool:
        return finding in self._known or finding in COMPUTED

    def _readings(self, finding: str, sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a finding says after each set of changes, [set, hypothesis], and whether it does."""
        touching = np.zeros(len(self.changes) + 1, dtype=bool)
        touching[self._touching.get(finding, [])] = True
        relevant = np.where(touching[sets], sets, _NO_CHANGE)
        order = codes(np.sort(relevant, axis=1) + 1, len(touching))
        _, first, which = np.unique(order, return_index=True, return_inverse=True)
        logs = np.zeros((len(first), self._score.size))
        exist = np.zeros(len(first), dtype=bool)
        for row, one in enumerate(relevant[first].tolist()):
            log = self._reading(finding, tuple(i for i in one if i != _NO_CHANGE))
            if log is not None:
                logs[row], exist[row] = log, True
        return logs[which], exist[which]

    def _reading(self, finding: str, some: tuple[int, ...]) -> np.ndarray | None:
        case = self._case(some)
        if finding in case or finding in COMPUTED:
            return self.reweighing.likelihood(finding, case)
        return None

    def _case(self, some: tuple[int, ...]) -> Case:
        if some not in self._cases:
            self._cases[some] = self.changes[some[-1]].apply(self._case(some[:-1]))
        return self._cases[some]


def _is_measured(case: Case, lab: str) -> bool:
    result = case.get(lab)
    return result is not None and result.value is not None


def _summed(parts, size: int, count: int, hypotheses: int) -> tuple[np.ndarray, np.ndarray]:
    """The sets of several groups, [set, size], and what they add in all, [set, hypothesis]."""
    sets = np.concatenate([np.zeros((0, size), dtype=int), *(one[0] for one in parts)])
    added = np.concatenate([np.zeros((0, hypotheses)), *(one[1] for one in parts)])
    _, first, which = np.unique(codes(sets, count), return_index=True, return_inverse=True)
    total = np.zeros((len(first), hypotheses))
    np.add.at(total, which, added)
    return sets[first], total
