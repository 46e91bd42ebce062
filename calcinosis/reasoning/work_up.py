"""The stages of a work-up: what is known of a case from history, laboratory, imaging, biopsy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calcinosis.case import VOCABULARY, Case

WORK_UP: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "History and site": ("patient", "lesion", "history", "drug", "exposure"),
        "Laboratory": ("lab", "serology", "genetics"),
        "Imaging": ("imaging",),
        "Biopsy": ("histology",),
    }
)
"""Stages in the order in which they are usual, each with its groups of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the work-up of a case.

    ``case`` is all that is known by then, ``added`` the ids of the findings that are new in it.
    """

    name: str
    case: Case
    added: tuple[str, ...]


def known_by(case: Case, groups: Iterable[str]) -> Case:
    """The part of a case that lies in these groups of the vocabulary; the rest is unknown.

    >>> case = Case.from_dict({"age_years": 40, "ana": True})
    >>> list(known_by(case, WORK_UP["History and site"]))
    ['age_years']
    """
    groups = frozenset(groups)
    return case.without(*(finding for finding in case if VOCABULARY[finding].group not in groups))


def stages_of(case: Case) -> tuple[Stage, ...]:
    """The stages of a case in which something becomes known; the last one is the whole case."""
    stages: list[Stage] = []
    groups: tuple[str, ...] = ()
    for name, more in WORK_UP.items():
        groups += more
        known = known_by(case, groups)
        before = stages[-1].case if stages else Case()
        added = tuple(finding for finding in known if finding not in before)
        if added:
            stages.append(Stage(name, known, added))
    return tuple(stages)
