"""Which sets of up to three changes overturn the leading type: an exact search.

The score of a changed case is the present one plus what each change adds, and for changes that
touch something in common what they add together beyond that.

Most sets are left out unseen. Let the types be the leader T and a rival U, and lse the logarithm
of a sum of exponentials over the hypotheses of a type. After adding d_1 ... d_k to the score s, U
is level with T only if lse_U(s + sum d) >= lse_T(s + sum d). As lse is convex,

    lse_U(s + sum d_i) <= 1/k sum lse_U(s + k d_i)           (Jensen: a mean of k points)
    lse_T(s + sum d_i) >= lse_T(s) + sum q . d_i             (tangent at s; q = P(hypothesis | T))

so that every set that overturns has, for some U,

    sum over i of [ lse_U(s + k d_i) / k - q . d_i ]  >=  lse_T(s).

The bracket belongs to one addition alone, so that sorted brackets list the sets that pass the sum.
Of triples, the brackets of the last two changes are worked out again at the score after the first,
which is closer. Sets that fail the sum are left out, all others are weighed exactly, so nothing
that overturns can be missed.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from calcinosis.reasoning.change_options import Choice, Options, codes

_SLACK = 1e-9
_CHUNK = 1_000
_MOST_PAIRS = 4_000_000
"""How many pairs, each counted twice, are looked at together: as many as fit into memory well."""


def overturning_sets(
    options: Options, choice: Choice, size: int, leader: int, type_of: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Every set of so many changes after which another type leads.

    Args:
        options: the changes.
        choice: which sets of them are asked for.
        size: 1 to 3 changes.
        leader: index of the type to overturn.
        type_of: type of each hypothesis, array [hypothesis].

    Returns:
        Indices of the changes of each set, array [set, size], and the probability of every type
        after it, [set, type].
    """
    weights = _Weights(options, choice, leader, type_of)
    if size == 1:
        sets = np.arange(len(options.added))[:, None]
        sets = sets[choice.allows(sets)]
    else:
        weights.note_interplay()
        sets = weights.pairs() if size == 2 else weights.triples()
    types = weights.types_after(sets)
    overturned = types.argmax(axis=1) != leader
    return sets[overturned], types[overturned]


