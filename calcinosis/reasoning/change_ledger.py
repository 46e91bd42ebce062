"""What changes of a case add to its score, alone and together, group by group of findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from calcinosis.case import LABS, VOCABULARY, Case
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.change_sets import Choice, Options, codes
from calcinosis.reasoning.dependence import COMPUTED
from calcinosis.reasoning.reweighing import Reweighing

_NOTHING = 1e-12
_NO_CHANGE = -1
_CHUNK = 1_000
_PLACE = {finding: place for place, finding in enumerate(VOCABULARY)}


class Ledger:
    """The changes that are allowed to a case, and what they add to the score of its groups.

    What changes add together is what a group says after all of them, less what it says after fewer.
    """

    def __init__(
        self,
        reweighing: Reweighing,
        case: Case,
        score: np.ndarray,
        changes: Sequence[Change],
    ) -> None:
        self.reweighing, self.case, self.score = reweighing, case, score
        self.changes = list(changes)
        self._finding = np.array([_PLACE[one.finding] for one in self.changes], dtype=int)
        known = {*case, *(one.finding for one in self.changes)}
        dependence = reweighing.dependence
        measured = {lab for lab in LABS if lab in case and case.get(lab).value is not None}
        nothing = np.zeros(len(self.changes), dtype=bool)
        self._touching = {one: nothing.copy() for one in (*known, *COMPUTED)}
        members: dict[int, set[int]] = {}
        for i, change in enumerate(self.changes):
            after = change.apply(case)
            for piece in dependence.touched(change.finding, known, measured):
                if dependence.can_alter(piece, change.finding, case, after, measured):
                    self._touching[piece][i] = True
                    members.setdefault(dependence.group_of[piece], set()).add(i)
        self._members = {group: np.array(sorted(some)) for group, some in members.items()}
        self._cases: dict[tuple[int, ...], Case] = {(): case}
        self._logs: dict[tuple[str, tuple[int, ...]], np.ndarray | None] = {}
        self._parts: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
        self._starts: dict[int, np.ndarray] = {}

    def options(self, size: int, choice: Choice | None = None) -> Options:
        """The changes as arrays, with their interplay for sets of up to so many.

        Args:
            size: number of changes of a set, 1 to 3.
            choice: where given, only the sets of that size that it allows need be known.
        """
        added = np.zeros((len(self.changes), self.score.size))
        for group in self._members:
            sets, beyond = self._beyond(group, 1)
            added[sets[:, 0]] += beyond
        together = []
        for number in (2, 3):
            asked = choice if number == size else None
            parts = [self._beyond(one, number, asked) for one in self._members if number <= size]
            together += _summed(parts, number, *added.shape)
        return Options(self.score, added, *together)

    def _beyond(
        self, group: int, size: int, choice: Choice | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """What sets of changes add in a group beyond what fewer of them add.

        Returns:
            Sets of changes of different findings that touch the group, array [set, size], and what
            they add, array [set, hypothesis]; those that add next to nothing are left out.
        """
        key = group, size
        if key in self._parts:
            return self._parts[key]
        members = self._members[group]
        chosen = self._combinations(members, size)
        chosen = chosen[self._can_speak(group, members)[chosen].any(axis=1)]
        if choice is not None:
            chosen = chosen[choice.allows(members[chosen])]
        parts = [(chosen[:0], np.zeros((0, self.score.size)))]
        for row in range(0, len(chosen), _CHUNK):
            some = chosen[row : row + _CHUNK]
            total = self._group_scores(group, members[some]) - self._start(group)
            for fewer in range(1, size):
                place, added = self._places(group, fewer)
                for columns in combinations(range(size), fewer):
                    total -= added[place[tuple(some[:, i] for i in columns)]]
            telling = np.abs(total).max(axis=1) > _NOTHING
            parts.append((members[some[telling]], total[telling]))
        found = tuple(np.concatenate(one) for one in zip(*parts, strict=True))
        if choice is None:
            self._parts[key] = found
        return found

    def _places(self, group: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Where each set stands, array [member] or [member, member], 0 for none; what they add."""
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

    def _start(self, group: int) -> np.ndarray:
        """What a group says before any change, array [hypothesis]."""
        if group not in self._starts:
            self._starts[group] = self._group_scores(group, np.zeros((1, 0), dtype=int))[0]
        return self._starts[group]

    def _can_speak(self, group: int, members: np.ndarray) -> np.ndarray:
        """After which members, array [member], a group may say something: where nothing of it is
        known before, only after those that enter one of its own findings.
        """
        own = self.reweighing.dependence.groups[group]
        if any(one in self.case or one in COMPUTED for one in own):
            return np.ones(len(members), dtype=bool)
        return np.array([self.changes[i].finding in own for i in members.tolist()], dtype=bool)

    def _group_scores(self, group: int, sets: np.ndarray) -> np.ndarray:
        """What a group says after each set of changes, array [set, hypothesis]."""
        findings = [
            one for one in self.reweighing.dependence.groups[group] if one in self._touching
        ]
        readings = [self._readings(finding, sets) for finding in findings]
        patterns = sum((place >= 0).astype(int) << i for i, (_, place) in enumerate(readings))
        kinds, which = np.unique(patterns, return_inverse=True)
        weights = np.zeros((len(kinds), len(findings)))
        for row, kind in enumerate(kinds.tolist()):
            found = [i for i in range(len(findings)) if kind >> i & 1]
            weights[row, found] = self.reweighing.weights_of(tuple(findings[i] for i in found))
        total = np.zeros((len(sets), self.score.size))
        for weight, (logs, place) in zip(weights[which].T, readings, strict=True):
            rows = np.flatnonzero(place >= 0)
            if len(logs) == 1 and len(rows) == len(sets):
                total += weight[:, None] * logs
            elif len(rows):
                total[rows] += weight[rows, None] * logs[place[rows]]
        return total

    def _readings(self, finding: str, sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a finding says after sets of changes.

        Returns:
            All that it says, array [reading, hypothesis], and which of these it does after each
            set, [set]; -1 where it says nothing.
        """
        touching = self._touching[finding]
        touched = touching[sets]
        relevant = np.where(touched, sets, _NO_CHANGE)
        if not touched.any():
            relevant, which = relevant[:1], np.zeros(len(sets), dtype=int)
        elif sets.shape[1] == 1:
            which = np.arange(len(sets))
        else:
            order = codes(np.sort(relevant, axis=1) + 1, len(touching) + 1)
            _, first, which = np.unique(order, return_index=True, return_inverse=True)
            relevant = relevant[first]
        found = [
            self._log(finding, tuple(i for i in one if i != _NO_CHANGE))
            for one in relevant.tolist()
        ]
        says = np.array([log is not None for log in found], dtype=bool)
        place = np.where(says, np.cumsum(says) - 1, -1)
        logs = np.array([log for log in found if log is not None])
        return logs.reshape(-1, self.score.size), place[which]

    def _log(self, finding: str, some: tuple[int, ...]) -> np.ndarray | None:
        """What a finding says after changes, all of which touch it."""
        if (finding, some) not in self._logs:
            case, log = self._case(some), None
            if finding in case or finding in COMPUTED:
                log = self.reweighing.likelihood(finding, case)
            self._logs[finding, some] = log
        return self._logs[finding, some]

    def _case(self, some: tuple[int, ...]) -> Case:
        if some not in self._cases:
            self._cases[some] = self.changes[some[-1]].apply(self._case(some[:-1]))
        return self._cases[some]


def _summed(parts, size: int, count: int, hypotheses: int) -> tuple[np.ndarray, np.ndarray]:
    """The sets of several groups, [set, size], and what they add in all, [set, hypothesis]."""
    sets = np.concatenate([np.zeros((0, size), dtype=int), *(one[0] for one in parts)])
    added = np.concatenate([np.zeros((0, hypotheses)), *(one[1] for one in parts)])
    _, first, which = np.unique(codes(sets, count), return_index=True, return_inverse=True)
    if len(first) == len(sets):
        return sets, added
    total = np.zeros((len(first), hypotheses))
    np.add.at(total, which, added)
    return sets[first], total
