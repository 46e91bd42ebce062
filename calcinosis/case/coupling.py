"""Which findings decide how others are read, so that neither can be weighed without the other.

Whoever weighs a case again after a change needs to know what the change touches: every finding
about which a rule or a formula asks. A few findings are asked about almost everywhere; they are the
backdrop.
"""

from collections.abc import Collection
from dataclasses import dataclass

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
    """Findings that a rule or formula asks about, and those whose reading it decides."""

    asked: Collection[str]
    decided: Collection[str]


_INTERVALS = ("age_years", "sex", "dialysis", "dialysis_years", "kidney_transplant")
_URINE = ("urine_phosphate", "urine_creatinine")
FORMULAS: tuple[Coupling, ...] = (
    *(Coupling(_INTERVALS, (lab_id,)) for lab_id in LABS),
    Coupling((*BACKDROP, "egfr", "creatinine"), ("egfr", "creatinine")),
    Coupling(
        (*BACKDROP, "calcium_total", "albumin", "calcium_ionised", "egfr", "creatinine"),
        ("calcium_total", "albumin"),
    ),
    Coupling(
        (*BACKDROP, "phosphate", "creatinine", "egfr", "trp", *_URINE),
        ("tmp_gfr",),
    ),
    Coupling(("dialysis_years", "kidney_transplant"), ("dialysis",)),
)
"""Intervals and formulas: labs by age, sex and dialysis, and what is computed of several."""

CONTRADICTIONS: tuple[Coupling, ...] = tuple(Coupling(*rule) for rule in DROPPING)
"""Rules by which a finding drops out of a case before anything else is read."""

REDUNDANCIES: tuple[Coupling, ...] = tuple(Coupling(*rule) for rule in REPEATING)
"""Rules by which a finding is not weighed because others say the same."""
