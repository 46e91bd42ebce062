"""Up to three findings to find out together: those that tell most jointly, not one by one.

Two findings that say the same each look good alone; together they tell hardly more than one. So
pairs and triples are weighed by their joint results, each with its chance (the results independent
given the cause) and its answer (by the engine, so that members of a group count less together).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from calcinosis.reasoning.dependence import say_the_same
from calcinosis.reasoning.next_test import NextTest, Target, entropy, named
from calcinosis.reasoning.outcomes import Ground, Outcomes

MOST = 3
"""Findings in a plan at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Findings to find out together, the most informative first.

    ``gain_bits`` is the expected fall in entropy of the target once all are known;
    ``named_now`` says whether a type can be named already, ``named_chance`` how probable it is that
    one can be named then.
    """

    findings: tuple[str, ...]
    gain_bits: float
    named_now: bool
    named_chance: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "findings": list(self.findings),
            "gain_bits": self.gain_bits,
            "named_chance": self.named_chance,
        }


def plan(ground: Ground, tests: Iterable[NextTest], target: Target = "type") -> Plan:
    """The best choice of up to ``MOST`` findings; none where nothing tells enough.

    Every subset of the most informative candidates of the first-step tiers is tried. A larger one
    is taken where it tells at least ``plan_least_gain`` bits more than the best smaller one. Two
    findings of which one is left out for the other are never both in it.
    """
    settings = ground.model.knowledge.settings
    first_steps = ground.model.knowledge.investigations.first_steps
    ranked = sorted(tests, key=lambda test: -test.gain(target))
    names = [t.finding for t in ranked if t.tier in first_steps and t.gain(target) > 0]
    names = names[: int(settings["plan_candidates"])]
    gains = JointGains(ground, names, target)
    best, told = (), 0.0
    for size in range(1, MOST + 1):
        of_size = gains.of_size(size)
        candidate = max(of_size, key=of_size.get, default=())
        if not candidate or of_size[candidate] - told < settings["plan_least_gain"]:
            break
        best, told = candidate, of_size[candidate]
    now = bool(named(ground.now.types, ground.model))
    if not best:
        return Plan((), 0.0, now, float(now))
    chance, types, _ = gains.results(best)
    return Plan(best, told, now, float(chance @ named(types, ground.model)))


class JointGains:
    """Expected fall in entropy of the target, in bits, for subsets of some unknown findings.

    Subsets whose findings do not depend on each other are all done at once; in the others what
    depends on each other is worked out together, once for all subsets.
    """

    def __init__(self, ground: Ground, names: Sequence[str], target: Target = "type"):
        self.ground = ground
        self.names = tuple(names)
        self.target = target
        self.found = {name: ground.outcomes(name) for name in names}
        self._shifts: dict[tuple[str, ...], np.ndarray] = {}
        self._together = _Independent(ground, [self.found[name] for name in names], target)

    def of_size(self, size: int) -> dict[tuple[str, ...], float]:
        """The gain of every subset of a size, but for those with two that say the same."""
        gains = {}
        for places in combinations(range(len(self.names)), size):
            subset = tuple(self.names[i] for i in places)
            if any(say_the_same(one, other) for one, other in combinations(subset, 2)):
                continue
            if len(self._parts(subset)) == size:
                gains[subset] = self._together.gain(places)
            else:
                chance, types, aetiologies = self.results(subset)
                after = entropy(types if self.target == "type" else aetiologies)
                gains[subset] = float(self._together.before - chance @ after)
        return gains

    def results(self, subset: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Chance [n], types [n, type] and aetiologies [n, aetiology] of all joint results."""
        shape = self.ground.score.shape
        axes = [self.found[name].exclusive for name in subset]
        likelihood, shift = np.ones((*axes, *shape)), np.zeros((*axes, *shape))
        for i, name in enumerate(subset):
            own = self.found[name].likelihood[: axes[i]]
            likelihood *= own.reshape(_spread(axes, [i]) + shape)
        for part in self._parts(subset):
            places = [subset.index(name) for name in part]
            shift += self._shift(part).reshape(_spread(axes, places) + shape)
        chance = np.tensordot(likelihood, self.ground.now.joint, axes=2).reshape(-1)
        joint = self.ground.after(shift.reshape(-1, *shape))
        aetiologies = self.ground.model.by_aetiology(joint.sum(axis=2))
        types = aetiologies @ self.ground.model.membership.T
        return chance / chance.sum(), types, aetiologies

    def _shift(self, part: tuple[str, ...]) -> np.ndarray:
        if part not in self._shifts:
            found = [self.found[name] for name in part]
            alone = len(part) == 1
            self._shifts[part] = (
                found[0].shift[: found[0].exclusive] if alone else self.ground.joint_shift(found)
            )
        return self._shifts[part]

    def _parts(self, subset: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """The subset in parts that do not depend on each other."""
        parts: list[tuple[str, ...]] = []
        for name in subset:
            joined = [
                part
                for part in parts
                if not all(self.ground.are_independent(name, other, self.names) for other in part)
            ]
            parts = [part for part in parts if part not in joined]
            parts.append((*(one for part in joined for one in part), name))
        return tuple(tuple(sorted(part, key=subset.index)) for part in parts)


def _spread(axes: list[int], places: list[int]) -> tuple[int, ...]:
    """The shape that puts some axes in their places among all, for broadcasting."""
    return tuple(n if i in places else 1 for i, n in enumerate(axes))


class _Independent:
    """Joint gains of findings of which none changes what another is worth.

    The score after several results is then the sum of their shifts, and all pairs and triples are
    matrix products over the hypotheses.
    """

    def __init__(self, ground: Ground, found: Sequence[Outcomes], target: Target):
        now = ground.now
        ends = np.cumsum([one.exclusive for one in found])
        self.rows = [slice(end - one.exclusive, end) for end, one in zip(ends, found, strict=True)]
        self.before = float(entropy(now.types if target == "type" else now.aetiologies))
        self.now = now.joint.reshape(-1)
        nothing = np.zeros((0, *now.joint.shape))
        likelihoods = [one.likelihood[: one.exclusive] for one in found]
        shifts = [one.shift[: one.exclusive] for one in found]
        self.likelihood = np.concatenate([nothing, *likelihoods]).reshape(-1, self.now.size)
        shift = np.concatenate([nothing, *shifts]).reshape(-1, self.now.size)
        self.odds = np.exp(shift - shift.max(axis=1, keepdims=True, initial=-np.inf))
        owner = ground.model.owner
        classes = ground.model.type_of[owner] if target == "type" else owner
        classes = np.repeat(classes, now.joint.shape[1])
        self.blocks = [np.flatnonzero(classes == one) for one in np.unique(classes)]

    def gain(self, places: tuple[int, ...]) -> float:
        """Expected fall in entropy for the findings at some places."""
        chance, after = (self._one, self._two, self._three)[len(places) - 1]
        rows = tuple(self.rows[i] for i in places)
        chance = chance[rows]
        return self.before - float((chance * after[rows]).sum() / chance.sum())

    @cached_property
    def _one(self) -> tuple[np.ndarray, np.ndarray]:
        after = [self.odds[:, block] @ self.now[block] for block in self.blocks]
        return self.likelihood @ self.now, _entropy_of_weights(after)

    @cached_property
    def _two(self) -> tuple[np.ndarray, np.ndarray]:
        after = [self._weighted(block) @ self.odds[:, block].T for block in self.blocks]
        return (self.likelihood * self.now) @ self.likelihood.T, _entropy_of_weights(after)

    @cached_property
    def _three(self) -> tuple[np.ndarray, np.ndarray]:
        pairs = (self.likelihood * self.now)[:, None] * self.likelihood
        after = [
            (self._weighted(block)[:, None] * self.odds[:, block]) @ self.odds[:, block].T
            for block in self.blocks
        ]
        return pairs @ self.likelihood.T, _entropy_of_weights(after)

    def _weighted(self, block: np.ndarray) -> np.ndarray:
        return self.odds[:, block] * self.now[block]


def _entropy_of_weights(weights: list[np.ndarray]) -> np.ndarray:
    """Entropy in bits of weights that need not sum to 1, one array a class."""
    p = np.stack(weights, axis=-1)
    return entropy(p / p.sum(axis=-1, keepdims=True))
