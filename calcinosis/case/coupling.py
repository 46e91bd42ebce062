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
from .kidney import is_on_dialysis, is_reduced
from .labs import LABS

Question = Callable[[Case], bool | None]

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
    out; without a value of each it comes to nothing. ``through`` has questions to a case together
    with findings of which the coupling asks no more than that. ``in_conditions`` is whether a
    condition that asks about all that are decided can ask about the result of the formula.
    ``holds`` tells of a redundancy whether it holds in a case without contradictions.
    """

    asked: Collection[str]
    decided: Collection[str]
    needs: tuple[tuple[str, ...], ...] = ()
    through: tuple[tuple[Question, tuple[str, ...]], ...] = field(default=(), compare=False)
    in_conditions: bool = True
    holds: Question | None = field(default=None, compare=False)


_DIALYSIS = ("dialysis", "dialysis_years", "kidney_transplant")
_ON_DIALYSIS: tuple[Question, tuple[str, ...]] = (is_on_dialysis, _DIALYSIS)
_URINE = ("urine_phosphate", "urine_creatinine")
_GFR = ("height_cm", "acute_kidney_injury", "egfr")
FORMULAS: tuple[Coupling, ...] = (
    *(Coupling(("age_years", "sex"), (lab,)) for lab in LABS),
    *(Coupling(_DIALYSIS, (lab,), through=(_ON_DIALYSIS,), in_conditions=False) for lab in LABS),
    Coupling((*BACKDROP, "egfr", "creatinine"), ("egfr",)),
    Coupling((*BACKDROP, "egfr", "creatinine"), ("creatinine",)),
    Coupling(
        (*BACKDROP, "calcium_total", "albumin", "calcium_ionised", "egfr", "creatinine"),
        ("calcium_total", "albumin"),
        needs=(("calcium_total", "albumin"),),
        through=(_ON_DIALYSIS, (is_reduced, (*_GFR, "creatinine"))),
    ),
    Coupling(
        (*BACKDROP, "phosphate", "creatinine", "egfr", "trp", *_URINE),
        ("tmp_gfr",),
        needs=(("phosphate", "trp"), ("phosphate", "creatinine", *_URINE)),
        through=(_ON_DIALYSIS, (is_reduced, _GFR)),
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
