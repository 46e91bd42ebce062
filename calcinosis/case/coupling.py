"""Which findings decide how others are read, so that neither can be weighed without the other.

Whoever weighs a case again after a change needs to know what the change touches: every finding
about which a rule or a formula asks. A few findings are asked about almost everywhere; they are the
backdrop.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from .case import Case
from .consistency import DROPPING
from .implications import REPEATING
from .labs import LABS

BACKDROP = (
    "age_years",
    "sex",
    "height_cm",
    "acute_kidney_injury",
    "dialysis",
    "dialysis_years",
    "kidney_transplant",
)
"""Findings that decide how others are read: intervals, variation on dialysis, kidney function."""


@dataclass(frozen=True, slots=True)
class Coupling:
    """Findings that a rule or formula asks about, and those whose reading it decides.

    Of a formula ``needs`` has the labs whose values it works on, one tuple for each way to work it
    out; without a value of each it comes to nothing. Of kidney function it asks by ``reduced`` only
    whether it is reduced, not how these findings tell it. ``in_conditions`` is whether a condition
    that asks about all that are decided can ask about the result of the formula. ``holds`` tells of
    a redundancy whether it holds in a case without contradictions.
    """

    asked: Collection[str]
    decided: Collection[str]
    needs: tuple[tuple[str, ...], ...] = ()
    reduced: tuple[str, ...] = ()
    in_conditions: bool = True
    holds: Callable[[Case], bool] | None = field(default=None, compare=False)


_INTERVALS = ("age_years", "sex", "dialysis", "dialysis_years", "kidney_transplant")
_URINE = ("urine_phosphate", "urine_creatinine")
_GFR = ("height_cm", "acute_kidney_injury", "egfr")
FORMULAS: tuple[Coupling, ...] = (
    *(Coupling(_INTERVALS, (lab_id,)) for lab_id in LABS),
    Coupling((*BACKDROP, "egfr", "creatinine"), ("egfr",)),
    Coupling((*BACKDROP, "egfr", "creatinine"), ("creatinine",)),
    Coupling(
        (*BACKDROP, "calcium_total", "albumin", "calcium_ionised", "egfr", "creatinine"),
        ("calcium_total", "albumin"),
        needs=(("calcium_total", "albumin"),),
        reduced=(*_GFR, "creatinine"),
    ),
    Coupling(
        (*BACKDROP, "phosphate", "creatinine", "egfr", "trp", *_URINE),
        ("tmp_gfr",),
        needs=(("phosphate", "trp"), ("phosphate", "creatinine", *_URINE)),
        reduced=_GFR,
        in_conditions=False,
    ),
    Coupling(("dialysis_years", "kidney_transplant"), ("dialysis",)),
)
"""Intervals and formulas: labs by age, sex and dialysis, and what is computed of several."""

CONTRADICTIONS: tuple[Coupling, ...] = tuple(Coupling(*rule) for rule in DROPPING)
"""Rules by which a finding drops out of a case before anything else is read."""

REDUNDANCIES: tuple[Coupling, ...] = tuple(
    Coupling(asked, decided, holds=holds) for asked, decided, holds in REPEATING
)
"""Rules by which a finding is not weighed because others say the same."""
