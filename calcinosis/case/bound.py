"""A lab result that is only a bound ("<0.5", ">1000"), and the state that it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .case import Case
from .lab_result import LabResult
from .lab_states import interval_in_effect, interval_in_unit
from .labs import likely_unit, to_unit
from .number_text import number_text, rounded_text, unit_text
from .vocabulary import VOCABULARY

INTERVAL_FIELDS = ("ref_low", "ref_high")
_SIGN_AND_REST = re.compile(r"(<=|>=|[<>≤≥])\s*(.+)")
_SIGNS = {"<=": "≤", ">=": "≥"}
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound as it was typed, and the state (low, normal, high) that it tells.

    ``limits`` keeps the laboratory's own interval, in the unit.
    """

    sign: str
    value: float
    unit: str
    state: str
    limits: Mapping[str, float]

    def text(self, lab_id: str, unit: str) -> str:
        """The bound in a unit, as its field shows it."""
        if unit == self.unit:
            return f"{self.sign}{number_text(self.value)}"
        return f"{self.sign}{rounded_text(to_unit(lab_id, self.value, self.unit, unit))}"


def split_sign(text: str) -> tuple[str, str]:
    """The sign before a typed number, and the rest; "" where there is none.

    >>> split_sign("<= 0,5 mg/dL"), split_sign("7.1")
    (('≤', '0,5 mg/dL'), ('', '7.1'))
    """
    found = _SIGN_AND_REST.fullmatch(text.strip())
    return (_SIGNS.get(found[1], found[1]), found[2]) if found else ("", text)


def read_bound(sign: str, lab_id: str, case: Case) -> Bound:
    """The bound at the value that a case holds of a lab.

    Raises ValueError, saying what to do, where it tells no state.
    """
    result = case.get(lab_id)
    meant = likely_unit(lab_id, result.value, result.unit)
    typed = f"{sign}{number_text(result.value)} {unit_text(result.unit)}"
    if meant:
        raise ValueError(
            f"{VOCABULARY[lab_id].label} {typed} is unusual: was it {unit_text(meant)}?"
        )
    interval = interval_in_effect(lab_id, result, case.get("age_years"), case.get("sex"))
    low = high = None
    if interval:
        shown = interval_in_unit(lab_id, interval, result.unit)
        low, high = shown.low or None, shown.high
    state = _state(sign, result.value, low, high)
    if not state:
        raise ValueError(
            f"{typed} alone does not tell low, normal or high{_interval(low, high)}: "
            "click one of the three."
        )
    return Bound(sign, result.value, result.unit, state, own_limits(result))


def own_limits(result: LabResult) -> dict[str, float]:
    """What the laboratory printed of its own interval, by the name of the limit."""
    limits = {name: getattr(result, name) for name in INTERVAL_FIELDS}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _state(sign: str, value: float, low: float | None, high: float | None) -> str:
    """The state of everything beyond the bound; "" where it may have more than one."""
    rounding = _ROUNDING * abs(value)
    edge = rounding if sign in "<>" else -rounding
    if sign in "<≤":
        if low is not None:
            return "low" if value <= low + edge else ""
        return "normal" if high is not None and value <= high + rounding else ""
    if high is not None:
        return "high" if value >= high - edge else ""
    return "normal" if low is not None and value >= low - rounding else ""


def _interval(low: float | None, high: float | None) -> str:
    limits = [None if one is None else rounded_text(one, 3) for one in (low, high)]
    if None not in limits:
        return f" ({limits[0]} to {limits[1]})"
    known = "".join(one for one in limits if one)
    return f" (limit {known})" if known else ""
