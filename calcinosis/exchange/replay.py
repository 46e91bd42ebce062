"""A stored result answered again: which version answered it, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from calcinosis.reasoning import Consultation
from calcinosis.reasoning.consultation import SCHEMA_VERSION
from calcinosis.reasoning.uncertainty import FEWEST_DRAWS

_VERSIONS = ("schema_version", "app_version", "knowledge_version")
_INPUTS = ("case", "clinic", "prior_weights")
"""What a stored result is answered again from, so that a change shows in what follows from it."""
_SAME_WITHIN = 1e-9
"""Two machines may differ in the last bits of an exponential."""
_DRAWS_ALLOWED = range(FEWEST_DRAWS, 10_001)
_LONGEST_VERSION = 40
_REPEATED, _OTHER_CLINIC = "The id stands ", "The stored result is of the clinic "
_OTHER_VERSION, _CHANGED = "Answered by ", "The stored result does not match "
_NOTES = (_REPEATED, _OTHER_CLINIC, _OTHER_VERSION, _CHANGED)


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What a result file says of the answer it holds.

    Versions are as written, "" where the file is silent. ``content`` is the result as plain data,
    as it stands in the file. ``draws`` is the number of draws behind the intervals, None where the
    file is silent.
    """

    schema_version: str
    app_version: str
    knowledge_version: str
    leading_type: str
    content: Mapping[str, Any] = field(hash=False, repr=False)
    draws: int | None


def stored_result(entry: Mapping[str, Any]) -> StoredResult | None:
    """The answer in the plain data of a record; None where the record holds a case alone."""
    if not any(key in entry for key in (*_VERSIONS, "types")):
        return None
    draws = entry.get("draws")
    return StoredResult(
        *(_version(entry.get(key)) for key in _VERSIONS),
        leading_type=_version(entry.get("leading_type")),
        content=entry,
        draws=draws if type(draws) is int and draws in _DRAWS_ALLOWED else None,
    )


def repeated_note(times: int) -> str:
    """What is said of a record whose id stands more than once in its file."""
    return f"{_REPEATED}{times} times in this file: which result is whose?"


def other_clinic_note(then: str, now: str) -> str:
    """What is said of a result that is answered for another clinic than that of the file."""
    return f"{_OTHER_CLINIC}{then}, this one of {now}: they are not compared."


def replay_notes(stored: StoredResult, answer: Consultation) -> tuple[str, ...]:
    """What a reader must know who compares a stored result with the answer of today.

    Nothing where the versions and the whole result are the same: every number within rounding and
    every word, apart from the intervals where their draws differ, and from notes of an earlier
    replay among the warnings. Where a version differs, which one, and how far the types moved;
    where none does but the result differs, in which parts.

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
        return (f"{_OTHER_VERSION}{'; '.join(differing)}: {moved}.",)
    parts = _parts_that_differ(stored, answer)
    if parts:
        return (
            f"{_CHANGED}the one that the same versions give to this case, in {', '.join(parts)}: "
            f"{moved}. The file was changed, or another program wrote it.",
        )
    return ()


def _types_moved(stored: StoredResult, answer: Consultation) -> str:
    types = stored.content.get("types")
    then = types if isinstance(types, Mapping) else {}
    pairs = [(then[one], p) for one, p in answer.types.items() if _is_number(then.get(one))]
    if not pairs:
        return "no stored probability of a type can be compared"
    furthest = max(abs(then - now) for then, now in pairs)
    by = "types unchanged" if furthest <= _SAME_WITHIN else f"types moved by up to {furthest:.2g}"
    now = answer.leading_type
    if stored.leading_type == now:
        return f"{by} (leading type {now} unchanged)"
    return f"{by} (leading type was {stored.leading_type or 'not said'}, is {now})"


def _parts_that_differ(stored: StoredResult, answer: Consultation) -> list[str]:
    now, then = answer.to_dict(), stored.content
    passed_over = {*_VERSIONS, *_INPUTS}
    if stored.draws is not None and stored.draws != answer.draws:
        passed_over |= {"draws", "intervals"}
    return [
        part
        for part in now
        if part not in passed_over
        and not (part in then and _agrees(now[part], _without_notes(part, then[part])))
    ]


def _without_notes(part: str, stored: Any) -> Any:
    """Warnings without what an earlier replay noted among them; any other part as it is."""
    if part != "warnings" or not isinstance(stored, list | tuple):
        return stored
    return [one for one in stored if not (isinstance(one, str) and one.startswith(_NOTES))]


def _agrees(now: Any, then: Any) -> bool:
    """Whether stored plain data is that of today, every number within rounding."""
    if isinstance(now, Mapping):
        return (
            isinstance(then, Mapping)
            and now.keys() == then.keys()
            and all(_agrees(now[key], then[key]) for key in now)
        )
    if isinstance(now, list | tuple):
        if not isinstance(then, list | tuple) or len(now) != len(then):
            return False
        return all(map(_agrees, _in_one_order(now), _in_one_order(then)))
    if _is_number(now):
        return _is_number(then) and abs(now - then) <= _SAME_WITHIN * max(1.0, abs(now))
    return type(now) is type(then) and now == then


def _in_one_order(items: Iterable[Any]) -> list[Any]:
    """Items that each tell of a finding by its id, since rounding may change places of equals."""
    items = list(items)
    if all(isinstance(one, Mapping) and "finding" in one for one in items):
        return sorted(items, key=lambda one: str(one["finding"]))
    return items


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
