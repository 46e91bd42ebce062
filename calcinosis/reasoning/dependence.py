"""Which findings depend on each other: by a rule, by their group, or through derived values."""

from __future__ import annotations

from functools import lru_cache

from calcinosis.case import LEAVING_OUT
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.weighing import SHARING_ONE_WEIGHT

STEERING = frozenset(
    (
        "dialysis",
        "kidney_transplant",
        "acute_kidney_injury",
        "egfr",
        "creatinine",
        "calcium_ionised",
        "tmp_gfr",
        "trp",
    )
)
"""Findings whose mere state decides whether a derived value of the case may be used."""


def say_the_same(one: str, other: str) -> bool:
    """Whether a rule on the case leaves out one of two findings for what the other shows."""
    return any(
        (one in left and other in asked) or (other in left and one in asked)
        for asked, left in LEAVING_OUT
    )


@lru_cache(maxsize=4096)
def are_independent(one: str, other: str, model: Model) -> bool:
    """Whether what one finding adds to the log score never depends on what the other shows."""
    if are_tied(one, other, model):
        return False
    return _touched(one, model).isdisjoint(_touched(other, model))


@lru_cache(maxsize=4096)
def are_tied(one: str, other: str, model: Model) -> bool:
    """Whether a rule asks about both of two findings, or both steer derived values."""
    rules = (asked | on for asked, on in (*LEAVING_OUT, *_contexts(model)))
    return {one, other} <= STEERING or any({one, other} <= rule for rule in rules)


def _touched(finding: str, model: Model) -> set[str]:
    """Families whose weights a finding can move: its own, and those of what it can leave out."""
    rules = [asked | left for asked, left in LEAVING_OUT if finding in asked | left]
    touched = {finding}.union(*rules)
    families = {family(item, model) for item in touched}
    if finding in STEERING:
        families |= {family(item, model) for item in SHARING_ONE_WEIGHT} | {"derived values"}
    return families


@lru_cache(maxsize=8)
def ruled(model: Model) -> frozenset[str]:
    """Findings that some rule on the case asks about or bears on."""
    return frozenset().union(*(asked | on for asked, on in (*LEAVING_OUT, *_contexts(model))))


@lru_cache(maxsize=8)
def _contexts(model: Model) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each adjustment and interaction, what it asks about and whose piece it bears on."""
    adjustments = {id(one): one for of in model.adjustments.values() for one in of}.values()
    interactions = {id(one): one for of in model.interactions.values() for one in of}.values()
    return (
        *((frozenset(one.when.items), frozenset([one.finding])) for one in adjustments),
        *(
            (frozenset((*one.when.items, *one.credit)), frozenset(one.credit))
            for one in interactions
        ),
    )


@lru_cache(maxsize=512)
def bearing_on(model: Model, findings: frozenset[str]) -> frozenset[str]:
    """Other findings whose pieces an adjustment or interaction changes for what these show."""
    borne = (on for asked, on in _contexts(model) if not asked.isdisjoint(findings))
    return frozenset().union(*borne) - findings


def family(finding: str, model: Model) -> str:
    """The group of a finding; phosphate, TmP/GFR and their groups, which share a weight, are one.

    A finding in no group is a family by itself.
    """
    group = model.group_of.get(finding, (finding,))[0]
    sharing = [model.group_of.get(one, (one,))[0] for one in SHARING_ONE_WEIGHT]
    return sharing[0] if group in sharing else group
