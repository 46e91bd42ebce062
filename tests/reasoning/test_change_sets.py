"""The search with its bound finds every set that trying all sets would find."""

from itertools import combinations

import numpy as np
import pytest

from calcinosis.reasoning.change_sets import Options, overturning_sets

TYPE_OF = np.array([0, 0, 1, 1, 1, 2])


def _options(seed, changes=14):
    random = np.random.default_rng(seed)
    score = random.normal(0, 1, TYPE_OF.size)
    score[:2] += random.uniform(1, 6)
    finding = np.sort(random.integers(0, 9, changes))
    pairs = [p for p in combinations(range(changes), 2) if finding[p[0]] != finding[p[1]]]
    triples = [t for t in combinations(range(changes), 3) if len({*finding[list(t)]}) == 3]
    pairs = np.array([p for p in pairs if random.random() < 0.15], dtype=int).reshape(-1, 2)
    triples = np.array([t for t in triples if random.random() < 0.03], dtype=int).reshape(-1, 3)
    return Options(
        score,
        random.normal(0, 1, (changes, score.size)),
        finding,
        pairs,
        random.normal(0, 1, (len(pairs), score.size)),
        triples,
        random.normal(0, 1, (len(triples), score.size)),
    )


def _all_sets(options, size):
    pairs = {tuple(p): v for p, v in zip(options.pairs.tolist(), options.pair_added, strict=True)}
    triples = {
        tuple(t): v for t, v in zip(options.triples.tolist(), options.triple_added, strict=True)
    }
    found = set()
    for one in combinations(range(len(options.added)), size):
        if len({*options.finding[list(one)]}) < size:
            continue
        score = options.score + options.added[list(one)].sum(axis=0)
        score = score + sum(pairs.get(p, 0) for p in combinations(one, 2)) + triples.get(one, 0)
        types = [np.exp(score[t == TYPE_OF]).sum() for t in range(3)]
        if np.argmax(types) != 0:
            found.add(one)
    return found


@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_no_set_is_missed_and_none_is_made_up(seed, size):
    options = _options(seed)
    sets, types = overturning_sets(options, size, 0, TYPE_OF)
    found = [tuple(one) for one in sets.tolist()]
    assert len(found) == len(set(found))
    assert set(found) == _all_sets(options, size)
    assert np.all(types.argmax(axis=1) != 0)


def test_bound_leaves_most_sets_of_a_firm_answer_unseen():
    from calcinosis.reasoning import change_sets

    options = _options(3)
    firm = options.score + 8 * (TYPE_OF == 0)
    firm = Options(firm, options.added, options.finding, *(a[:0] for a in (
        options.pairs, options.pair_added, options.triples, options.triple_added)))  # fmt: skip
    bound = change_sets._Bound(firm, 0, TYPE_OF)
    seen = sum(len(sets) for sets in change_sets._promising(firm, 3, bound))
    assert seen < 0.5 * len(list(combinations(range(14), 3)))
