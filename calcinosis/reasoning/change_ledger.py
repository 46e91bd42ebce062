"""What changes of a case add to its score, alone and together, group by group of findings.

What changes add together in a group is what it says after all of them, less what fewer of them add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from calcinosis.case import Case
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.change_options import Choice, Options, codes
from calcinosis.reasoning.change_outcomes import ChangedReadings, Logs
from calcinosis.reasoning.dependence import COMPUTED
from calcinosis.reasoning.reweighing import Reweighing

_NOTHING = 1e-12
_CHUNK = 1_000


class Ledger:
    """The changes that are allowed to a case, and what they add to the score of its groups."""

    def __init__(
        self,
        reweighing: Reweighing,
        case: Case,
        score: np.ndarray,
        changes: Sequence[Change],
    ) -> None:
        self.score, self.count = score, len(changes)
        changed = ChangedReadings(reweighing, case, changes)
        dependence, known = reweighing.dependence, {*case, *changed.changes_of}
        touching = {one: np.zeros(changed.none + 1, dtype=bool) for one in (*known, *COMPUTED)}
        members: dict[int, set[int]] = {}
        for finding in changed.changes_of:
            for piece in dependence.touched(finding, known, changed.measured):
                some = changed.touching(piece, finding)
                touching[piece][some] = True
                members.setdefault(dependence.group_of[piece], set()).update(some)
        self._found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self._groups = [
            _Group(changed, touching, dependence.groups[group], np.array(sorted(some)))
            for group, some in members.items()
            if some
        ]

    def options(self, size: int, choice: Choice | None = None) -> Options:
        """The changes as arrays, with their interplay for sets of up to so many.

        Args:
            size: number of changes of a set, 1 to 3.
            choice: where given, only the sets of that size that it allows need be known.
        """
        added = np.zeros((self.count, self.score.size))
        sets, alone = self._beyond(1)
        added[sets[:, 0]] = alone
        together = []
        for number in (2, 3):
            if number <= size:
                together += self._beyond(number, choice if number == size else None)
            else:
                together += _summed([], number, *added.shape)
        return Options(self.score, added, *together)

    def _beyond(self, size: int, choice: Choice | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Sets of changes, [set, size], and what they add beyond fewer, [set, hypothesis]."""
        if size in self._found:
            return self._found[size]
        parts = [group.beyond(size, choice) for group in self._groups]
        found = _summed(parts, size, self.count, self.score.size)
        if choice is None:
            self._found[size] = found
        return found


