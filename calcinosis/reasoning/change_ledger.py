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
    Changes of the backdrop are made beforehand; a group is worked out once for each choice of those
    that touch it.
    """

    def __init__(
        self,
        reweighing: Reweighing,
        case: Case,
        score: np.ndarray,
        changes: Sequence[Change],
        backdrop: Sequence[Change],
    ) -> None:
        self.reweighing, self.case, self.score = reweighing, case, score
        self.count, self.changes = len(changes), [*changes, *backdrop]
        self._finding = np.array([_PLACE[one.finding] for one in self.changes], dtype=int)
        known = {*case, *(one.finding for one in self.changes)}
        dependence = reweighing.dependence
        measured = {lab for lab in LABS if lab in case and case.get(lab).value is not None}
        nothing = np.zeros(len(self.changes), dtype=bool)
        self._touching = {one: nothing.copy() for one in (*known, *COMPUTED)}
        members: dict[int, set[int]] = {}
        for i, change in enumerate(self.changes):
            for piece in dependence.touched(change.finding, known, measured):
                self._touching[piece][i] = True
                members.setdefault(dependence.group_of[piece], set()).add(i)
        self._members = {
            group: np.array([i for i in sorted(some) if i < self.count], dtype=int)
            for group, some in members.items()
        }
        self._backdrop = {
            group: frozenset(i for i in some if i >= self.count) for group, some in members.items()
        }
        self._cases: dict[tuple[int, ...], Case] = {(): case}
        self._logs: dict[tuple[str, tuple[int, ...]], np.ndarray | None] = {}
        self._parts: dict[tuple, tuple[np.ndarray, np.ndarray]] = {}
        self._starts: dict[tuple, np.ndarray] = {}
        self._added: np.ndarray | None = None

    def options(self, chosen: Sequence[int], size: int, choice: Choice | None = None) -> Options:
        """The changes as arrays, with their interplay for sets of up to so many.

        Args:
            chosen: places of the changes of the backdrop that are made beforehand.
            size: number of changes of a set.
            choice: where given, only the sets of that size that it allows need be known.
        """
        made = {
            group: tuple(self.count + i for i in chosen if self.count + i in backdrop)
            for group, backdrop in self._backdrop.items()
        }
        moved = [group for group in made if made[group]]
        score = self.score.copy()
        for group in moved:
            score += self._start(group, made[group]) - self._start(group, ())
        together = []
        for number in (2, 3):
            asked = choice if number == size else None
            parts = [self._beyond(one, number, made[one], asked) for one in made if number <= size]
            together += _summed(parts, number, self.count, score.size)
        return Options(score, self._alone(made, moved) if size else self._no_change(), *together)

    def _no_change(self) -> np.ndarray:
        return np.zeros((0, self.score.size))

    def _alone(self, made: dict[int, tuple[int, ...]], moved: list[int]) -> np.ndarray:
        """What each change adds by itself, array [change, hypothesis]."""
        if self._added is None:
            self._added = np.zeros((self.count, self.score.size))
            for group in self._members:
                sets, beyond = self._beyond(group, 1, ())
                self._added[sets[:, 0]] += beyond
        added = self._added.copy() if moved else self._added
        for group in moved:
            for sign, before in ((-1, ()), (1, made[group])):
                sets, beyond = self._beyond(group, 1, before)
                added[sets[:, 0]] += sign * beyond
        return added

    def _start(self, group: int, made: tuple[int, ...]) -> np.ndarray:
        """What a group says after some changes of the backdrop, array [hypothesis]."""
        if (group, made) not in self._starts:
            nothing = np.zeros((1, 0), dtype=int)
            self._starts[group, made] = self._group_scores(group, nothing, made)[0]
        return self._starts[group, made]

    def _beyond(
        self, group: int, size: int, made: tuple[int, ...], choice: Choice | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """What sets of changes add in a group beyond what fewer of them add.

        Returns:
            Sets of changes of different findings that touch the group, array [set, size], and what
            they add, array [set, hypothesis]; those that add next to nothing are left out.
        """
        key = group, size, made
        if key in self._parts:
            return self._parts[key]
        members = self._members[group]
        chosen = self._combinations(members, size)
        if choice is not None:
            chosen = chosen[choice.allows(members[chosen])]
        parts = [(chosen[:0], self._no_change())]
        for start in range(0, len(chosen), _CHUNK):
            some = chosen[start : start + _CHUNK]
            total = self._group_scores(group, members[some], made) - self._start(group, made)
            for fewer in range(1, size):
                place, added = self._places(group, fewer, made)
                for columns in combinations(range(size), fewer):
                    total -= added[place[tuple(some[:, i] for i in columns)]]
            telling = np.abs(total).max(axis=1) > _NOTHING
            parts.append((members[some[telling]], total[telling]))
        found = tuple(np.concatenate(one) for one in zip(*parts, strict=True))
        if choice is None:
            self._parts[key] = found
        return found

    def _places(
        self, group: int, size: int, made: tuple[int, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Where each set stands, array [member] or [member, member], 0 for none; what they add."""
        sets, added = self._beyond(group, size, made)
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

    def _group_scores(self, group: int, sets: np.ndarray, made: tuple[int, ...]) -> np.ndarray:
        """What a group says after each set of changes, array [set, hypothesis]."""
        findings = [
            one for one in self.reweighing.dependence.groups[group] if one in self._touching
        ]
        readings = [self._readings(finding, sets, made) for finding in findings]
        patterns = sum(exist.astype(int) << i for i, (_, exist) in enumerate(readings))
        kinds, which = np.unique(patterns, return_inverse=True)
        weights = np.zeros((len(kinds), len(findings)))
        for row, kind in enumerate(kinds.tolist()):
            found = [i for i in range(len(findings)) if kind >> i & 1]
            weights[row, found] = self.reweighing.weights_of(tuple(findings[i] for i in found))
        total = np.zeros((len(sets), self.score.size))
        for weight, (log, exist) in zip(weights[which].T, readings, strict=True):
            if exist.any():
                total += weight[:, None] * log
        return total

    def _readings(
        self, finding: str, sets: np.ndarray, made: tuple[int, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """What a finding says after each set of changes, and whether it does.

        Returns:
            Arrays [set, hypothesis], or [1, hypothesis] where no set touches it, and [set].
        """
        touching = self._touching[finding]
        before = tuple(i for i in made if touching[i])
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
        logs = np.zeros((len(relevant), self.score.size))
        exist = np.zeros(len(relevant), dtype=bool)
        for row, one in enumerate(relevant.tolist()):
            log = self._log(finding, (*before, *(i for i in one if i != _NO_CHANGE)))
            if log is not None:
                logs[row], exist[row] = log, True
        return logs if len(logs) == 1 else logs[which], exist[which]

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
