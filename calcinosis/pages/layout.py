"""Which finding is asked where, under what short name, and how it is explained."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import calcinosis.case as case_package
from calcinosis.case import VOCABULARY

YES_NO: Mapping[bool, str] = {True: "Yes", False: "No"}
"""The answers to a yes/no finding, as they are said to the user."""

GROUPS: Mapping[str, str] = {
    "patient": "Patient",
    "lesion": "Site and lesion",
    "history": "History",
    "exposure": "Drugs and exposures",
    "lab": "Labs",
    "serology": "Serology and genetics",
    "imaging": "Imaging",
    "biopsy": "Biopsy",
}
"""The groups of the entry form by id, in the order in which they are asked."""

SHORT_GROUPS: Mapping[str, str] = GROUPS | {
    "lesion": "Lesion",
    "exposure": "Exposures",
    "serology": "Serology",
}
"""Their names where space is short."""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings under one sub-heading of a group; ``title`` is empty where there is none."""

    group: str
    title: str
    findings: tuple[str, ...]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_LAYOUT = _rows(Path(__file__).parent / "data" / "layout.csv")
_HELP = {
    row["id"]: row["help"]
    for row in _rows(Path(case_package.__file__).parent / "data" / "help.csv")
}
_SHORT = {row["finding"]: row["short_label"] for row in _LAYOUT}
_GROUP = {row["finding"]: row["group"] for row in _LAYOUT}


def _sections() -> tuple[Section, ...]:
    members: dict[tuple[str, str], list[str]] = {}
    for row in _LAYOUT:
        members.setdefault((row["group"], row["section"]), []).append(row["finding"])
    return tuple(Section(*place, tuple(findings)) for place, findings in members.items())


SECTIONS: tuple[Section, ...] = _sections()
"""Every section of every group, in the order in which they are asked."""


def short_label(finding_id: str) -> str:
    """The name of a finding where space is short."""
    return _SHORT[finding_id]


def group_of(finding_id: str) -> str:
    """The id of the group in which a finding is asked."""
    return _GROUP[finding_id]


def help_text(finding_id: str) -> str:
    """The full label of a finding and how to decide on it."""
    return f"**{VOCABULARY[finding_id].label}.** {_HELP.get(finding_id, '')}".strip()


def sections_of(group: str) -> tuple[Section, ...]:
    """The sections of a group."""
    return tuple(section for section in SECTIONS if section.group == group)


def yesno_of(findings: Iterable[str]) -> tuple[str, ...]:
    """Those of the findings that are answered by yes or no."""
    return tuple(finding for finding in findings if VOCABULARY[finding].kind == "yesno")
