"""One value computed from a case."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A value computed from a case.

    ``value`` is None and ``interpretable`` False where the formula must not be used; ``note`` says
    why, or what the value does not tell. ``formula`` has the numbers put in, ``inputs`` are the ids
    of the findings used.
    """

    id: str
    value: float | str | None
    unit: str
    formula: str
    note: str
    source: str
    inputs: tuple[str, ...]
    interpretable: bool
