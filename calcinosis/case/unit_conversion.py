"""A laboratory value in every other unit of its test, with the numbers put in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .labs import LABS, to_unit
from .number_text import number_text, rounded_text
from .tables import number_or_none, read_rows


@dataclass(frozen=True, slots=True)
class UnitBasis:
    """Where the factor between the units of a lab comes from.

    ``text`` says it in words. ``factor_to_si`` is that factor worked out anew, for comparison with
    the rounded one in use: ``scale`` over the molar mass in g/mol, or ``scale`` alone.
    """

    text: str
    factor_to_si: float
    source: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """A value in another unit; ``formula`` has the numbers put in, ``basis`` says why so."""

    value: float
    unit: str
    formula: str
    basis: str
    source: str


def _read_basis() -> dict[str, UnitBasis]:
    basis = {}
    for row in read_rows("unit_basis.csv"):
        scale, mass = float(row["scale"]), number_or_none(row["molar_mass_g_per_mol"])
        text = row["basis"]
        if mass is not None:
            text = f"molar mass of {text}, {number_text(mass)} g/mol"
        basis[row["lab"]] = UnitBasis(text, scale / (mass or 1), row["source"])
    several = {lab_id for lab_id, test in LABS.items() if len(test.units) > 1}
    if several != set(basis):
        odd = sorted(several ^ set(basis))
        raise ValueError(f"unit_basis.csv and labs.csv disagree about {odd}")
    return basis


UNIT_BASIS: Mapping[str, UnitBasis] = MappingProxyType(_read_basis())
"""Where the factor comes from, for every lab that is measured in more than one unit."""


def conversions(lab_id: str, value: float, unit: str) -> tuple[Conversion, ...]:
    """The value in each other unit of the lab; empty where there is only one.

    Raises KeyError for an unknown lab and ValueError for a unit in which it is not measured.

    >>> [one] = conversions("calcium_total", 10.0, "mg/dL")
    >>> one.formula
    '10 mg/dL x 0.2495 = 2.495 mmol/L'
    >>> conversions("phosphate", 2.3, "mmol/L")[0].formula
    '2.3 mmol/L / 0.3229 = 7.123 mg/dL'
    """
    return tuple(
        _conversion(lab_id, value, unit, other) for other in LABS[lab_id].units if other != unit
    )


def _conversion(lab_id: str, value: float, unit: str, other: str) -> Conversion:
    converted = to_unit(lab_id, value, unit, other)
    up, down = to_unit(lab_id, 1.0, unit, other), to_unit(lab_id, 1.0, other, unit)
    by = f"x {number_text(up)}" if other == LABS[lab_id].si_unit else f"/ {number_text(down)}"
    basis = UNIT_BASIS[lab_id]
    formula = f"{number_text(value)} {unit} {by} = {rounded_text(converted)} {other}"
    return Conversion(converted, other, formula, basis.text, basis.source)
