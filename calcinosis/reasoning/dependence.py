"""What a finding must be read with, and what a change of it touches.

A piece of evidence depends on the finding itself and on those that a rule, a formula, an adjustment
or an interaction asks about; how much it counts depends on which other findings of its group are
known, and on nothing else. So a change touches few pieces and the groups they are in, and two
changes that touch nothing in common add up exactly.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from calcinosis.case import (
    CONTRADICTIONS,
    FORMULAS,
    LABS,
    REDUNDANCIES,
    VOCABULARY,
    Coupling,
)
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.weighing import SHARING_ONE_WEIGHT

COMPUTED = ("dialysis", "tmp_gfr")
"""Findings that give a piece of evidence also where others only imply them."""


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """The dependences between the findings of a model.

    ``read_with`` has for every finding those whose values decide its piece, itself first;
    ``word_read_with`` has for every lab those that decide it where it is a word and no value, so
    that neither interval nor formula comes in. ``touched_by`` is the inverse of ``read_with``.
    ``groups`` are the findings that share weights; a finding without a group is one by itself.
    ``group_of`` is the number of a finding's group.
    """

    read_with: Mapping[str, tuple[str, ...]]
    word_read_with: Mapping[str, tuple[str, ...]]
    touched_by: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[str, ...], ...]
    group_of: Mapping[str, int]

    def touched(self, finding: str, known: Container[str]) -> tuple[str, ...]:
        """The findings whose pieces a change of one can alter, where ``known`` may be known."""
        return tuple(
            piece
            for piece in self.touched_by[finding]
            if piece == finding or piece in known or piece in COMPUTED
        )

    def touched_groups(self, findings: Iterable[str], known: Container[str]) -> frozenset[int]:
        """The groups of the pieces that changes can alter, where ``known`` may be known."""
        return frozenset(
            self.group_of[piece] for finding in findings for piece in self.touched(finding, known)
        )

    def are_independent(self, one: str, other: str, known: Container[str]) -> bool:
        """Whether what one finding adds to the score never depends on what the other shows.

        ``known`` are the findings that may be known, these two among them.
        """
        groups = self.touched_groups((one,), known)
        return groups.isdisjoint(self.touched_groups((other,), known))


def say_the_same(one: str, other: str) -> bool:
    """Whether a rule on the case leaves out one of two findings for what the other shows."""
    return any(
        (one in rule.decided and other in rule.asked)
        or (other in rule.decided and one in rule.asked)
        for rule in (*CONTRADICTIONS, *REDUNDANCIES)
    )


@lru_cache(maxsize=4)
def dependence(model: Model) -> Dependence:
    """The dependences of a model, from the rules for a case and its own rules and groups."""
    rules = (*CONTRADICTIONS, *REDUNDANCIES, *_couplings_of(model))
    read_with = {one: _read_with(one, (*FORMULAS, *rules)) for one in VOCABULARY}
    word_read_with = {lab: _read_with(lab, rules) for lab in LABS}
    touched_by = {
        finding: tuple(one for one, asked in read_with.items() if finding in asked)
        for finding in VOCABULARY
    }
    named: dict[str, list[str]] = {}
    for finding in VOCABULARY:
        named.setdefault(model.group_of.get(finding, (finding,))[0], []).append(finding)
    shared = {model.group_of.get(one, (one,))[0] for one in SHARING_ONE_WEIGHT}
    groups = [tuple(members) for name, members in named.items() if name not in shared]
    groups.append(tuple(finding for name in shared for finding in named[name]))
    group_of = {finding: number for number, group in enumerate(groups) for finding in group}
    return Dependence(read_with, word_read_with, touched_by, tuple(groups), group_of)


def _read_with(finding: str, deciding: Iterable[Coupling]) -> tuple[str, ...]:
    """A finding, what the couplings ask about to decide it, and what decides that in turn."""
    asked = _with({finding}, deciding) - {finding}
    asked = _with(_with(asked, FORMULAS), CONTRADICTIONS)
    return (finding, *(one for one in VOCABULARY if one in asked - {finding}))


def _with(findings: set[str], couplings: Iterable[Coupling]) -> set[str]:
    """The findings and all that the couplings ask about to decide one of them."""
    asked = (c.asked for c in couplings if not findings.isdisjoint(c.decided))
    return findings.union(*asked)


def _couplings_of(model: Model) -> list[Coupling]:
    """What the adjustments and interactions of a model read together."""
    return [
        Coupling(one.when.items, (finding,))
        for finding, adjustments in model.adjustments.items()
        for one in adjustments
    ] + [
        Coupling((*one.credit, *one.when.items), (finding,))
        for finding, interactions in model.interactions.items()
        for one in interactions
    ]
