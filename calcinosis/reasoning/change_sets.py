"""Which sets of changes overturn the leading type: an exact search with a sound bound.

The score of a changed case is the present one plus what each change adds, and for changes that
touch something in common what they add together beyond that. Let the types be the leader T and a
rival U, and lse the logarithm of a sum of exponentials over the hypotheses of a type. After adding
d_1 ... d_k to the score s, U is level with T only if lse_U(s + sum d) >= lse_T(s + sum d). As lse
is convex,

    lse_U(s + sum d_i) <= 1/k sum lse_U(s + k d_i)           (Jensen: a mean of k points)
    lse_T(s + sum d_i) >= lse_T(s) + sum q . d_i             (tangent at s; q = P(hypothesis | T))

so that every set that overturns has, for some U,

    sum over i of [ lse_U(s + k d_i) / k - q . d_i ]  >=  lse_T(s).

The bracket belongs to one addition alone. Sets that fail the sum are left out unseen, all others
are weighed exactly, so nothing that overturns can be missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_SLACK = 1e-9
_CHUNK = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Changes to choose from, relative to one case; vectors are over the hypotheses.

    ``score`` is that of the case, prior included; ``added`` [change, hypothesis] is what each
    change adds, ``finding`` [change] numbers its finding: a set holds one change of a finding.
    ``pairs`` [pair, 2] are changes i < j that add ``pair_added`` beyond their sum when made
    together; ``triples`` and ``triple_added`` are the same for three, beyond sum and pairs.
    """

    score: np.ndarray
    added: np.ndarray
    finding: np.ndarray
    pairs: np.ndarray
    pair_added: np.ndarray
    triples: np.ndarray
    triple_added: np.ndarray


