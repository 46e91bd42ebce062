"""The limits of what is plausible for the findings that are plain numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .tables import number_or_none, read_rows
from .vocabulary import VOCABULARY


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """The plausible range of a number, in the unit of its finding.

    Outside ``low`` to ``high`` it is refused, with the likely slip; outside ``warn_low`` to
    ``warn_high`` it is asked about.
    """

    low: float
    high: float
    warn_low: float | None
    warn_high: float | None
    slip_below: str
    slip_above: str
    source: str


def _read_limits() -> dict[str, NumberLimits]:
    limits = {
        row["finding"]: NumberLimits(
            low=float(row["low"]),
            high=float(row["high"]),
            warn_low=number_or_none(row["warn_low"]),
            warn_high=number_or_none(row["warn_high"]),
            slip_below=row["slip_below"],
            slip_above=row["slip_above"],
            source=row["source"],
        )
        for row in read_rows("number_limits.csv")
    }
    numbers = {finding.id for finding in VOCABULARY.values() if finding.kind == "number"}
    if numbers != set(limits):
        raise ValueError(
            f"number_limits.csv and vocabulary.csv disagree about {sorted(numbers ^ set(limits))}"
        )
    return limits


NUMBER_LIMITS: Mapping[str, NumberLimits] = MappingProxyType(_read_limits())
"""The limits of every finding that is a number."""
