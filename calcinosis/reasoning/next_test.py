"""What to find out next: every unknown finding, by what it is expected to tell.

Expected information is the fall in Shannon entropy, averaged over the results, here of the type or
of the aetiology (Lindley, Ann Math Stat 1956;27:986-1005).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from calcinosis.case import VOCABULARY, implied
from calcinosis.reasoning.model import OTHER, VERY_HIGH, Model
from calcinosis.reasoning.outcomes import Ground, Outcomes, entry_of

Target = Literal["type", "aetiology"]


@dataclass(frozen=True, slots=True)
class PossibleResult:
    """One result of a finding: its chance given what is known, and the answer after it.

    ``chance`` lies between 0 and 1; the results of a finding sum to 1, but for a "very high", whose
    chance is a part of that of "high". ``types`` are the probabilities after the result, as
    ``posterior(case.with_finding(...))`` gives them; ``leading_type`` leads then, and
    ``leading_aetiology`` with ``leading_aetiology_probability``. ``changes_answer`` is True where
    another type leads, or the leader passes the bar below which no type is named;
    ``changes_aetiology`` where another aetiology leads.
    """

    state: str
    chance: float
    types: Mapping[str, float]
    leading_type: str
    leading_aetiology: str
    leading_aetiology_probability: float
    changes_answer: bool
    changes_aetiology: bool


@dataclass(frozen=True, slots=True)
class NextTest:
    """An unknown finding, with the expected fall in entropy of type and aetiology, in bits.

    ``test`` is the id of the investigation that gives it, ``tier`` its tier of burden. A gain can
    lie a little below zero, where a dull finding takes weight from a telling one of its group.
    """

    finding: str
    test: str
    tier: str
    gain_bits: float
    aetiology_gain_bits: float
    results: tuple[PossibleResult, ...]

    @property
    def changes_answer(self) -> bool:
        """Whether some result would change the leading type, or whether it can be named."""
        return any(result.changes_answer for result in self.results)

    @property
    def changes_aetiology(self) -> bool:
        """Whether some result would change the leading aetiology."""
        return any(result.changes_aetiology for result in self.results)

    def gain(self, target: Target) -> float:
        """The expected information about the target, in bits."""
        return self.gain_bits if target == "type" else self.aetiology_gain_bits

    def entry(self, state: str) -> Any:
        """A result in the case-file form; None for "very high", which a case states by its number.

        Raises:
            ValueError: the finding has no such result.
        """
        if state not in {result.state for result in self.results}:
            raise ValueError(f"{self.finding} has no result {state!r}")
        return None if state == VERY_HIGH else entry_of(self.finding, state)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "finding": self.finding,
            "test": self.test,
            "tier": self.tier,
            "gain_bits": self.gain_bits,
            "aetiology_gain_bits": self.aetiology_gain_bits,
            "changes_answer": self.changes_answer,
            "results": [
                {
                    "state": result.state,
                    "chance": result.chance,
                    "leading_type": result.leading_type,
                    "types": dict(result.types),
                }
                for result in self.results
            ],
        }


def next_tests(ground: Ground, target: Target = "type") -> tuple[NextTest, ...]:
    """Every unknown finding that may be found out, the most informative about the target first.

    Left out are what ``tests.toml`` says is not asked, regions and tissues (of which there may be
    several) and plain numbers, and what the case says already.
    """
    investigations = ground.model.knowledge.investigations
    known = {*ground.case, *(finding for finding, _ in implied(ground.case))}
    asked = [
        finding
        for finding in VOCABULARY
        if finding not in known and investigations.of(finding) is not None
    ]
    possible = [found for found in map(ground.outcomes, asked) if found is not None]
    if not possible:
        return ()
    joint = ground.after(np.concatenate([one.shift for one in possible]))
    aetiologies = ground.model.by_aetiology(joint.sum(axis=2))
    types = aetiologies @ ground.model.membership.T
    entropies = (entropy(types), entropy(aetiologies))
    before = (entropy(ground.now.types), entropy(ground.now.aetiologies))
    results = _Results(ground, types, aetiologies)
    tests, start = [], 0
    for one in possible:
        chance = chances(one, ground)
        own = slice(start, start + one.exclusive)
        gains = [
            float(now - chance[: one.exclusive] @ after[own])
            for now, after in zip(before, entropies, strict=True)
        ]
        found = results.of(one.states, chance, start)
        start += len(one.states)
        test = investigations.of(one.finding)
        tests.append(NextTest(one.finding, test.id, test.tier, *gains, found))
    return ranked(tests, target)


def ranked(tests: list[NextTest] | tuple[NextTest, ...], target: Target) -> tuple[NextTest, ...]:
    """Tests by what they are expected to tell about the target, most first."""
    return tuple(sorted(tests, key=lambda test: -test.gain(target)))


def chances(one: Outcomes, ground: Ground) -> np.ndarray:
    """Chance of each result given what is known; the exclusive ones sum to 1."""
    chance = np.tensordot(one.likelihood, ground.now.joint, axes=2)
    return chance / chance[: one.exclusive].sum()


def entropy(p: np.ndarray) -> np.ndarray:
    """Shannon entropy in bits over the last axis."""
    return -(p * np.log2(np.clip(p, 1e-300, None))).sum(axis=-1)


def named(types: np.ndarray, model: Model) -> np.ndarray:
    """Whether the leading type is likely enough to be named, for arrays [..., type]."""
    leader = types.argmax(axis=-1)
    is_listed = leader != model.type_ids.index(OTHER)
    return is_listed & (types.max(axis=-1) >= model.knowledge.settings["abstain_below"])


class _Results:
    """Turns rows of the arrays after each result into ``PossibleResult``."""

    def __init__(self, ground: Ground, types: np.ndarray, aetiologies: np.ndarray):
        now, self.model = ground.now, ground.model
        leader, cause = types.argmax(axis=1), aetiologies.argmax(axis=1)
        changes = (leader != now.types.argmax()) | (
            named(types, self.model) != named(now.types, self.model)
        )
        self.types = types.tolist()
        self.leader, self.cause = leader.tolist(), cause.tolist()
        self.cause_chance = aetiologies.max(axis=1).tolist()
        self.changes = changes.tolist()
        self.changes_cause = (cause != now.aetiologies.argmax()).tolist()

    def of(self, states: tuple[str, ...], chance: np.ndarray, start: int):
        model = self.model
        return tuple(
            PossibleResult(
                state,
                share,
                dict(zip(model.type_ids, self.types[row], strict=True)),
                model.type_ids[self.leader[row]],
                model.aetiology_ids[self.cause[row]],
                self.cause_chance[row],
                self.changes[row],
                self.changes_cause[row],
            )
            for row, (state, share) in enumerate(zip(states, chance.tolist(), strict=True), start)
        )