class _Group:
    """One group of findings, and what sets of changes add to what it says.

    What it says is a sum over all that its findings say in their states, each times a coefficient:
    how much the finding counts where these of the group are known, or 0. What changes add together
    is worked out for the coefficients first, as most of them cancel.
    """

    def __init__(
        self,
        changed: ChangedReadings,
        touching: Mapping[str, np.ndarray],
        findings: Sequence[str],
        members: np.ndarray,
    ) -> None:
        self.members = members
        self._finding = np.array([changed.changes[i].finding for i in members.tolist()])
        self._findings = [one for one in findings if one in touching]
        self._weights_of = changed.reweighing.weights_of
        self._logs = Logs(changed.hypotheses)
        self._outcomes = [
            changed.outcomes(one, touching[one], self._logs) for one in self._findings
        ]
        is_known = any(one in changed.base or one in COMPUTED for one in self._findings)
        self._can_speak = np.array([is_known or one in findings for one in self._finding.tolist()])
        self._places: list[tuple[np.ndarray, np.ndarray]] = []
        self._single = self._coefficients(np.append(members, changed.none)[:, None])
        self._start = self._single[-1:]

    def beyond(self, size: int, choice: Choice | None = None) -> tuple[np.ndarray, np.ndarray]:
        """What sets of changes add in the group beyond what fewer of them add.

        To be asked for the sizes in turn, once each without a choice.

        Returns:
            Sets of changes of different findings that touch the group, array [set, size], and what
            they add, array [set, hypothesis]; those that add next to nothing are left out.
        """
        chosen = self._combinations(size)
        if choice is not None:
            chosen = chosen[choice.allows(self.members[chosen])]
        if not len(chosen):
            return chosen, np.zeros((0, self._logs.hypotheses))
        parts = [self._telling(chosen[row : row + _CHUNK]) for row in range(0, len(chosen), _CHUNK)]
        found, coefficients, added = parts[0]
        if len(parts) > 1:
            found, coefficients, added = map(_stacked, zip(*parts, strict=True))
        if choice is None:
            place = np.zeros((len(self.members),) * size, dtype=int)
            place[tuple(found.T)] = np.arange(len(found)) + 1
            self._places.append((place, coefficients))
        return self.members[found], added

    def _telling(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Those of some sets of places that add something, the coefficients, and what they add."""
        if chosen.shape[1] == 1:
            coefficients = self._single[chosen[:, 0]]
        else:
            coefficients = self._coefficients(self.members[chosen])
        coefficients[:, : self._start.shape[1]] -= self._start
        for fewer, (place, before) in enumerate(self._places, 1):
            for columns in combinations(range(chosen.shape[1]), fewer):
                at = place[tuple(chosen[:, i] for i in columns)]
                rows = at.nonzero()[0]
                coefficients[rows, : before.shape[1]] -= before[at[rows] - 1]
        some = (np.abs(coefficients) @ self._logs.largest() > _NOTHING).nonzero()[0]
        added = self._logs.mixed(coefficients[some])
        telling = np.abs(added).max(axis=1) > _NOTHING
        some = some[telling]
        return chosen[some], coefficients[some], added[telling]

    def _combinations(self, size: int) -> np.ndarray:
        """Places among the members of every set of changes of different findings, [set, size].

        Where nothing of the group is known before, only sets with a change that enters one of its
        findings are among them.
        """
        finding = self._finding
        if size == 1:
            return np.flatnonzero(self._can_speak)[:, None]
        if len(set(finding.tolist())) < size:
            return np.zeros((0, size), dtype=int)
        after = np.triu(finding[:, None] != finding, 1)
        if size == 3:
            after = after[:, :, None] & after[:, None, :] & after
        chosen = np.argwhere(after)
        return chosen if self._can_speak.all() else chosen[self._can_speak[chosen].any(axis=1)]

    def _coefficients(self, sets: np.ndarray) -> np.ndarray:
        """How much each log-likelihood counts after each set of changes, array [set, log]."""
        outcomes = [one.after(sets) for one in self._outcomes]
        patterns = np.zeros(len(sets), dtype=int)
        for i, outcome in enumerate(outcomes):
            patterns |= (outcome > 0).astype(int) << i
        kinds = np.bincount(patterns).nonzero()[0]
        weights = np.zeros((kinds[-1] + 1, len(outcomes)))
        for kind in kinds.tolist():
            found = [i for i in range(len(outcomes)) if kind >> i & 1]
            weights[kind, found] = self._weights_of(tuple(self._findings[i] for i in found))
        coefficients = np.zeros((len(sets), self._logs.count))
        rows = np.arange(len(sets))
        for outcome, weight in zip(outcomes, weights[patterns].T, strict=True):
            coefficients[rows, outcome] += weight
        return coefficients


def _stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays one below the other, all as wide as the last."""
    width = parts[-1].shape[1]
    return np.concatenate([np.pad(one, ((0, 0), (0, width - one.shape[1]))) for one in parts])


def _summed(parts, size: int, count: int, hypotheses: int) -> tuple[np.ndarray, np.ndarray]:
    """The sets of several groups, [set, size], and what they add in all, [set, hypothesis]."""
    sets = np.concatenate([np.zeros((0, size), dtype=int), *(one[0] for one in parts)])
    _, first, which = np.unique(codes(sets, count), return_index=True, return_inverse=True)
    total = np.zeros((len(first), hypotheses))
    for some, added in parts:
        total[which[: len(some)]] += added
        which = which[len(some) :]
    return sets[first], total
