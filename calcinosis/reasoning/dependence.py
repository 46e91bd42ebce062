"""What a finding must be read with, and what a change of it touches.

A piece of evidence depends on the finding itself and on those that a rule, a formula, an adjustment
or an interaction asks about; how much it counts depends on which other findings of its group are
known, and on nothing else. So a change touches few pieces and the groups they are in, and two
changes that touch nothing in common add up exactly.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from calcinosis.case import (
    CONTRADICTIONS,
    FORMULAS,
    LABS,
    REDUNDANCIES,
    VOCABULARY,
    Case,
    Coupling,
    Question,
)
from calcinosis.knowledge import Interaction
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.weighing import SHARING_ONE_WEIGHT

COMPUTED = ("dialysis", "tmp_gfr")
"""Findings that give a piece of evidence also where others only imply them."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What decides what a finding says: the findings behind it, itself first.

    Of all but the ``plain`` ones no more counts than the answers to the ``questions``, each of
    which is given with the findings that decide its answer.
    """

    findings: tuple[str, ...]
    plain: tuple[str, ...]
    questions: tuple[tuple[Question, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """The dependences between the findings of a model.

    ``read_with`` has for every finding those whose values decide its piece, itself first;
    ``word_read_with`` has for every lab those that decide it where it is a word and no value, so
    that neither interval nor formula comes in. ``touched_by`` is the inverse of ``read_with``.
    ``groups`` are the findings that share weights; a finding without a group is one by itself.
    ``group_of`` is the number of a finding's group.

    In more detail, ``repeated_by`` has the redundancies by which a finding is not read at all, each
    with the findings that decide whether it holds; ``formula_of`` the formula that decides a lab by
    the values of several; ``readings`` what decides what a finding says if it is not left out:
    where a formula works on it, where none does, and where it is a word.
    """

    read_with: Mapping[str, tuple[str, ...]]
    word_read_with: Mapping[str, tuple[str, ...]]
    touched_by: Mapping[str, tuple[str, ...]]
    groups: tuple[tuple[str, ...], ...]
    group_of: Mapping[str, int]
    repeated_by: Mapping[str, tuple[tuple[Coupling, tuple[str, ...]], ...]]
    formula_of: Mapping[str, Coupling]
    readings: Mapping[str, tuple[Reading, Reading, Reading]]

    def is_computed(self, finding: str, measured: Container[str]) -> bool:
        """Whether a formula decides a finding where these labs have values."""
        formula = self.formula_of.get(finding)
        ways = formula.needs if formula else ()
        return any(all(lab in measured for lab in way) for way in ways)

    def reading(self, finding: str, measured: Container[str]) -> Reading:
        """What decides what a finding says, where these labs have values."""
        by_formula, by_value, by_word = self.readings[finding]
        if finding not in LABS or self.is_computed(finding, measured):
            return by_formula
        return by_value if finding in measured else by_word

    def possible_readings(self, finding: str, measured: Container[str]) -> tuple[Reading, ...]:
        """What may decide what a finding says, where of the labs only these may have values."""
        fullest = self.reading(finding, measured)
        return self.readings[finding][self.readings[finding].index(fullest) :]

    def touched(
        self, finding: str, known: Container[str], measured: Container[str] = LABS
    ) -> tuple[str, ...]:
        """The findings whose pieces a change of one can alter.

        ``known`` may be known, and of the labs ``measured`` may have values.
        """
        return tuple(
            piece
            for piece in self.touched_by[finding]
            if piece == finding
            or (
                (piece in known or piece in COMPUTED)
                and (
                    measured is LABS
                    or finding in self.reading(piece, measured).findings
                    or any(finding in asked for _, asked in self.repeated_by[piece])
                )
            )
        )

    def reads(self, piece: str, finding: str, measured: Container[str]) -> bool:
        """Whether what one that is ``touched`` says may depend on a finding, if it is read."""
        return piece == finding or finding in self.reading(piece, measured).findings

    def can_repeat(self, piece: str, finding: str, before: Case, after: Case) -> bool:
        """Whether a change of a finding can alter if one that is ``touched`` is read at all.

        It can not where redundancies ask about nothing else, and hold or do not hold as before.
        """
        return any(
            asked != (finding,) or redundancy.holds(before) != redundancy.holds(after)
            for redundancy, asked in self.repeated_by[piece]
            if finding in asked
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
    others = (*CONTRADICTIONS, *_couplings_of(model))
    rules = (*others, *REDUNDANCIES)
    read_with = {one: _read_with(one, (*FORMULAS, *rules)) for one in VOCABULARY}
    word_read_with = {lab: _read_with(lab, rules) for lab in LABS}
    plain = tuple(formula for formula in FORMULAS if not formula.needs)
    deciding = (*_left_out(), *_couplings_of(model))
    readings = {
        one: tuple(_reading(one, (*some, *deciding)) for some in (FORMULAS, plain, ()))
        for one in VOCABULARY
    }
    repeated_by = {
        one: tuple((r, _asked_by(r.asked)) for r in REDUNDANCIES if one in r.decided)
        for one in VOCABULARY
    }
    formula_of = {lab: one for one in FORMULAS if one.needs for lab in one.decided}
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
    return Dependence(
        read_with,
        word_read_with,
        touched_by,
        tuple(groups),
        group_of,
        repeated_by,
        formula_of,
        readings,
    )


def _read_with(finding: str, deciding: Iterable[Coupling]) -> tuple[str, ...]:
    """A finding, what the couplings ask about to decide it, and what decides that in turn."""
    asked = _asked_by(_with({finding}, deciding) - {finding})
    return (finding, *(one for one in VOCABULARY if one in asked and one != finding))


def _reading(finding: str, deciding: Iterable[Coupling]) -> Reading:
    """What decides what a finding says where these couplings do."""
    findings = _read_with(finding, deciding)
    mine = [one for one in deciding if finding in one.decided]
    questions = {question: _asked_by(asked) for one in mine for question, asked in one.through}
    plain: set[str] = set()
    for one in mine:
        plain.update(set(one.asked).difference(*(asked for _, asked in one.through)))
    plain = {finding, *_asked_by(plain - {finding})}
    plain.update(set(findings).difference(*questions.values()))
    return Reading(
        findings, tuple(one for one in findings if one in plain), tuple(questions.items())
    )


def _asked_by(asked: Iterable[str]) -> tuple[str, ...]:
    """What is asked about and what decides that in turn, in vocabulary order."""
    asked = set(asked)
    results = [one for one in FORMULAS if one.in_conditions and asked.issuperset(one.decided)]
    asked = _with(_with(asked, results), CONTRADICTIONS)
    return tuple(one for one in VOCABULARY if one in asked)


def _with(findings: set[str], couplings: Iterable[Coupling]) -> set[str]:
    """The findings and all that the couplings ask about to decide one of them."""
    asked = (c.asked for c in couplings if not findings.isdisjoint(c.decided))
    return findings.union(*asked)


def _left_out() -> list[Coupling]:
    """The contradictions: no more counts than whether they leave a finding out."""
    return [
        Coupling(rule.asked, (finding,), through=((partial(_has, finding), rule.asked),))
        for rule in CONTRADICTIONS
        for finding in rule.decided
    ]


def _has(finding: str, case: Case) -> bool:
    """Whether a finding is in a case from which contradictions were left out."""
    return finding in case


def _couplings_of(model: Model) -> list[Coupling]:
    """What the adjustments and interactions of a model read together.

    Of the findings that one asks about no more counts than whether it applies.
    """
    found = []
    for finding, adjustments in model.adjustments.items():
        for one in adjustments:
            asked = one.when.items
            found.append(Coupling(asked, (finding,), through=((one.when.holds, asked),)))
    for finding, interactions in model.interactions.items():
        for one in interactions:
            asked = (*one.credit, *one.when.items)
            applies = partial(_is_credited, finding, one)
            found.append(Coupling(asked, (finding,), through=((applies, asked),)))
    return found


def _is_credited(finding: str, interaction: Interaction, case: Case) -> bool:
    """Whether an interaction holds in a case and goes to the credit of this finding."""
    credited = next((item for item in interaction.credit if case.get(item)), None)
    return credited == finding and interaction.when.holds(case)