class _Weights:
    """What each hypothesis weighs, and the factors by which changes multiply it.

    Hypotheses stand by type here; ``types`` has the place of those of each.
    """

    def __init__(self, options: Options, choice: Choice, leader: int, type_of: np.ndarray) -> None:
        self.options, self.choice = options, choice
        self.order = np.argsort(type_of, kind="stable")
        ends = np.searchsorted(type_of[self.order], np.arange(type_of.max() + 2))
        self.types = [slice(*ends[t : t + 2]) for t in range(type_of.max() + 1)]
        self.inside = self.types[leader]
        self.rivals = [one for one in self.types if one is not self.inside]
        self.is_type = (type_of[self.order][:, None] == np.arange(len(self.types))).astype(float)
        self.start = np.exp(options.score[self.order] - options.score.max())
        self.factors = np.exp(options.added.take(self.order, axis=1))
        total = self.start[self.inside].sum()
        self.share, self.needed = self.start[self.inside] / total, float(np.log(total)) - _SLACK
        self.added_inside = options.added[:, self.order[self.inside]]
        self.held = self.added_inside @ self.share

    def note_interplay(self) -> None:
        """Note where each pair stands among ``pairs``, counted from 1, and which only multiply."""
        options, count = self.options, len(self.factors)
        i, j = options.pairs.T
        self.place = np.zeros((count, count), dtype=np.int32)
        self.place[i, j] = self.place[j, i] = np.arange(1, len(i) + 1)
        self.pair_factors = self._after_nothing(options.pair_added)
        self.triple_factors = self._after_nothing(options.triple_added)
        usable = self.choice.usable
        self.together = self.choice.together & usable & usable[:, None]
        self.apart = np.triu(self.together & (self.place == 0), 1)

    def _after_nothing(self, added: np.ndarray) -> np.ndarray:
        """Factors by rows of additions, with one before them that adds nothing."""
        factors = np.ones((len(added) + 1, added.shape[1]))
        np.exp(added.take(self.order, axis=1), out=factors[1:])
        return factors

    def types_after(self, sets: np.ndarray) -> np.ndarray:
        """Probability of every type after each set of changes, array [set, type]."""
        found = [np.zeros((0, len(self.types)))]
        for start in range(0, len(sets), _CHUNK):
            chunk = sets[start : start + _CHUNK]
            weights = np.tile(self.start, (len(chunk), 1))
            for column in chunk.T:
                weights *= self.factors[column]
            for i, j in combinations(range(chunk.shape[1]), 2):
                _multiply(weights, self.pair_factors, self.place[chunk[:, i], chunk[:, j]])
            if chunk.shape[1] == 3:
                _multiply(weights, self.triple_factors, self._triple_places(chunk))
            types = weights @ self.is_type
            found.append(types / types.sum(axis=1, keepdims=True))
        return np.concatenate(found)

    def _triple_places(self, sets: np.ndarray) -> np.ndarray:
        """Place of each set in ``triples``, counted from 1; 0 for none."""
        count = len(self.options.added)
        known, asked = codes(self.options.triples, count), codes(sets, count)
        order = np.argsort(known)
        at = np.searchsorted(known, asked, sorter=order)
        at = np.append(order, 0)[at]
        return np.where(np.append(known, -1)[at] == asked, at + 1, 0) if len(known) else 0 * asked

    def pairs(self) -> np.ndarray:
        """Pairs of changes that may overturn, array [pair, 2]."""
        brackets = self._brackets(self.factors, self.held, 2)
        apart = self._is_level_beside(self.factors, brackets, brackets, self.apart)
        pairs = np.concatenate([np.argwhere(apart), self.options.pairs])
        return pairs[self.choice.allows(pairs)]

    def triples(self) -> np.ndarray:
        """Triples of changes that may overturn, array [triple, 3]."""
        found = [*self._triples_apart(), self._triples_with_interplay(), self.options.triples]
        triples = np.concatenate(found)
        _, first = np.unique(codes(triples, len(self.factors)), return_index=True)
        return triples[first][self.choice.allows(triples[first])]

    def _triples_apart(self) -> list[np.ndarray]:
        """Triples i < j < k of changes that only multiply, some of them more than once."""
        brackets = self._brackets(self.factors, self.held, 3)
        found = [np.zeros((0, 3), dtype=int)]
        for rival, bracket in zip(self.rivals, brackets.T, strict=True):
            best = bracket.max(initial=-np.inf)
            some = np.flatnonzero(bracket + 2 * best >= self.needed)
            first = some[some < self.choice.first_below]
            second, needed_then = self._brackets_after(first, some, rival)
            second[~self.apart[np.ix_(first, some)]] = -np.inf
            promising = second + second.max(axis=1, keepdims=True, initial=-np.inf) >= needed_then
            block = np.cumsum(promising.sum(axis=1) ** 2) // _MOST_PAIRS
            for number in np.unique(block).tolist():
                row, place = np.nonzero(promising & (block == number)[:, None])
                one, other = _pairs_reaching(row, second[row, place], needed_then[row, 0])
                pairs = np.sort([some[place[one]], some[place[other]]], axis=0)
                sets = np.column_stack([first[row[one]], *pairs])
                sets = sets[self.apart[tuple(pairs)] & (pairs[1] >= self.choice.last_from)]
                found.append(sets[self._is_level(sets, rival)])
        return found

    def _is_level(self, sets: np.ndarray, rival: slice) -> np.ndarray:
        """After which sets that only multiply a rival may be level with the leader."""
        level = [np.zeros(0, dtype=bool)]
        for at in range(0, len(sets), _CHUNK):
            i, j, k = sets[at : at + _CHUNK].T
            totals = []
            for part in (rival, self.inside):
                factors = self.factors[:, part]
                weights = factors[i] * factors[j]
                weights *= factors[k]
                totals.append(weights @ self.start[part])
            level.append(totals[0] >= totals[1] * (1 - _SLACK))
        return np.concatenate(level)

    def _brackets_after(
        self, first: np.ndarray, others: np.ndarray, rival: slice
    ) -> tuple[np.ndarray, np.ndarray]:
        """The brackets of others among two where a first change is made, [first, other], and the
        sum needed then, [first, 1].
        """
        made = self.start * self.factors[first]
        level = made[:, self.inside].sum(axis=1, keepdims=True)
        held = (made[:, self.inside] / level) @ self.added_inside[others].T
        doubled = made[:, rival] @ (self.factors[others, rival] ** 2).T
        with np.errstate(divide="ignore"):
            return np.log(doubled) / 2 - held, np.log(level) - _SLACK

    def _triples_with_interplay(self) -> np.ndarray:
        """Triples of which two or three add something together."""
        kept = np.flatnonzero(self.together[tuple(self.options.pairs.T)])
        pairs = self.options.pairs[kept]
        i, j = pairs.T
        factors = self.factors[i] * self.factors[j]
        factors *= self.pair_factors[kept + 1]
        pair_held = self.options.pair_added[kept][:, self.order[self.inside]] @ self.share
        held = self.held[i] + self.held[j] + pair_held
        first = self._brackets(factors, held, 2)
        second = self._brackets(self.factors, self.held, 2)
        together = self.together[i] & self.together[j]
        touching = together & ((self.place[i] > 0) | (self.place[j] > 0))
        beside = self._is_level_beside(factors, first, second, together & ~touching)
        chosen, third = np.nonzero(touching | beside)
        return np.sort(np.column_stack([pairs[chosen], third]), axis=1)

    def _is_level_beside(
        self, made: np.ndarray, first: np.ndarray, second: np.ndarray, allowed: np.ndarray
    ) -> np.ndarray:
        """Where factors and a change that only multiply may bring a rival level with the leader.

        Args:
            made: the factors, array [row, hypothesis].
            first: their brackets among two.
            second: those of all changes.
            allowed: what is asked for, booleans [row, change].

        Returns:
            Booleans [row, change].
        """
        level = np.zeros(allowed.shape, dtype=bool)
        for rival, one, other in zip(self.rivals, first.T, second.T, strict=True):
            order = np.argsort(-other)
            end = np.searchsorted(-other[order], one - self.needed, side="right")
            row = np.repeat(np.arange(len(end)), end)
            change = order[np.arange(len(row)) - np.repeat(np.cumsum(end) - end, end)]
            asked = (allowed[row, change] & ~level[row, change]).nonzero()[0]
            for at in range(0, len(asked), _CHUNK):
                some = asked[at : at + _CHUNK]
                rows, changes = row[some], change[some]
                totals = [
                    (made[:, part][rows] * self.factors[:, part][changes]) @ self.start[part]
                    for part in (rival, self.inside)
                ]
                level[rows, changes] |= totals[0] >= totals[1] * (1 - _SLACK)
        return level

    def _brackets(self, factors: np.ndarray, held: np.ndarray, terms: int) -> np.ndarray:
        """The bracket of each row of factors among so many terms, array [row, rival].

        ``held`` is by how much each raises the tangent of the leader.
        """
        grown = factors.copy()
        for _ in range(terms - 1):
            grown *= factors
        rivals = [t for t, one in enumerate(self.types) if one is not self.inside]
        with np.errstate(divide="ignore"):
            level = np.log(grown @ (self.start[:, None] * self.is_type[:, rivals]))
        return level / terms - held[:, None]


def _multiply(weights: np.ndarray, factors: np.ndarray, place: np.ndarray) -> None:
    """Multiply rows by the factors at their places, in place; 0 is none."""
    rows = np.flatnonzero(place)
    weights[rows] *= factors[place[rows]]


def _pairs_reaching(row: np.ndarray, terms: np.ndarray, needed: np.ndarray) -> np.ndarray:
    """Every two terms of the same row that sum to at least what is needed in it.

    Args:
        row: row of each term.
        terms: the terms.
        needed: what is needed in the row of each term.

    Returns:
        Places of the terms, array [2, pair].
    """
    if not len(terms):
        return np.zeros((2, 0), dtype=int)
    order = np.lexsort((-terms, row))
    row, terms, needed = row[order], terms[order], needed[order]
    highest = terms.max()
    width = 1 + highest - terms.min()
    falling = row * width + highest - terms
    least = np.minimum(highest - needed + terms + _SLACK, width - 0.5)
    rank = np.arange(len(terms))
    count = np.maximum(np.searchsorted(falling, row * width + least, side="right") - rank - 1, 0)
    one = np.repeat(rank, count)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return order[[one, other]]