def overturning_sets(
    options: Options, size: int, leader: int, type_of: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Every set of so many changes after which another type leads.

    Args:
        options: the changes.
        size: 0 to 3 changes.
        leader: index of the type to overturn.
        type_of: type of each hypothesis, array [hypothesis].

    Returns:
        Indices of the changes of each set, array [set, size], and the probability of every type
        after it, [set, type].
    """
    count = len(options.added)
    if size == 0:
        sets = np.zeros((1, 0), dtype=int)
    elif size == 1:
        sets = np.arange(count)[:, None]
    else:
        sets = np.concatenate(_promising(options, size, _Bound(options, leader, type_of)))
    types = _types_after(options, sets, type_of)
    overturned = types.argmax(axis=1) != leader
    return sets[overturned], types[overturned]


def _types_after(options: Options, sets: np.ndarray, type_of: np.ndarray) -> np.ndarray:
    """Probability of every type after each set of changes, array [set, type]."""
    membership = (type_of[:, None] == np.arange(type_of.max() + 1)).astype(float)
    place = _pair_places(options)
    pair_added = np.concatenate([np.zeros((1, options.score.size)), options.pair_added])
    triple_of = {tuple(one): row for row, one in enumerate(options.triples.tolist())}
    found = [np.zeros((0, membership.shape[1]))]
    for start in range(0, len(sets), _CHUNK):
        chunk = sets[start : start + _CHUNK]
        scores = options.score + options.added[chunk].sum(axis=1)
        for i in range(chunk.shape[1]):
            for j in range(i + 1, chunk.shape[1]):
                places = place[chunk[:, i], chunk[:, j]]
                scores[places > 0] += pair_added[places[places > 0]]
        if triple_of and chunk.shape[1] == 3:
            for row, one in enumerate(map(tuple, chunk.tolist())):
                if one in triple_of:
                    scores[row] += options.triple_added[triple_of[one]]
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        types = weights @ membership
        found.append(types / types.sum(axis=1, keepdims=True))
    return np.concatenate(found)


def _pair_places(options: Options) -> np.ndarray:
    """Place of each pair in ``pairs``, counted from 1, array [change, change]; 0 for none."""
    place = np.zeros((len(options.added),) * 2, dtype=int)
    place[options.pairs[:, 0], options.pairs[:, 1]] = np.arange(len(options.pairs)) + 1
    return place + place.T


class _Bound:
    """The bracket of the module's inequality, and the sum that a set needs."""

    def __init__(self, options: Options, leader: int, type_of: np.ndarray) -> None:
        self.score, self.inside = options.score, type_of == leader
        self.rivals = [type_of == t for t in range(type_of.max() + 1) if t != leader]
        self.needed = float(_log_sum(options.score[None, self.inside])[0]) - _SLACK
        self.share = np.exp(options.score[self.inside] - self.needed)
        self.share /= self.share.sum()

    def of(self, added: np.ndarray, terms: int) -> np.ndarray:
        """The bracket of each vector among so many terms, array [vector, rival]."""
        held = added[:, self.inside] @ self.share
        brackets = [
            _log_sum(self.score[rival] + terms * added[:, rival]) / terms - held
            for rival in self.rivals
        ]
        return np.array(brackets).T


def _log_sum(scores: np.ndarray) -> np.ndarray:
    top = scores.max(axis=1)
    return top + np.log(np.exp(scores - top[:, None]).sum(axis=1))


def _promising(options: Options, size: int, bound: _Bound) -> list[np.ndarray]:
    """Sets of 2 or 3 that may overturn, in arrays [set, change]: apart, and with interplay."""
    count = len(options.added)
    same = options.finding[:, None] == options.finding
    together = _pair_places(options) > 0
    apart = ~same & ~together
    later = np.arange(count)[:, None] < np.arange(count)
    brackets = bound.of(options.added, size)
    if size == 2:
        passing = _sums_reach(brackets, brackets, bound.needed)
        return [np.argwhere(apart & later & passing), options.pairs]
    triples = [np.zeros((0, 3), dtype=int), *_triples_apart(brackets, apart & later, bound.needed)]
    joint = options.added[options.pairs].sum(axis=1) + options.pair_added
    passing = _sums_reach(bound.of(joint, 2), bound.of(options.added, 2), bound.needed)
    i, j = options.pairs.T
    single = ~same[i] & ~same[j]
    beside = single & ~together[i] & ~together[j] & passing
    within = single & (together[i] | together[j])
    chosen, third = np.nonzero(beside | within)
    mixed = np.sort(np.column_stack([options.pairs[chosen], third]), axis=1)
    mixed = np.unique(np.concatenate([mixed, options.triples]), axis=0)
    return [_without(np.concatenate(triples), options.triples), mixed]


def _triples_apart(brackets: np.ndarray, possible: np.ndarray, needed: float) -> list[np.ndarray]:
    """Triples of changes that add up; ``possible`` [change, change] is true for i < j only."""
    best, found = brackets.max(axis=0, initial=-np.inf), []
    for i in np.flatnonzero((brackets + 2 * best >= needed).any(axis=1)):
        others = np.flatnonzero(possible[i])
        others = others[(brackets[i] + brackets[others] + best >= needed).any(axis=1)]
        reach = _sums_reach(brackets[others] + brackets[i], brackets[others], needed)
        j, k = np.nonzero(reach & possible[np.ix_(others, others)])
        found.append(np.column_stack([np.full(j.size, i), others[j], others[k]]))
    return found


def _sums_reach(one: np.ndarray, other: np.ndarray, needed: float) -> np.ndarray:
    """Whether the brackets of a pair reach what is needed for some rival, [one, other]."""
    reach = np.zeros((len(one), len(other)), dtype=bool)
    for column, beside in zip(one.T, other.T, strict=True):
        reach |= column[:, None] + beside >= needed
    return reach


def _without(sets: np.ndarray, others: np.ndarray) -> np.ndarray:
    known = set(map(tuple, others.tolist()))
    return sets[[tuple(one) not in known for one in sets.tolist()]] if known else sets
