"""A stored result answered again: which version answered it, and whether its numbers still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from calcinosis.reasoning import Consultation
from calcinosis.reasoning.consultation import SCHEMA_VERSION

_RESULT_KEYS = ("schema_version", "app_version", "knowledge_version")
_SAME_WITHIN = 1e-9
"""Two machines may differ in the last bits of an exponential."""
_DRAWS_ALLOWED = range(2, 10_001)
_LONGEST_VERSION = 40


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What a result file says of the answer it holds.

    Versions are as written, "" where the file is silent. ``numbers`` holds every number of the
    answer by its place ("types.dystrophic", "intervals.dystrophic.low", "contributions.pain"), and
    ``is_readable`` is False where a place that must hold a number holds something else.
    ``draws`` is the number of draws behind the intervals, None where the file is silent.
    """

    schema_version: str
    app_version: str
    knowledge_version: str
    leading_type: str
    numbers: Mapping[str, float] = field(hash=False)
    is_readable: bool
    draws: int | None


def stored_result(entry: Mapping[str, Any]) -> StoredResult | None:
    """The answer in the plain data of a record; None where the record holds a case alone."""
    if not any(key in entry for key in (*_RESULT_KEYS, "types")):
        return None
    draws = entry.get("draws")
    places = dict(_places(entry))
    numbers = {place: float(value) for place, value in places.items() if _is_number(value)}
    return StoredResult(
        *(_version(entry.get(key)) for key in _RESULT_KEYS),
        leading_type=_version(entry.get("leading_type")),
        numbers=numbers,
        is_readable=len(numbers) == len(places) and "types" in entry,
        draws=draws if type(draws) is int and draws in _DRAWS_ALLOWED else None,
    )


def replay_notes(stored: StoredResult, answer: Consultation) -> tuple[str, ...]:
    """What a reader must know who compares a stored result with the answer of today.

    Nothing where the versions and all numbers are the same. Where a version differs, which one, and
    how far the types moved; where none does but the numbers differ, that they do not match.

    Args:
        stored: what the file says.
        answer: the answer to the same case, clinic and prior weights now.
    """
    differing = [
        f"{name} {then or 'unknown'}, now {now}"
        for name, then, now in (
            ("knowledge", stored.knowledge_version, answer.knowledge_version),
            ("app", stored.app_version, answer.app_version),
            ("schema", stored.schema_version, str(SCHEMA_VERSION)),
        )
        if then != now
    ]
    moved = _types_moved(stored, answer)
    if differing:
        return (f"Answered by {'; '.join(differing)}: {moved}.",)
    if not stored.is_readable or _differs(stored, answer):
        return (
            "The stored numbers do not match those that the same versions give to this case: "
            f"{moved}. The file was changed, or another program wrote it.",
        )
    return ()


def _types_moved(stored: StoredResult, answer: Consultation) -> str:
    pairs = [
        (stored.numbers[f"types.{type_}"], p)
        for type_, p in answer.types.items()
        if f"types.{type_}" in stored.numbers
    ]
    if not pairs:
        return "no stored probability of a type can be compared"
    furthest = max(abs(then - now) for then, now in pairs)
    by = "types unchanged" if furthest <= _SAME_WITHIN else f"types moved by up to {furthest:.2g}"
    now = answer.leading_type
    if stored.leading_type == now:
        return f"{by} (leading type {now} unchanged)"
    return f"{by} (leading type was {stored.leading_type or 'not said'}, is {now})"


def _differs(stored: StoredResult, answer: Consultation) -> bool:
    now = dict(_places(answer.to_dict()))
    then = stored.numbers
    if stored.draws is not None and stored.draws != answer.draws:
        now, then = (
            {place: one for place, one in numbers.items() if not place.startswith("intervals.")}
            for numbers in (now, then)
        )
    return (
        stored.leading_type != answer.leading_type
        or now.keys() != then.keys()
        or any(not abs(now[place] - then[place]) <= _SAME_WITHIN for place in now)
    )


def _places(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each number of a result by its place; what is not of the right shape as it is."""
    for part in ("types", "aetiologies"):
        of_part = entry.get(part, {})
        if isinstance(of_part, Mapping):
            yield from ((f"{part}.{name}", value) for name, value in of_part.items())
        else:
            yield part, of_part
    intervals = entry.get("intervals", {})
    for name, pair in intervals.items() if isinstance(intervals, Mapping) else (("?", None),):
        if isinstance(pair, list | tuple) and len(pair) == 2:
            yield from zip((f"intervals.{name}.low", f"intervals.{name}.high"), pair, strict=True)
        else:
            yield f"intervals.{name}", pair
    contributions = entry.get("contributions", [])
    for one in contributions if isinstance(contributions, list | tuple) else (None,):
        if isinstance(one, Mapping):
            yield f"contributions.{one.get('finding')}", one.get("log10_odds")
        else:
            yield "contributions", one


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return isfinite(value)
    except OverflowError:
        return False


def _version(entered: Any) -> str:
    """A version or a name as short printable text."""
    text = str(entered) if isinstance(entered, str | int | float) else ""
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_VERSION]
