"""Rules that stand beside the aetiologies: groups, adjustments, interactions, red flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calcinosis.case.conditions import Condition


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say partly the same thing; all but the most telling are scaled by factor."""

    id: str
    factor: float
    findings: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A floor or factor on the chance of a finding that holds for every aetiology."""

    finding: str
    when: Condition
    floor: float | None
    factor: float | None
    exceptions: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """A factor on the likelihood of one aetiology when several findings meet."""

    id: str
    when: Condition
    aetiology: str
    factor: float
    credit: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RedFlagRule:
    """A warning that holds whatever the probabilities say; rank 1 is the worst."""

    id: str
    urgency: str
    rank: int
    when: Condition
    message: str
    why: str
    source: str
    is_estimate: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TissueSign:
    """A yes/no finding that names the tissue of the deposit where nobody has entered it."""

    finding: str
    tissue: str
    why: str
    source: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class VeryHigh:
    """Splits the high results of a lab at a threshold (in ``unit``): the share above it.

    ``default`` is by kidney function; ``share`` by aetiology where it differs.
    """

    threshold: float
    unit: str
    default: tuple[float, float, float]
    share: Mapping[str, float]
