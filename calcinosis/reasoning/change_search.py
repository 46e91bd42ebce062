"""The search for sets of changes that overturn the leading type of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from calcinosis.case import CONTRADICTIONS, VOCABULARY, Case, counted
from calcinosis.reasoning.alternatives import (
    Change,
    alternatives,
    is_weighed,
    lesser_lists,
    removal,
)
from calcinosis.reasoning.change_ledger import Ledger
from calcinosis.reasoning.change_options import Choice, codes
from calcinosis.reasoning.change_sets import overturning_sets
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.reweighing import Reweighing

ENTERED, UNKNOWN, MIXED = "entered", "unknown", "mixed"
SCOPES = (ENTERED, UNKNOWN, MIXED)
MOST_CHANGES = 3
"""How many changes at once can be searched."""
_CERTAIN = ("age_years", "sex", "height_cm")


def candidates(case: Case, scope: str, model: Model) -> tuple[Change, ...]:
    """Every single change that a scope allows, those of entered findings first."""
    if scope == MIXED:
        return candidates(case, ENTERED, model) + candidates(case, UNKNOWN, model)
    found: list[Change] = []
    for finding in VOCABULARY:
        if finding in _CERTAIN or (finding in case) != (scope == ENTERED):
            continue
        changes: list[Change] = []
        if finding in case:
            changes += (removal(case, finding), *lesser_lists(case, finding))
        if is_weighed(finding, model) and finding != "dialysis_years":
            others = alternatives(case, finding, model)
            changes += (one for one in others if one not in changes)
        found += changes
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Sets of changes by their numbers, array [set, change], ascending.

    ``former`` [set] is how likely the former leader is then, and ``margin`` [set] by how much the
    new one is likelier.
    """

    sets: np.ndarray
    former: np.ndarray
    margin: np.ndarray

    def where(self, kept: np.ndarray) -> Found:
        """Those of some places, or where a mask is true."""
        return Found(self.sets[kept], self.former[kept], self.margin[kept])


def applied(case: Case, changes: Iterable[Change]) -> Case:
    """The case after several changes."""
    for change in changes:
        case = change.apply(case)
    return case


def _contradicted(case: Case) -> frozenset[str]:
    """The findings of a case that are left out as others contradict them."""
    return frozenset(case) - frozenset(counted(case)[0])


class ChangeSearch:
    """One case with the changes that a scope allows to it.

    ``changes`` are these, and ``is_entered`` [change] whether their findings are entered; ``score``
    [hypothesis] is that of the case, prior included, and ``leader`` the index of the leading type.
    """

    def __init__(self, case: Case, model: Model, prior: np.ndarray, scope: str) -> None:
        self.case, self.prior, self.scope = case, prior, scope
        self.reweighing = Reweighing(model)
        self.type_ids = model.type_ids
        self.type_of = np.repeat(model.type_of[model.owner], model.log_kidney.shape[1])
        self.score = prior + self.reweighing.score(case)
        self.leader = int(self.reweighing.types(self.score)[0].argmax())
        self.changes = candidates(case, scope, model)
        self.is_entered = np.array([one.finding in case for one in self.changes], dtype=bool)
        places = {finding: place for place, finding in enumerate(VOCABULARY)}
        finding = np.array([places[one.finding] for one in self.changes], dtype=int)
        self.usable = np.ones(len(finding), dtype=bool)
        self.together = finding[:, None] != finding
        self.ledger = Ledger(self.reweighing, case, self.score, self.changes)

    def found(self, size: int, is_last: bool = False) -> Found:
        """The sets of this size that the scope asks for, none of which holds a smaller one found.

        To be asked for the sizes in turn. Unless it is the last, all sets that overturn are looked
        for and kept out of larger ones, whether the scope asks for them or not.
        """
        found = self._overturning(size, is_last)
        found = found.where(self._agree(found.sets))
        if not is_last and size < MOST_CHANGES:
            first, last = found.sets[:, 0], found.sets[:, -1]
            if size == 1:
                self.usable[first] = False
            self.together[first, last] = self.together[last, first] = False
        if self.scope == MIXED:
            entered = self.is_entered[found.sets]
            found = found.where(entered.any(axis=1) & ~entered.all(axis=1))
        return found

    def score_after(self, some: tuple[int, ...]) -> np.ndarray:
        """The score after up to two changes, fewer than in the sets that were asked for last."""
        options = self._options
        score = self.score + options.added[list(some)].sum(axis=0)
        if len(some) == 2:
            score += options.pair_added[(options.pairs == some).all(axis=1)].sum(axis=0)
        return score

    def _overturning(self, size: int, is_last: bool) -> Found:
        """Every set of this size that overturns the leader and is not kept out."""
        entered = int(self.is_entered.sum())
        needs_both = is_last and self.scope == MIXED
        choice = Choice(
            self.usable,
            self.together,
            entered if needs_both else len(self.changes),
            entered if needs_both else 0,
        )
        options = self.ledger.options(size, choice if is_last else None)
        self._options = options
        sets, types = overturning_sets(options, choice, size, self.leader, self.type_of)
        former = types[:, self.leader]
        return Found(sets, former, types.max(axis=1) - former)

    def _agree(self, sets: np.ndarray) -> np.ndarray:
        """After which sets, array [set, change], no findings contradict each other newly."""
        asked = frozenset().union(*(rule.asked for rule in CONTRADICTIONS))
        relevant = np.array([one.finding in asked for one in self.changes], dtype=bool)
        some = np.where(relevant[sets], sets, -1)
        order = codes(np.sort(some, axis=1) + 1, len(self.changes) + 1)
        _, first, which = np.unique(order, return_index=True, return_inverse=True)
        before = Case(tuple(item for item in self.case.items() if item[0] in asked))
        agree = np.zeros(len(first), dtype=bool)
        for row, one in enumerate(some[first].tolist()):
            after = applied(before, (self.changes[i] for i in one if i >= 0))
            agree[row] = _contradicted(after) <= _contradicted(before)
        return agree[which]
