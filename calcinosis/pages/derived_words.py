"""Derived values in words, in the unit that is chosen first."""

from __future__ import annotations

from calcinosis.case import LABS, DerivedValue, rounded_text, to_unit, unit_text


def lab_of(one: DerivedValue) -> str:
    """The lab in whose units a derived value is given."""
    return one.inputs[0] if one.id == "calcium_adjusted" else one.id


def derived_in_words(one: DerivedValue, unit: str) -> tuple[str, str]:
    """A derived value in a unit of its lab, then in brackets in the others; and its limits.

    Of one that cannot be interpreted the first says why, and no limits are left to say.
    """
    if one.value is None:
        return one.note or "not interpretable", ""
    first, *others = in_units = _in_units(one, unit)
    limits = "; ".join(part for part in one.note.split("; ") if part not in in_units)
    return first + "".join(f" ({other})" for other in others), limits


def _in_units(one: DerivedValue, chosen: str) -> tuple[str, ...]:
    lab_id = lab_of(one)
    if isinstance(one.value, float) and lab_id in LABS:
        units = (chosen, *(unit for unit in LABS[lab_id].units if unit != chosen))
        values = [to_unit(lab_id, one.value, one.unit, unit) for unit in units]
        return tuple(
            f"{rounded_text(value, 3)} {unit_text(unit)}"
            for value, unit in zip(values, units, strict=True)
        )
    return (one.value if isinstance(one.value, str) else f"{one.value:.3g}",)
