"""The search with its bound finds every set that trying all sets would find."""

from itertools import combinations

import numpy as np
import pytest

from calcinosis.reasoning.change_options import Choice, Options
from calcinosis.reasoning.change_sets import _Weights, overturning_sets

TYPE_OF = np.array([0, 0, 1, 1, 1, 2])


def _options(seed, changes=14):
    """Changes of nine findings, some of which add something together, and a choice of sets."""
    random = np.random.default_rng(seed)
    score = random.normal(0, 1, TYPE_OF.size)
    score[:2] += random.uniform(1, 6)
    finding = np.sort(random.integers(0, 9, changes))
    pairs = [p for p in combinations(range(changes), 2) if finding[p[0]] != finding[p[1]]]
    triples = [t for t in combinations(range(changes), 3) if len({*finding[list(t)]}) == 3]
    pairs = np.array([p for p in pairs if random.random() < 0.15], dtype=int).reshape(-1, 2)
    triples = np.array([t for t in triples if random.random() < 0.03], dtype=int).reshape(-1, 3)
    options = Options(
        score,
        random.normal(0, 1, (changes, score.size)),
        pairs,
        random.normal(0, 1, (len(pairs), score.size)),
        triples,
        random.normal(0, 1, (len(triples), score.size)),
    )
    together = finding[:, None] != finding
    kept_out = random.random((changes, changes)) < 0.1
    usable = random.random(changes) < 0.9
    bounds = [(changes, 0), (4, 0), (changes, 9), (5, 7)][seed % 4]
    return options, Choice(usable, together & ~(kept_out | kept_out.T), *bounds)


def _all_sets(options, choice, size):
    pairs = {tuple(p): v for p, v in zip(options.pairs.tolist(), options.pair_added, strict=True)}
    triples = {
        tuple(t): v for t, v in zip(options.triples.tolist(), options.triple_added, strict=True)
    }
    found = set()
    for one in combinations(range(len(options.added)), size):
        if not all(choice.usable[i] for i in one):
            continue
        if not all(choice.together[pair] for pair in combinations(one, 2)):
            continue
        if one and not (one[0] < choice.first_below and one[-1] >= choice.last_from):
            continue
        score = options.score + options.added[list(one)].sum(axis=0)
        score = score + sum(pairs.get(p, 0) for p in combinations(one, 2)) + triples.get(one, 0)
        types = [np.exp(score[t == TYPE_OF]).sum() for t in range(3)]
        if np.argmax(types) != 0:
            found.add(one)
    return found


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_no_set_is_missed_and_none_is_made_up(seed, size):
    options, choice = _options(seed)
    sets, types = overturning_sets(options, choice, size, 0, TYPE_OF)
    found = [tuple(one) for one in sets.tolist()]
    assert len(found) == len(set(found))
    assert set(found) == _all_sets(options, choice, size)
    assert np.all(types.argmax(axis=1) != 0)


def test_bound_leaves_most_triples_of_a_firm_answer_unseen(monkeypatch):
    options, _ = _options(3)
    nothing = np.zeros((0, TYPE_OF.size))
    firm = Options(
        options.score + 7 * (TYPE_OF == 0),
        options.added,
        options.pairs[:0],
        nothing,
        options.triples[:0],
        nothing,
    )
    weighed, weigh = [], _Weights._is_level

    def counted(self, sets, rival):
        weighed.append(len(sets))
        return weigh(self, sets, rival)

    monkeypatch.setattr(_Weights, "_is_level", counted)
    choice = Choice(np.ones(14, dtype=bool), ~np.eye(14, dtype=bool), 14)
    overturning_sets(firm, choice, 3, 0, TYPE_OF)
    assert sum(weighed) < 0.5 * len(list(combinations(range(14), 3)))
