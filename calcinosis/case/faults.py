"""What is wrong with an entered case, said so that it can be mended."""

from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from numbers import Real
from typing import Any

from .number_text import number_text, unit_text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a case: the finding, what was found, what is allowed, and a sentence."""

    item: str
    found: str
    allowed: str
    message: str


class CaseError(ValueError):
    """A case that cannot be read; ``faults`` holds everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.message for fault in faults))
        self.faults = faults

    def __reduce__(self) -> tuple:
        return CaseError, (self.faults,)


def refuse(faults: list[Fault], item: str, entered: Any, allowed: str, hint: str) -> None:
    """Append the fault of an entry that is not of the allowed form."""
    found = repr(entered)
    if len(found) > 80:
        found = found[:77] + "..."
    faults.append(
        Fault(item, found, allowed, f"{item} {found} is not allowed (allowed {allowed}): {hint}")
    )


def implausible(item: str, value: float, unit: str, allowed: str, slip: str) -> Fault:
    """The fault of a value beyond its error limits, with the likely slip."""
    found = f"{number_text(value)} {unit_text(unit)}"
    message = f"{item} {found} is not plausible (allowed {allowed}): {slip}"
    return Fault(item, found, allowed, message)


def finite_number(item: str, entered: Any, allowed: str, faults: list[Fault]) -> float | None:
    """The finite number in an entry; None, with a fault, where it is anything else."""
    if isinstance(entered, bool):
        refuse(faults, item, entered, allowed, "a yes or no is not a number")
        return None
    if not isinstance(entered, Real):
        hint = "write the number without quotes" if isinstance(entered, str) else "write a number"
        refuse(faults, item, entered, allowed, hint)
        return None
    try:
        value = float(entered)
    except OverflowError:
        entered = value = float("inf")
    if not isfinite(value):
        refuse(faults, item, entered, allowed, "leave it out when it is unknown")
        return None
    return value


def choice_hint(entered: Any, choices: tuple[str, ...]) -> str:
    """The choice that a wrong entry most likely meant."""
    if not isinstance(entered, str):
        return "write one of these as text"
    word = entered.strip().lower().replace(" ", "_")
    starting = [choice for choice in choices if word and choice.lower().startswith(word)]
    close = starting or get_close_matches(word, choices, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else "choose one of these"
