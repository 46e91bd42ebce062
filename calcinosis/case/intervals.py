"""Reference intervals by age and sex, and the one in effect for a result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from .labs import LABS, to_unit
from .tables import number_or_none, read_rows

_YEARS = {"h": 1 / 8766, "d": 1 / 365.25, "mo": 1 / 12, "y": 1.0}
_ADULT_YEARS = 50.0


@dataclass(frozen=True, slots=True)
class ReferenceInterval:
    """The interval outside which a result counts as low or high; None is an open side.

    ``unit`` is the conventional unit of the lab unless said otherwise; ``band`` names the age and
    sex it holds for; ``is_estimate`` is true where no source that was read gives these limits.
    """

    low: float | None
    high: float | None
    unit: str
    source: str
    is_estimate: bool
    band: str


@dataclass(frozen=True, slots=True)
class _Row:
    sex: str
    from_years: float
    below_years: float
    low: float | None
    high: float | None
    high_per_year: float
    interval: ReferenceInterval


def _years(age: str) -> float:
    number, unit = age.split()
    return float(number) * _YEARS[unit]


def _read_sources() -> dict[str, str]:
    return {row["key"]: row["citation"] for row in read_rows("sources.csv")}


SOURCES: Mapping[str, str] = _read_sources()
"""Citations by the short key used in the tables."""


def source_text(keys: str) -> str:
    """The citations behind a source cell such as "L9; expert lower limit"."""
    parts = []
    for part in keys.split("; "):
        key, _, rest = part.partition(" ")
        citation = SOURCES.get(key)
        if citation is None:
            parts.append(part)
        else:
            parts.append(f"{citation}, {rest}" if rest else citation)
    return "; ".join(parts)


def _read_intervals() -> dict[str, tuple[_Row, ...]]:
    rows: dict[str, list[_Row]] = {}
    for row in read_rows("reference_intervals.csv"):
        lab_id, unit = row["lab"], row["unit"]
        conventional = LABS[lab_id].conventional_unit
        low, high = (
            None if limit is None else to_unit(lab_id, limit, unit, conventional)
            for limit in (number_or_none(row["low"]), number_or_none(row["high"]))
        )
        interval = ReferenceInterval(
            low=low,
            high=high,
            unit=conventional,
            source=source_text(row["source"]),
            is_estimate=row["estimate"] == "yes",
            band=f"{row['band']}, {row['sex']}" if row["sex"] else row["band"],
        )
        below = _years(row["below"]) if row["below"] else inf
        per_year = number_or_none(row["high_per_year"]) or 0.0
        rows.setdefault(lab_id, []).append(
            _Row(row["sex"], _years(row["from"]), below, low, high, per_year, interval)
        )
    return {lab_id: tuple(of_lab) for lab_id, of_lab in rows.items()}


_ROWS = _read_intervals()


def reference_interval(
    lab_id: str, age_years: float | None, sex: str | None
) -> ReferenceInterval | None:
    """The reference interval of a lab, in its conventional unit.

    An unknown age means an adult (for the sedimentation rate one of 50 years); an unknown sex gives
    the widest union of both. None where there is no interval: spot urine at any age, 24-hour urine
    calcium under 18. For 25-OH vitamin D, low is deficiency (below 20 ng/mL) and high is possible
    toxicity (above 80 ng/mL). Raises KeyError for an unknown lab.

    >>> [reference_interval("phosphate", age, "female").high for age in (3, 40)]
    [6.5, 4.5]
    """
    LABS[lab_id]
    age = _ADULT_YEARS if age_years is None else age_years
    sexes = ("", sex) if sex in ("female", "male") else ("", "female", "male")
    fitting = [
        _at_age(row, age)
        for row in _ROWS.get(lab_id, ())
        if row.from_years <= age < row.below_years and row.sex in sexes
    ]
    if not fitting:
        return None
    if len(fitting) == 1:
        return fitting[0]
    return _union(fitting)


def _at_age(row: _Row, age_years: float) -> ReferenceInterval:
    if not row.high_per_year:
        return row.interval
    return replace(row.interval, high=row.high + row.high_per_year * age_years)


def _union(intervals: list[ReferenceInterval]) -> ReferenceInterval:
    lows = [interval.low for interval in intervals]
    highs = [interval.high for interval in intervals]
    return replace(
        intervals[0],
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
        source="; ".join(dict.fromkeys(interval.source for interval in intervals)),
        is_estimate=any(interval.is_estimate for interval in intervals),
        band=intervals[0].band.rpartition(", ")[0] + ", either sex",
    )
