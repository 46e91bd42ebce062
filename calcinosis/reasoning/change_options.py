"""Changes to choose from, and which sets of them are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Changes to choose from, relative to one case; vectors are over the hypotheses.

    ``score`` is that of the case, prior included; ``added`` [change, hypothesis] is what each
    change adds. ``pairs`` [pair, 2] are changes i < j that add ``pair_added`` beyond their sum when
    made together; ``triples`` and ``triple_added`` are the same for three, beyond sum and pairs.
    """

    score: np.ndarray
    added: np.ndarray
    pairs: np.ndarray
    pair_added: np.ndarray
    triples: np.ndarray
    triple_added: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Which sets of changes are asked for.

    ``usable`` [change] is true where one may be in a set, ``together`` [change, change] where two
    may be in the same. Of a set in ascending order the first is to be below ``first_below``, the
    last at least ``last_from``.
    """

    usable: np.ndarray
    together: np.ndarray
    first_below: int
    last_from: int = 0

    def allows(self, sets: np.ndarray) -> np.ndarray:
        """Which sets [set, change], each in ascending order and of one or more, are asked for."""
        allowed = (sets[:, 0] < self.first_below) & (sets[:, -1] >= self.last_from)
        allowed &= self.usable[sets].all(axis=1)
        for i, j in combinations(range(sets.shape[1]), 2):
            allowed &= self.together[sets[:, i], sets[:, j]]
        return allowed


def codes(sets: np.ndarray, count: int) -> np.ndarray:
    """One number for each set of so many things, array [set] of [set, thing]."""
    return sets @ (count ** np.arange(sets.shape[1])[::-1])
