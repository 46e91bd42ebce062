"""What changes of a case add to its score, alone and together, group by group of findings."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from calcinosis.case import VOCABULARY, Case
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.change_sets import Options
from calcinosis.reasoning.reweighing import Reweighing

_NOTHING = 1e-12
_PLACE = {finding: place for place, finding in enumerate(VOCABULARY)}


class Ledger:
    """The changes that are allowed to a case, and what they add to the score of its groups.

    A group is scored once for each choice of the changes that touch it. A case that differs from
    another by findings of the backdrop takes from its ledger what these do not touch.
    """

    def __init__(
        self,
        reweighing: Reweighing,
        case: Case,
        changes: list[Change],
        other: Ledger | None = None,
        differing: tuple[str, ...] = (),
    ) -> None:
        self.reweighing, self.case, self.changes = reweighing, case, changes
        known = reweighing.dependence
        self.known = {*case, *(one.finding for one in changes)}
        self.groups = [self._touched(one.finding) for one in changes]
        self._other = other
        self._own_groups = frozenset(range(len(known.groups)))
        if other is not None:
            self._own_groups = frozenset().union(*map(self._touched, differing))
        self._scores: dict[tuple, np.ndarray] = {}
        self._added_by: dict[tuple[int, ...], np.ndarray] = {}
        self._cases: dict[tuple[int, ...], Case] = {(): case}

    def options(self, prior: np.ndarray, size: int) -> Options:
        """The changes as arrays, with their interplay for sets of up to so many."""
        pairs = self._touching_pairs() if size > 1 else []
        triples = self._touching_triples(pairs) if size > 2 else []
        changes = self.changes if size else []
        return Options(
            prior + self.reweighing.score(self.case),
            self._added(len(changes)),
            np.array([_PLACE[one.finding] for one in changes], dtype=int),
            *self._together(pairs, 2),
            *self._together(triples, 3),
        )

    def _touched(self, finding: str) -> frozenset[int]:
        """The groups in which a change of a finding may touch a piece of evidence."""
        return self.reweighing.dependence.touched_groups((finding,), self.known)

    def _added(self, count: int) -> np.ndarray:
        """What each of the first changes adds alone, array [change, hypothesis]."""
        rows = [self._beyond((i,), self.groups[i]) for i in range(count)]
        return np.array(rows).reshape(len(rows), self.reweighing.model.log_kidney.size)

    def _touching_pairs(self) -> list[tuple[int, int]]:
        """Changes i < j of different findings that touch a group in common."""
        members: dict[int, list[int]] = {}
        for i, groups in enumerate(self.groups):
            for group in groups:
                members.setdefault(group, []).append(i)
        pairs = {pair for one in members.values() for pair in combinations(one, 2)}
        changes = self.changes
        return sorted(p for p in pairs if changes[p[0]].finding != changes[p[1]].finding)

    def _touching_triples(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """Changes i < j < k of which one group is touched by all."""
        beside: dict[int, set[int]] = {}
        for i, j in pairs:
            beside.setdefault(i, set()).add(j)
        return [
            (i, j, k)
            for i, j in pairs
            for k in beside[i] & beside.get(j, set())
            if self.groups[i] & self.groups[j] & self.groups[k]
        ]

    def _together(self, sets: list[tuple[int, ...]], size: int) -> tuple[np.ndarray, np.ndarray]:
        """Sets that add something together, [set, change], and what, [set, hypothesis]."""
        kept, added = [], []
        for one in sets:
            groups = frozenset.intersection(*(self.groups[i] for i in one))
            beyond = self._beyond(one, groups)
            if np.abs(beyond).max() > _NOTHING:
                kept.append(one)
                added.append(beyond)
        hypotheses = self.reweighing.model.log_kidney.size
        indices = np.array(kept, dtype=int).reshape(-1, size)
        return indices, np.array(added).reshape(-1, hypotheses)

    def _beyond(self, one: tuple[int, ...], groups: frozenset[int]) -> np.ndarray:
        """What changes add together in some groups beyond what fewer of them add."""
        if self._other is not None and groups.isdisjoint(self._own_groups):
            return self._other._beyond(one, groups)
        if one not in self._added_by:
            total = np.zeros(self.reweighing.model.log_kidney.size)
            for count in range(len(one) + 1):
                sign = (-1) ** (len(one) - count)
                for some in combinations(one, count):
                    for group in groups:
                        total += sign * self._score(some, group)
            self._added_by[one] = total
        return self._added_by[one]

    def _score(self, some: tuple[int, ...], group: int) -> np.ndarray:
        if self._other is not None and group not in self._own_groups:
            return self._other._score(some, group)
        key = some, group
        if key not in self._scores:
            self._scores[key] = self.reweighing.partial_score(self._case(some), (group,))
        return self._scores[key]

    def _case(self, some: tuple[int, ...]) -> Case:
        if some not in self._cases:
            self._cases[some] = self.changes[some[-1]].apply(self._case(some[:-1]))
        return self._cases[some]
