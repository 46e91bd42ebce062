"""The calculators of the bedside: what each needs, and what follows from it.

The formulas are those by which a case is read (``derive``), so a calculator can say nothing else.
"""

from dataclasses import dataclass

from .case import Case
from .derived import derive
from .derived_value import DerivedValue
from .intervals import ReferenceInterval, reference_interval
from .lab_states import interval_in_unit
from .labs import LABS
from .vocabulary import VOCABULARY

_ADULT_FROM_YEARS = 18
_HEIGHT_FROM_YEARS = 1
_READ_AGAINST = {"calcium_adjusted": "calcium_total"}


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator.

    ``results`` are ids of derived values, the first being the main one. ``needed`` are findings
    without which there is no result; ``also`` are findings that can limit or refuse it.
    """

    id: str
    label: str
    results: tuple[str, ...]
    needed: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Everything that is asked, in the order in which it is asked."""
        return (*self.needed, *self.also)

    def part_of(self, case: Case) -> Case:
        """What the calculator uses of a case; a lab known only as low or high is of no use."""
        foreign = [one for one in case if one not in self.inputs]
        words = [
            one for one in case if VOCABULARY[one].kind == "lab" and case.get(one).value is None
        ]
        return case.without(*foreign, *words)

    def missing(self, case: Case) -> tuple[str, ...]:
        """What is still to be entered before there is a result.

        >>> case = Case.from_dict({"age_years": 9, "sex": "female"})
        >>> CALCULATORS["egfr"].missing(case)
        ('creatinine', 'height_cm')
        """
        known = self.part_of(case)
        missing = tuple(one for one in self.needed if one not in known)
        age = known.get("age_years")
        is_child = age is not None and _HEIGHT_FROM_YEARS <= age < _ADULT_FROM_YEARS
        if self.results[0] == "egfr" and is_child and "height_cm" not in known:
            missing = (*missing, "height_cm")
        return missing

    def results_for(self, case: Case) -> tuple[DerivedValue, ...]:
        """The derived values of the calculator, from its own inputs only."""
        return tuple(one for one in derive(self.part_of(case)) if one.id in self.results)


def interval_for(result: DerivedValue, case: Case) -> ReferenceInterval | None:
    """The reference interval of a derived value by age and sex, in its unit; None without one."""
    lab_id = _READ_AGAINST.get(result.id, result.id)
    if lab_id not in LABS:
        return None
    found = reference_interval(lab_id, case.get("age_years"), case.get("sex"))
    return None if found is None else interval_in_unit(lab_id, found, result.unit)


_CALCULATORS = (
    Calculator(
        "adjusted_calcium",
        "Adjusted calcium",
        ("calcium_adjusted",),
        ("calcium_total", "albumin"),
        ("calcium_ionised", "egfr", "dialysis"),
    ),
    Calculator(
        "product",
        "Calcium × phosphate",
        ("ca_p_product",),
        ("calcium_total", "phosphate"),
        ("age_years",),
    ),
    Calculator(
        "egfr",
        "eGFR",
        ("egfr", "kdigo_category"),
        ("creatinine", "age_years", "sex"),
        ("height_cm", "dialysis", "acute_kidney_injury"),
    ),
    Calculator(
        "phosphate_threshold",
        "TRP and TmP/GFR",
        ("tmp_gfr", "trp"),
        ("phosphate", "creatinine", "urine_phosphate", "urine_creatinine", "age_years"),
        ("sex", "height_cm", "egfr", "dialysis"),
    ),
)
CALCULATORS = {one.id: one for one in _CALCULATORS}
"""Every calculator by its id, in the order in which they are offered."""
